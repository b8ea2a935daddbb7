import { Drill } from '../../../constructs/aws/drill';
import { declareAwsDrill } from '../../../model/recovery/declare-drill';
import type { DrilledMechanism } from '../../../model/recovery/mechanisms';
import { replicated } from '../../support/aws-deployment';
import { addressesOf, resource, synthOf } from '../../support/synth';

const HOUR = 3_600_000;
const TIMES = { start: 'cron(1)', continue: 'cron(2)', end: 'cron(3)' };
const NAMES = { start: 'one', continue: 'two', end: 'three' };

const orderOf = (mechanism: DrilledMechanism, rto: number | null = 2 * HOUR) =>
  declareAwsDrill(
    replicated(),
    { mechanism, region: 'recovery', rpo: null, rto },
    {
      stack: 'prod-aws-recovery',
      source: mechanism === 'recovery-replica' ? 'acme-prod-order-recovery' : 'acme-prod-order',
      subnetGroup: 'acme-prod-recovery',
      securityGroups: ['sg-copies'],
      parameterGroup: 'acme-prod-order-postgres17',
      optionGroup: undefined,
    },
  );

const drillOf = (
  mechanism: DrilledMechanism,
  rto?: number | null,
  warning: readonly string[] = ['arn:warning'],
) =>
  synthOf((stack) => {
    new Drill(
      stack,
      'drill',
      {
        address: 'order',
        group: 'acme-prod-recovery-runners',
        order: orderOf(mechanism, rto),
        times: TIMES,
        schedules: NAMES,
        actions: { warning, critical: ['arn:critical'] },
      },
      {
        functionArn: 'arn:function',
        role: { arn: 'arn:role', resource: { fqn: 'aws_iam_role_policy.order' } },
        key: { arn: 'arn:key' },
        scheduleGroup: [],
      },
    );
  });

const config = drillOf('recovery-replica');

test.each(['start', 'continue', 'end'] as const)(
  'one schedule calls what rehearses to %s',
  (phase) => {
    const args = resource(config, 'aws_scheduler_schedule', `order_drill_replica_${phase}`);
    expect(args).toMatchObject({
      name: NAMES[phase],
      group_name: 'acme-prod-recovery-runners',
      schedule_expression: TIMES[phase],
      schedule_expression_timezone: 'UTC',
      kms_key_arn: 'arn:key',
      target: { arn: 'arn:function', role_arn: 'arn:role' },
      depends_on: ['aws_iam_role_policy.order'],
    });
    const { input } = args.target as { readonly input: string };
    expect(JSON.parse(input)).toEqual({ drill: orderOf('recovery-replica'), phase });
  },
);

test('a drill that failed rings until one has passed', () => {
  expect(
    resource(config, 'aws_cloudwatch_metric_alarm', 'order_drill_replica_failed'),
  ).toMatchObject({
    namespace: 'Kura/Recovery',
    metric_name: 'DrillFailed',
    dimensions: { Instance: 'acme-prod-order', Mechanism: 'recovery-replica' },
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    treat_missing_data: 'ignore',
    alarm_actions: ['arn:warning'],
    ok_actions: ['arn:warning'],
  });
});

test('one that took longer than its objective rings too, where there is one', () => {
  const slow = resource(config, 'aws_cloudwatch_metric_alarm', 'order_drill_replica_slow');
  expect(slow).toMatchObject({ metric_name: 'DrillRto', threshold: 7200 });
  expect(addressesOf(drillOf('recovery-replica', null)).join(' ')).not.toContain('slow');
});

test('where nobody is told of warnings, there is no alarm', () => {
  const untold = addressesOf(drillOf('recovery-replica', HOUR, []));
  expect(untold.filter((each) => each.includes('alarm'))).toEqual([]);
});
