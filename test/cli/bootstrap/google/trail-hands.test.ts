import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectPlan } from '../../../../cli/bootstrap/google/plan';
import {
  OWN_PROJECT,
  PROJECT,
  TRAIL_PROJECT,
  SHIPPED,
  deploymentIn,
  googlePlanOf,
  isolatingWeb,
  keepingBeside,
  KEPT_APART,
} from '../../../support/bootstrap-plan';
import { allowedTo, reaches, type Ask } from '../../../support/trail-reach';

/** The shipped estate with an isolated service, and its trail among prod’s databases. */
function isolatedBeside(): string {
  const folder = isolatingWeb();
  const file = path.join(folder, 'estate.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(KEPT_APART);
  writeFileSync(file, text.replace(KEPT_APART, ''));
  return folder;
}

const HANDS = 'kura-audit-prod';
const TAG = (project: string): string => `${project}/kura_trail/hands`;

/** What would shorten, delete or take over the trail, in the project of its store. */
function asksOf(store: string, everywhere: readonly string[]): Ask[] {
  const places = [
    ['asia-northeast1', 'audit-suzumina-prod'],
    ['asia-northeast2', 'audit-suzumina-prod-recovery'],
  ] as const;
  const ask = (
    project: string,
    permissions: readonly string[],
    resource: string,
    more = {},
  ): Ask[] =>
    permissions.map((permission) => ({ project, permission, resource, granted: [], ...more }));
  return [
    ...places.flatMap(([region, name]) => {
      const at = `projects/${store}/locations/${region}`;
      const key = `${at}/keyRings/${name}/cryptoKeys/audit`;
      return [
        ...ask(
          store,
          [
            ...['logging.buckets.update', 'logging.buckets.delete', 'logging.buckets.undelete'],
            ...['logging.links.delete', 'logging.views.update', 'logging.views.delete'],
          ],
          `${at}/buckets/${name}`,
        ),
        ...ask(store, ['cloudkms.cryptoKeys.update', 'cloudkms.cryptoKeys.setIamPolicy'], key),
        ...ask(
          store,
          ['cloudkms.cryptoKeyVersions.destroy', 'cloudkms.cryptoKeyVersions.update'],
          `${key}/cryptoKeyVersions/1`,
        ),
        ...ask(
          store,
          ['cloudkms.cryptoKeys.update', 'cloudkms.cryptoKeys.setIamPolicy'],
          `${at}/keyRings/kura_audit_state/cryptoKeys/prod`,
        ),
        ...ask(
          store,
          [
            ...['storage.buckets.update', 'storage.buckets.delete', 'storage.buckets.setIamPolicy'],
            ...['storage.objects.create', 'storage.objects.delete', 'storage.objects.get'],
          ],
          `projects/_/buckets/suzumina-kura-audit-state-prod-${region}/objects/terraform.tfstate`,
        ),
      ];
    }),
    // In every project, acting as the account that keeps the trail or deciding who may.
    ...everywhere.flatMap((project) =>
      ask(
        project,
        [
          ...['actAs', 'getAccessToken', 'getOpenIdToken', 'signBlob', 'signJwt'],
          ...['implicitDelegation', 'setIamPolicy', 'delete', 'disable', 'update', 'undelete'],
          ...['deleteTagBinding', 'createTagBinding'],
        ].map((verb) => `iam.serviceAccounts.${verb}`),
        `projects/${project}/serviceAccounts/${HANDS}@${project}.iam.gserviceaccount.com`,
        { tags: [TAG(project)] },
      ),
    ),
    ...everywhere.flatMap((project) => [
      ...ask(
        project,
        [
          ...['iam.serviceAccountKeys.create', 'iam.roles.create', 'iam.roles.update'],
          ...['iam.workloadIdentityPools.update', 'iam.workloadIdentityPoolProviders.create'],
          ...['resourcemanager.tagKeys.delete', 'resourcemanager.tagValues.delete'],
          ...['resourcemanager.tagValueBindings.delete', 'resourcemanager.projects.delete'],
          ...['resourcemanager.projects.updateLiens', 'logging.logs.delete'],
        ],
        `projects/${project}`,
      ),
      ...[
        ...['roles/owner', 'roles/editor', 'roles/logging.admin', 'roles/logging.configWriter'],
        ...['roles/iam.serviceAccountTokenCreator', 'roles/iam.serviceAccountUser'],
        ...['roles/logging.bucketWriter', 'roles/resourcemanager.lienModifier'],
        ...[
          'deploy',
          'accounts',
          'log_buckets',
          'logins',
          'trail',
          'trail_store',
          'trail_sinks',
        ].map((part) => `projects/${project}/roles/kura_prod_${part}`),
      ].flatMap((role) =>
        ask(project, ['resourcemanager.projects.setIamPolicy'], `projects/${project}`, {
          granted: [role],
        }),
      ),
    ]),
  ];
}

/** What no condition can take from whoever deploys there: recorded in the Admin Activity log of the project, which nobody deletes. */
const REMAINS = ['create', 'delete', 'update'].map((verb) => `logging.sinks.${verb}`);

describe.each([
  ['in a project of its own', SHIPPED, TRAIL_PROJECT, [PROJECT]],
  ['beside the databases', deploymentIn(keepingBeside()), PROJECT, [PROJECT]],
  [
    'in a project of its own, with an isolated service',
    deploymentIn(isolatingWeb()),
    TRAIL_PROJECT,
    [PROJECT, OWN_PROJECT],
  ],
  [
    'beside the databases, with an isolated service',
    deploymentIn(isolatedBeside()),
    PROJECT,
    [PROJECT, OWN_PROJECT],
  ],
])('where a trail is kept %s', (_, deployment, store, deployed) => {
  const { projects } = googlePlanOf(deployment, 'prod');
  const everywhere = [...new Set([store, ...deployed])];
  const asks = asksOf(store, everywhere);

  test('no account of the environment may end, shorten or take it over', () => {
    expect(asks.length).toBeGreaterThan(60);
    expect(reaches(projects, asks)).toEqual([]);
  });

  test('what remains is its sinks, where the environment is deployed', () => {
    const sinks = everywhere.flatMap((project) =>
      REMAINS.map((permission) => ({
        ...{ project, permission, granted: [] },
        resource: `projects/${project}/sinks/audit-suzumina-prod`,
      })),
    );
    expect([...new Set(reaches(projects, sinks))]).toEqual(
      deployed.flatMap((project) =>
        REMAINS.map((permission) => `kura-deploy@${project}: ${permission} in ${project}`),
      ),
    );
  });

  test('nobody of the environment is among those who act as its accounts', () => {
    const acting = projects.flatMap(({ accounts }) =>
      accounts
        .filter(({ name }) => name.startsWith(HANDS))
        .flatMap(({ bindings }) => bindings.flatMap(({ members }) => members)),
    );
    expect(new Set(acting.filter((member) => !member.includes(HANDS)))).toEqual(
      new Set(['group:audit@suzumina.example']),
    );
    const elsewhere = projects.flatMap(({ accounts }) =>
      accounts
        .filter(({ name }) => !name.startsWith(HANDS))
        .flatMap(({ bindings }) => bindings.flatMap(({ members }) => members)),
    );
    expect(elsewhere.filter((member) => member.includes('audit'))).toEqual([]);
  });

  test('every account that keeps it is marked', () => {
    for (const { tag, accounts } of projects) {
      expect(tag).toEqual({
        ...{ key: 'kura_trail', value: 'hands' },
        accounts: accounts.map(({ email }) => email).filter((email) => email.startsWith(HANDS)),
      });
    }
  });

  test.each<[string, (plan: ProjectPlan) => ProjectPlan, RegExp]>([
    [
      'an account may act as any other',
      withoutCondition('accounts'),
      /^kura-deploy@\S+: iam\.serviceAccounts\.actAs/,
    ],
    ['it may set any policy', withoutCondition('logins'), /setIamPolicy/],
    ['a runner administers logs', withPermission('runner', 'logging.logs.delete'), /role runner/],
  ])('it is seen where %s', (_what, change, said) => {
    expect(reaches(projects.map(change), asks).some((each) => said.test(each))).toBe(true);
  });
});

test('beside the databases, it is seen where log buckets and keys have no condition', () => {
  const { projects } = googlePlanOf(deploymentIn(keepingBeside()), 'prod');
  const asks = asksOf(PROJECT, [PROJECT]);
  for (const part of ['log_buckets', 'keys', 'bucket']) {
    expect(reaches(projects.map(withoutCondition(part)), asks)).not.toEqual([]);
  }
});

test('an account that is not marked is acted as: a runner is', () => {
  const [plan] = googlePlanOf(deploymentIn(keepingBeside()), 'prod').projects;
  if (!plan) throw new Error('no project');
  const resource = `projects/${PROJECT}/serviceAccounts/runner@${PROJECT}.iam.gserviceaccount.com`;
  const request = { resource, granted: [] };
  const permission = 'iam.serviceAccounts.actAs';
  expect(allowedTo(plan, 'kura-deploy', permission, request)).toBe(true);
  expect(allowedTo(plan, 'kura-deploy', permission, { ...request, tags: [TAG(PROJECT)] })).toBe(
    false,
  );
});

/** The plan with a custom role granted whatever is asked for. */
function withoutCondition(part: string) {
  return (plan: ProjectPlan): ProjectPlan => ({
    ...plan,
    grants: plan.grants.map(({ member, role, condition }) => ({
      ...{ member, role },
      ...(condition && !role.endsWith(`_prod_${part}`) ? { condition } : {}),
    })),
  });
}

/** The plan with a permission more in a custom role. */
function withPermission(part: string, permission: string) {
  return (plan: ProjectPlan): ProjectPlan => ({
    ...plan,
    roles: plan.roles.map((role) =>
      role.id.endsWith(`_prod_${part}`)
        ? { ...role, permissions: [...role.permissions, permission] }
        : role,
    ),
  });
}
