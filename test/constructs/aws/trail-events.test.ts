import { createTrailEvents, type TrailEventsSettings } from '../../../constructs/aws/trail-events';
import { addressesOf, synthOf, type Config } from '../../support/synth';

const PAGER = 'arn:aws:sns:ap-northeast-1:333333333333:pager';
const DEPLOYER = 'arn:aws:iam::333333333333:role/kura-deploy';

const TRAIL_ROLE = 'arn:aws:iam::333333333333:role/kura-audit-prod';
const STORE = { name: 'audit-acme-prod', bucket: 'audit-acme-prod-333333333333-ap-northeast-1' };
const SETTINGS: TrailEventsSettings = {
  ...{ address: 'shared', deployRoleArn: DEPLOYER, trailRoleArns: [TRAIL_ROLE] },
  ruleNames: {
    trail: 'acme-prod-trail-events',
    logs: 'acme-prod-logs-events',
    store: 'acme-prod-store-events',
    calls: 'acme-prod-calls-events',
  },
  names: ['acme-prod-pay', { prefix: 'acme-prod-pay-' }],
  store: STORE,
};

const eventsOf = (critical: readonly string[], settings = SETTINGS) =>
  synthOf((stack) =>
    createTrailEvents(stack, settings, { actions: { warning: [], critical }, role: undefined }),
  );

/** A pattern of EventBridge, as far as this one uses it ("Comparison operators", EventBridge user guide, read 2026-11). */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((each) => isOne(each, event));
  return Object.entries(pattern as object).every(([key, each]) => {
    const own = (event as Record<string, unknown> | undefined)?.[key];
    if (key === '$or') return (each as readonly unknown[]).some((one) => matches(one, event));
    return matches(each, own);
  });
}

function isOne(matcher: unknown, value: unknown): boolean {
  if (typeof matcher !== 'object') return matcher === value;
  const [[kind, of] = ['', '']] = Object.entries(matcher as object) as [string, unknown][];
  switch (kind) {
    case 'exists':
      return (value !== undefined) === of;
    case 'prefix':
      return String(value).startsWith(String(of));
    case 'wildcard':
      return new RegExp(`^${String(of).replaceAll('*', '.*')}$`).test(String(value));
    case 'anything-but':
      return value !== undefined && !(of as readonly unknown[]).includes(value);
    default:
      throw new Error(`${kind}: not used here`);
  }
}

const patternsOf = (of: Config): readonly string[] =>
  Object.values(of.resource.aws_cloudwatch_event_rule ?? {}).map(({ event_pattern: text }) =>
    String(text),
  );
const config = eventsOf([PAGER]);
const isTold = (event: unknown, of = config): boolean =>
  patternsOf(of).some((text) => matches(JSON.parse(text), event));

type Call = Readonly<Record<string, unknown>>;
const call = (
  service: string,
  eventName: string,
  requestParameters: Call = {},
  more: Call = {},
) => ({
  source: `aws.${service}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    ...{ eventSource: `${service}.amazonaws.com`, eventName, requestParameters },
    userIdentity: {
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::333333333333:role/admin' } },
    },
    ...more,
  },
});
const by = (arn: string): Call => ({
  userIdentity: { sessionContext: { sessionIssuer: { arn } } },
});
const GROUP = '/aws/rds/instance/acme-prod-pay/postgresql';

test.each([
  ['CloudTrail is stopped', call('cloudtrail', 'StopLogging', { name: 'all' })],
  ['a log group is deleted', call('logs', 'DeleteLogGroup', { logGroupName: GROUP })],
  ['logs go elsewhere', call('logs', 'PutSubscriptionFilter', { logGroupName: GROUP })],
  [
    'a reader’s log ages sooner',
    call('logs', 'PutRetentionPolicy', { logGroupName: GROUP.replace('/post', '-reader-1/post') }),
  ],
  [
    'a log group is protected no more',
    call('logs', 'PutLogGroupDeletionProtection', {
      logGroupIdentifier: `arn:aws:logs:ap-northeast-1:333333333333:log-group:${GROUP}`,
    }),
  ],
  [
    'a log is exported no more',
    call('rds', 'ModifyDBInstance', {
      dBInstanceIdentifier: 'acme-prod-pay',
      cloudwatchLogsExportConfiguration: { disableLogTypes: ['postgresql'] },
    }),
  ],
  [
    'MySQL’s audit log is taken away',
    call('rds', 'ModifyOptionGroup', {
      ...{ optionGroupName: 'acme-prod-pay-mysql', optionsToRemove: ['MARIADB_AUDIT_PLUGIN'] },
    }),
  ],
  [
    'MySQL’s audit log records less',
    call('rds', 'ModifyOptionGroup', {
      optionGroupName: 'acme-prod-pay-mysql',
      optionsToInclude: [{ optionName: 'MARIADB_AUDIT_PLUGIN' }],
    }),
  ],
  [
    'an option group is deleted',
    call('rds', 'DeleteOptionGroup', { optionGroupName: 'acme-prod-pay-mysql' }),
  ],
  ...['optionGroupName', 'dBParameterGroupName'].map(
    (key) =>
      [
        `a database has another ${key}`,
        call('rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'acme-prod-pay', [key]: 'plain' }),
      ] as const,
  ),
  ...['DeleteSubscriptionFilter', 'PutSubscriptionFilter', 'DeleteLogGroup'].map(
    (eventName) =>
      [
        `the runner’s log has ${eventName}`,
        call('logs', eventName, { logGroupName: '/aws/lambda/acme-prod-pay-runner' }),
      ] as const,
  ),
  ...[
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketLifecycle',
    'PutObjectLockConfiguration',
  ].map(
    (eventName) =>
      [`the store has ${eventName}`, call('s3', eventName, { bucketName: STORE.bucket })] as const,
  ),
  ...['DeleteDeliveryStream', 'UpdateDestination'].map(
    (eventName) =>
      [
        `the stream has ${eventName}`,
        call('firehose', eventName, { deliveryStreamName: STORE.name }),
      ] as const,
  ),
  ['the destination is gone', call('logs', 'DeleteDestination', { destinationName: STORE.name })],
  [
    'the key’s alias is another key’s',
    call('kms', 'UpdateAlias', { aliasName: `alias/${STORE.name}` }),
  ],
  ['the trail’s role ends CloudTrail', call('cloudtrail', 'StopLogging', {}, by(TRAIL_ROLE))],
  [
    'the trail’s role changes a log',
    call('logs', 'DeleteLogGroup', { logGroupName: GROUP }, by(TRAIL_ROLE)),
  ],
  [
    'the trail’s role changes the store',
    call('s3', 'PutBucketPolicy', { bucketName: STORE.bucket }, by(TRAIL_ROLE)),
  ],
  ['somebody changes what CloudTrail records', call('cloudtrail', 'PutEventSelectors')],
  ['somebody sends CloudTrail elsewhere', call('cloudtrail', 'UpdateTrail')],
  [
    'the root user, who has no session, does it',
    call('cloudtrail', 'DeleteTrail', {}, { userIdentity: { type: 'Root' } }),
  ],
] as readonly (readonly [string, unknown])[])('it is told that %s', (_, event) => {
  expect(isTold(event)).toBe(true);
});

test.each([
  [
    'the deploy does',
    call(...(['logs', 'PutRetentionPolicy', { logGroupName: GROUP }] as const), {
      userIdentity: { sessionContext: { sessionIssuer: { arn: DEPLOYER } } },
    }),
  ],
  ...['UpdateTrail', 'PutEventSelectors'].map(
    (eventName) =>
      [
        `the trail’s role does to its trail: ${eventName}`,
        call('cloudtrail', eventName, {}, by(TRAIL_ROLE)),
      ] as const,
  ),
  [
    'is another’s bucket',
    call('s3', 'PutBucketPolicy', { bucketName: 'audit-acme-prod-web-333333333333-x' }),
  ],
  ['is refused', call('cloudtrail', 'StopLogging', {}, { errorCode: 'AccessDenied' })],
  [
    'is of another’s log',
    call('logs', 'DeleteLogGroup', {
      logGroupName: '/aws/rds/instance/acme-prod-order/postgresql',
    }),
  ],
  [
    'is no end of a log',
    call('rds', 'ModifyDBInstance', {
      ...{ dBInstanceIdentifier: 'acme-prod-pay', allocatedStorage: 100 },
    }),
  ],
  ['only reads', call('logs', 'FilterLogEvents', { logGroupName: GROUP })],
] as readonly (readonly [string, unknown])[])('nobody is told of what %s', (_, event) => {
  expect(isTold(event)).toBe(false);
});

test('a store that is elsewhere is nobody’s here', () => {
  const elsewhere = eventsOf([PAGER], { ...SETTINGS, store: undefined });
  expect(isTold(call('s3', 'PutBucketPolicy', { bucketName: STORE.bucket }), elsewhere)).toBe(
    false,
  );
  expect(isTold(call('cloudtrail', 'StopLogging'), elsewhere)).toBe(true);
});

test('a pattern is as long as EventBridge takes, whatever the names', () => {
  const name = `acme-production-${'x'.repeat(47)}`;
  const role = (letter: string) => `arn:aws:iam::333333333333:role/${letter.repeat(64)}`;
  const long = eventsOf([PAGER], {
    ...SETTINGS,
    ...{ deployRoleArn: role('d'), trailRoleArns: [role('s'), role('t')] },
    names: [name, { prefix: `${name}-` }],
    store: { name: `audit-${name}`, bucket: 'b'.repeat(63) },
  });
  // 2,048 characters ("Amazon EventBridge quotas", EventBridge user guide, read 2026-11).
  expect(patternsOf(long)).toHaveLength(4);
  for (const text of [...patternsOf(long), ...patternsOf(config)])
    expect(text.length).toBeLessThanOrEqual(2048);
});

test('there is no rule where nobody is told', () => {
  expect(addressesOf(eventsOf([]))).toEqual([]);
  expect(addressesOf(config)).toContain('aws_cloudwatch_event_rule.shared_events_trail');
});
