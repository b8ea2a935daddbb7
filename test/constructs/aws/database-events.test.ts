import { createDatabaseEvents } from '../../../constructs/aws/database-events';
import { eventIds } from '../../../model/alerts/event-ids';
import { addressesOf, resource, synthOf } from '../../support/synth';

const CHAT = 'arn:aws:sns:ap-northeast-1:333333333333:chat';
const PAGER = 'arn:aws:sns:ap-northeast-1:999999999999:pager';
const ROLE = { arn: 'arn:role', resource: { fqn: 'aws_iam_role_policy.shared' }, topics: [PAGER] };

const IDS = { warning: eventIds('warning'), critical: eventIds('critical') };

const rulesOf = (warning: readonly string[], critical: readonly string[], existing = warning) =>
  synthOf((stack) => {
    const settings = {
      address: 'shared',
      account: '333333333333',
      region: 'ap-northeast-1',
      ruleNames: {
        warning: 'acme-prod-warning-events',
        critical: 'acme-prod-critical-events',
        change: 'acme-prod-change-events',
      },
      names: ['acme-prod-pay', { prefix: 'acme-prod-pay-' }],
      ids: IDS,
    };
    createDatabaseEvents(stack, settings, { actions: { warning, critical }, existing, role: ROLE });
  });

const config = rulesOf([CHAT], [CHAT, PAGER]);
const patternOf = (word: string): unknown => {
  const rule = resource(config, 'aws_cloudwatch_event_rule', `shared_events_${word}`);
  return JSON.parse(String(rule.event_pattern));
};
const RDS = 'arn:aws:rds:ap-northeast-1:333333333333';

test('what is critical comes by the ids of its events, of databases of these names', () => {
  expect(patternOf('critical')).toEqual({
    source: ['aws.rds'],
    'detail-type': ['RDS DB Instance Event'],
    detail: {
      EventID: IDS.critical,
      SourceArn: [`${RDS}:db:acme-prod-pay`, { prefix: `${RDS}:db:acme-prod-pay-` }],
      // What happens to a drill’s copy is the drill’s.
      SourceIdentifier: [{ 'anything-but': { suffix: '-drill' } }],
    },
  });
  expect(patternOf('warning')).toMatchObject({ detail: { EventID: IDS.warning } });
});

test('nobody is woken by what is over, what passes or each usual growth', () => {
  const numbers = IDS.critical.map((id) => id.replace('RDS-EVENT-', ''));
  expect(numbers).toEqual(expect.arrayContaining(['0007', '0221', '0022', '0418']));
  for (const noise of ['0045', '0089', '0219', '0220', '0222', '0223', '0420'])
    expect(numbers).not.toContain(noise);
});

test('of what changes existing topics hear too, parameter groups with it', () => {
  expect(patternOf('change')).toMatchObject({
    'detail-type': ['RDS DB Instance Event', 'RDS DB Parameter Group Event'],
    detail: {
      EventCategories: ['configuration change', 'deletion', 'maintenance'],
      SourceArn: [
        `${RDS}:db:acme-prod-pay`,
        { prefix: `${RDS}:db:acme-prod-pay-` },
        `${RDS}:pg:acme-prod-pay`,
        { prefix: `${RDS}:pg:acme-prod-pay-` },
      ],
    },
  });
});

test('each topic is a target; to one of another account EventBridge goes as the role', () => {
  const target = (name: string) =>
    resource(config, 'aws_cloudwatch_event_target', `shared_events_critical_to_${name}`);
  expect(target('333333333333_chat')).toEqual({
    rule: '${aws_cloudwatch_event_rule.shared_events_critical.name}',
    arn: CHAT,
  });
  expect(target('999999999999_pager')).toMatchObject({
    arn: PAGER,
    role_arn: 'arn:role',
    depends_on: ['aws_iam_role_policy.shared'],
  });
});

test('of a severity that nobody is told of there is no rule', () => {
  expect(addressesOf(rulesOf([], []))).toEqual([]);
  const rules = addressesOf(rulesOf([CHAT], [], [])).filter((each) => each.includes('_rule.'));
  expect(rules).toEqual(['aws_cloudwatch_event_rule.shared_events_warning']);
});
