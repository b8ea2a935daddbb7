import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { googleScriptOf } from '../../../../cli/bootstrap/google/script';
import {
  KEPT_APART,
  OWN_PROJECT,
  PROJECT,
  SHIPPED,
  TEAMED,
  TRAIL_PROJECT,
  changedEstate,
  copyOfEstate,
  deploymentIn,
  googlePlanOf,
  googleProblemsOf,
  isolatingWeb,
  keepingBeside,
  projectOf,
} from '../../../support/bootstrap-plan';

const AFTER = '      project: suzumina-prod\n';
const ISOLATED = deploymentIn(isolatingWeb());

describe('the plan', () => {
  test('keeps state in both regions of the environment’s project, and none in an isolated one', () => {
    const { projects } = googlePlanOf(ISOLATED, 'prod');
    expect(projects.map(({ project, what }) => [project, what])).toEqual([
      [TRAIL_PROJECT, 'prod, its audit trail'],
      [PROJECT, 'prod'],
      [OWN_PROJECT, 'prod, isolated: suzumina-web'],
    ]);
    const key = (region: string): string =>
      `projects/suzumina-prod/locations/${region}/keyRings/kura_state/cryptoKeys/prod`;
    expect(
      projects.map(({ stateStores }) =>
        stateStores.map((store) => [store.region, store.bucket, store.key]),
      ),
    ).toEqual([
      [],
      [
        ['asia-northeast1', 'suzumina-kura-state-prod-asia-northeast1', key('asia-northeast1')],
        ['asia-northeast2', 'suzumina-kura-state-prod-asia-northeast2', key('asia-northeast2')],
      ],
      [],
    ]);
  });

  test('takes the buckets and the keys that the estate states', () => {
    const keyIn = (region: string): string =>
      `projects/suzumina-keys/locations/${region}/keyRings/a/cryptoKeys/b`;
    const [kmsKey, away] = [keyIn('asia-northeast1'), keyIn('asia-northeast2')];
    const state = `      state: { bucket: suzumina-state, kmsKey: ${kmsKey} }\n      recoveryState: { bucket: suzumina-state-away, kmsKey: ${away} }\n`;
    const plan = googlePlanOf(deploymentIn(changedEstate(AFTER, AFTER + state), true), 'prod');
    const [primary, recovery] = projectOf(plan, PROJECT).stateStores;
    expect(primary).toMatchObject({ bucket: 'suzumina-state', key: kmsKey, keyIsOurs: false });
    expect(recovery).toMatchObject({
      region: 'asia-northeast2',
      bucket: 'suzumina-state-away',
      key: away,
      keyIsOurs: false,
    });
  });

  test('makes the same roles and accounts in every project, and those of state where it is', () => {
    const projects = googlePlanOf(ISOLATED, 'prod').projects.slice(1);
    expect(projects.map(({ accounts }) => accounts.map(({ email }) => email))).toEqual([
      [
        'kura-deploy@suzumina-prod.iam.gserviceaccount.com',
        'kura-plan@suzumina-prod.iam.gserviceaccount.com',
        'kura-audit-prod@suzumina-prod.iam.gserviceaccount.com',
        'kura-audit-prod-plan@suzumina-prod.iam.gserviceaccount.com',
      ],
      [
        'kura-deploy@suzumina-web-prod.iam.gserviceaccount.com',
        'kura-plan@suzumina-web-prod.iam.gserviceaccount.com',
        'kura-audit-prod@suzumina-web-prod.iam.gserviceaccount.com',
        'kura-audit-prod-plan@suzumina-web-prod.iam.gserviceaccount.com',
      ],
    ]);
    const parts = [
      ...['read', 'deploy', 'accounts', 'log_buckets', 'keys', 'secrets', 'logins'],
      ...['bucket', 'bucket_read', 'starting', 'runner', 'drill', 'drill_source', 'watch'],
    ];
    const sinks = ['trail_sinks_read', 'trail_sinks'];
    expect(projects.map(({ roles }) => roles.map(({ id }) => id))).toEqual([
      [...parts, 'state', 'state_read', ...sinks].map((part) => `kura_prod_${part}`),
      // Its one service is there, and who operates it.
      [...parts, 'jump', 'tunnels', 'operator', ...sinks].map((part) => `kura_prod_${part}`),
    ]);
  });

  test('makes a role to destroy the key of the logs where that is, and not in production', () => {
    const destroying = (environment: string): string[] =>
      googlePlanOf(ISOLATED, environment)
        .projects.flatMap(({ roles }) => roles)
        .filter(({ permissions }) => permissions.includes('cloudkms.cryptoKeyVersions.destroy'))
        .map(({ name }) => name);
    expect(destroying('dev')).toEqual([
      'projects/suzumina-dev/roles/kura_dev_log_key',
      'projects/suzumina-dev/roles/kura_dev_trail_key',
    ]);
    expect(destroying('prod')).toEqual([]);
  });

  test('gives agents that are asked for the role that Google would have given them', () => {
    const { agents } = projectOf(googlePlanOf(SHIPPED, 'prod'), PROJECT);
    expect(agents).toEqual([
      { service: 'secretmanager.googleapis.com', grant: null },
      {
        service: 'servicenetworking.googleapis.com',
        grant: {
          member: 'serviceAccount:service-{{number}}@service-networking.iam.gserviceaccount.com',
          role: 'roles/servicenetworking.serviceAgent',
        },
      },
      {
        service: 'sqladmin.googleapis.com',
        grant: {
          member: 'serviceAccount:service-{{number}}@gcp-sa-cloud-sql.iam.gserviceaccount.com',
          role: 'roles/cloudsql.serviceAgent',
        },
      },
    ]);
  });

  test('names the plan account after the deploy account', () => {
    const named = (name: string): string[] => {
      const folder = changedEstate(AFTER, `${AFTER}      deployServiceAccount: ${name}\n`);
      const { accounts } = projectOf(googlePlanOf(deploymentIn(folder), 'prod'), PROJECT);
      return accounts.map((account) => account.name);
    };
    const trail = ['kura-audit-prod', 'kura-audit-prod-plan'];
    expect(named('db-deploy')).toEqual(['db-deploy', 'db-plan', ...trail]);
    expect(named('terraform')).toEqual(['terraform', 'terraform-plan', ...trail]);
  });

  test('says that a network of another project has to let the accounts in', () => {
    const vpc = 'projects/suzumina-host/global/networks/main';
    const folder = changedEstate(
      'network: { cidr: 10.31.0.0/16 }',
      `network: { cidr: 10.31.0.0/16, vpc: ${vpc}, range: services, services: 10.99.16.0/20, subnet: jobs, recoverySubnet: jobs-away }`,
    );
    expect(projectOf(googlePlanOf(deploymentIn(folder), 'prod'), PROJECT).notes).toContain(
      'suzumina-host has a network that is used here: kura-deploy and kura-plan need servicenetworking.services.get there. On the subnet of runners, kura-deploy and Cloud Run’s agent (service-NUMBER@serverless-robot-prod.iam.gserviceaccount.com) need roles/compute.networkUser.',
    );
  });

  test('has an administrator’s part that no script runs', () => {
    const plan = googlePlanOf(SHIPPED, 'prod');
    const { constraints, deny } = projectOf(plan, PROJECT).guardrails;
    expect(constraints.map(({ command }) => command)).toEqual([
      'gcloud resource-manager org-policies enable-enforce sql.restrictPublicIp --project=suzumina-prod',
      'gcloud resource-manager org-policies enable-enforce sql.restrictAuthorizedNetworks --project=suzumina-prod',
      'gcloud resource-manager org-policies enable-enforce iam.disableServiceAccountKeyCreation --project=suzumina-prod',
      'gcloud resource-manager org-policies enable-enforce storage.publicAccessPrevention --project=suzumina-prod',
      'gcloud resource-manager org-policies deny gcp.restrictNonCmekServices is:secretmanager.googleapis.com is:sqladmin.googleapis.com is:storage.googleapis.com --project=suzumina-prod',
    ]);
    const rows = googleScriptOf(plan).split('\n');
    const mentions = rows.filter((row) =>
      [...constraints.map(({ constraint }) => constraint), deny.id].some((name) =>
        row.includes(name),
      ),
    );
    expect(mentions.length).toBeGreaterThanOrEqual(6);
    expect(mentions.filter((row) => !row.startsWith('#'))).toEqual([]);
  });

  test('has a policy for an administrator that keeps a store from everybody but those who keep it', () => {
    const plan = googlePlanOf(SHIPPED, 'prod');
    const { constraints, trailDeny } = projectOf(plan, TRAIL_PROJECT).guardrails;
    expect(constraints.map(({ constraint }) => constraint)).toEqual([
      'iam.disableServiceAccountKeyCreation',
      'storage.publicAccessPrevention',
    ]);
    expect(trailDeny).toEqual({
      id: 'kura-trail',
      attachmentPoint: 'cloudresourcemanager.googleapis.com/projects/suzumina-audit',
      policy: {
        displayName: 'Kura: trails are changed by those who keep them, and not ended',
        rules: [
          {
            denyRule: {
              deniedPrincipals: ['principalSet://goog/public:all'],
              exceptionPrincipals: [
                'principal://iam.googleapis.com/projects/-/serviceAccounts/kura-audit-prod@suzumina-audit.iam.gserviceaccount.com',
              ],
              deniedPermissions: [
                'buckets.delete',
                'buckets.update',
                'sinks.delete',
                'sinks.update',
              ].map((each) => `logging.googleapis.com/${each}`),
            },
          },
          {
            denyRule: {
              deniedPrincipals: ['principalSet://goog/public:all'],
              deniedPermissions: ['cloudkms.googleapis.com/cryptoKeyVersions.destroy'],
            },
          },
        ],
      },
    });
    const rows = googleScriptOf(plan).split('\n');
    expect(rows).toContain('#   gcloud iam policies create kura-trail --kind=denypolicies \\');
    // Beside databases, which have log buckets and sinks of their own, nor where the lock is off.
    for (const [environment, project] of [
      ['prod', PROJECT],
      ['dev', 'suzumina-dev'],
    ] as const) {
      const beside = projectOf(googlePlanOf(SHIPPED, environment), project);
      expect([beside.guardrails.trailDeny, beside.lien]).toEqual([null, false]);
    }
  });

  test('says of the trail what remains to whoever deploys', () => {
    const notes = (deployment: typeof SHIPPED, project: string): string =>
      projectOf(googlePlanOf(deployment, 'prod'), project).notes.join('\n');
    const [apart, beside] = [
      notes(SHIPPED, PROJECT),
      notes(deploymentIn(keepingBeside()), PROJECT),
    ];
    for (const each of [apart, beside]) {
      expect(each).toContain(
        'What remains: kura-deploy may change and delete any sink of the project',
      );
    }
    expect(apart).not.toContain('Only a project of its own');
    expect(beside).toContain('Only a project of its own keeps those from the trail');
    expect(notes(SHIPPED, TRAIL_PROJECT)).toContain('A lien keeps the project from being deleted.');
  });

  test('is the same for the same estate', () => {
    expect(googleScriptOf(googlePlanOf(deploymentIn(copyOfEstate()), 'prod'))).toBe(
      googleScriptOf(googlePlanOf(SHIPPED, 'prod')),
    );
  });
});

describe('what is refused', () => {
  test('a project that is not the environment’s', () => {
    expect(googleProblemsOf(ISOLATED, 'prod', TEAMED, 'suzumina-dev')).toEqual([
      '--project: a project of environment prod is required, got "suzumina-dev". Name one of suzumina-audit, suzumina-prod, suzumina-web-prod, or leave --project out.',
    ]);
  });

  test('two environments that share a project and an account', () => {
    const shared = deploymentIn(
      changedEstate('project: suzumina-staging', 'project: suzumina-dev'),
    );
    expect(googleProblemsOf(shared, 'dev')).toEqual([
      'estate.yaml: environments in one project must have deploy service accounts of their own, got "kura-deploy@suzumina-dev.iam.gserviceaccount.com" for dev and staging. Write `deployServiceAccount: dev-deploy` below one’s `google:`.',
    ]);
    expect(googleProblemsOf(shared, 'prod')).toEqual([]);
  });

  test('a trail among the services of an isolated project', () => {
    const folder = isolatingWeb();
    const file = path.join(folder, 'estate.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(KEPT_APART, `      audit: { project: ${OWN_PROJECT} }\n`));
    expect(() => deploymentIn(folder)).toThrow(
      'the project of the audit trail must be one that no database is in, or the environment’s own, got "suzumina-web-prod", which prod deploys to.',
    );
  });

  test('a trail whose account would be the one that databases are planned with', () => {
    const named = '      audit: { project: suzumina-audit, deployServiceAccount: kura-plan }\n';
    expect(googleProblemsOf(deploymentIn(changedEstate(KEPT_APART, named)), 'prod')).toEqual([
      'estate.yaml: the trail of prod must have service accounts of its own, also to plan with, got "kura-plan". Write another `audit: { deployServiceAccount }` below its `google:`.',
    ]);
  });

  test('an environment that is called as the trail’s workflows are', () => {
    const foundations = SHIPPED.foundations.map((each) =>
      each.environment === 'staging' ? { ...each, environment: 'prod-audit' } : each,
    );
    expect(googleProblemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      'estate.yaml: no environment may be called prod-audit beside prod: workflows of the trail run in a GitHub environment of that name, got "prod-audit". Give it another name.',
    ]);
  });

  test('a store that begins like what the environment deploys there', () => {
    const dev = SHIPPED.foundations.map((each) =>
      each.environment === 'dev' && each.cloud === 'google'
        ? {
            ...each,
            prefix: 'audit-audit',
            audit: {
              ...each.audit,
              primary: { ...each.audit.primary, name: 'audit-audit-audit' },
            },
          }
        : each,
    );
    expect(googleProblemsOf({ ...SHIPPED, foundations: dev }, 'dev')).toEqual([
      'estate.yaml: what keeps a trail must not begin like what dev deploys (audit-audit-), got "audit-audit-audit". Give the organisation or the environment another name than audit.',
    ]);
  });

  test('two environments that share a bucket', () => {
    const state = {
      kind: 'gcs' as const,
      bucket: 'suzumina-state',
      kmsKey: 'projects/p/locations/asia-northeast1/keyRings/a/cryptoKeys/b',
    };
    const foundations = SHIPPED.foundations.map((each) =>
      each.cloud === 'google' && each.environment !== 'staging' ? { ...each, state } : each,
    );
    expect(googleProblemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      'estate.yaml: environments must have state buckets of their own, got "suzumina-state" for prod and dev. Write another `bucket` for one of them.',
    ]);
  });

  test('a primary bucket with the recovery region’s name', () => {
    const bucket = 'suzumina-kura-state-prod-asia-northeast2';
    const state = { kind: 'gcs' as const, bucket, kmsKey: 'projects/p' };
    const foundations = SHIPPED.foundations.map((each) =>
      each.cloud === 'google' && each.environment === 'prod' ? { ...each, state } : each,
    );
    expect(googleProblemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      'estate.yaml: the state bucket of prod must not have the name of its recovery region’s, got "suzumina-kura-state-prod-asia-northeast2". Write another `state.bucket`.',
    ]);
  });

  test('an account name without room for its plan account', () => {
    const name = 'd'.repeat(27);
    const folder = changedEstate(AFTER, `${AFTER}      deployServiceAccount: ${name}\n`);
    expect(googleProblemsOf(deploymentIn(folder), 'prod')).toEqual([
      `estate.yaml: deployServiceAccount of prod must be a name of 25 characters at most, got "${name}". Write it as kura-deploy.`,
    ]);
  });

  test.each([
    [
      'a-company-with-a-name-of-many-words',
      'have 63 characters at most, got "a-company-with-a-name-of-many-words-kura-state-prod-asia-nor…". Shorten the organisation or the environment.',
    ],
    [
      'googol',
      'neither begin with "goog" nor contain "google", got "googol-kura-state-prod-asia-northeast1". Write another organisation or `state.bucket`.',
    ],
  ])('a bucket name of %s', (organisation, fault) => {
    expect(googleProblemsOf({ ...SHIPPED, organisation }, 'prod')[0]).toBe(
      `estate.yaml: the state bucket of prod in asia-northeast1 must ${fault}`,
    );
  });
});
