import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { instancesIn, foundationsOn } from '../../../../cli/bootstrap/environment';
import { SERVICES, servicesOf } from '../../../../cli/bootstrap/google/services';
import type { ProjectPlan } from '../../../../cli/bootstrap/google/plan';
import {
  OWN_PROJECT,
  SHIPPED,
  TRAIL_PROJECT,
  deploymentIn,
  googlePlanOf,
  isolatingWeb,
  projectOf,
} from '../../../support/bootstrap-plan';
import { APPLY_NEEDS, GOOGLE_NEEDS } from '../../../support/google-permissions';
import { requestOf } from '../../../support/google-request';
import { mayDo } from '../../../support/iam-evaluator';
import { synthAll } from '../../../support/synth';
import { given } from '../../../support/service';
import type { Deployment } from '../../../../model/deployment/deployment';
import type { Restore, RestoreSource } from '../../../../model/recovery/restore';

const ISOLATED = deploymentIn(isolatingWeb());

/** Given where nobody is told of alarms, and where nothing is restored, too, so that adding an address or restoring takes no bootstrap. */
const AT_HAND = [
  ...['cloudsql.backupRuns.get', 'cloudsql.instances.clone', 'cloudsql.instances.restoreBackup'],
  ...['alertPolicies', 'notificationChannels'].flatMap((what) =>
    ['create', 'delete', 'get', 'update'].map((verb) => `monitoring.${what}.${verb}`),
  ),
  ...['create', 'delete', 'update'].map((verb) => `logging.notificationRules.${verb}`),
];

/** The same after losses: the replica serves where there is one, and each was restored as of a time and from a backup. */
function afterLosses(deployment: Deployment): Deployment {
  const instances = deployment.instances.map((each) => {
    const restore = (name: string, source: RestoreSource): Restore => ({
      name,
      identifier: `${each.identifier}-at-${name}`,
      region: 'primary',
      source: given(source),
      readers: 1,
      deletionProtection: given(true),
    });
    return {
      ...each,
      active: given(each.recoveryHome ? 'recovery' : 'noon'),
      restores: [
        restore('noon', { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' }),
        restore('copy', { from: 'snapshot', snapshot: '1763600000000' }),
      ],
    };
  });
  return { ...deployment, instances };
}

/** `type`, arguments, project and account of everything in an environment's output. What keeps the trail names its projects. */
function outputOf(deployment: Deployment, environment: string) {
  const foundations = foundationsOn(deployment, 'google').filter(
    (each) => each.environment === environment,
  );
  const instances = instancesIn(deployment, 'google', environment);
  const stacks = [
    ...[...foundations, ...foundations.flatMap(({ recovery = [] }) => recovery)],
    ...[...instances, ...instances.flatMap(({ recoveryHome = [] }) => recoveryHome)],
  ];
  const projects = new Map(stacks.map(({ stack, target }) => [stack, target.project]));
  const stores = foundations.flatMap(({ audit }) => [
    audit.primary,
    ...(audit.recovery ? [audit.recovery] : []),
  ]);
  return [...synthAll({ ...deployment, foundations, instances })].flatMap(([stack, config]) =>
    [config.resource, config.data].flatMap((byType) =>
      Object.entries(byType ?? {}).flatMap(([type, byName]) =>
        Object.values(byName).map((args) => {
          const store = stores.find((each) => each.stack === stack);
          const stated = typeof args.project === 'string' ? args.project : undefined;
          const project = projects.get(stack) ?? stated ?? store?.target.project ?? '';
          return {
            ...{ type, args, project, request: requestOf(config, project, type, args) },
            account: store ? `kura-audit-${environment}` : 'kura-deploy',
          };
        }),
      ),
    ),
  );
}

const planNameFor = (account: string): string =>
  account === 'kura-deploy' ? 'kura-plan' : `${account}-plan`;

const permissionsOf = (project: ProjectPlan, as: 'deploy' | 'plan'): string[] => {
  const member = `serviceAccount:${project.accounts.find(({ email }) => email.startsWith(`kura-${as}@`))?.email ?? ''}`;
  const roles = [
    ...project.grants.filter((grant) => grant.member === member).map(({ role }) => role),
    ...project.stateStores.flatMap(({ bucketBindings }) =>
      bucketBindings.filter(({ members }) => members.includes(member)).map(({ role }) => role),
    ),
  ];
  return [
    ...new Set(
      project.roles
        .filter(({ name }) => roles.includes(name))
        .flatMap(({ permissions }) => permissions),
    ),
  ].sort();
};

const roleWith = (project: ProjectPlan, part: string): readonly string[] =>
  project.roles.find(({ id }) => id.endsWith(`_${part}`))?.permissions ?? [];

describe.each([
  ['the shipped prod', SHIPPED, 'prod'],
  ['a prod with an isolated project', ISOLATED, 'prod'],
  ['the shipped dev', SHIPPED, 'dev'],
  ['a prod after losses', afterLosses(SHIPPED), 'prod'],
  ['a prod with an isolated project after losses', afterLosses(ISOLATED), 'prod'],
])('in %s', (_, deployment, environment) => {
  const plan = googlePlanOf(deployment, environment);
  const deployedTo = plan.projects.filter(({ accounts }) =>
    accounts.some(({ name }) => name === 'kura-deploy'),
  );
  const output = outputOf(deployment, environment);
  const types = [...new Set(output.map(({ type }) => type))].sort();

  test('every type is known', () => {
    expect(output.length).toBeGreaterThan(20);
    expect(types.filter((type) => !(type in GOOGLE_NEEDS))).toEqual([]);
  });

  test('every type’s APIs are enabled', () => {
    expect(types.filter((type) => servicesOf(type).length === 0)).toEqual([]);
    expect(types.flatMap(servicesOf).filter((api) => !SERVICES.includes(api))).toEqual([]);
  });

  test('its account may do what every resource takes, on the name it has', () => {
    const refused = output.flatMap(({ type, args, project, account, request }) => {
      const { reads = [], writes = [] } = GOOGLE_NEEDS[type]?.(args) ?? {};
      return [...reads, ...writes]
        .filter((permission) => !mayDo(projectOf(plan, project), account, permission, request))
        .map((permission) => `${type}: ${permission} in ${project}`);
    });
    expect([...new Set(refused)]).toEqual([]);
  });

  test('the deploy account may do what `kura sql apply` does, on the buckets of runners', () => {
    const jobs = output.filter(({ type }) => type === 'google_cloud_run_v2_job');
    const buckets = output.filter(({ type }) => type === 'google_storage_bucket');
    const refused = [
      ...jobs.flatMap(({ project, request }) =>
        APPLY_NEEDS.jobs.filter(
          (permission) => !mayDo(projectOf(plan, project), 'kura-deploy', permission, request),
        ),
      ),
      ...buckets.flatMap(({ project, request: { resource } }) =>
        APPLY_NEEDS.objects.filter(
          (permission) =>
            !mayDo(projectOf(plan, project), 'kura-deploy', permission, {
              resource: permission === 'storage.objects.list' ? resource : `${resource}/objects/x`,
              granted: [],
            }),
        ),
      ),
    ];
    expect(jobs.length * buckets.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });

  test('the deploy account replaces nothing in a bucket of runners', () => {
    for (const project of deployedTo) {
      expect(permissionsOf(project, 'deploy')).not.toContain('storage.objects.update');
      expect(roleWith(project, 'bucket')).not.toContain('storage.objects.delete');
    }
  });

  test('the plan account may read every resource', () => {
    const refused = output.flatMap(({ type, args, project, account, request }) =>
      (GOOGLE_NEEDS[type]?.(args).reads ?? [])
        .filter(
          (permission) =>
            !mayDo(projectOf(plan, project), planNameFor(account), permission, request),
        )
        .map((permission) => `${type}: ${permission} in ${project}`),
    );
    expect([...new Set(refused)]).toEqual([]);
  });

  test('the deploy account may do nothing that neither a resource nor `kura sql apply` takes, but write state', () => {
    const deployed = output.filter(({ account }) => account === 'kura-deploy');
    const needed = new Set<string>([
      ...deployed.flatMap(({ type, args }) => {
        const { reads = [], writes = [] } = GOOGLE_NEEDS[type]?.(args) ?? {};
        return [...reads, ...writes];
      }),
      ...APPLY_NEEDS.jobs,
      ...APPLY_NEEDS.objects,
    ]);
    const extra = plan.projects.flatMap((project) => permissionsOf(project, 'deploy'));
    const unneeded = [...new Set(extra)].filter((permission) => !needed.has(permission));
    expect(unneeded.filter((each) => !AT_HAND.includes(each))).toEqual([
      'serviceusage.services.use',
      'storage.objects.delete',
    ]);
  });

  test.each(['deploy', 'plan'] as const)('the %s account reads no data, secret or key', (as) => {
    const forbidden =
      /\.login$|instances\.connect|executeSql|export|import|clone|sslCerts|versions\.(?:access|add)|useTo|serviceAccountKeys|serviceAccounts\.(?:getAccessToken|actAs|signBlob)|users\.update|^iam\.roles|jobs\.run|storage\.hmacKeys|\*/i;
    for (const project of deployedTo) {
      const has = permissionsOf(project, as).filter((permission) => forbidden.test(permission));
      // Who makes a job says as whom it runs, and starts it as it is.
      // It makes a copy of a database, and cannot log in to it.
      expect(has).toEqual(
        as === 'deploy'
          ? ['cloudsql.instances.clone', 'iam.serviceAccounts.actAs', 'run.jobs.run']
          : [],
      );
    }
  });

  test('the deploy account works on buckets of runners alone, but for making one', () => {
    for (const project of deployedTo) {
      const on = (bucket: string) =>
        ['storage.buckets.setIamPolicy', 'storage.objects.get', 'storage.objects.create'].filter(
          (permission) =>
            mayDo(project, 'kura-deploy', permission, {
              resource: `projects/_/buckets/${bucket}/objects/x`,
              granted: [],
            }),
        );
      expect(on('somebody-elses')).toEqual([]);
      expect(on('suzumina-kura-state-prod-asia-northeast1')).toEqual([]);
    }
  });

  test('who watches reads how things stand, and writes time series alone', () => {
    for (const project of deployedTo) {
      expect(roleWith(project, 'watch')).toEqual([
        'cloudsql.backupRuns.list',
        'cloudsql.instances.get',
        'cloudsql.instances.list',
        'monitoring.metricDescriptors.create',
        'monitoring.timeSeries.create',
        'secretmanager.secrets.list',
        'secretmanager.versions.list',
      ]);
    }
  });

  test('the plan account only reads', () => {
    for (const project of deployedTo) {
      expect(
        permissionsOf(project, 'plan').filter((each) => !/\.(?:get|list|getIamPolicy)$/.test(each)),
      ).toEqual(['serviceusage.services.use']);
    }
  });

  test('whoever may change a policy may do so in named roles alone, or on named resources, where the service knows either', () => {
    for (const { grants, roles } of deployedTo) {
      const setting = roles
        .filter(({ permissions }) => permissions.some((each) => each.endsWith('.setIamPolicy')))
        .map(({ name }) => name);
      const conditions = grants
        .filter(({ role, member }) => setting.includes(role) && member.includes(':kura-deploy@'))
        .map(({ condition }) => condition?.expression);
      const runner = roles.find(({ id }) => id.endsWith('_runner'))?.name ?? '';
      const operator = roles.find(({ id }) => id.endsWith('_operator'))?.name;
      const others = ['drill', 'drill_source', 'watch'].map(
        (part) => roles.find(({ id }) => id.endsWith(`_${part}`))?.name ?? '',
      );
      const granted = ['roles/cloudsql.client', 'roles/cloudsql.instanceUser', runner, ...others];
      const logins = `[${[...granted, ...(operator === undefined ? [] : [operator])].map((role) => `'${role}'`).join(', ')}]`;
      const limits = conditions.map((each) =>
        each === undefined ? 'none' : (/hasOnly\((\[.*?\])\)$/.exec(each)?.[1] ?? 'by name'),
      );
      expect(limits).toEqual([
        "['roles/cloudkms.cryptoKeyEncrypterDecrypter']",
        "['roles/secretmanager.secretAccessor', 'roles/secretmanager.secretVersionAdder', 'roles/secretmanager.viewer']",
        logins,
        'by name', // the bucket
        'none', // jobs
        ...(operator === undefined ? [] : ['by name', 'none']), // hosts, tunnels
      ]);
      expect(conditions[2]).toBe(
        `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(${logins})`,
      );
    }
  });
});

test('the deploy account destroys a key or a secret in no production', () => {
  const destroying = (environment: string): string[] =>
    permissionsOf(
      projectOf(googlePlanOf(SHIPPED, environment), `suzumina-${environment}`),
      'deploy',
    ).filter((each) => /cryptoKeyVersions|secrets\.delete/.test(each));
  expect(destroying('prod')).toEqual([]);
  expect(destroying('dev')).toEqual([
    'cloudkms.cryptoKeyVersions.destroy',
    'cloudkms.cryptoKeyVersions.list',
    'secretmanager.secrets.delete',
  ]);
});

/** What the stacks of a trail are made of; in production none of it that keeps something is destroyed. */
const TRAIL_TYPES = [
  ...['google_kms_crypto_key', 'google_kms_crypto_key_iam_binding', 'google_kms_key_ring'],
  ...['google_logging_metric', 'google_logging_project_bucket_config'],
  ...['google_logging_project_cmek_settings', 'google_logging_project_sink'],
  ...['google_monitoring_alert_policy', 'google_monitoring_notification_channel'],
  ...['google_project', 'google_project_iam_member'],
];

describe.each([
  ['a locked store', 'prod', TRAIL_PROJECT, true],
  ['an unlocked one', 'dev', 'suzumina-dev', false],
])('of %s', (_, environment, project, kept) => {
  const plan = projectOf(googlePlanOf(SHIPPED, environment), project);
  const hands = `kura-audit-${environment}`;
  const granted = (account: string): string[] => {
    const email = plan.accounts.find(({ name }) => name === account)?.email ?? '';
    const roles = plan.grants
      .filter(({ member }) => member === `serviceAccount:${email}`)
      .map(({ role }) => role);
    const found = plan.roles.filter(({ name }) => roles.includes(name));
    return [...new Set(found.flatMap(({ permissions }) => permissions))].sort();
  };
  const needs = TRAIL_TYPES.map((type) =>
    GOOGLE_NEEDS[type]?.({
      lifecycle: { prevent_destroy: kept },
      conditions: [{ condition_matched_log: {} }],
    }),
  );
  const reads = needs.flatMap((need) => need?.reads ?? []);
  const writes = needs.flatMap((need) => need?.writes ?? []);

  test('the APIs that those call are enabled', () => {
    const missing = TRAIL_TYPES.flatMap(servicesOf).filter((api) => !plan.services.includes(api));
    expect(missing).toEqual([]);
  });

  test('its account is given what those take, and no more', () => {
    expect(granted(hands)).toEqual(
      [...new Set([...reads, ...writes, 'serviceusage.services.use'])].sort(),
    );
    expect(granted(hands).includes('logging.buckets.delete')).toBe(!kept);
    expect(granted(`${hands}-plan`)).toEqual(
      [...new Set([...reads, 'serviceusage.services.use'])].sort(),
    );
  });

  const region = 'asia-northeast1';
  const store = `audit-suzumina-${environment}`;
  const ring = `projects/${project}/locations/${region}/keyRings/${store}`;
  test.each([
    [
      'its bucket',
      'logging.buckets.update',
      `projects/${project}/locations/${region}/buckets/${store}`,
      [],
      true,
    ],
    [
      'the one in the recovery region',
      'logging.buckets.update',
      `projects/${project}/locations/asia-northeast2/buckets/${store}-recovery`,
      [],
      true,
    ],
    [
      'a bucket of databases',
      'logging.buckets.update',
      `projects/${project}/locations/${region}/buckets/suzumina-${environment}-databases`,
      [],
      false,
    ],
    [
      'another’s store',
      'logging.buckets.update',
      `projects/${project}/locations/${region}/buckets/${store}-eu`,
      [],
      false,
    ],
    ['its ring', 'cloudkms.cryptoKeys.create', ring, [], true],
    [
      'its key',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${ring}/cryptoKeys/audit`,
      ['roles/cloudkms.cryptoKeyEncrypterDecrypter'],
      true,
    ],
    [
      'an administrator of its key',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${ring}/cryptoKeys/audit`,
      ['roles/cloudkms.admin'],
      false,
    ],
    ['a key of databases', 'cloudkms.cryptoKeys.update', ring.replace('audit-', ''), [], false],
    [
      'the key of its own state',
      'cloudkms.cryptoKeys.setIamPolicy',
      `projects/${project}/locations/${region}/keyRings/kura_audit_state/cryptoKeys/${environment}`,
      [],
      false,
    ],
    [
      'who writes to a log bucket',
      'resourcemanager.projects.setIamPolicy',
      `projects/${project}`,
      ['roles/logging.bucketWriter'],
      true,
    ],
    [
      'who administers logs',
      'resourcemanager.projects.setIamPolicy',
      `projects/${project}`,
      ['roles/logging.admin'],
      false,
    ],
  ])('its account changes %s as it should', (_what, permission, resource, roles, allowed) => {
    expect(mayDo(plan, hands, permission, { resource, granted: roles })).toBe(allowed);
    expect(mayDo(plan, `${hands}-plan`, permission, { resource, granted: roles })).toBe(false);
  });
});

test('where its logs come from, an account of the trail changes sinks and nothing else', () => {
  const plan = projectOf(googlePlanOf(ISOLATED, 'prod'), OWN_PROJECT);
  expect([...roleWith(plan, 'trail_sinks'), ...roleWith(plan, 'trail_sinks_read')]).toEqual([
    ...['create', 'delete', 'update'].map((verb) => `logging.sinks.${verb}`),
    ...['logging.sinks.get', 'resourcemanager.projects.get', 'serviceusage.services.use'],
  ]);
  const trail = plan.grants.filter(({ member }) => member.includes(':kura-audit-prod'));
  expect(trail.map(({ role }) => role.replace(/^.*kura_prod_/, ''))).toEqual([
    ...['trail_sinks_read', 'trail_sinks_read', 'trail_sinks'],
  ]);
});

/** Every construct's type, also one that no shipped service makes: found by the provider's subpaths that are imported. */
test('every type of a construct or a stack is known, and its APIs are enabled', () => {
  const root = path.resolve(__dirname, '../../../..');
  const files = ['constructs/google', 'stacks'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((file) =>
      readFileSync(path.join(root, folder, file), 'utf8'),
    ),
  );
  const types = files
    .flatMap((text) => [...text.matchAll(/@cdktf\/provider-google\/lib\/([a-z0-9-]+)/g)])
    .map(([, slug = '']) => `google_${slug.replace(/^data-google-/, '').replaceAll('-', '_')}`)
    .filter((type) => type !== 'google_provider');
  expect(new Set(types).size).toBeGreaterThan(15);
  expect(types.filter((type) => !(type in GOOGLE_NEEDS) || servicesOf(type).length === 0)).toEqual(
    [],
  );
  expect(Object.keys(GOOGLE_NEEDS).filter((type) => !types.includes(type))).toEqual([]);
});
