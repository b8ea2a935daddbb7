import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { instancesIn, foundationsOn } from '../../../../cli/bootstrap/environment';
import { SERVICES, servicesOf } from '../../../../cli/bootstrap/google/services';
import type { ProjectPlan } from '../../../../cli/bootstrap/google/plan';
import {
  SHIPPED,
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

/** `type`, arguments and project of everything in an environment's output. */
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
  return [...synthAll({ ...deployment, foundations, instances })].flatMap(([stack, config]) =>
    [config.resource, config.data ?? {}].flatMap((byType) =>
      Object.entries(byType).flatMap(([type, byName]) =>
        Object.values(byName).map((args) => ({
          type,
          args,
          project: projects.get(stack) ?? '',
          request: requestOf(config, projects.get(stack) ?? '', type, args),
        })),
      ),
    ),
  );
}

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

  test('the deploy account may do what every resource takes, on the name it has', () => {
    const refused = output.flatMap(({ type, args, project, request }) => {
      const { reads = [], writes = [] } = GOOGLE_NEEDS[type]?.(args) ?? {};
      return [...reads, ...writes]
        .filter(
          (permission) => !mayDo(projectOf(plan, project), 'kura-deploy', permission, request),
        )
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
    for (const project of plan.projects) {
      expect(permissionsOf(project, 'deploy')).not.toContain('storage.objects.update');
      expect(roleWith(project, 'bucket')).not.toContain('storage.objects.delete');
    }
  });

  test('the plan account may read every resource', () => {
    const refused = output.flatMap(({ type, args, project, request }) =>
      (GOOGLE_NEEDS[type]?.(args).reads ?? [])
        .filter((permission) => !mayDo(projectOf(plan, project), 'kura-plan', permission, request))
        .map((permission) => `${type}: ${permission} in ${project}`),
    );
    expect([...new Set(refused)]).toEqual([]);
  });

  test('the deploy account may do nothing that neither a resource nor `kura sql apply` takes, but write state', () => {
    const needed = new Set<string>([
      ...output.flatMap(({ type, args }) => {
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
    for (const project of plan.projects) {
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
    for (const project of plan.projects) {
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
    for (const project of plan.projects) {
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
    for (const project of plan.projects) {
      expect(
        permissionsOf(project, 'plan').filter((each) => !/\.(?:get|list|getIamPolicy)$/.test(each)),
      ).toEqual(['serviceusage.services.use']);
    }
  });

  test('whoever may change a policy may do so in named roles alone, or on named resources, where the service knows either', () => {
    for (const { grants, roles } of plan.projects) {
      const setting = roles
        .filter(({ permissions }) => permissions.some((each) => each.endsWith('.setIamPolicy')))
        .map(({ name }) => name);
      const conditions = grants
        .filter(({ role }) => setting.includes(role))
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
