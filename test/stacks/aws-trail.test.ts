import type { AwsFoundation, AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import { TRAIL_DAYS } from '../../model/audit/retention';
import { planOf, SHIPPED } from '../support/bootstrap-plan';
import {
  AWS_INSTANCES,
  AWS_RECOVERED,
  backedUp,
  DEV,
  PROD,
  PROD_RECOVERED,
  replicated,
  restored,
} from '../support/aws-deployment';
import {
  CHANGES,
  SHORTENS,
  SHREDS,
  walkFrom,
  walkFromAccount,
  walkFromFunction,
  walkFromStore,
  type Demands,
  type Walk,
} from '../support/aws-trail-walk';
import { policiesOf, statementsIn, worldOf, type Thing } from '../support/aws-world';
import { belowCloud, deploymentOf, SMALL_ESTATE } from '../support/estate-folder';
import { isAllowed } from '../support/iam-evaluator';
import { given } from '../support/service';
import { synthAll, type Config, type Json } from '../support/synth';

type Configs = ReadonlyMap<string, Config>;

/** One environment on AWS of a deployment. */
function onAws(deployment: Deployment, environment: string): Deployment {
  return {
    ...deployment,
    foundations: deployment.foundations.filter(
      (each) => each.cloud === 'aws' && each.environment === environment,
    ),
    instances: deployment.instances.filter(
      (each) => each.cloud === 'aws' && each.environment === environment,
    ),
  };
}

const made = (foundation: AwsFoundation, instances: readonly AwsInstance[]): Deployment => ({
  organisation: 'acme',
  timeZone: 'Asia/Tokyo',
  foundations: [foundation],
  instances: instances.filter((each) => each.environment === foundation.environment),
});

const NOON = restored('order', 'noon', undefined, { readers: 1 });
const BACK = restored('shop', 'back', {
  from: 'replicated-backup',
  time: null,
  backups: null,
  of: 'primary',
});

/** Every place that a database, its store and its environment can be in. */
const ESTATES: Readonly<Record<string, Deployment>> = {
  'the shipped dev': onAws(SHIPPED, 'dev'),
  'the shipped staging': onAws(SHIPPED, 'staging'),
  'the shipped prod': onAws(SHIPPED, 'prod'),
  'a store in the environment’s own account': deploymentOf(SMALL_ESTATE),
  'accounts that an organisation’s trail records': deploymentOf({
    ...SMALL_ESTATE,
    'estate.yaml': belowCloud(
      String(SMALL_ESTATE['estate.yaml']),
      `audit: { account: '555555555555', trail: 'arn:aws:cloudtrail:ap-northeast-1:666666666666:trail/organisation' }`,
    ),
  }),
  'every shape of an instance': made(PROD, AWS_INSTANCES),
  development: made(DEV, AWS_INSTANCES),
  'every shape of recovery': made(PROD_RECOVERED, AWS_RECOVERED),
  'instances that were restored, in either region': made(PROD_RECOVERED, [
    replicated({ restores: [NOON], active: given('noon') }),
    backedUp({ restores: [BACK] }),
  ]),
  'a recovery region that serves': made(PROD_RECOVERED, [
    replicated({ active: given('recovery') }),
    backedUp({ restores: [BACK], active: given('back') }),
  ]),
};

const isDatabase = ({ type }: Thing): boolean => type === 'aws_db_instance';
const isFunction = ({ type, args }: Thing): boolean =>
  type === 'aws_lambda_function' && /-(?:runner|drill)$/.test(String(args.function_name));

/** What the services that are logged in a stack demand; a stack that all share, what all of them do. */
function demandsOf({ foundations, instances }: Deployment, stack: string): Demands {
  const [foundation] = foundations;
  const lock = foundation?.audit.lock.value === 'off' ? null : 'GOVERNANCE';
  const own = instances.filter(
    (each) => each.stack === stack || each.recoveryHome?.stack === stack,
  );
  const services = (own.length > 0 ? own : instances).flatMap((each) => each.services);
  const days = services.map(
    ({ data }) => TRAIL_DAYS[foundation?.preset ?? 'production'][data.value],
  );
  return { lock, days: Math.max(...days) };
}

/** Every walk of a deployment: from databases, functions, accounts and stores. */
function walksOf(deployment: Deployment, world: readonly Thing[]): readonly Walk[] {
  const [foundation] = deployment.foundations as readonly AwsFoundation[];
  const calls = foundation?.audit.trail.value === 'made';
  const demands = (stack: string): Demands => demandsOf(deployment, stack);
  const accounts = [...new Set(world.map(({ account }) => account))];
  return [
    ...world.filter(isDatabase).map((each) => walkFrom(world, each, demands(each.stack))),
    ...world.filter(isFunction).map((each) => walkFromFunction(world, each, demands(each.stack))),
    ...(calls ? accounts.map((id) => walkFromAccount(world, id, demands(''))) : []),
    ...world
      .filter(({ type }) => type === 'aws_s3_bucket')
      .map((each) => walkFromStore(world, each, demands(''))),
  ];
}

describe.each(Object.entries(ESTATES))('of %s', (_, deployment) => {
  const configs = synthAll(deployment);
  const world = worldOf(configs);
  const databases = world.filter(isDatabase);

  test('every database, runner, drill, account and store has its way to a store that keeps it', () => {
    expect(walksOf(deployment, world).flatMap(({ faults }) => faults)).toEqual([]);
    expect(databases.length).toBeGreaterThanOrEqual(deployment.instances.length);
  });

  test('what is logged in a region stays there', () => {
    for (const database of databases) {
      const { hops } = walkFrom(world, database, demandsOf(deployment, database.stack));
      const regions = hops.map(({ thing }) => thing.region);
      expect([...new Set(regions)]).toEqual([database.region]);
    }
  });

  test('Terraform’s own role for the trail is never shut out', () => {
    const policies = world.filter(({ type }) => type === 'aws_s3_bucket_policy');
    for (const { stack, args } of policies) {
      const [provider] = configs.get(stack)?.provider.aws ?? [];
      const [{ role_arn }] = provider?.assume_role as [Json];
      const shut = statementsIn(args).filter(({ Action }) => Action.includes('s3:PutBucketPolicy'));
      expect(shut.map(({ Condition }) => Condition)).toEqual([
        { ArnNotEquals: { 'aws:PrincipalArn': [role_arn] } },
      ]);
    }
    expect(policies.length).toBeGreaterThan(0);
  });

  test('no principal that it makes deletes, shortens or blinds any of it', () => {
    const roles = world.filter(({ type }) => type === 'aws_iam_role');
    const store = world.filter(({ stack }) => /-audit(?:-recovery)?$/.test(stack));
    const arn = (type: string): readonly string[] =>
      store.filter((each) => each.type === type).map((each) => each.arn);
    const groups = world.filter(({ type }) => type === 'aws_cloudwatch_log_group');
    const deeds = [
      ...arn('aws_s3_bucket').flatMap((bucket) => [
        ...SHORTENS.map((action) => ({ action, arn: `${bucket}/databases/2026/11/22/object` })),
        ...CHANGES.map((action) => ({ action, arn: bucket })),
      ]),
      ...arn('aws_kms_key').flatMap((key) =>
        [...SHREDS, 'kms:PutKeyPolicy'].map((action) => ({ action, arn: key })),
      ),
      ...arn('aws_cloudtrail').flatMap((trail) =>
        ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail'].map(
          (action) => ({ action, arn: trail }),
        ),
      ),
      ...arn('aws_kinesis_firehose_delivery_stream').flatMap((stream) =>
        ['firehose:DeleteDeliveryStream', 'firehose:UpdateDestination'].map((action) => ({
          action,
          arn: stream,
        })),
      ),
      ...groups.flatMap((group) =>
        ['DeleteLogGroup', 'DeleteLogStream', 'DeleteSubscriptionFilter', 'PutRetentionPolicy'].map(
          (action) => ({ action: `logs:${action}`, arn: group.arn }),
        ),
      ),
    ];
    const managed = world
      .filter(({ type }) => type === 'aws_iam_policy')
      .map((each) => [each.address, statementsIn(each.args)] as const);
    const own = roles.map((role) => [String(role.args.name), policiesOf(world, role)] as const);
    const does = [...own, ...managed].flatMap(([who, statements]) =>
      deeds
        .filter(({ action, arn: of }) => couldDo(statements, action, of))
        .map(({ action }) => `${who}: ${action}`),
    );
    expect(does).toEqual([]);
    expect(roles.length).toBeGreaterThan(3);
  });
});

test.each([
  ['dev', ['111111111111']],
  ['staging', ['222222222222']],
  ['prod', ['333333333333', '444444444444']],
])(
  'no role that deploys or plans the shipped %s touches what keeps its trail',
  (environment, accounts) => {
    const deployment = onAws(SHIPPED, environment);
    const world = worldOf(
      synthAll(deployment, { only: (stack) => /-audit(?:-recovery)?$/.test(stack) }),
    );
    const plan = planOf(SHIPPED, environment);
    const deeds = world.flatMap(({ type, arn }) =>
      (TOUCHES[type] ?? []).map((action) => ({
        action,
        arn: type === 'aws_s3_bucket' && SHORTENS.includes(action) ? `${arn}/object` : arn,
      })),
    );
    expect(deeds.length).toBeGreaterThan(20);
    const ofTheEnvironment = plan.accounts
      .filter(({ account }) => accounts.includes(account))
      .flatMap(({ roles }) => roles)
      .filter(({ name }) => !name.startsWith('kura-audit'));
    expect(ofTheEnvironment.length).toBeGreaterThanOrEqual(2 * accounts.length);
    const does = ofTheEnvironment.flatMap(({ name, policies }) => {
      const statements = policies.flatMap(({ document }) => document.Statement);
      return deeds
        .filter((deed) =>
          isAllowed(statements, {
            ...deed,
            says: { ...AS_TERRAFORM, 'aws:ResourceTag/environment': environment },
          }),
        )
        .map(({ action, arn }) => `${name}: ${action} ${arn}`);
    });
    expect(does).toEqual([]);
  },
);

/** Written apart from what the roles are made of. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: [...SHORTENS, ...CHANGES, 's3:PutObject', 's3:GetObject'],
  aws_cloudtrail: ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail'],
  aws_kinesis_firehose_delivery_stream: [
    'firehose:DeleteDeliveryStream',
    'firehose:PutRecord',
    'firehose:UpdateDestination',
  ],
  aws_cloudwatch_log_destination: ['logs:DeleteDestination', 'logs:PutDestinationPolicy'],
  aws_iam_role: [
    'iam:DeleteRolePolicy',
    'iam:PutRolePolicy',
    'iam:UpdateAssumeRolePolicy',
    'sts:AssumeRole',
  ],
};

/** As a role of the environment says of a request about something that has the trail’s tags, which are the environment’s too. */
const AS_TERRAFORM = {
  'aws:RequestedRegion': 'ap-northeast-1',
  'aws:ResourceTag/managed-by': 'kura',
  'aws:ResourceTag/organisation': 'suzumina',
};

/** Whatever the conditions: of none of these does any policy say it at all. */
function couldDo(
  statements: Parameters<typeof isAllowed>[0],
  action: string,
  arn: string,
): boolean {
  const bare = statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Condition: _, ...rest }) => rest);
  return isAllowed(bare, { action, arn });
}

/** A copy of what was synthesized, without one resource. */
function without(configs: Configs, { stack, address }: Thing): Configs {
  const [type = '', name = ''] = address.split('.');
  return changed(configs, stack, type, name, () => undefined);
}

function changed(
  configs: Configs,
  stack: string,
  type: string,
  name: string,
  change: (args: Json) => Json | undefined,
): Configs {
  const config = configs.get(stack);
  const args = config?.resource[type]?.[name];
  if (!config || !args) throw new Error(`no ${type}.${name} in ${stack}`);
  const { [name]: _, ...others } = config.resource[type] ?? {};
  const after = change(args);
  const named = after ? { ...others, [name]: after } : others;
  return new Map([
    ...configs,
    [stack, { ...config, resource: { ...config.resource, [type]: named } }],
  ]);
}

/** A deployment whose walks pass everything there is, and where they begin. */
const SEEN: readonly (readonly [string, Deployment, string])[] = [
  ['another account', onAws(SHIPPED, 'prod'), 'prod-aws-payment'],
  ['its own account', deploymentOf(SMALL_ESTATE), 'prod-aws-order'],
];

describe.each(SEEN)('where the store is in %s', (_, deployment, stack) => {
  const all = synthAll(deployment, {
    only: (each) => [stack, 'prod-aws-audit', 'prod-aws-foundation'].includes(each),
  });
  const world = worldOf(all);
  const walks = walksOf(deployment, world);
  const faultsIn = (configs: Configs): readonly string[] =>
    walksOf(deployment, worldOf(configs)).flatMap(({ faults }) => faults);
  const hops = new Map(
    walks
      .flatMap((walk) => walk.hops)
      .map(({ title, thing }) => [`${thing.stack} ${thing.address}`, { title, thing }]),
  );

  test('nothing is wrong to begin with', () => {
    expect(faultsIn(all)).toEqual([]);
  });

  test.each([...hops])('%s is missed when it is gone', (__, { title, thing }) => {
    expect(faultsIn(without(all, thing)).join('\n')).toContain(`no ${title}`);
  });

  const policies = world.flatMap((thing) =>
    ['policy', 'assume_role_policy', 'access_policy'].flatMap((key) =>
      thing.stack === 'prod-aws-audit' && typeof thing.args[key] === 'string'
        ? statementsIn(thing.args, key).map(
            ({ Sid }, i) => [`${thing.address} ${key} ${Sid}`, thing, key, i] as const,
          )
        : [],
    ),
  );

  // What tells that the way stands still is no part of it: tests of the topic and of the key hold that.
  const onTheWay = policies.filter(
    ([name, { type }]) => type !== 'aws_sns_topic_policy' && !name.endsWith(' PublishAlarms'),
  );

  test.each(onTheWay)('%s is missed when it is gone', (__, thing, key, i) => {
    const [type = '', name = ''] = thing.address.split('.');
    const bare = changed(all, thing.stack, type, name, (args) => {
      const document = JSON.parse(String(args[key])) as { readonly Statement: readonly Json[] };
      const Statement = document.Statement.filter((___, at) => at !== i);
      return { ...args, [key]: JSON.stringify({ ...document, Statement }) };
    });
    expect(faultsIn(bare)).not.toEqual([]);
  });

  const AUDIT = 'prod-aws-audit';
  const set = (type: string, name: string, change: (args: Json) => Json): Configs =>
    changed(all, AUDIT, type, name, change);
  const lock = (retention: object): Configs =>
    set('aws_s3_bucket_object_lock_configuration', 'audit', (args) => ({
      ...args,
      rule: { default_retention: retention },
    }));
  const stream = (change: (to: Json) => Json): Configs =>
    set('aws_kinesis_firehose_delivery_stream', 'audit', (args) => ({
      ...args,
      extended_s3_configuration: change(args.extended_s3_configuration as Json),
    }));
  const filters = world.filter(
    (each) => each.type === 'aws_cloudwatch_log_subscription_filter' && each.stack === stack,
  );
  const filter = (change: (args: Json) => Json): Configs => {
    const [first] = filters;
    const [type = '', name = ''] = first?.address.split('.') ?? [];
    return changed(all, stack, type, name, change);
  };
  const days = demandsOf(deployment, '').days;

  test.each<[string, () => Configs, string]>([
    [
      'a shorter lock',
      () => lock({ mode: 'GOVERNANCE', days: days - 1 }),
      `the lock holds ${String(days)} days`,
    ],
    ['a lock of another kind', () => lock({ mode: 'NONE', days }), 'the lock is GOVERNANCE'],
    [
      'an end before its time',
      () =>
        set('aws_s3_bucket_lifecycle_configuration', 'audit', (args) => ({
          ...args,
          rule: [{ expiration: [{ days: days - 1 }] }],
        })),
      `nothing ends before ${String(days)} days`,
    ],
    [
      'no versions',
      () =>
        set('aws_s3_bucket_versioning', 'audit', (args) => ({
          ...args,
          versioning_configuration: { status: 'Suspended' },
        })),
      'the bucket has versions',
    ],
    [
      'a bucket that is emptied',
      () => set('aws_s3_bucket', 'audit', (args) => ({ ...args, force_destroy: true })),
      'the bucket is never emptied',
    ],
    [
      'a bucket that goes with its stack',
      () => set('aws_s3_bucket', 'audit', (args) => ({ ...args, lifecycle: {} })),
      'aws_s3_bucket stays',
    ],
    [
      'an envelope that is thrown away',
      () =>
        stream((to) => ({
          ...to,
          processing_configuration: { processors: [{ type: 'CloudWatchLogProcessing' }] },
        })),
      'keeps each envelope whole',
    ],
    [
      'another key',
      () => stream((to) => ({ ...to, kms_key_arn: 'arn:other' })),
      'no key of the store',
    ],
    [
      'another bucket',
      () => stream((to) => ({ ...to, bucket_arn: 'arn:aws:s3:::other' })),
      'no bucket',
    ],
    ['another prefix', () => stream((to) => ({ ...to, prefix: 'other/' })), 'may write other/'],
    [
      'a subscription to some lines',
      () => filter((args) => ({ ...args, filter_pattern: 'AUDIT' })),
      'takes every line',
    ],
    [
      'a subscription to another account',
      () =>
        filter((args) => ({
          ...args,
          destination_arn: 'arn:aws:logs:ap-northeast-1:999999999999:destination:audit',
        })),
      'no destination arn:aws:logs:ap-northeast-1:999999999999:destination:audit',
    ],
    [
      'a database that does not wait',
      () => {
        const database = world.find(isDatabase);
        const [type = '', name = ''] = database?.address.split('.') ?? [];
        return changed(all, stack, type, name, (args) => ({ ...args, depends_on: [] }));
      },
      'is subscribed before anything writes to it',
    ],
    [
      'a database that exports less',
      () => {
        const database = world.find(isDatabase);
        const [type = '', name = ''] = database?.address.split('.') ?? [];
        return changed(all, stack, type, name, (args) => ({
          ...args,
          enabled_cloudwatch_logs_exports: ['postgresql'],
        }));
      },
      'its log iam-db-auth-error is exported',
    ],
    ...world
      .filter(({ type }) => type === 'aws_cloudtrail')
      .flatMap(({ address }): [string, () => Configs, string][] => {
        const name = address.split('.')[1] ?? '';
        const off = (change: Json) => () =>
          set('aws_cloudtrail', name, (args) => ({ ...args, ...change }));
        return [
          [`${address} off`, off({ enable_logging: false }), 'the trail is on'],
          [
            `${address} unsigned`,
            off({ enable_log_file_validation: false }),
            'its files are signed',
          ],
          [
            `${address} of one region`,
            off({ is_multi_region_trail: false }),
            'no trail of its calls',
          ],
          [`${address} of nothing`, off({ advanced_event_selector: [] }), 'no trail of'],
        ];
      }),
  ])('%s is seen', (__, broken, fault) => {
    expect(faultsIn(broken()).join('\n')).toContain(fault);
  });
});
