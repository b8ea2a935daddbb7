import { foundationsOn, instancesIn } from '../../../../cli/bootstrap/environment';
import type { Statement } from '../../../../cli/bootstrap/aws/policy-document';
import { boundaryArn } from '../../../../model/access/boundary';
import type { AwsInstance } from '../../../../model/deployment/aws-deployment';
import type { Deployment } from '../../../../model/deployment/deployment';
import type { Restore, RestoreSource } from '../../../../model/recovery/restore';
import {
  HERE,
  LABELS,
  arnIn,
  labels,
  passes,
  type Place,
  type Request,
} from '../../../support/aws-request';
import {
  AUDIT,
  PAYMENT,
  PROD,
  SHIPPED,
  planOf,
  statementsOf,
} from '../../../support/bootstrap-plan';
import { isAllowed } from '../../../support/iam-evaluator';
import { given } from '../../../support/service';
import { synthAll, type Config, type Json } from '../../../support/synth';
import { NEEDS } from '../../../support/terraform-actions';
import { RECOVERY_NEEDS } from '../../../support/terraform-recovery-actions';
import { TRAIL_NEEDS } from '../../../support/terraform-trail-actions';

/** What a resource takes, of which role, in which stack and where. */
interface Taken {
  readonly stack: string;
  readonly type: string;
  readonly args: Json;
  readonly place: Place;
  readonly role: string;
}

/** Everything in the output of an environment, with the role and the place that its provider block names. */
const outputOf = (deployment: Deployment): readonly Taken[] =>
  [...synthAll(deployment)].flatMap(([stack, config]) => {
    const { resource = {}, data = {}, ephemeral = {} } = config as Partial<Config>;
    return [resource, data, ephemeral].flatMap((byType) =>
      Object.entries(byType).flatMap(([type, byName]) =>
        Object.values(byName as Readonly<Record<string, Json>>).map((args) => ({
          ...{ stack, type, args: resolved(args, resource) },
          ...placeOf(config, args),
        })),
      ),
    );
  });

/** Arguments that refer to a name in the same stack, with that name. */
function resolved(args: Json, resource: Config['resource']): Json {
  const value = (each: unknown): unknown => {
    const [, type = '', name = '', attribute = ''] =
      /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(typeof each === 'string' ? each : '') ?? [];
    const there = resource[type]?.[name]?.[attribute];
    return typeof there === 'string' && attribute !== 'arn' ? there : each;
  };
  return Object.fromEntries(Object.entries(args).map(([key, each]) => [key, value(each)]));
}

/** Where it goes, and the boundary that the role in the same stack has, of which it says something. */
function placeOf(config: Config, args: Json): Pick<Taken, 'place' | 'role'> {
  const { place, role } = providerOf(config, args);
  const [, name = ''] = /^\$\{aws_iam_role\.([\w-]+)\.\w+\}$/.exec(String(args.role)) ?? [];
  const boundary = config.resource.aws_iam_role?.[name]?.permissions_boundary;
  return { place: typeof boundary === 'string' ? { ...place, boundary } : place, role };
}

function providerOf(
  { provider }: Config,
  { provider: named }: Json,
): Pick<Taken, 'place' | 'role'> {
  const blocks = provider.aws as readonly {
    readonly alias?: string;
    readonly region: string;
    readonly allowed_account_ids: readonly string[];
    readonly assume_role: readonly { readonly role_arn: string }[];
  }[];
  const block = blocks.find(
    ({ alias }) => (alias === undefined ? undefined : `aws.${alias}`) === named,
  );
  const [account] = block?.allowed_account_ids ?? [];
  const [assumed] = block?.assume_role ?? [];
  if (!block || account === undefined || !assumed) throw new Error(`no provider ${String(named)}`);
  return {
    place: { account, region: block.region },
    role: assumed.role_arn.slice(assumed.role_arn.lastIndexOf('/') + 1),
  };
}

/** The requests of an output that roles are refused, each in its own region. A key says the tag of its stack, too. */
const refusedOf = (
  output: readonly Taken[],
  statementsIn: (account: string, role: string) => readonly Statement[],
): string[] => {
  const refused = output.flatMap(({ stack, type, args, place, role }) =>
    (NEEDS[type]?.(args, arnIn(place.account, place.region), place) ?? [])
      .map((request) => ({
        ...request,
        says: request.says && {
          ...request.says,
          'aws:RequestedRegion': place.region,
          ...Object.fromEntries(
            ['RequestTag', 'ResourceTag'].flatMap((key) =>
              `aws:${key}/managed-by` in (request.says ?? {}) ? [[`aws:${key}/stack`, stack]] : [],
            ),
          ),
        },
      }))
      .filter((request) => !isAllowed(statementsIn(place.account, role), request))
      .map(({ action, arn }) => `${type}: ${action} on ${arn}`),
  );
  return [...new Set(refused)].sort();
};

/** The same instance after it was lost in every way: what serves is elsewhere, and it was restored from everything. */
function afterLosses(instance: AwsInstance): AwsInstance {
  const { identifier, recovery, recoveryHome } = instance;
  const restore = (name: string, source: RestoreSource): Restore => ({
    name,
    identifier: `${identifier}-at-${name}`,
    region: source.from === 'replicated-backup' ? 'recovery' : 'primary',
    source: given(source),
    readers: 1,
    deletionProtection: given(true),
  });
  return {
    ...instance,
    active: given(recoveryHome ? 'recovery' : 'primary'),
    recovery: {
      ...recovery,
      mechanisms: [...recovery.mechanisms, given('replicated-backups' as const)],
    },
    restores: [
      restore('noon', { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' }),
      restore('copy', { from: 'snapshot', snapshot: 'awsbackup:job-1' }),
      ...(recoveryHome
        ? [restore('away', { from: 'replicated-backup', time: null, of: 'primary', backups: null })]
        : []),
    ],
  };
}

const BOUNDARY = boundaryArn(`arn:aws:iam::${PROD}:role/kura-deploy`, 'prod');
const HOME: Place = { account: PROD, region: 'ap-northeast-1', boundary: BOUNDARY };
const BOUND = { permissions_boundary: BOUNDARY };

describe('the deploy role', () => {
  const arn = arnIn(PROD);
  const plan = planOf(SHIPPED, 'prod');
  const deploy = statementsOf(plan, PROD, 'kura-deploy');
  const prod: Deployment = {
    ...SHIPPED,
    foundations: foundationsOn(SHIPPED, 'aws').filter(({ environment }) => environment === 'prod'),
    instances: instancesIn(SHIPPED, 'aws', 'prod'),
  };
  const lost: Deployment = {
    ...prod,
    instances: instancesIn(SHIPPED, 'aws', 'prod').map(afterLosses),
  };

  describe.each([
    ['as it is shipped', outputOf(prod)],
    ['after losses', outputOf(lost)],
  ])('in production %s', (_, output) => {
    const types = [...new Set(output.map(({ type }) => type))];

    test('may do what every type in the output needs, on the names and in the regions that it has there', () => {
      expect(output.length).toBeGreaterThan(100);
      expect(types.filter((type) => !(type in NEEDS))).toEqual([]);
      expect(refusedOf(output, (account, role) => statementsOf(plan, account, role))).toEqual(
        output
          .filter(({ type, role }) => type === 'aws_kms_key' && role === 'kura-audit-prod')
          .map(
            ({ place }) =>
              `aws_kms_key: kms:ScheduleKeyDeletion on ${arnIn(place.account, place.region)('kms', 'key/1')}`,
          )
          .sort(),
      );
    });

    test('is matched by the plan role in all that is read', () => {
      const reading = /:(?:Describe|Get|List)/;
      const refused = refusedOf(output, (account, role) =>
        statementsOf(plan, account, role === 'kura-deploy' ? 'kura-plan' : `${role}-plan`),
      );
      expect(refused.filter((each) => reading.test(each.replace(/^.*?: /, '')))).toEqual([]);
    });
  });

  /** What gives a role rights, of all that Terraform asks for in production. */
  const rights = [...outputOf(prod), ...outputOf(lost)]
    .filter(({ role }) => role === 'kura-deploy')
    .flatMap(({ type, args, place }) =>
      (NEEDS[type]?.(args, arnIn(place.account, place.region), place) ?? []).map((request) => ({
        account: place.account,
        request,
      })),
    )
    .filter(({ request }) => 'iam:PermissionsBoundary' in (request.says ?? {}));

  test.each([
    ['without a boundary', () => ({})],
    ['with an administrator’s', () => 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ['with one of its own', (account: string) => arnIn(account)('iam', 'policy/suzumina-prod-x')],
    [
      'with another environment’s',
      (account: string) => boundaryArn(`arn:aws:iam::${account}:role/kura-deploy`, 'staging'),
    ],
    [
      'with another account’s',
      (account: string) =>
        boundaryArn(`arn:aws:iam::${account === PROD ? PAYMENT : PROD}:role/kura-deploy`, 'prod'),
    ],
  ])('gives no role rights %s', (_, other) => {
    const actions = new Set(rights.map(({ request }) => request.action));
    expect([...actions].sort()).toEqual([
      ...['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      'iam:PutRolePolicy',
    ]);
    const allowed = rights.filter(({ account, request }) => {
      const { 'iam:PermissionsBoundary': own, ...says } = request.says ?? {};
      const said = other(account);
      const statements = statementsOf(plan, account, 'kura-deploy');
      expect([own, isAllowed(statements, request)]).toEqual([
        boundaryArn(`arn:aws:iam::${account}:role/kura-deploy`, 'prod'),
        true,
      ]);
      return isAllowed(statements, {
        ...request,
        says: typeof said === 'string' ? { ...says, 'iam:PermissionsBoundary': said } : says,
      });
    });
    expect(allowed).toEqual([]);
  });

  test('still ends a role that has no boundary yet, and its policies', () => {
    const ends = ['iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'];
    const old = arn('iam', 'role/suzumina-prod-order-runner');
    expect(ends.filter((action) => !isAllowed(deploy, { action, arn: old }))).toEqual([]);
  });

  test('meets stacks in both regions of both accounts', () => {
    const places = outputOf(lost)
      .filter(({ role }) => role === 'kura-deploy')
      .map(({ place }) => `${place.account} ${place.region}`);
    expect([...new Set(places)].sort()).toEqual([
      `${PROD} ap-northeast-1`,
      `${PROD} ap-northeast-3`,
      `${PAYMENT} ap-northeast-1`,
      `${PAYMENT} ap-northeast-3`,
    ]);
    const types = outputOf(lost).map(({ type }) => type);
    expect(Object.keys(RECOVERY_NEEDS).filter((type) => !types.includes(type))).toEqual([]);
  });

  test.each(
    ['suzumina-prod', 'suzumina-prod-recovery', 'suzumina-prod-payment'].flatMap((prefix) => [
      [`${prefix}-drill`, 'rehearses recoveries'],
      [`${prefix}-watch`, 'watches databases'],
    ]),
  )('makes the function %s, that %s', (name) => {
    const needs = [
      ...(NEEDS.aws_lambda_function?.({ function_name: name }, arn, HOME) ?? []),
      ...(NEEDS.aws_iam_role?.({ name, ...BOUND }, arn, HOME) ?? []),
      ...(NEEDS.aws_iam_role_policy?.({ role: name }, arn, HOME) ?? []),
      ...(NEEDS.aws_cloudwatch_log_group?.({ name: `/aws/lambda/${name}` }, arn, HOME) ?? []),
    ];
    expect(needs.length).toBeGreaterThan(20);
    expect(needs.filter((request) => !isAllowed(deploy, request))).toEqual([]);
  });

  test.each(['suzumina-prod-watch', 'suzumina-prod-recovery-watch', 'suzumina-prod-payment-watch'])(
    'starts %s by a schedule, with a role for that',
    (name) => {
      const role = `${name}-schedule`;
      const group = `${name.replace(/-watch$/, '')}-runners`;
      const needs = [
        ...(NEEDS.aws_scheduler_schedule?.({ name, group_name: group }, arn, HOME) ?? []),
        ...(NEEDS.aws_iam_role?.({ name: role, ...BOUND }, arn, HOME) ?? []),
        ...(NEEDS.aws_iam_role_policy?.({ role }, arn, HOME) ?? []),
        ...passes(arn, role, 'scheduler.amazonaws.com'),
      ];
      expect(needs.length).toBeGreaterThan(10);
      expect(needs.filter((request) => !isAllowed(deploy, request))).toEqual([]);
    },
  );

  test('may make a host for operators where there are any, and nothing of it elsewhere', () => {
    const may = [PROD, PAYMENT].map((account) =>
      isAllowed(statementsOf(plan, account, 'kura-deploy'), {
        action: 'ec2:RunInstances',
        arn: arnIn(account)('ec2', 'volume/vol-1'),
        says: HERE,
      }),
    );
    expect(may).toEqual([true, false]);
  });

  /** What a role may do that none of some types needs. */
  const extraOf = (statements: readonly Statement[], types: readonly string[]): string[] => {
    const needed = new Set(
      types.flatMap((type) =>
        [{ restore_to_point_in_time: {} }, { snapshot_identifier: 's' }].flatMap(
          (origin) =>
            NEEDS[type]?.(
              {
                name: 'n',
                identifier: 'i',
                role: 'r',
                policy_arn: 'arn:aws:iam::1:policy/p',
                ...BOUND,
                ...origin,
              },
              arn,
              HOME,
            ).map(({ action }) => action) ?? [],
        ),
      ),
    );
    const extra = statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => !needed.has(action));
    return [...new Set(extra)].sort();
  };
  /** What it makes of the trail: that its lines are sent there. */
  const SENT = 'aws_cloudwatch_log_subscription_filter';

  test('may do nothing that no type needs', () => {
    const types = Object.keys(NEEDS).filter((type) => type === SENT || !(type in TRAIL_NEEDS));
    expect(extraOf(deploy, types)).toEqual([
      'ec2:DescribeTags',
      'iam:ListPolicyTags',
      'iam:ListRoleTags',
      'iam:UpdateRoleDescription',
      'logs:DeleteRetentionPolicy',
      'logs:DisassociateKmsKey',
      'rds:DescribeCertificates',
      'rds:DescribeDBEngineVersions',
      'rds:DescribeDBSnapshots',
      'rds:DescribeOrderableDBInstanceOptions',
      // State.
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sts:AssumeRole',
    ]);
  });

  test('leaves the trail to a role that may do nothing but make it', () => {
    const types = [
      ...Object.keys(TRAIL_NEEDS).filter((type) => type !== SENT),
      ...['aws_cloudwatch_log_group', 'aws_cloudwatch_metric_alarm', 'aws_iam_role'],
      ...['aws_iam_role_policy', 'aws_kms_alias', 'aws_kms_key'],
      ...['aws_sns_topic', 'aws_sns_topic_policy', 'aws_sns_topic_subscription'],
    ];
    expect(extraOf(statementsOf(plan, AUDIT, 'kura-audit-prod'), types)).toEqual([
      // Queries to begin with.
      'athena:CreateNamedQuery',
      'athena:DeleteNamedQuery',
      'athena:GetNamedQuery',
      'athena:UpdateNamedQuery',
      'iam:ListRoleTags',
      'iam:UpdateRoleDescription',
      // State.
      'kms:Decrypt',
      'kms:GenerateDataKey',
      's3:DeleteObject',
      's3:GetObject',
      's3:PutObject',
      'sts:AssumeRole',
    ]);
    const recording = [PROD, PAYMENT].map((account) =>
      extraOf(statementsOf(plan, account, 'kura-audit-prod'), ['aws_cloudtrail']),
    );
    expect(recording).toEqual([['sts:AssumeRole'], ['sts:AssumeRole']]);
  });

  test('is never taken by the trail’s role, which sees no database, secret or state of it', () => {
    const audit = statementsOf(plan, AUDIT, 'kura-audit-prod');
    const requests: Request[] = [
      ...[PROD, PAYMENT].map((account) => ({
        action: 'sts:AssumeRole',
        arn: arnIn(account)('iam', 'role/kura-deploy'),
      })),
      { action: 'rds:DescribeDBInstances', arn: '*', says: HERE },
      {
        action: 'secretsmanager:GetSecretValue',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
      {
        action: 's3:GetObject',
        arn: 'arn:aws:s3:::suzumina-kura-state-prod-ap-northeast-1/prod-aws-order/terraform.tfstate',
      },
    ];
    expect(requests.filter((request) => isAllowed(audit, request))).toEqual([]);
    const takes = [PROD, PAYMENT].map((account) => ({
      action: 'sts:AssumeRole',
      arn: arnIn(account)('iam', 'role/kura-audit-prod'),
    }));
    expect(takes.filter((request) => !isAllowed(audit, request))).toEqual([]);
  });

  const db = (name: string): string => arn('rds', `db:${name}`);
  const self = `arn:aws:iam::${PROD}:role/kura-deploy`;
  const foreign = labels('ResourceTag', { ...LABELS, environment: 'staging' });
  test.each<[string, Request]>([
    [
      'another environment’s database',
      { action: 'rds:DeleteDBInstance', arn: db('suzumina-staging-order'), says: HERE },
    ],
    [
      'another region',
      {
        action: 'rds:DeleteDBInstance',
        arn: db('suzumina-prod-order'),
        says: { 'aws:RequestedRegion': 'us-east-1' },
      },
    ],
    [
      'a network without our tags',
      { action: 'ec2:DeleteVpc', arn: arn('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'tags of another environment’s network',
      {
        action: 'ec2:CreateTags',
        arn: arn('ec2', 'vpc/vpc-1'),
        says: { ...HERE, ...foreign, ...labels('RequestTag') },
      },
    ],
    [
      'a network without tags from the start',
      { action: 'ec2:CreateVpc', arn: arn('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'a key without our tags',
      { action: 'kms:ScheduleKeyDeletion', arn: arn('kms', 'key/1'), says: HERE },
    ],
    [
      'the state key, even tagged as ours',
      {
        action: 'kms:PutKeyPolicy',
        arn: arn('kms', 'key/1'),
        says: { ...HERE, ...labels('ResourceTag'), 'kms:ResourceAliases': 'alias/kura-state-prod' },
      },
    ],
    ['a key directly', { action: 'kms:Decrypt', arn: arn('kms', 'key/1'), says: HERE }],
    [
      'a secret’s value',
      {
        action: 'secretsmanager:GetSecretValue',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'writing a secret’s value',
      {
        action: 'secretsmanager:PutSecretValue',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'a public secret',
      {
        action: 'secretsmanager:PutResourcePolicy',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'logging in',
      { action: 'rds-db:connect', arn: arn('rds-db', 'dbuser:db-1/order_api'), says: HERE },
    ],
    [
      'passing a role to EC2',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'passing a runner’s role to EC2',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-order-runner'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'passing a watch’s role to EC2',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-watch'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'running another function',
      { action: 'lambda:InvokeFunction', arn: arn('lambda', 'function:payroll'), says: HERE },
    ],
    [
      'another environment’s runner',
      {
        action: 'lambda:UpdateFunctionCode',
        arn: arn('lambda', 'function:suzumina-staging-order-runner'),
        says: HERE,
      },
    ],
    [
      'another environment’s watch',
      {
        action: 'lambda:UpdateFunctionCode',
        arn: arn('lambda', 'function:suzumina-staging-watch'),
        says: HERE,
      },
    ],
    [
      'a key’s grant, but for a service',
      { action: 'kms:CreateGrant', arn: arn('kms', 'key/1'), says: HERE },
    ],
    [
      'a larger host',
      {
        action: 'ec2:RunInstances',
        arn: arn('ec2', 'instance/i-1'),
        says: {
          ...HERE,
          ...labels('RequestTag'),
          'ec2:InstanceType': 'p5.48xlarge',
          'ec2:MetadataHttpTokens': 'required',
        },
      },
    ],
    [
      'an endpoint of a stranger’s service',
      {
        action: 'ec2:CreateVpcEndpoint',
        arn: arn('ec2', 'vpc-endpoint/vpce-1'),
        says: { ...HERE, ...labels('RequestTag'), 'ec2:VpceServiceOwner': '999999999999' },
      },
    ],
    [
      'an administrator’s policy on a declared role',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/order-api'),
        says: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    ],
    [
      'a policy of ours on a role of its own',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PolicyARN': arn('iam', 'policy/suzumina-prod-x') },
      },
    ],
    [
      'a login policy on a role that the estate does not name',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/admin'),
        says: { 'iam:PolicyARN': arn('iam', 'policy/suzumina-prod-x') },
      },
    ],
    [
      'a copy in a vault',
      {
        action: 'backup:DeleteRecoveryPoint',
        arn: arn('rds', 'snapshot:awsbackup:job-1'),
        says: { ...HERE, ...labels('ResourceTag') },
      },
    ],
    [
      'how long a copy is kept',
      {
        action: 'backup:UpdateRecoveryPointLifecycle',
        arn: arn('rds', 'snapshot:awsbackup:job-1'),
        says: HERE,
      },
    ],
    ...[
      'DeleteBackupVault',
      'DeleteBackupVaultAccessPolicy',
      'DeleteBackupVaultLockConfiguration',
    ].map((action): [string, Request] => [
      `what guards its vault: ${action}`,
      { action: `backup:${action}`, arn: arn('backup', 'backup-vault:suzumina-prod'), says: HERE },
    ]),
    [
      'its vault, with a lock that nobody lifts any more',
      {
        action: 'backup:PutBackupVaultLockConfiguration',
        arn: arn('backup', 'backup-vault:suzumina-prod'),
        says: { ...HERE, 'backup:ChangeableForDays': '3' },
      },
    ],
    [
      'another’s vault',
      {
        action: 'backup:PutBackupVaultAccessPolicy',
        arn: arn('backup', 'backup-vault:payroll'),
        says: HERE,
      },
    ],
    [
      'another’s plan of copies',
      {
        action: 'backup:DeleteBackupPlan',
        arn: arn('backup', 'backup-plan:1'),
        says: { ...HERE, ...foreign },
      },
    ],
    [
      'another environment’s test of restores',
      {
        action: 'backup:DeleteRestoreTestingPlan',
        arn: arn('backup', 'restore-testing-plan:suzumina_staging_order-1'),
        says: HERE,
      },
    ],
    [
      'automated backups that RDS keeps',
      {
        action: 'rds:DeleteDBInstanceAutomatedBackup',
        arn: arn('rds', 'auto-backup:ab-1'),
        says: HERE,
      },
    ],
    [
      'a snapshot',
      {
        action: 'rds:DeleteDBSnapshot',
        arn: arn('rds', 'snapshot:suzumina-prod-order-final'),
        says: HERE,
      },
    ],
    [
      'another’s snapshot, to restore it',
      {
        action: 'rds:RestoreDBInstanceFromDBSnapshot',
        arn: arn('rds', 'snapshot:payroll-final'),
        says: HERE,
      },
    ],
    [
      'a replica that follows, to promote it',
      { action: 'rds:PromoteReadReplica', arn: db('suzumina-prod-order-recovery'), says: HERE },
    ],
    [
      'a rule, with a target that is no alarm',
      {
        action: 'events:PutTargets',
        arn: arn('events', 'rule/suzumina-prod-copies-failed'),
        says: { ...HERE, 'events:TargetArn': arn('lambda', 'function:payroll') },
      },
    ],
    [
      'passing the role of copies to Lambda',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-backups'),
        says: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      },
    ],
    [
      'what AWS Backup may do beyond its own policy',
      { action: 'iam:PutRolePolicy', arn: arn('iam', 'role/suzumina-prod-recovery-restores') },
    ],
    [
      'the boundary of a role that it made',
      {
        action: 'iam:DeleteRolePermissionsBoundary',
        arn: arn('iam', 'role/suzumina-prod-order-runner'),
        says: { 'iam:PermissionsBoundary': BOUNDARY },
      },
    ],
    ...[
      'CreatePolicyVersion',
      'DeletePolicy',
      'DeletePolicyVersion',
      'SetDefaultPolicyVersion',
    ].map((action): [string, Request] => [
      `what boundaries say: ${action}`,
      { action: `iam:${action}`, arn: BOUNDARY },
    ]),
    ['its own role', { action: 'iam:PutRolePolicy', arn: self }],
    [
      'its own policies',
      {
        action: 'iam:CreatePolicyVersion',
        arn: arn('iam', 'policy/kura-bootstrap/kura-deploy-prod-read'),
      },
    ],
    [
      'taking a role that it made',
      { action: 'sts:AssumeRole', arn: arn('iam', 'role/suzumina-prod-flow-logs') },
    ],
    [
      'deleting state',
      {
        action: 's3:DeleteObject',
        arn: 'arn:aws:s3:::suzumina-kura-state-prod-ap-northeast-1/prod-aws-order/terraform.tfstate',
      },
    ],
    [
      'another environment’s state',
      {
        action: 's3:GetObject',
        arn: 'arn:aws:s3:::suzumina-kura-state-prod-ap-northeast-1/dev-aws-order/terraform.tfstate',
      },
    ],
  ])('may not touch %s', (_, request) => {
    expect(isAllowed(deploy, request)).toBe(false);
  });

  test('reads, writes and locks state in both regions, through the key that encrypts it', () => {
    for (const region of ['ap-northeast-1', 'ap-northeast-3']) {
      const bucket = `arn:aws:s3:::suzumina-kura-state-prod-${region}`;
      const file = `${bucket}/prod-aws-order/terraform.tfstate`;
      const key = {
        arn: `arn:aws:kms:${region}:${PROD}:key/1`,
        says: {
          'kms:ViaService': `s3.${region}.amazonaws.com`,
          'kms:EncryptionContext:aws:s3:arn': bucket,
        },
      };
      const requests: Request[] = [
        { action: 's3:ListBucket', arn: bucket },
        ...['s3:GetObject', 's3:PutObject'].map((action) => ({ action, arn: file })),
        ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) => ({
          action,
          arn: `${file}.tflock`,
        })),
        ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({ action, ...key })),
      ];
      expect(requests.filter((request) => !isAllowed(deploy, request))).toEqual([]);
    }
  });

  test('takes itself and its like in the isolated account', () => {
    const takes = [PROD, PAYMENT].map((account) => ({
      action: 'sts:AssumeRole',
      arn: `arn:aws:iam::${account}:role/kura-deploy`,
    }));
    expect(takes.map((request) => isAllowed(deploy, request))).toEqual([true, true]);
    const isolated = statementsOf(plan, PAYMENT, 'kura-deploy');
    expect(takes.map((request) => isAllowed(isolated, request))).toEqual([false, true]);
  });
});
