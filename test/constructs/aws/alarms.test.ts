import { Alarms } from '../../../constructs/aws/alarms';
import type { AwsAlarm, AwsPage } from '../../../model/alerts/aws-alarms';
import { addressesOf, resource, synthOf } from '../../support/synth';

const CPU: AwsAlarm = {
  name: 'acme-prod-pay-cpu-critical',
  alert: 'cpu',
  severity: 'critical',
  subject: 'acme-prod-pay',
  description: 'the vCPUs are used up',
  measured: {
    series: [
      {
        id: 'm',
        namespace: 'AWS/RDS',
        name: 'CPUUtilization',
        dimensions: { DBInstanceIdentifier: 'acme-prod-pay' },
        statistic: 'Average',
      },
    ],
  },
  comparison: 'GreaterThanThreshold',
  threshold: 98,
  period: 300,
  evaluationPeriods: 12,
  missing: 'ignore',
  paged: false,
};
const [series] = CPU.measured.series;
if (!series) throw new Error('no series');

const alarmsOf = (alarms: readonly AwsAlarm[], pages: readonly AwsPage[] = []) =>
  synthOf((stack) => {
    const actions = { warning: ['arn:warning'], critical: ['arn:critical', 'arn:pager'] };
    const after = (name: string) => [{ fqn: `aws_db_instance.${name}` }];
    new Alarms(stack, 'alarms', { address: 'pay', alarms, pages, actions }, { after });
  });
const alarmOf = (alarm: AwsAlarm) =>
  resource(alarmsOf([alarm]), 'aws_cloudwatch_metric_alarm', alarm.name.replaceAll('-', '_'));

test('an alarm of one metric tells of its beginning and its end, once its database is there', () => {
  expect(alarmOf(CPU)).toEqual({
    alarm_name: 'acme-prod-pay-cpu-critical',
    alarm_description: 'the vCPUs are used up',
    namespace: 'AWS/RDS',
    metric_name: 'CPUUtilization',
    dimensions: { DBInstanceIdentifier: 'acme-prod-pay' },
    statistic: 'Average',
    period: 300,
    evaluation_periods: 12,
    comparison_operator: 'GreaterThanThreshold',
    threshold: 98,
    treat_missing_data: 'ignore',
    alarm_actions: ['arn:critical', 'arn:pager'],
    ok_actions: ['arn:critical', 'arn:pager'],
    depends_on: ['aws_db_instance.acme-prod-pay'],
  });
});

test('a percentile is an extended statistic', () => {
  const alarm = alarmOf({ ...CPU, measured: { series: [{ ...series, statistic: 'p90' }] } });
  expect(alarm).toMatchObject({ extended_statistic: 'p90' });
  expect(alarm).not.toHaveProperty('statistic');
});

test('of an expression each query has the period, and it alone is compared', () => {
  const alarm = alarmOf({ ...CPU, measured: { series: [series], expression: '100 - m' } });
  expect(alarm.metric_query).toEqual([
    { id: 'expression', expression: '100 - m', period: 300, return_data: true },
    {
      id: 'm',
      return_data: false,
      metric: {
        namespace: 'AWS/RDS',
        metric_name: 'CPUUtilization',
        dimensions: { DBInstanceIdentifier: 'acme-prod-pay' },
        period: 300,
        stat: 'Average',
      },
    },
  ]);
  for (const key of ['namespace', 'metric_name', 'dimensions', 'period', 'statistic'])
    expect(alarm).not.toHaveProperty(key);
});

test('what is counted of logs has no dimensions', () => {
  const counted = { ...series, namespace: 'Kura/Logs', dimensions: {} };
  expect(alarmOf({ ...CPU, measured: { series: [counted] } })).not.toHaveProperty('dimensions');
});

test('several of one cause are told by one, which names them by reference', () => {
  const other = { ...CPU, name: 'acme-prod-pay-memory-critical', paged: true };
  const page: AwsPage = {
    name: 'acme-prod-pay-load',
    cause: 'load',
    description: 'One cause, told once',
    alarms: [CPU.name, other.name],
  };
  const config = alarmsOf([{ ...CPU, paged: true }, other], [page]);
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_composite_alarm.pay_load',
    'aws_cloudwatch_metric_alarm.acme_prod_pay_cpu_critical',
    'aws_cloudwatch_metric_alarm.acme_prod_pay_memory_critical',
  ]);
  const rule = (name: string) => `ALARM("\${aws_cloudwatch_metric_alarm.${name}.alarm_name}")`;
  expect(resource(config, 'aws_cloudwatch_composite_alarm', 'pay_load')).toMatchObject({
    alarm_name: 'acme-prod-pay-load',
    alarm_rule: `${rule('acme_prod_pay_cpu_critical')} OR ${rule('acme_prod_pay_memory_critical')}`,
    alarm_actions: ['arn:critical', 'arn:pager'],
    ok_actions: ['arn:critical', 'arn:pager'],
  });
  const child = resource(config, 'aws_cloudwatch_metric_alarm', 'acme_prod_pay_cpu_critical');
  expect([child.alarm_actions, child.ok_actions]).toEqual([[], []]);
});
