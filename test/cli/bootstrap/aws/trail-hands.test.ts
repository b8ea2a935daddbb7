import type { Statement } from '../../../../cli/bootstrap/aws/policy-document';
import { findFoundation } from '../../../../cli/bootstrap/environment';
import type { Deployment } from '../../../../model/deployment/deployment';
import { HERE, arnIn, labels, type Request } from '../../../support/aws-request';
import {
  AUDIT,
  PAYMENT,
  PROD,
  SHIPPED,
  boundaryOf,
  deploymentIn,
  keepingItself,
  planOf,
  statementsOf,
} from '../../../support/bootstrap-plan';
import { isAllowed } from '../../../support/iam-evaluator';

/** What erases, shortens, re-keys, re-points, forges or silences the trail: what it is done to, and by which actions. */
type Steps = readonly (readonly [
  what: string,
  arn: string,
  actions: readonly string[],
  says?: Request['says'],
])[];

const NAMES = ['audit-suzumina-prod', 'audit-suzumina-prod-recovery'];

function stepsIn(deployment: Deployment, keeper: string): Steps {
  const found = findFoundation(deployment, 'aws', 'prod');
  if (!found.ok || !found.value.audit.recovery) throw new Error('no trail of prod');
  const { primary, recovery } = found.value.audit;
  const states = [primary, recovery].map(
    ({ target }) => `arn:aws:s3:::suzumina-kura-audit-state-prod-${target.region}`,
  );
  const arn = arnIn(keeper);
  return [
    ...[primary, recovery].flatMap(({ bucket }): Steps => [
      ['what is kept', `arn:aws:s3:::${bucket}/databases/2026/11/22/1.gz`, OBJECTS],
      ['the store', `arn:aws:s3:::${bucket}`, BUCKET],
    ]),
    ...keys(arn),
    ...NAMES.flatMap((name) => thingsOf(name, arn)),
    ...[keeper, PROD, PAYMENT].flatMap((account): Steps => [
      ...NAMES.flatMap((name) => trails(name, account)),
      ...['kura-audit-prod', 'kura-audit-prod-plan'].map(
        (role) => ['who makes it', arnIn(account)('iam', `role/${role}`), ROLE] as const,
      ),
      [
        'what they may do',
        arnIn(account)('iam', 'policy/kura-bootstrap/kura-audit-prod-prod-state'),
        ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion'],
      ],
    ]),
    ...states.flatMap((state): Steps => [
      ['what Terraform takes it for', `${state}/prod-aws-audit/terraform.tfstate`, OBJECTS],
      ['where that is', state, BUCKET],
    ]),
  ];
}

const OBJECTS = [
  ...['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
  ...['s3:PutObject', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:GetObject'],
];
const BUCKET = [
  ...['s3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketObjectLockConfiguration'],
  ...['s3:PutBucketOwnershipControls', 's3:PutBucketPolicy', 's3:PutBucketPublicAccessBlock'],
  ...['s3:PutBucketVersioning', 's3:PutEncryptionConfiguration', 's3:PutLifecycleConfiguration'],
  's3:PutReplicationConfiguration',
];
const ROLE = [
  ...['iam:AttachRolePolicy', 'iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  ...['iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
  'sts:AssumeRole',
];
const KEY = [
  ...['kms:CreateGrant', 'kms:Decrypt', 'kms:DeleteImportedKeyMaterial', 'kms:DisableKey'],
  ...['kms:PutKeyPolicy', 'kms:RetireGrant', 'kms:RevokeGrant', 'kms:ScheduleKeyDeletion'],
  ...['kms:TagResource', 'kms:UntagResource', 'kms:CreateAlias', 'kms:UpdateAlias'],
];

/**
 * Keys have the environment’s tags too, and may be asked for through any service that the roles use keys through. Each is known by its
 * alias, and by its stack before it has one.
 */
function keys(arn: (service: string, rest: string) => string): Steps {
  const through = {
    ...HERE,
    ...labels('ResourceTag'),
    ...labels('RequestTag'),
    'kms:CallerAccount': arn('', '').split(':')[4] ?? '',
    'kms:GrantIsForAWSResource': 'true',
  };
  const services = ['rds', 'backup', 'lambda', 'scheduler', 'secretsmanager', 's3'];
  const known: Record<string, string>[] = [
    ...NAMES.map((name) => ({ 'kms:ResourceAliases': `alias/${name}` })),
    { 'kms:ResourceAliases': 'alias/kura-audit-state-prod' },
    { 'aws:ResourceTag/stack': 'prod-aws-audit' },
    { 'aws:ResourceTag/stack': 'prod-aws-audit-recovery' },
  ];
  return known.flatMap((by) =>
    services.map(
      (service) =>
        [
          `its key, by ${Object.values(by).join('')} through ${service}`,
          arn('kms', 'key/1'),
          KEY,
          { ...through, ...by, 'kms:ViaService': `${service}.ap-northeast-1.amazonaws.com` },
        ] as const,
    ),
  );
}

const thingsOf = (name: string, arn: (service: string, rest: string) => string): Steps => [
  [
    'the stream',
    arn('firehose', `deliverystream/${name}`),
    [
      ...['firehose:DeleteDeliveryStream', 'firehose:UpdateDestination'],
      ...['firehose:StopDeliveryStreamEncryption', 'firehose:PutRecord', 'firehose:PutRecordBatch'],
    ],
  ],
  [
    'the destination',
    arn('logs', `destination:${name}`),
    ['logs:DeleteDestination', 'logs:PutDestination', 'logs:PutDestinationPolicy'],
  ],
  [
    'what it could not deliver',
    arn('logs', `log-group:/aws/kinesisfirehose/${name}`),
    ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogStream'],
  ],
  ...['logs', 'stream'].map(
    (role) => ['its roles', arn('iam', `role/${name}-${role}`), ROLE] as const,
  ),
  ['the role that writes to it', arn('iam', `role/${name}-stream`), ['iam:PassRole']],
  ['alarms of it', arn('cloudwatch', `alarm:${name}-silent`), ['cloudwatch:DeleteAlarms']],
  [
    'who is told',
    arn('sns', `${name}-critical`),
    ['sns:DeleteTopic', 'sns:SetTopicAttributes', 'sns:Subscribe'],
  ],
  [
    'how it is asked',
    arn('glue', `table/${name.replaceAll('-', '_')}/database_log`),
    ['glue:DeleteTable', 'glue:UpdateTable'],
  ],
  [
    'where it is asked from',
    arn('glue', `database/${name.replaceAll('-', '_')}`),
    ['glue:DeleteDatabase', 'glue:UpdateDatabase'],
  ],
  ['who may ask', arn('athena', `workgroup/${name}`), ['athena:UpdateWorkGroup']],
];

const trails = (name: string, account: string): Steps =>
  [name, `${name}-store`].map((trail) => [
    'the account’s trail',
    arnIn(account)('cloudtrail', `trail/${trail}`),
    [
      ...['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail'],
      ...['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors'],
    ],
  ]);

const requestsOf = (steps: Steps): Request[] =>
  steps.flatMap(([, arn, actions, says]) =>
    actions.map((action) => ({ action, arn, says: { ...HERE, ...says } })),
  );

/** Whatever else somebody attaches to a role. */
const ADMINISTRATOR: Statement = {
  Sid: 'Admin',
  Effect: 'Allow',
  Action: ['*'],
  Resource: ['*'],
};

const done = (
  statements: readonly Statement[],
  steps: Steps,
  boundary?: readonly Statement[],
): string[] => [
  ...new Set(
    requestsOf(steps)
      .filter((request) => isAllowed(statements, request, boundary))
      .map(({ action, arn }) => `${action} on ${arn}`),
  ),
];

const takesSome = (
  statements: readonly Statement[],
  requests: readonly Request[],
  boundary?: readonly Statement[],
): boolean => requests.some((request) => isAllowed(statements, request, boundary));

/** What makes a principal, widens one, or works as one: that has no boundary, because none of these asks for one. */
function others(account: string, keeper: string): Steps {
  const arn = arnIn(account);
  const own = `arn:aws:iam::${account}:policy/kura-bootstrap/kura-deploy-prod-boundary`;
  const roles = ['kura-deploy', 'kura-plan', 'kura-audit-prod', 'admin', 'suzumina-prod-x-runner'];
  return [
    ...roles.map((role) => ['a role', arn('iam', `role/${role}`), WIDENS] as const),
    ['a user', arn('iam', 'user/eve'), USERS],
    ['a group', arn('iam', 'group/admins'), ['iam:AddUserToGroup', 'iam:AttachGroupPolicy']],
    ['a policy', arn('iam', 'policy/admin'), POLICIES],
    ['a login policy', arn('iam', 'policy/suzumina-prod-x'), POLICIES],
    ['its own boundary', own, POLICIES],
    ['who may come in', arn('iam', 'oidc-provider/x'), ['iam:CreateOpenIDConnectProvider']],
    ['the same', arn('iam', 'saml-provider/x'), ['iam:UpdateSAMLProvider']],
    ['a host’s', arn('iam', 'instance-profile/x'), ['iam:AddRoleToInstanceProfile']],
    ['an organisation', '*', ['organizations:LeaveOrganization', 'account:CloseAccount']],
    ['a directory', '*', ['sso:CreateAccountAssignment', 'identitystore:CreateUser']],
    ...[account, keeper].flatMap((home): Steps => [
      ['another', arnIn(home)('iam', 'role/admin'), ['sts:AssumeRole', 'iam:PassRole']],
      ['the trail’s', arnIn(home)('iam', 'role/kura-audit-prod'), ['iam:PassRole']],
      ['an account’s root', `arn:aws:iam::${home}:root`, ['sts:AssumeRoot']],
    ]),
  ];
}

const WIDENS = [
  ...['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  ...['iam:DeleteRolePolicy', 'iam:DetachRolePolicy', 'iam:DeleteRole', 'iam:TagRole'],
  ...['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary', 'sts:AssumeRole'],
];
const USERS = [
  ...['iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:PutUserPolicy'],
  ...['iam:AttachUserPolicy', 'iam:DeleteUserPermissionsBoundary', 'iam:UpdateLoginProfile'],
];
const POLICIES = [
  ...['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'],
  ...['iam:DeletePolicy', 'iam:DeletePolicyVersion'],
];

/** What keeps the environment’s roles from its trail. */
const GUARDS = ['LeaveTrail', 'OnlyWriteToTrail', 'LeaveTrailKeys', 'LeaveTaggedTrailKeys'];
/** What keeps them from widening themselves and from other roles, those of the trail among them. */
const OWN = ['TakeNoOtherRole', 'WidenNoOwnRole'];

describe.each([
  ['an account of its own', SHIPPED, AUDIT],
  ['the environment’s own account', deploymentIn(keepingItself()), PROD],
])('a trail that is kept in %s', (_, deployment, keeper) => {
  const plan = planOf(deployment, 'prod');
  const steps = stepsIn(deployment, keeper);
  const requests = requestsOf(steps);
  const roles = [PROD, PAYMENT].flatMap((account) =>
    ['kura-deploy', 'kura-plan'].map((role): [string, string] => [account, role]),
  );

  test('has many steps that would end it', () => {
    expect(requests.length).toBeGreaterThan(400);
    const maker = [keeper, PROD, PAYMENT].flatMap((account) =>
      statementsOf(plan, account, 'kura-audit-prod'),
    );
    // The test asks for what exists: who makes it may do much of it.
    const made = done(maker, steps).map((each) => each.replace(/ on .*/, ''));
    expect(made).toEqual(
      expect.arrayContaining([
        ...['s3:PutBucketPolicy', 's3:PutLifecycleConfiguration', 'kms:PutKeyPolicy'],
        ...['firehose:UpdateDestination', 'logs:PutDestination', 'iam:PutRolePolicy'],
        ...['cloudtrail:StopLogging', 'glue:UpdateTable', 'athena:UpdateWorkGroup'],
        ...['sns:SetTopicAttributes', 'cloudwatch:DeleteAlarms', 's3:PutObject'],
      ]),
    );
  });

  describe.each(roles)('of account %s, %s', (account, role) => {
    const statements = statementsOf(plan, account, role);

    test('may take none of them', () => {
      expect(done(statements, steps)).toEqual([]);
    });

    test('may take none of them, whatever else is attached to it', () => {
      expect(done([...statements, ADMINISTRATOR], steps)).toEqual([]);
    });

    test.each(GUARDS)('would take some without its %s', (guard) => {
      const without = statements.filter(({ Sid }) => Sid !== guard);
      expect(without.length).toBeLessThan(statements.length);
      expect(takesSome([...without, ADMINISTRATOR], requests)).toBe(true);
    });

    test('would take some without any one name in them', () => {
      // What these say a second time.
      const others = statements.filter(({ Sid }) => !OWN.includes(Sid));
      const missed = ['LeaveTrail', 'OnlyWriteToTrail'].flatMap((guard) => {
        const { Resource = [] } = statements.find(({ Sid }) => Sid === guard) ?? {};
        expect(Resource.length).toBeGreaterThan(1);
        return Resource.filter((name) => {
          const mutant = others.map((each) =>
            each.Sid === guard
              ? { ...each, Resource: Resource.filter((other) => other !== name) }
              : each,
          );
          return !takesSome([...mutant, ADMINISTRATOR], requests);
        });
      });
      expect(missed).toEqual([]);
    });

    test('takes no role of the trail, whatever it is told to leave', () => {
      const others = statements.filter(({ Sid }) => !GUARDS.includes(Sid));
      const taking = requests.filter(({ action }) => action === 'sts:AssumeRole');
      expect(taking.length).toBeGreaterThan(5);
      expect(takesSome([...others, ADMINISTRATOR], taking)).toBe(false);
    });
  });

  test.each([PROD, PAYMENT])('is closed to the deploy role of %s by its names, too', (account) => {
    const open = statementsOf(plan, account, 'kura-deploy').filter(
      ({ Sid }) => ![...GUARDS, ...OWN].includes(Sid),
    );
    const byName = requestsOf(steps.filter(([what]) => !what.startsWith('its key')));
    expect(takesSome(open, byName)).toBe(false);
    // Where a name alone keeps out, something is open without it.
    const asked = new Set(byName.map(({ action }) => action));
    const named = open.filter(
      ({ Effect, Action, Resource = [], Condition = {} }) =>
        Effect === 'Allow' &&
        Action.some((each) => asked.has(each)) &&
        !Resource.includes('*') &&
        Object.values(Condition)
          .flatMap((keys) => Object.keys(keys))
          .every((key) => key === 'aws:RequestedRegion'),
    );
    expect(named.length).toBeGreaterThan(4);
    const idle = named.filter(({ Sid }) => {
      const mutant = open.map((each) => (each.Sid === Sid ? { ...each, Resource: ['*'] } : each));
      return !takesSome(mutant, byName);
    });
    expect(idle.map(({ Sid }) => Sid)).toEqual([]);
  });

  describe.each([PROD, PAYMENT])('to a role that the deploy role of %s makes', (account) => {
    const boundary = boundaryOf(plan, account);
    const ends = [...steps, ...others(account, keeper)];
    const asked = requestsOf(ends);

    test('is closed, and so is every way to be another, whatever rights it is given', () => {
      expect(done([ADMINISTRATOR], ends).length).toBeGreaterThan(200);
      expect(done([ADMINISTRATOR], ends, boundary)).toEqual([]);
    });

    test('would be open without any one of its denials', () => {
      const denials = boundary.filter(({ Effect }) => Effect === 'Deny').map(({ Sid }) => Sid);
      expect(denials).toEqual([...GUARDS, 'MakeNobody', 'TakeNobody', 'PassNobodyElse']);
      const idle = denials.filter((denial) => {
        const without = boundary.filter(({ Sid }) => Sid !== denial);
        return !takesSome([ADMINISTRATOR], asked, without);
      });
      expect(idle).toEqual([]);
    });

    test('is closed by a boundary alone, which the deploy role gives it and nobody takes off', () => {
      const deploy = statementsOf(plan, account, 'kura-deploy');
      const role = arnIn(account)('iam', 'role/suzumina-prod-order-runner');
      const arn = `arn:aws:iam::${account}:policy/kura-bootstrap/kura-deploy-prod-boundary`;
      const makes = ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'];
      const made = (says: Request['says']) =>
        makes.filter((action) => isAllowed(deploy, { action, arn: role, says }));
      expect(made({ 'iam:PermissionsBoundary': arn })).toEqual(makes);
      expect(made({})).toEqual([]);
      const open = deploy.map(({ Condition = {}, ...each }) => {
        const { StringEquals: { 'iam:PermissionsBoundary': _, ...equals } = {}, ...rest } =
          Condition;
        return { ...each, Condition: { ...rest, StringEquals: equals } };
      });
      expect(makes.filter((action) => isAllowed(open, { action, arn: role }))).toEqual(makes);
      const takesOff = {
        ...{ action: 'iam:DeleteRolePermissionsBoundary', arn: role },
        says: { 'iam:PermissionsBoundary': arn },
      };
      expect(isAllowed([...deploy, ADMINISTRATOR], takesOff)).toBe(false);
      const removable = deploy.filter(({ Sid }) => Sid !== 'LeaveRolesBound');
      expect(isAllowed([...removable, ADMINISTRATOR], takesOff)).toBe(true);
    });

    test('leaves it its own work, and what others in the account let be changed', () => {
      const arn = arnIn(account);
      const own: Steps = [
        [
          'a secret',
          arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
          ['secretsmanager:PutSecretValue'],
        ],
        [
          'a database',
          arn('rds', 'db:suzumina-prod-order'),
          ['rds:ModifyDBInstance', 'rds:DeleteDBInstance'],
        ],
        ['a login', arn('rds-db', 'dbuser:db-1/kura'), ['rds-db:connect']],
        ['a key', arn('kms', 'key/2'), ['kms:Decrypt', 'kms:CreateGrant']],
        [
          'its like',
          arn('iam', 'role/suzumina-prod-rds-monitoring'),
          ['iam:PassRole', 'iam:GetRole'],
        ],
        // With whose rights it runs then: why an account of the trail’s own is better still.
        ['another’s function', arn('lambda', 'function:payroll'), ['lambda:UpdateFunctionCode']],
      ];
      expect(done([ADMINISTRATOR], own, boundary)).toHaveLength(requestsOf(own).length);
    });
  });

  test('goes on from what its deploy role may still do, which the trail shows', () => {
    const allowed = (account: string, role: string) =>
      done(statementsOf(plan, account, role), remains(account));
    const left = [
      'iam:CreatePolicyVersion on a login policy',
      'lambda:UpdateFunctionCode on a runner',
      'logs:DeleteLogGroup on a log group of its own',
      'logs:DeleteSubscriptionFilter on a log group of its own',
      'logs:PutRetentionPolicy on a log group of its own',
      'logs:PutSubscriptionFilter on a log group of its own',
      'rds:ModifyDBInstance on a database',
      'rds:ModifyDBParameterGroup on its settings',
    ];
    for (const account of [PROD, PAYMENT]) {
      const writes =
        account === keeper
          ? ['iam:PassRole on the role that CloudWatch Logs writes with']
          : ['logs:PutSubscriptionFilter on the destination'];
      expect(allowed(account, 'kura-deploy').map(say(account)).sort()).toEqual(
        [...left, ...writes].sort(),
      );
      expect(allowed(account, 'kura-plan')).toEqual([]);
    }
  });

  /** What is the environment’s own, beside what it writes to the trail by. */
  function remains(account: string): Steps {
    const arn = arnIn(account);
    const [name = ''] = NAMES;
    return [
      [
        'a role that it makes',
        arn('iam', 'role/suzumina-prod-order-runner'),
        ['iam:CreateRole', 'iam:DeleteRolePermissionsBoundary', 'iam:PutRolePolicy'],
      ],
      [
        'a login policy',
        arn('iam', 'policy/suzumina-prod-order-order_api'),
        ['iam:CreatePolicyVersion'],
      ],
      [
        'a runner',
        arn('lambda', 'function:suzumina-prod-order-runner'),
        ['lambda:UpdateFunctionCode'],
      ],
      [
        'a log group of its own',
        arn('logs', 'log-group:/aws/rds/instance/suzumina-prod-order/postgresql'),
        [
          ...['logs:DeleteLogGroup', 'logs:DeleteSubscriptionFilter', 'logs:PutRetentionPolicy'],
          ...['logs:PutSubscriptionFilter', 'logs:PutLogEvents', 'logs:PutDataProtectionPolicy'],
          ...['logs:DeleteLogStream', 'logs:PutTransformer', 'logs:PutAccountPolicy'],
        ],
      ],
      [
        'a database',
        arn('rds', 'db:suzumina-prod-order'),
        ['rds:ModifyDBInstance', 'rds:DownloadDBLogFilePortion', 'rds:StartExportTask'],
      ],
      ['its settings', arn('rds', 'pg:suzumina-prod-order'), ['rds:ModifyDBParameterGroup']],
      [
        'the destination',
        arnIn(keeper)('logs', `destination:${name}`),
        ['logs:PutSubscriptionFilter'],
      ],
      [
        'the role that CloudWatch Logs writes with',
        arnIn(keeper)('iam', `role/${name}-logs`),
        ['iam:PassRole'],
        { 'iam:PassedToService': 'logs.amazonaws.com' },
      ],
    ];
  }

  const say =
    (account: string) =>
    (step: string): string => {
      const [action = '', arn = ''] = step.split(' on ');
      const [what = ''] = remains(account).find(([, each]) => each === arn) ?? [];
      return `${action} on ${what}`;
    };
});
