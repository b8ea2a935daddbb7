import type { Deployment } from '../../model/deployment/deployment';
import { deploymentOf, orderWith, SMALL_ESTATE } from '../support/estate-folder';
import { policyOf, resource, synthAll, type Config } from '../support/synth';

const storesOf = (deployment: Deployment): ReadonlyMap<string, Config> =>
  synthAll(deployment, { only: (stack) => /-audit(?:-recovery)?$/.test(stack) });
const alarmsIn = (config: Config | undefined): readonly string[] =>
  Object.keys(config?.resource.aws_cloudwatch_metric_alarm ?? {});
const keyOf = (config: Config | undefined): readonly unknown[] =>
  policyOf(resource(config, 'aws_kms_key', 'audit')).Statement.map(({ Sid }) => Sid);

const stores = storesOf(deploymentOf(SMALL_ESTATE));
const primary = stores.get('prod-aws-audit');
const recovery = stores.get('prod-aws-audit-recovery');

test('a store says in its own account that it is late; that it is silent, where runners work', () => {
  expect(alarmsIn(primary)).toEqual(['audit_late', 'audit_silent']);
  expect(alarmsIn(recovery)).toEqual(['audit_late']);
  const failedOver = storesOf(deploymentOf(orderWith('active: recovery')));
  expect(alarmsIn(failedOver.get('prod-aws-audit'))).toEqual(['audit_late']);
  expect(alarmsIn(failedOver.get('prod-aws-audit-recovery'))).toEqual([
    'audit_late',
    'audit_silent',
  ]);
});

test('they go to a topic of its own, under its own key, by the routes of the environment', () => {
  expect(Object.keys(primary?.resource.aws_sns_topic ?? {})).toEqual(['audit_critical']);
  expect(resource(primary, 'aws_sns_topic', 'audit_critical')).toEqual({
    name: 'audit-acme-prod-critical',
    kms_master_key_id: '${aws_kms_key.audit.arn}',
  });
  const subscriptions = Object.values(primary?.resource.aws_sns_topic_subscription ?? {});
  expect(subscriptions.map(({ endpoint }) => endpoint)).toEqual(['oncall@acme.example']);
  expect(resource(primary, 'aws_cloudwatch_metric_alarm', 'audit_late').alarm_actions).toEqual([
    '${aws_sns_topic.audit_critical.arn}',
  ]);
  expect(keyOf(primary)).toContain('PublishAlarms');
});

test('they say what is wrong, why from there, and what is done first', () => {
  const { alarm_description: text } = resource(
    primary,
    'aws_cloudwatch_metric_alarm',
    'audit_late',
  );
  expect(text).toMatch(
    /^audit-acme-prod: the audit trail does not reach its store \(above 1h for 15m: .*24 hours.*\)\.\n1\. /,
  );
  expect(String(text).length).toBeLessThanOrEqual(1024);
  expect(text).toMatch(/\nMore: npx kura alerts prod\/order$/);
});

test.each([
  [
    'tells nobody',
    deploymentOf({
      ...SMALL_ESTATE,
      'estate.yaml': String(SMALL_ESTATE['estate.yaml'])
        .replace('production', 'development')
        .replace(/ {4}notify: .*\n/, ''),
    }),
  ],
  ['has no instance on AWS', { ...deploymentOf(SMALL_ESTATE), instances: [] }],
])(
  'where an environment %s there is neither topic nor alarm, and its key lets nobody in',
  (_, of) => {
    const store = storesOf(of).get('prod-aws-audit');
    expect(store?.resource.aws_kinesis_firehose_delivery_stream).toBeDefined();
    expect(alarmsIn(store)).toEqual([]);
    expect(store?.resource.aws_sns_topic).toBeUndefined();
    expect(keyOf(store)).not.toContain('PublishAlarms');
  },
);
