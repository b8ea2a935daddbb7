import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { planBootstrap, type BootstrapPlan } from '../../cli/bootstrap/plan';
import {
  POLICIES_PER_ROLE,
  POLICY_LIMIT,
  sizeOf,
  type PolicyDocument,
  type Statement,
} from '../../cli/bootstrap/policy-document';
import { scriptOf } from '../../cli/bootstrap/script';
import { shellWord } from '../../cli/bootstrap/shell';
import type { Trust } from '../../cli/bootstrap/trust';
import type { Deployment } from '../../model/deployment';
import { loadEstate } from '../../model/language/load-estate';
import { sayProblem } from '../../model/problem';
import { resolve } from '../../model/resolve';
import { synthAll, type Json } from '../support/synth';
import { ESTATE, ROOT, copyOfEstate, scratch } from './kura';

const CI = 'arn:aws:iam::333333333333:role/ci';
const NAMED: Trust = { principals: [CI] };
const PROD = '333333333333';
const PAYMENT = '444444444444';

function deploymentIn(folder: string): Deployment {
  const estate = loadEstate(folder);
  const deployment = estate.ok ? resolve(estate.value) : estate;
  if (!deployment.ok) throw new Error(deployment.problems.map(sayProblem).join('\n'));
  return deployment.value;
}

const SHIPPED = deploymentIn(ESTATE);

function planOf(deployment: Deployment, environment: string, trust = NAMED): BootstrapPlan {
  const plan = planBootstrap(deployment, { environment, trust });
  if (!plan.ok) throw new Error(plan.problems.map(sayProblem).join('\n'));
  return plan.value;
}

function problemsOf(
  deployment: Deployment,
  environment: string,
  trust = NAMED,
  account?: string,
): string[] {
  const chosen = { environment, trust, ...(account === undefined ? {} : { account }) };
  const plan = planBootstrap(deployment, chosen);
  return plan.ok ? [] : plan.problems.map(sayProblem);
}

const accountOf = (plan: BootstrapPlan, account: string) => {
  const found = plan.accounts.find((each) => each.account === account);
  if (!found) throw new Error(`no account ${account}`);
  return found;
};

const roleOf = (plan: BootstrapPlan, account: string, name: string) => {
  const found = accountOf(plan, account).roles.find((role) => role.name === name);
  if (!found) throw new Error(`no role ${name} in ${account}`);
  return found;
};

const statementsOf = (plan: BootstrapPlan, account: string, role: string): readonly Statement[] =>
  roleOf(plan, account, role).policies.flatMap(({ document }) => document.Statement);

/** `estate.yaml` of the shipped estate with a text replaced. */
function changedEstate(from: string, to: string): string {
  const folder = copyOfEstate();
  const file = path.join(folder, 'estate.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return folder;
}

const STATE_KEY = `arn:aws:kms:ap-northeast-1:${PROD}:key/00000000-0000-4000-8000-000000000001`;
const statingState = (): string =>
  changedEstate(
    "account: '333333333333'\n",
    `account: '333333333333'\n      state: { bucket: suzumina-state, kmsKey: ${STATE_KEY} }\n`,
  );

describe('the plan', () => {
  test('keeps state in both regions of the environment’s account, and none in an isolated one', () => {
    const { accounts } = planOf(SHIPPED, 'prod');
    expect(accounts.map(({ account, what }) => [account, what])).toEqual([
      [PROD, 'prod'],
      [PAYMENT, 'prod, isolated: payment'],
    ]);
    expect(
      accounts.map(({ stateStores }) =>
        stateStores.map(({ region, bucket, alias }) => [region, bucket, alias]),
      ),
    ).toEqual([
      [
        ['ap-northeast-1', 'suzumina-kura-state-prod-ap-northeast-1', 'alias/kura-state-prod'],
        ['ap-northeast-3', 'suzumina-kura-state-prod-ap-northeast-3', 'alias/kura-state-prod'],
      ],
      [],
    ]);
  });

  test('takes the bucket and the key that the estate states', () => {
    const [primary, recovery] = accountOf(
      planOf(deploymentIn(statingState()), 'prod'),
      PROD,
    ).stateStores;
    expect(primary).toMatchObject({ bucket: 'suzumina-state', statedKey: STATE_KEY });
    expect(recovery).toMatchObject({ bucket: 'suzumina-kura-state-prod-ap-northeast-3' });
    expect(recovery?.statedKey).toBeUndefined();
  });

  test('names the plan role after the deploy role, with its path', () => {
    const folder = changedEstate(
      "account: '333333333333'\n",
      "account: '333333333333'\n      deployRole: teams/db-deploy\n",
    );
    const plan = planOf(deploymentIn(folder), 'prod');
    expect(
      accountOf(plan, PAYMENT).roles.map(({ name, path: at, arn }) => [name, at, arn]),
    ).toEqual([
      ['db-deploy', '/teams/', `arn:aws:iam::${PAYMENT}:role/teams/db-deploy`],
      ['db-plan', '/teams/', `arn:aws:iam::${PAYMENT}:role/teams/db-plan`],
    ]);
  });

  test('is the same for the same estate', () => {
    expect(scriptOf(planOf(deploymentIn(copyOfEstate()), 'prod'))).toBe(
      scriptOf(planOf(SHIPPED, 'prod')),
    );
  });
});

describe('what is refused', () => {
  test.each([
    [
      ['*'],
      '--trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:iam::333333333333:root'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:iam::333333333333:root". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:iam::333333333333:role/*'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:iam::333333333333:role/*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:sts::333333333333:assumed-role/ci/me'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:sts::333333333333:assumed-role/ci/me". Name the role itself: arn:aws:iam::ACCOUNT:role/NAME.',
    ],
    [
      ['ci'],
      '--trust: the ARN of one IAM role or user is required, got "ci". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
  ])('trust in %j', (principals, message) => {
    expect(problemsOf(SHIPPED, 'prod', { principals })).toEqual([message]);
  });

  test.each(['suzumina', '*/*', 'a/b:ref:refs/heads/x', 'org/..'])(
    'the repository %s',
    (github) => {
      expect(problemsOf(SHIPPED, 'prod', { principals: [], github })).toEqual([
        `--github: a repository is required, got "${github}". Write it as suzumina/databases.`,
      ]);
    },
  );

  test('more principals than a trust policy holds', () => {
    const principals = Array.from(
      { length: 40 },
      (_, i) => `${CI}-of-a-team-with-a-long-name-${i}`,
    );
    expect(problemsOf(SHIPPED, 'prod', { principals })[0]).toMatch(
      /^--trust: the trust of kura-deploy in 333333333333 must have 2048 characters at most, got \d+\. Name fewer principals\.$/,
    );
  });

  test('an environment that is not there', () => {
    expect(problemsOf(SHIPPED, 'pord')).toEqual([
      'environment: an environment on AWS is required (dev, prod or staging), got "pord". Did you mean "prod"?',
    ]);
  });

  test('an account that is not the environment’s', () => {
    expect(problemsOf(SHIPPED, 'prod', NAMED, '111111111111')).toEqual([
      '--account: an account of environment prod is required, got "111111111111". Name one of 333333333333, 444444444444, or leave --account out.',
    ]);
  });

  test('two environments that share an account and a role', () => {
    const shared = deploymentIn(
      changedEstate("account: '222222222222'", "account: '111111111111'"),
    );
    expect(problemsOf(shared, 'dev')).toEqual([
      'estate.yaml: environments in one account must have deploy roles of their own, got "arn:aws:iam::111111111111:role/kura-deploy" for dev and staging. Write `deployRole: kura-dev-deploy` below one’s `aws:`.',
    ]);
    expect(problemsOf(shared, 'prod')).toEqual([]);
  });

  test('a role name that IAM does not take', () => {
    const folder = changedEstate(
      "account: '333333333333'\n",
      "account: '333333333333'\n      deployRole: teams//deploy\n",
    );
    expect(problemsOf(deploymentIn(folder), 'prod')).toEqual([
      'estate.yaml: deployRole of prod must be a name of 59 characters at most, after a path where it has one, got "teams//deploy". Write it as kura-deploy or teams/kura-deploy.',
    ]);
  });

  test('a bucket name over S3’s limit', () => {
    const organisation = 'a-company-with-a-name-of-many-words';
    expect(problemsOf({ ...SHIPPED, organisation }, 'prod')[0]).toBe(
      'estate.yaml: the state bucket of prod in ap-northeast-1 must have 63 characters at most, got "a-company-with-a-name-of-many-words-kura-state-prod-ap-north…". Shorten the organisation or the environment.',
    );
  });
});

describe('trust', () => {
  const trustOf = (trust: Trust, account: string, role: string): readonly Statement[] =>
    roleOf(planOf(SHIPPED, 'prod', trust), account, role).trust.Statement;

  test('admits the named principals and the role itself, which the provider takes again', () => {
    expect(trustOf(NAMED, PROD, 'kura-deploy')).toEqual([
      { Sid: 'TakenByName', Effect: 'Allow', Principal: { AWS: [CI] }, Action: ['sts:AssumeRole'] },
      {
        Sid: 'TakenByItsLike',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${PROD}:root`] },
        Action: ['sts:AssumeRole'],
        Condition: { ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${PROD}:role/kura-deploy`] } },
      },
    ]);
  });

  test('admits workflows by audience and subject: an environment to deploy, a pull request to plan', () => {
    const trust = { principals: [], github: 'suzumina/databases' };
    const subjects = ['kura-deploy', 'kura-plan'].map((role) => {
      const [workflows, ...rest] = trustOf(trust, PROD, role);
      expect(workflows?.Action).toEqual(['sts:AssumeRoleWithWebIdentity']);
      expect(workflows?.Principal).toEqual({
        Federated: [`arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com`],
      });
      expect(rest.map(({ Sid }) => Sid)).toEqual(['TakenByItsLike']);
      return workflows?.Condition;
    });
    const with_ = (sub: string) => ({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:suzumina/databases:${sub}`,
      },
    });
    expect(subjects).toEqual([with_('environment:prod'), with_('pull_request')]);
  });

  test('lets the environment’s role go on to the isolated account, and no workflow go there directly', () => {
    const statements = trustOf(
      { principals: [], github: 'suzumina/databases' },
      PAYMENT,
      'kura-deploy',
    );
    expect(statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      [
        'TakenByItsLike',
        {
          ArnEquals: {
            'aws:PrincipalArn': [
              `arn:aws:iam::${PAYMENT}:role/kura-deploy`,
              `arn:aws:iam::${PROD}:role/kura-deploy`,
            ],
          },
        },
      ],
    ]);
  });
});

describe('the state bucket and its key', () => {
  const [store] = accountOf(planOf(SHIPPED, 'prod'), PROD).stateStores;

  test('refuse plain HTTP, old TLS, and objects under another key', () => {
    expect(
      store?.bucketPolicy.Statement.map(({ Sid, Effect, Condition }) => [Sid, Effect, Condition]),
    ).toEqual([
      ['OnlyTls', 'Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['OnlyTls12', 'Deny', { NumericLessThan: { 's3:TlsVersion': '1.2' } }],
      [
        'OnlyKms',
        'Deny',
        {
          Null: { 's3:x-amz-server-side-encryption': 'false' },
          StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        },
      ],
      [
        'OnlyItsKey',
        'Deny',
        {
          Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': '{{state_key}}' },
        },
      ],
    ]);
  });

  test('keep old versions a year, block public access, and encrypt with the bucket’s own key', () => {
    expect(JSON.stringify(store?.lifecycle)).toContain('"NoncurrentDays":365');
    expect(store?.versioning).toEqual({ Status: 'Enabled' });
    expect(Object.values(store?.publicAccess ?? {})).toEqual([true, true, true, true]);
    expect(store?.ownership).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(store?.encryption).toEqual({
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: '{{state_key}}',
          },
          BucketKeyEnabled: true,
        },
      ],
    });
  });

  test('have a key policy that spells out every action', () => {
    const actions = store?.keyPolicy.Statement.flatMap(({ Action }) => Action) ?? [];
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions).not.toContain('kms:CreateGrant');
  });
});

/** What a request says of itself. */
interface Request {
  readonly action: string;
  readonly arn: string;
  readonly says?: Readonly<Record<string, string | readonly string[]>>;
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);

/** The part of IAM’s evaluation that these policies use. An operator it does not know fails the test. */
function holds(statement: Statement, says: Request['says'] = {}): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = listed(says[key]);
      const exact = (value: string): boolean => listed(wanted).includes(value);
      const matching = (value: string): boolean => listed(wanted).some((each) => like(each, value));
      switch (operator) {
        case 'StringEquals':
        case 'ArnEquals':
        case 'Bool':
          return values.length > 0 && values.every(exact);
        case 'StringEqualsIfExists':
          return values.every(exact);
        case 'ArnLike':
          return values.length > 0 && values.every(matching);
        case 'ForAnyValue:StringLike':
          return values.some(matching);
        default:
          throw new Error(`the test does not know the operator ${operator}`);
      }
    }),
  );
}

function matches(statement: Statement, { action, arn, says }: Request): boolean {
  const { Action, Resource, NotResource } = statement;
  const covers = (patterns: readonly string[]): boolean => patterns.some((each) => like(each, arn));
  return (
    Action.some((each) => like(each, action)) &&
    (Resource ? covers(Resource) : !covers(NotResource ?? [])) &&
    holds(statement, says)
  );
}

function isAllowed(statements: readonly Statement[], request: Request): boolean {
  const effects = statements.filter((each) => matches(each, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

const LABELS = { organisation: 'suzumina', environment: 'prod', 'managed-by': 'kura' };
const labels = (key: string, values: object = LABELS) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`aws:${key}/${name}`, String(value)]),
  );
const HERE = { 'aws:RequestedRegion': 'ap-northeast-1' };

/** What Terraform’s provider calls, by what it is given: nothing, new tags, or something that has our tags. */
const reads = (...actions: string[]) => actions.map((action) => ({ action, arn: '*', says: HERE }));
const on = (
  arns: readonly string[],
  says: Request['says'],
  actions: readonly string[],
): Request[] =>
  arns.flatMap((arn) => actions.map((action) => ({ action, arn, says: { ...HERE, ...says } })));
const named = (arn: string, ...actions: string[]) => on([arn], {}, actions);
const makes = (arn: string, ...actions: string[]) => on([arn], labels('RequestTag'), actions);
const changes = (arn: string, ...actions: string[]) => on([arn], labels('ResourceTag'), actions);

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
};
const arnIn =
  (account: string) =>
  (service: string, rest: string): string =>
    `arn:aws:${service}:${service === 'iam' ? '' : 'ap-northeast-1'}:${account}:${rest}`;

/** A name in a policy that the output refers to: everything that Kura names begins with the prefix. */
const roleNameOf = (value: unknown): string =>
  text(value).startsWith('${') ? 'suzumina-prod-flow-logs' : text(value);

/**
 * What each type of resource needs, from the provider’s create, read, update and delete. Written apart from the policies:
 * a type that a construct starts to use is missing here until somebody has looked up what it takes.
 */
const NEEDS: Readonly<Record<string, (args: Json, account: string) => Request[]>> = {
  aws_cloudwatch_log_group: ({ name }, account) => [
    ...reads('logs:DescribeLogGroups'),
    ...named(
      arnIn(account)('logs', `log-group:${text(name)}`),
      ...[
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:AssociateKmsKey',
      ],
      ...['logs:TagResource', 'logs:UntagResource', 'logs:ListTagsForResource'],
    ),
    ...named(arnIn(account)('kms', 'key/1'), 'kms:DescribeKey'),
  ],
  aws_db_instance: ({ identifier }, account) => [
    ...reads('rds:DescribeDBInstances', 'rds:ListTagsForResource'),
    ...named(
      arnIn(account)('rds', `db:${text(identifier)}`),
      ...['rds:CreateDBInstance', 'rds:CreateDBInstanceReadReplica', 'rds:ModifyDBInstance'],
      ...['rds:DeleteDBInstance', 'rds:RebootDBInstance', 'rds:PromoteReadReplica'],
      ...['rds:AddTagsToResource', 'rds:RemoveTagsFromResource', 'rds:CreateDBSnapshot'],
    ),
    ...named(arnIn(account)('rds', 'og:default:postgres-17'), 'rds:CreateDBInstance'),
    ...named(
      arnIn(account)('rds', `snapshot:${text(identifier)}-final`),
      'rds:CreateDBSnapshot',
      'rds:AddTagsToResource',
    ),
    ...on(
      [arnIn(account)('kms', 'key/1')],
      {
        'kms:ViaService': 'rds.ap-northeast-1.amazonaws.com',
        'kms:CallerAccount': account,
        'kms:GrantIsForAWSResource': 'true',
      },
      ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    ),
    ...on(
      [arnIn(account)('iam', 'role/suzumina-prod-rds-monitoring')],
      { 'iam:PassedToService': 'monitoring.rds.amazonaws.com' },
      ['iam:PassRole'],
    ),
    ...on(
      [arnIn(account)('iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
      { 'iam:AWSServiceName': 'rds.amazonaws.com' },
      ['iam:CreateServiceLinkedRole'],
    ),
  ],
  aws_db_parameter_group: ({ name }, account) => [
    ...reads(
      'rds:DescribeDBParameterGroups',
      'rds:DescribeDBParameters',
      'rds:ListTagsForResource',
    ),
    ...named(
      arnIn(account)('rds', `pg:${text(name)}`),
      ...['rds:CreateDBParameterGroup', 'rds:ModifyDBParameterGroup', 'rds:ResetDBParameterGroup'],
      ...['rds:DeleteDBParameterGroup', 'rds:AddTagsToResource', 'rds:CreateDBInstance'],
    ),
  ],
  aws_db_subnet_group: ({ name }, account) => [
    ...reads('rds:DescribeDBSubnetGroups', 'rds:ListTagsForResource'),
    ...named(
      arnIn(account)('rds', `subgrp:${text(name)}`),
      ...['rds:CreateDBSubnetGroup', 'rds:ModifyDBSubnetGroup', 'rds:DeleteDBSubnetGroup'],
      ...['rds:AddTagsToResource', 'rds:CreateDBInstance'],
    ),
  ],
  aws_default_security_group: (_, account) => [
    ...reads('ec2:DescribeSecurityGroups'),
    // AWS makes it without a tag; the provider tags it first and then takes its rules away.
    ...makes(arnIn(account)('ec2', 'security-group/sg-1'), 'ec2:CreateTags'),
    ...changes(
      arnIn(account)('ec2', 'security-group/sg-1'),
      ...['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
    ),
  ],
  aws_flow_log: (_, account) => [
    ...reads('ec2:DescribeFlowLogs'),
    ...named(arnIn(account)('ec2', 'vpc/vpc-1'), 'ec2:CreateFlowLogs'),
    ...makes(arnIn(account)('ec2', 'vpc-flow-log/fl-1'), 'ec2:CreateFlowLogs', 'ec2:CreateTags'),
    ...changes(
      arnIn(account)('ec2', 'vpc-flow-log/fl-1'),
      'ec2:DeleteFlowLogs',
      'ec2:CreateTags',
      'ec2:DeleteTags',
    ),
    ...on(
      [arnIn(account)('iam', 'role/suzumina-prod-flow-logs')],
      { 'iam:PassedToService': 'vpc-flow-logs.amazonaws.com' },
      ['iam:PassRole'],
    ),
  ],
  aws_iam_policy: ({ name }, account) =>
    named(
      arnIn(account)('iam', `policy/${text(name)}`),
      ...[
        'iam:CreatePolicy',
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
      ],
      ...[
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:ListPolicyVersions',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
    ),
  aws_iam_role: ({ name }, account) =>
    named(
      arnIn(account)('iam', `role/${text(name)}`),
      ...[
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:GetRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
      ],
      ...['iam:TagRole', 'iam:UntagRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
      'iam:ListInstanceProfilesForRole',
    ),
  aws_iam_role_policy: ({ role }, account) =>
    named(
      arnIn(account)('iam', `role/${roleNameOf(role)}`),
      ...['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy'],
    ),
  aws_iam_role_policy_attachment: ({ role, policy_arn: policy }, account) => {
    const managed = text(policy).startsWith('arn:aws:iam::aws:');
    const arn = arnIn(account)(
      'iam',
      `role/${managed ? 'suzumina-prod-rds-monitoring' : text(role)}`,
    );
    const says = {
      'iam:PolicyARN': managed
        ? text(policy)
        : arnIn(account)('iam', 'policy/suzumina-prod-order-order_api'),
    };
    return [
      ...on([arn], says, ['iam:AttachRolePolicy', 'iam:DetachRolePolicy']),
      ...named(arn, 'iam:ListAttachedRolePolicies'),
    ];
  },
  aws_kms_alias: ({ name }, account) => [
    ...reads('kms:ListAliases'),
    ...[text(name), 'key/1'].flatMap((rest) =>
      named(arnIn(account)('kms', rest), 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'),
    ),
  ],
  aws_kms_key: (_, account) => [
    ...makes('*', 'kms:CreateKey'),
    ...makes(arnIn(account)('kms', 'key/1'), 'kms:TagResource'),
    // Without the key’s tags: KMS does not act on them at once.
    ...named(
      arnIn(account)('kms', 'key/1'),
      ...[
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
      ],
      'kms:EnableKeyRotation',
    ),
    ...changes(
      arnIn(account)('kms', 'key/1'),
      ...[
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:UpdateKeyDescription',
        'kms:UntagResource',
      ],
    ),
  ],
  aws_route_table: (_, account) => [
    ...reads('ec2:DescribeRouteTables'),
    ...named(arnIn(account)('ec2', 'vpc/vpc-1'), 'ec2:CreateRouteTable'),
    ...makes(arnIn(account)('ec2', 'route-table/rtb-1'), 'ec2:CreateRouteTable', 'ec2:CreateTags'),
    ...changes(
      arnIn(account)('ec2', 'route-table/rtb-1'),
      'ec2:DeleteRouteTable',
      'ec2:CreateTags',
      'ec2:DeleteTags',
    ),
  ],
  aws_route_table_association: (_, account) =>
    ['route-table/rtb-1', 'subnet/subnet-1'].flatMap((rest) =>
      changes(
        arnIn(account)('ec2', rest),
        ...[
          'ec2:AssociateRouteTable',
          'ec2:DisassociateRouteTable',
          'ec2:ReplaceRouteTableAssociation',
        ],
      ),
    ),
  aws_secretsmanager_secret: ({ name }, account) => [
    ...named(
      arnIn(account)('secretsmanager', `secret:${text(name)}-AbCdEf`),
      ...[
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
      ],
      ...[
        'secretsmanager:UpdateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:RestoreSecret',
      ],
      ...['secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    ),
    ...on(
      [arnIn(account)('kms', 'key/1')],
      {
        'kms:ViaService': 'secretsmanager.ap-northeast-1.amazonaws.com',
        'kms:CallerAccount': account,
      },
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ),
  ],
  aws_secretsmanager_secret_policy: (_, account) => {
    const arn = arnIn(account)('secretsmanager', 'secret:suzumina-prod/order/order_api-AbCdEf');
    return [
      ...on([arn], { 'secretsmanager:BlockPublicPolicy': 'true' }, [
        'secretsmanager:PutResourcePolicy',
      ]),
      ...named(arn, 'secretsmanager:DeleteResourcePolicy', 'secretsmanager:GetResourcePolicy'),
    ];
  },
  aws_secretsmanager_random_password: () => reads('secretsmanager:GetRandomPassword'),
  aws_security_group: (_, account) => [
    ...reads('ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'),
    ...named(arnIn(account)('ec2', 'vpc/vpc-1'), 'ec2:CreateSecurityGroup'),
    ...makes(
      arnIn(account)('ec2', 'security-group/sg-1'),
      'ec2:CreateSecurityGroup',
      'ec2:CreateTags',
    ),
    ...changes(
      arnIn(account)('ec2', 'security-group/sg-1'),
      ...[
        'ec2:DeleteSecurityGroup',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupIngress',
      ],
      ...['ec2:CreateTags', 'ec2:DeleteTags'],
    ),
  ],
  aws_subnet: (_, account) => [
    ...reads('ec2:DescribeSubnets'),
    ...named(arnIn(account)('ec2', 'vpc/vpc-1'), 'ec2:CreateSubnet'),
    ...makes(arnIn(account)('ec2', 'subnet/subnet-1'), 'ec2:CreateSubnet', 'ec2:CreateTags'),
    ...changes(
      arnIn(account)('ec2', 'subnet/subnet-1'),
      'ec2:DeleteSubnet',
      'ec2:ModifySubnetAttribute',
      'ec2:DeleteTags',
    ),
  ],
  aws_vpc: (_, account) => [
    ...reads(
      'ec2:DescribeVpcs',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeRouteTables',
      'ec2:DescribeNetworkAcls',
    ),
    ...makes(arnIn(account)('ec2', 'vpc/vpc-1'), 'ec2:CreateVpc', 'ec2:CreateTags'),
    ...changes(
      arnIn(account)('ec2', 'vpc/vpc-1'),
      'ec2:DeleteVpc',
      'ec2:ModifyVpcAttribute',
      'ec2:DeleteTags',
    ),
  ],
  aws_vpc_security_group_egress_rule: (_, account) => rule(account, 'Egress'),
  aws_vpc_security_group_ingress_rule: (_, account) => rule(account, 'Ingress'),
};

function rule(account: string, way: 'Egress' | 'Ingress'): Request[] {
  const verbs = [
    `ec2:AuthorizeSecurityGroup${way}`,
    `ec2:RevokeSecurityGroup${way}`,
    'ec2:ModifySecurityGroupRules',
  ];
  return [
    ...reads('ec2:DescribeSecurityGroupRules'),
    ...changes(arnIn(account)('ec2', 'security-group/sg-1'), ...verbs),
    ...named(arnIn(account)('ec2', 'security-group-rule/sgr-1'), ...verbs),
    ...makes(arnIn(account)('ec2', 'security-group-rule/sgr-1'), 'ec2:CreateTags'),
  ];
}

/** `type` and arguments of everything in the output of prod, with the account it goes to. */
function outputOf(deployment: Deployment): { type: string; args: Json; account: string }[] {
  const targets = new Map(
    [...deployment.foundations, ...deployment.instances].map(({ stack, target }) => [
      stack,
      target.account,
    ]),
  );
  return [...synthAll(deployment)].flatMap(([stack, { resource, data, ephemeral }]) =>
    [resource, data ?? {}, ephemeral ?? {}].flatMap((byType) =>
      Object.entries(byType).flatMap(([type, byName]) =>
        Object.values(byName as Readonly<Record<string, Json>>).map((args) => ({
          type,
          args,
          account: targets.get(stack) ?? '',
        })),
      ),
    ),
  );
}

describe('the deploy role', () => {
  const plan = planOf(SHIPPED, 'prod');
  const deploy = statementsOf(plan, PROD, 'kura-deploy');
  const prod: Deployment = {
    ...SHIPPED,
    foundations: SHIPPED.foundations.filter(({ environment }) => environment === 'prod'),
    instances: SHIPPED.instances.filter(({ environment }) => environment === 'prod'),
  };
  const output = outputOf(prod);

  test('may do what every type in the synthesized estate needs, on the names it has there', () => {
    expect(output.length).toBeGreaterThan(100);
    expect([...new Set(output.map(({ type }) => type))].filter((type) => !(type in NEEDS))).toEqual(
      [],
    );
    const refused = output.flatMap(({ type, args, account }) =>
      (NEEDS[type]?.(args, account) ?? [])
        .filter((request) => !isAllowed(statementsOf(plan, account, 'kura-deploy'), request))
        .map(({ action, arn }) => `${type}: ${action} on ${arn}`),
    );
    expect([...new Set(refused)]).toEqual([]);
  });

  test('may do nothing that no type needs', () => {
    const needed = new Set(
      Object.values(NEEDS).flatMap((need) =>
        need(
          { name: 'n', identifier: 'i', role: 'r', policy_arn: 'arn:aws:iam::1:policy/p' },
          PROD,
        ).map(({ action }) => action),
      ),
    );
    const extra = deploy
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => !needed.has(action));
    expect([...new Set(extra)].sort()).toEqual([
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

  const db = (name: string) => arnIn(PROD)('rds', `db:${name}`);
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
      { action: 'ec2:DeleteVpc', arn: arnIn(PROD)('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'tags of another environment’s network',
      {
        action: 'ec2:CreateTags',
        arn: arnIn(PROD)('ec2', 'vpc/vpc-1'),
        says: { ...HERE, ...foreign, ...labels('RequestTag') },
      },
    ],
    [
      'a network without tags from the start',
      { action: 'ec2:CreateVpc', arn: arnIn(PROD)('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'a key without our tags',
      { action: 'kms:ScheduleKeyDeletion', arn: arnIn(PROD)('kms', 'key/1'), says: HERE },
    ],
    [
      'the state key, even tagged as ours',
      {
        action: 'kms:PutKeyPolicy',
        arn: arnIn(PROD)('kms', 'key/1'),
        says: { ...HERE, ...labels('ResourceTag'), 'kms:ResourceAliases': 'alias/kura-state-prod' },
      },
    ],
    ['a key directly', { action: 'kms:Decrypt', arn: arnIn(PROD)('kms', 'key/1'), says: HERE }],
    [
      'a secret’s value',
      {
        action: 'secretsmanager:GetSecretValue',
        arn: arnIn(PROD)('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'writing a secret’s value',
      {
        action: 'secretsmanager:PutSecretValue',
        arn: arnIn(PROD)('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'a public secret',
      {
        action: 'secretsmanager:PutResourcePolicy',
        arn: arnIn(PROD)('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'logging in',
      { action: 'rds-db:connect', arn: arnIn(PROD)('rds-db', 'dbuser:db-1/order_api'), says: HERE },
    ],
    [
      'passing a role to EC2',
      {
        action: 'iam:PassRole',
        arn: arnIn(PROD)('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'an administrator’s policy on a declared role',
      {
        action: 'iam:AttachRolePolicy',
        arn: arnIn(PROD)('iam', 'role/order-api'),
        says: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    ],
    [
      'a policy of ours on a role of its own',
      {
        action: 'iam:AttachRolePolicy',
        arn: arnIn(PROD)('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PolicyARN': arnIn(PROD)('iam', 'policy/suzumina-prod-x') },
      },
    ],
    [
      'a login policy on a role that the estate does not name',
      {
        action: 'iam:AttachRolePolicy',
        arn: arnIn(PROD)('iam', 'role/admin'),
        says: { 'iam:PolicyARN': arnIn(PROD)('iam', 'policy/suzumina-prod-x') },
      },
    ],
    ['its own role', { action: 'iam:PutRolePolicy', arn: self }],
    [
      'its own policies',
      {
        action: 'iam:CreatePolicyVersion',
        arn: arnIn(PROD)('iam', 'policy/kura-bootstrap/kura-deploy-prod-read'),
      },
    ],
    [
      'taking a role that it made',
      { action: 'sts:AssumeRole', arn: arnIn(PROD)('iam', 'role/suzumina-prod-flow-logs') },
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

describe('the plan role', () => {
  const plan = planOf(SHIPPED, 'prod');
  const statements = statementsOf(plan, PROD, 'kura-plan');

  test('reads, and writes nothing', () => {
    const actions = statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) => !/^[a-z0-9]+:(?:Describe|Get|List)/.test(action)).sort(),
    ).toEqual(['kms:Decrypt', 'sts:AssumeRole']);
    expect(actions).toContain('secretsmanager:GetRandomPassword');
  });

  test('reads all that the deploy role reads of a resource', () => {
    const reading = /^(?!s3)[a-z0-9]+:(?:Describe|Get|List)/;
    const actionsOf = (role: string): string[] =>
      statementsOf(plan, PROD, role)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .filter((action) => reading.test(action));
    expect(actionsOf('kura-plan')).toEqual(
      actionsOf('kura-deploy').filter((action) => reading.test(action)),
    );
  });

  test('decrypts state and nothing else, and never sees a secret', () => {
    const key = arnIn(PROD)('kms', 'key/1');
    expect(isAllowed(statements, { action: 'kms:Decrypt', arn: key, says: HERE })).toBe(false);
    const secret = arnIn(PROD)('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf');
    expect(
      isAllowed(statements, { action: 'secretsmanager:GetSecretValue', arn: secret, says: HERE }),
    ).toBe(false);
    expect(
      isAllowed(
        [...statements, { Sid: 'Admin', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
        {
          action: 'secretsmanager:GetSecretValue',
          arn: secret,
        },
      ),
    ).toBe(false);
  });
});

describe('policies', () => {
  const documentsOf = (plan: BootstrapPlan): PolicyDocument[] =>
    plan.accounts.flatMap(({ roles }) =>
      roles.flatMap(({ policies }) => policies.map(({ document }) => document)),
    );

  test('allow no wildcard action, and everything only where a service knows no resource', () => {
    const allowed = documentsOf(planOf(SHIPPED, 'prod')).flatMap(({ Statement }) =>
      Statement.filter(({ Effect }) => Effect === 'Allow'),
    );
    expect(
      allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*')),
    ).toEqual([]);
    const everywhere = allowed.filter(({ Resource }) => Resource?.includes('*'));
    expect([...new Set(everywhere.map(({ Sid }) => Sid))].sort()).toEqual([
      'FindByListing',
      'MakeLabelledKeys',
      'ReadDatabases',
      'ReadNetworks',
    ]);
  });

  test.each([1, 60, 80, 400])('stay within IAM’s limits with %i roles to attach to', (count) => {
    const [first, ...others] = SHIPPED.instances.filter(({ stack }) => stack === 'prod-aws-order');
    const service = first?.services[0];
    const access = service?.access[0];
    if (!first || !service || !access || others.length > 0) throw new Error('no prod-aws-order');
    const many = Array.from({ length: count }, (_, i) => ({
      ...access,
      identity: `arn:aws:iam::${PROD}:role/teams/commerce/service-${i}-with-a-long-name-api`,
    }));
    const instances = [{ ...first, services: [{ ...service, access: many }] }];
    const plan = planOf({ ...SHIPPED, instances }, 'prod');
    expect(
      documentsOf(plan)
        .map(sizeOf)
        .filter((size) => size > POLICY_LIMIT),
    ).toEqual([]);
    const { policies } = roleOf(plan, PROD, 'kura-deploy');
    expect(policies.length).toBeLessThanOrEqual(POLICIES_PER_ROLE);
    const attach = statementsOf(plan, PROD, 'kura-deploy').find(
      ({ Sid }) => Sid === 'AttachLoginPolicies',
    );
    const byName = count <= 60;
    expect(attach?.Resource).toHaveLength(byName ? count : 1);
    const notes = accountOf(plan, PROD).notes.filter((note) => note.includes('any role'));
    expect(notes).toHaveLength(byName ? 0 : 1);
  });
});

/** An `aws` that remembers what it is told, in a file; every call is a line of another. */
const FAKE_AWS = `#!${process.execPath}
const fs = require('node:fs');
const { FAKE_STATE, FAKE_CALLS, FAKE_ACCOUNT, FAKE_REFUSES } = process.env;
const [service, verb, ...rest] = process.argv.slice(2);
if (service === '--version') process.exit();
const options = {};
for (let i = 0; i < rest.length; i++) {
  if (!rest[i].startsWith('--')) continue;
  options[rest[i].slice(2)] = rest[i + 1] !== undefined && !rest[i + 1].startsWith('--') ? rest[++i] : true;
}
const documents = Object.values(options)
  .filter((value) => String(value).startsWith('file://'))
  .map((value) => JSON.parse(fs.readFileSync(value.slice('file://'.length), 'utf8')));
const [document] = documents;
fs.appendFileSync(FAKE_CALLS, JSON.stringify({ service, verb, options, documents }) + '\\n');
const state = fs.existsSync(FAKE_STATE) ? JSON.parse(fs.readFileSync(FAKE_STATE, 'utf8')) : {};
const fail = (code, operation) => {
  process.stderr.write('\\nAn error occurred (' + code + ') when calling the ' + operation + ' operation: as the test wants\\n');
  process.exit(254);
};
const say = (value) => process.stdout.write((typeof value === 'string' ? value : JSON.stringify(value, null, 4)) + '\\n');
const found = (key, code = 'NoSuchEntity') => (key in state ? state[key] : fail(code, verb));
if (FAKE_REFUSES === service + ' ' + verb) fail('AccessDenied', verb);
if (verb === 'get-caller-identity') say(FAKE_ACCOUNT);
else if (service === 'kms') {
  const at = options.region + ' ';
  const key = at + 'key ' + String(options['key-id']).split('/').pop();
  if (verb === 'list-aliases') say(state[at + /=='([^']+)'/.exec(options.query)[1]] ?? '');
  else if (verb === 'create-key') {
    const id = '00000000-0000-4000-8000-' + String(Object.keys(state).length + 1).padStart(12, '0');
    state[at + 'key ' + id] = { policy: document, rotates: false };
    say(id);
  } else if (verb === 'create-alias') state[at + options['alias-name']] = options['target-key-id'];
  else if (verb === 'describe-key') {
    found(key, 'NotFoundException');
    say('arn:aws:kms:' + options.region + ':' + FAKE_ACCOUNT + ':' + key.slice(at.length).replace(' ', '/'));
  } else if (verb === 'get-key-policy') say(JSON.stringify(found(key).policy));
  else if (verb === 'put-key-policy') found(key).policy = document;
  else if (verb === 'get-key-rotation-status') say(found(key).rotates ? 'True' : 'False');
  else if (verb === 'enable-key-rotation') found(key).rotates = true;
  else fail('UnknownVerb', verb);
} else if (service === 's3api') {
  const { bucket } = options;
  if (verb === 'head-bucket') found(bucket, '404');
  else if (verb === 'create-bucket') state[bucket] = true;
  else if (verb.startsWith('put-')) state[bucket + verb.slice(3)] = document;
  else if (verb === 'get-bucket-policy') say(JSON.stringify(found(bucket + verb.slice(3))));
  else say(verb === 'get-bucket-versioning' ? (state[bucket + verb.slice(3)] ?? '') : found(bucket + verb.slice(3)));
} else if (service === 'iam') {
  const role = 'role ' + options['role-name'];
  const arn = options['policy-arn'];
  if (verb === 'get-role') say(found(role).trust);
  else if (verb === 'create-role') state[role] = { trust: document, attached: [] };
  else if (verb === 'update-assume-role-policy') found(role).trust = document;
  else if (verb === 'create-policy') state['arn:aws:iam::' + FAKE_ACCOUNT + ':policy' + options.path + options['policy-name']] = { next: 2, versions: { v1: document } };
  else if (verb === 'get-policy') say(Object.keys(found(arn).versions).pop());
  else if (verb === 'get-policy-version') say(found(arn).versions[options['version-id']]);
  else if (verb === 'list-policy-versions') say(Object.keys(found(arn).versions).length + '\\t' + Object.keys(found(arn).versions)[0]);
  else if (verb === 'delete-policy-version') delete found(arn).versions[options['version-id']];
  else if (verb === 'create-policy-version') {
    if (Object.keys(found(arn).versions).length > 4) fail('LimitExceeded', verb);
    state[arn].versions['v' + state[arn].next++] = document;
  } else if (verb === 'list-attached-role-policies') say(found(role).attached.find((each) => options.query.includes("'" + each + "'")) ?? '');
  else if (verb === 'attach-role-policy') found(role).attached.push(arn);
  else if (verb === 'get-open-id-connect-provider') found(options['open-id-connect-provider-arn']);
  else if (verb === 'create-open-id-connect-provider') state['arn:aws:iam::' + FAKE_ACCOUNT + ':oidc-provider/' + options.url.slice('https://'.length)] = true;
  else fail('UnknownVerb', verb);
} else fail('UnknownService', verb);
fs.writeFileSync(FAKE_STATE, JSON.stringify(state));
`;

interface Call {
  readonly service: string;
  readonly verb: string;
  readonly options: Readonly<Record<string, string | true>>;
  readonly documents: readonly PolicyDocument[];
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly Call[];
  /** What was called that changes something. */
  readonly writes: readonly string[];
}

/** A machine with a fake cloud: its programs, and what the cloud holds. */
class Machine {
  private readonly folder = scratch();
  private readonly calls = path.join(this.folder, 'calls');
  private readonly bin = path.join(this.folder, 'bin');
  readonly state = path.join(this.folder, 'state.json');

  constructor({ aws = true } = {}) {
    mkdirSync(this.bin);
    for (const program of ['bash', 'cat', 'mktemp', 'rm', 'tr']) {
      const file = ['/usr/bin', '/bin']
        .map((at) => path.join(at, program))
        .find((each) => existsSync(each));
      if (file !== undefined) symlinkSync(file, path.join(this.bin, program));
    }
    if (!aws) return;
    const file = path.join(this.bin, 'aws');
    writeFileSync(file, FAKE_AWS);
    chmodSync(file, 0o755);
  }

  /** A program with its arguments and input, with the credentials of an account. */
  run(
    account: string,
    program: string,
    args: readonly string[],
    input = '',
    more: Readonly<Record<string, string>> = {},
  ): Ran {
    writeFileSync(this.calls, '');
    const env = {
      PATH: this.bin,
      FAKE_STATE: this.state,
      FAKE_CALLS: this.calls,
      FAKE_ACCOUNT: account,
      ...more,
    };
    const { status, stdout, stderr } = spawnSync(program, args, {
      input,
      env,
      encoding: 'utf8',
      cwd: ROOT,
    });
    const calls = readFileSync(this.calls, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Call);
    const writes = calls
      .filter(({ verb }) => !/^(?:get|list|head|describe)-/.test(verb))
      .map(({ service, verb }) => `${service} ${verb}`);
    return { code: status, out: stdout, err: stderr, calls, writes };
  }

  script(account: string, text: string, more?: Readonly<Record<string, string>>): Ran {
    return this.run(account, 'bash', ['-s'], text, more);
  }
}

describe('the script', () => {
  const script = scriptOf(
    planOf(SHIPPED, 'prod', { principals: [CI], github: 'suzumina/databases' }),
  );

  test('is sound bash', () => {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('does nothing when it is cut off', () => {
    const machine = new Machine();
    const { calls } = machine.script(PROD, script.slice(0, script.lastIndexOf('\nmain')));
    expect(calls).toEqual([]);
  });

  const used = new Machine();
  let first: Ran;
  let before: string;
  beforeAll(() => {
    first = used.script(PROD, script);
    before = readFileSync(used.state, 'utf8');
  });

  /** A machine whose cloud holds what the first run made, with changes. */
  function after(changes: Readonly<Record<string, unknown>>): Machine {
    const machine = new Machine();
    const state = JSON.parse(before) as Record<string, unknown>;
    writeFileSync(machine.state, JSON.stringify({ ...state, ...changes }));
    return machine;
  }

  test('makes everything at first, and writes nothing when it is run again', () => {
    expect(first).toMatchObject({ code: 0, err: '' });
    const counted = new Map<string, number>();
    for (const write of first.writes) counted.set(write, (counted.get(write) ?? 0) + 1);
    expect(Object.fromEntries(counted)).toEqual({
      'kms create-key': 2,
      'kms create-alias': 2,
      'kms enable-key-rotation': 2,
      's3api create-bucket': 2,
      's3api put-public-access-block': 2,
      's3api put-bucket-ownership-controls': 2,
      's3api put-bucket-encryption': 2,
      's3api put-bucket-versioning': 2,
      's3api put-bucket-lifecycle-configuration': 2,
      's3api put-bucket-policy': 2,
      'iam create-open-id-connect-provider': 1,
      'iam create-role': 2,
      'iam create-policy': 8,
      'iam attach-role-policy': 8,
    });
    const key = /kmsKey: (.*)/.exec(first.out)?.[1] ?? '';
    expect(key).toMatch(/^arn:aws:kms:ap-northeast-1:333333333333:key\/[0-9a-f-]{36}$/);
    expect(first.out).toContain(
      '      state:\n        bucket: suzumina-kura-state-prod-ap-northeast-1\n',
    );

    const second = used.script(PROD, script);
    expect(second).toMatchObject({ code: 0, err: '', writes: [] });
    expect(readFileSync(used.state, 'utf8')).toBe(before);
  });

  test('puts the key of each region into that region’s bucket', () => {
    const { calls } = first;
    const keys = new Map(
      calls
        .filter(({ verb }) => verb === 'create-alias')
        .map(({ options }) => [options.region, options['target-key-id']]),
    );
    for (const { options, documents } of calls.filter(({ verb }) => verb === 'put-bucket-policy')) {
      const [, , , own] = documents[0]?.Statement ?? [];
      const region = String(options.region);
      expect(own?.Condition).toMatchObject({
        StringNotEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:${region}:${PROD}:key/${String(keys.get(region))}`,
        },
      });
      expect(options['expected-bucket-owner']).toBe(PROD);
    }
    expect(keys.size).toBe(2);
  });

  test('does the section of the account whose credentials it has', () => {
    const { code, writes, out } = new Machine().script(PAYMENT, script);
    expect(code).toBe(0);
    expect(new Set(writes)).toEqual(
      new Set(['iam create-role', 'iam create-policy', 'iam attach-role-policy']),
    );
    expect(out).not.toContain('state:');
  });

  test('stops before any write with credentials of another account', () => {
    const { code, err, calls } = new Machine().script('999999999999', script);
    expect(code).toBe(2);
    expect(err).toBe(
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333 or 444444444444. Nothing was written.\n',
    );
    expect(calls.map(({ verb }) => verb)).toEqual(['get-caller-identity']);
  });

  test('puts back what was changed, and keeps to IAM’s five versions', () => {
    const arn = `arn:aws:iam::${PROD}:policy/kura-bootstrap/kura-deploy-prod-read`;
    const bucket = 'suzumina-kura-state-prod-ap-northeast-1';
    const machine = after({
      [arn]: { next: 6, versions: { v1: {}, v2: {}, v3: {}, v4: {}, v5: {} } },
      [`${bucket}-bucket-versioning`]: { Status: 'Suspended' },
    });
    const { code, writes, calls } = machine.script(PROD, script);
    expect(code).toBe(0);
    expect(writes).toEqual([
      's3api put-bucket-versioning',
      'iam delete-policy-version',
      'iam create-policy-version',
    ]);
    expect(calls.find(({ verb }) => verb === 'delete-policy-version')?.options['version-id']).toBe(
      'v1',
    );
  });

  test.each([
    's3api head-bucket',
    'kms list-aliases',
    'iam get-role',
    'sts get-caller-identity',
    's3api get-bucket-policy',
  ])('stops where AWS refuses %s, instead of taking it for absent', (refused) => {
    const { code, err, calls } = new Machine().script(PROD, script, { FAKE_REFUSES: refused });
    expect(code).not.toBe(0);
    expect(err).toContain('AccessDenied');
    expect(`${String(calls.at(-1)?.service)} ${String(calls.at(-1)?.verb)}`).toBe(refused);
  });

  test('leaves a key alone that the estate names and it did not make', () => {
    const machine = new Machine();
    const stated = scriptOf(planOf(deploymentIn(statingState()), 'prod'));
    const id = STATE_KEY.slice(STATE_KEY.lastIndexOf('/') + 1);
    writeFileSync(
      machine.state,
      JSON.stringify({ [`ap-northeast-1 key ${id}`]: { policy: {}, rotates: false } }),
    );
    const { code, out, calls } = machine.script(PROD, stated);
    expect(code).toBe(0);
    expect(out).toContain(`left alone key ${STATE_KEY}, which estate.yaml names`);
    expect(
      calls.filter(
        ({ verb, options }) => verb === 'create-key' && options.region === 'ap-northeast-1',
      ),
    ).toEqual([]);
    expect(out).toContain(`bucket: suzumina-state\n        kmsKey: ${STATE_KEY}\n`);
  });

  test('goes on managing its own key once the estate names it', () => {
    const stated = scriptOf(planOf(deploymentIn(statingState()), 'prod'));
    const id = STATE_KEY.slice(STATE_KEY.lastIndexOf('/') + 1);
    const machine = after({
      [`ap-northeast-1 key ${id}`]: { policy: {}, rotates: true },
      'ap-northeast-1 alias/kura-state-prod': id,
    });
    const { code, writes } = machine.script(PROD, stated);
    expect(code).toBe(0);
    expect(writes).toContain('kms put-key-policy');
    expect(writes).not.toContain('kms create-key');
  });

  test('does nothing until somebody is trusted, and then trusts them', () => {
    const machine = new Machine();
    const open = scriptOf(planOf(SHIPPED, 'prod', { principals: [] }));
    const { code, err, calls } = machine.script(PROD, open);
    expect([code, err, calls]).toEqual([
      2,
      'kura bootstrap: fill in trust at the top of this script.\n',
      [],
    ]);
    const filled = machine.script(PAYMENT, open.replace("trust='FILL IN'", `trust='${CI}'`));
    expect(filled.code).toBe(0);
    const trust = filled.calls.find(({ verb }) => verb === 'create-role')?.documents[0]
      ?.Statement[0];
    expect(trust?.Principal).toEqual({ AWS: [CI] });
  });
});

test.each(['order', 'a b', "it's", '$(x)', '`x`', '"', '\\', 'a\nb', '', '*', '-x', '~', 'ü'])(
  'a word is one word to bash: %j',
  (word) => {
    const { stdout } = spawnSync('bash', ['-s'], {
      input: `printf '%s' ${shellWord(word)}`,
      encoding: 'utf8',
    });
    expect(stdout).toBe(word);
  },
);

describe('kura bootstrap', () => {
  const bundle = path.join(scratch(), 'bootstrap.cjs');
  beforeAll(() => {
    buildSync({
      stdin: {
        contents: `import { bootstrapCommand } from './cli/bootstrap';
void bootstrapCommand().parseAsync(process.argv.slice(2), { from: 'user' });`,
        resolveDir: ROOT,
        loader: 'ts',
      },
      ...{ outfile: bundle, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' },
    });
  });
  const kura = (machine: Machine, account: string, ...args: readonly string[]): Ran =>
    machine.run(account, process.execPath, [bundle, ...args]);

  test('prints the script, and says aside that nobody is trusted yet', () => {
    const { code, out, err, calls } = kura(new Machine(), PROD, 'prod');
    expect(code).toBe(0);
    expect(out).toBe(scriptOf(planOf(SHIPPED, 'prod', { principals: [] })));
    expect(err).toBe(
      'Nobody is trusted yet: fill in `trust`, or print this again with --trust ARN.\n',
    );
    expect(calls).toEqual([]);
  });

  test('prints one account’s section alone', () => {
    const { out } = kura(new Machine(), PROD, 'prod', '--account', PAYMENT, '--trust', CI);
    expect(out).toContain(`account_${PAYMENT}`);
    expect(out).not.toContain(`account_${PROD}`);
  });

  test('prints the plan as data', () => {
    const { code, out } = kura(new Machine(), PROD, 'prod', '--format', 'json', '--trust', CI);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(planOf(SHIPPED, 'prod'));
  });

  test('runs the script it prints', () => {
    const machine = new Machine();
    const { code, out, err, writes } = kura(machine, PAYMENT, 'prod', '--run', '--trust', CI);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^made +role kura-deploy$/m);
    expect(writes).toContain('iam create-role');
    expect(kura(machine, PAYMENT, 'prod', '--run', '--trust', CI).writes).toEqual([]);
  });

  test('exits 2 with credentials of another account', () => {
    const { code, err, writes } = kura(
      new Machine(),
      '999999999999',
      'prod',
      '--run',
      '--trust',
      CI,
      '--account',
      PROD,
    );
    expect([code, writes]).toEqual([2, []]);
    expect(err).toBe(
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333. Nothing was written.\n' +
        'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.\n',
    );
  });

  test.each([
    [
      ['prod', '--run'],
      '--run: somebody who may take the roles is required, got nobody. Add --trust ARN, or --github ORG/REPO.\n1 problem\n',
    ],
    [
      ['prod', '--trust', '*'],
      '--trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.\n1 problem\n',
    ],
    [['prod', '--google'], 'Google bootstrap is not built yet.\n'],
  ])('refuses %j', (args, message) => {
    const { code, out, err } = kura(new Machine(), PROD, ...args);
    expect([code, out, err]).toEqual([2, '', message]);
  });

  test('says that the aws command is missing', () => {
    const { code, out, err } = kura(
      new Machine({ aws: false }),
      PROD,
      'prod',
      '--run',
      '--trust',
      CI,
    );
    expect([code, out, err]).toEqual([
      2,
      '',
      '--run: the aws command is required, got no such program on the PATH. Install it, or leave --run out and run the printed script elsewhere.\n1 problem\n',
    ]);
  });
});
