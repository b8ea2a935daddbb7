import { createTrailEvents } from '../../../constructs/aws/trail-events';
import { addressesOf, resource, synthOf } from '../../support/synth';

const PAGER = 'arn:aws:sns:ap-northeast-1:333333333333:pager';
const DEPLOYER = 'arn:aws:iam::333333333333:role/kura-deploy';

const eventsOf = (critical: readonly string[]) =>
  synthOf((stack) =>
    createTrailEvents(
      stack,
      {
        ...{ address: 'shared', name: 'acme-prod-trail-events', deployRoleArn: DEPLOYER },
        names: ['acme-prod-pay', { prefix: 'acme-prod-pay-' }],
      },
      { actions: { warning: [], critical }, role: undefined },
    ),
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

const config = eventsOf([PAGER]);
const text = String(
  resource(config, 'aws_cloudwatch_event_rule', 'shared_events_trail').event_pattern,
);

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
    'the root user, who has no session, does it',
    call('cloudtrail', 'DeleteTrail', {}, { userIdentity: { type: 'Root' } }),
  ],
])('it is told that %s', (_, event) => {
  expect(matches(JSON.parse(text), event)).toBe(true);
});

test.each([
  [
    'the deploy does',
    call(...(['logs', 'PutRetentionPolicy', { logGroupName: GROUP }] as const), {
      userIdentity: { sessionContext: { sessionIssuer: { arn: DEPLOYER } } },
    }),
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
])('nobody is told of what %s', (_, event) => {
  expect(matches(JSON.parse(text), event)).toBe(false);
});

test('a pattern is as long as EventBridge takes', () => {
  // 2,048 characters ("Amazon EventBridge quotas", EventBridge user guide, read 2026-11).
  expect(text.length).toBeLessThanOrEqual(2048);
});

test('there is no rule where nobody is told', () => {
  expect(addressesOf(eventsOf([]))).toEqual([]);
  expect(addressesOf(config)).toContain('aws_cloudwatch_event_rule.shared_events_trail');
});
