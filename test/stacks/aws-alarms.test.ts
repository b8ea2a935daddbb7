import type { Channel, Routes } from '../../model/alerts/routes';
import type { AwsFoundation, AwsInstance } from '../../model/deployment/aws-deployment';
import { AWS_INSTANCES, AWS_RECOVERED, PROD, PROD_RECOVERED } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { withAlerts } from '../support/with-alerts';
import { addressesOf, policyOf, resource, synthAll, type Config } from '../support/synth';

const [HERE, THERE] = ['ap-northeast-1', 'ap-northeast-3'];
const topic = (region: string, name: string): string =>
  `arn:aws:sns:${region}:333333333333:${name}`;
const channel = (kind: 'chat' | 'pager', name: string): Channel => ({
  kind,
  name,
  existing: [topic(HERE, name), topic(THERE, name)],
});
const DBA: Channel = { kind: 'email', name: 'dba@acme.example', existing: [] };

const ROUTES: Routes = { warning: [DBA], critical: [DBA, channel('pager', 'night')] };
const NOBODY: Routes = { warning: [], critical: [] };

const synth = (
  foundation: AwsFoundation,
  routes: Routes,
  instances: readonly AwsInstance[] = [],
): ReadonlyMap<string, Config> =>
  synthAll({ ...DEPLOYMENT, foundations: [{ ...foundation, routes }], instances });

const production = AWS_INSTANCES.filter(({ environment }) => environment === 'prod');
const told = synth(PROD, ROUTES, production);
const foundation = told.get(PROD.stack);
const recovered = synth(PROD_RECOVERED, ROUTES, AWS_RECOVERED);
const alerted = synth(PROD_RECOVERED, ROUTES, AWS_RECOVERED.map(withAlerts));

const of = (config: Config | undefined, ...types: readonly string[]): readonly string[] =>
  addressesOf(config).filter((each) => types.some((type) => each.startsWith(`aws_${type}.`)));

describe('an environment', () => {
  test('has a topic for each severity, with who is told by e-mail', () => {
    expect(of(foundation, 'sns_topic')).toEqual([
      'aws_sns_topic.shared_critical',
      'aws_sns_topic.shared_warning',
    ]);
    expect(of(foundation, 'sns_topic_subscription')).toHaveLength(2);
  });

  test('tells all of what RDS says of its databases, by rules for each severity', () => {
    expect(of(foundation, 'cloudwatch_event_rule', 'cloudwatch_event_target')).toEqual([
      'aws_cloudwatch_event_rule.shared_events_calls',
      'aws_cloudwatch_event_rule.shared_events_critical',
      'aws_cloudwatch_event_rule.shared_events_logs',
      'aws_cloudwatch_event_rule.shared_events_store',
      'aws_cloudwatch_event_rule.shared_events_trail',
      'aws_cloudwatch_event_rule.shared_events_warning',
      'aws_cloudwatch_event_target.shared_events_calls',
      'aws_cloudwatch_event_target.shared_events_calls_to_333333333333_night',
      'aws_cloudwatch_event_target.shared_events_critical',
      'aws_cloudwatch_event_target.shared_events_critical_to_333333333333_night',
      'aws_cloudwatch_event_target.shared_events_logs',
      'aws_cloudwatch_event_target.shared_events_logs_to_333333333333_night',
      'aws_cloudwatch_event_target.shared_events_store',
      'aws_cloudwatch_event_target.shared_events_store_to_333333333333_night',
      'aws_cloudwatch_event_target.shared_events_trail',
      'aws_cloudwatch_event_target.shared_events_trail_to_333333333333_night',
      'aws_cloudwatch_event_target.shared_events_warning',
    ]);
    const { event_pattern: pattern } = resource(
      foundation,
      'aws_cloudwatch_event_rule',
      'shared_events_critical',
    );
    expect(JSON.parse(String(pattern))).toMatchObject({
      detail: {
        SourceArn: [{ prefix: 'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-' }],
      },
    });
  });

  test('hears in its recovery region through topics of that region', () => {
    const config = recovered.get('prod-aws-recovery');
    const target = 'shared_events_critical_to_333333333333_night';
    expect(resource(config, 'aws_cloudwatch_event_target', target).arn).toBe(topic(THERE, 'night'));
    expect(resource(config, 'aws_db_event_subscription', 'shared_databases')).toMatchObject({
      name: 'acme-prod-recovery-databases',
      sns_topic: '${aws_sns_topic.shared_warning.arn}',
      depends_on: ['aws_sns_topic_policy.shared_warning'],
    });
  });
});

test('an alarm of an instance acts on its network’s topic by name, and on what exists', () => {
  const alarm = resource(
    told.get('prod-aws-core-db'),
    'aws_cloudwatch_metric_alarm',
    'core_db_runner_failed',
  );
  expect(alarm.alarm_actions).toEqual([topic(HERE, 'acme-prod-warning')]);
  const behind = resource(
    alerted.get('prod-aws-order-recovery'),
    'aws_cloudwatch_metric_alarm',
    'acme_prod_order_recovery_recovery_replica_lag_critical',
  );
  expect(behind.alarm_actions).toEqual([
    topic(THERE, 'acme-prod-recovery-critical'),
    topic(THERE, 'night'),
  ]);
});

describe('an isolated instance', () => {
  const payment = told.get('prod-aws-payment');

  test('in an account of its own hears of its own databases alone', () => {
    const subscription = (name: string) =>
      resource(payment, 'aws_db_event_subscription', `payment_${name}`);
    expect(subscription('databases')).toMatchObject({
      source_ids: ['acme-prod-payment', 'acme-prod-payment-reader-1'],
      depends_on: [
        'aws_sns_topic_policy.payment_warning',
        'aws_db_instance.payment',
        'aws_db_instance.payment_reader_1',
      ],
    });
    expect(subscription('parameters').source_ids).toEqual([
      '${aws_db_parameter_group.payment.name}',
    ]);
    const { event_pattern: pattern } = resource(
      payment,
      'aws_cloudwatch_event_rule',
      'payment_events_critical',
    );
    const arn = 'arn:aws:rds:ap-northeast-1:444444444444:db:acme-prod-payment';
    expect(JSON.parse(String(pattern))).toMatchObject({
      detail: { SourceArn: [arn, { prefix: `${arn}-` }] },
    });
  });

  test('there tells topics of the environment’s account as a role', () => {
    const target = 'payment_events_critical_to_333333333333_night';
    expect(resource(payment, 'aws_cloudwatch_event_target', target)).toMatchObject({
      role_arn: '${aws_iam_role.payment_events.arn}',
      depends_on: ['aws_iam_role_policy.payment_events'],
    });
    const { Statement } = policyOf(resource(payment, 'aws_iam_role_policy', 'payment_events'));
    expect(Statement[0]).toMatchObject({ Resource: [topic(HERE, 'night')] });
    expect(of(foundation, 'iam_role').join(' ')).not.toContain('events');
  });

  test('in its environment’s account is heard of by that, and nobody is told twice', () => {
    const ledger = told.get('prod-aws-ledger');
    expect(of(ledger, 'sns_topic')).toHaveLength(2);
    expect(of(ledger, 'db_event_subscription', 'cloudwatch_event_rule')).toEqual([]);
  });

  test('with a vault tells of its failures what exists in another account as that role', () => {
    const vault = recovered.get('prod-aws-vault');
    expect(
      resource(vault, 'aws_cloudwatch_event_target', 'vault_to_333333333333_night'),
    ).toMatchObject({ role_arn: '${aws_iam_role.vault_events.arn}' });
    expect(resource(vault, 'aws_cloudwatch_event_target', 'vault')).toEqual({
      rule: '${aws_cloudwatch_event_rule.vault.name}',
      target_id: 'alarms',
      arn: '${aws_sns_topic.vault_critical.arn}',
    });
  });
});

test('where nobody is told there is no alarm, no topic, no rule and no subscription, and no key for any', () => {
  const stacks = [
    ...synth(PROD, NOBODY, production).values(),
    ...synth(PROD_RECOVERED, NOBODY, AWS_RECOVERED).values(),
  ];
  for (const config of stacks) {
    expect(
      of(
        config,
        ...['cloudwatch_metric_alarm', 'sns_topic', 'sns_topic_policy', 'sns_topic_subscription'],
        ...['cloudwatch_event_rule', 'cloudwatch_event_target', 'db_event_subscription'],
      ),
    ).toEqual([]);
    const keys = Object.values(config.resource.aws_kms_key ?? {});
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const sids = policyOf(key).Statement.map(({ Sid }) => String(Sid));
      expect(sids.filter((sid) => sid.startsWith('Publish'))).toEqual([]);
    }
  }
});

test('where nobody is told of warnings, what is critical is told all the same', () => {
  const config = synth(PROD, { warning: [], critical: [DBA] }).get(PROD.stack);
  expect(of(config, 'sns_topic', 'db_event_subscription', 'cloudwatch_event_rule')).toEqual([
    'aws_cloudwatch_event_rule.shared_events_calls',
    'aws_cloudwatch_event_rule.shared_events_critical',
    'aws_cloudwatch_event_rule.shared_events_logs',
    'aws_cloudwatch_event_rule.shared_events_store',
    'aws_cloudwatch_event_rule.shared_events_trail',
    'aws_sns_topic.shared_critical',
  ]);
});
