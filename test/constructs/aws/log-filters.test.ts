import { LogFilters } from '../../../constructs/aws/log-filters';
import { addressesOf, resource, synthOf } from '../../support/synth';

const config = synthOf((stack) => {
  const filters = ['acme-prod-pay', 'acme-prod-pay-reader-1'].map((database) => ({
    alert: 'deadlocks' as const,
    name: 'deadlocks',
    database,
    log: 'postgresql' as const,
    pattern: '"ERROR:" "deadlock detected"',
    metric: 'acme-prod-pay/deadlocks',
  }));
  const after = (name: string) => [{ fqn: `aws_db_instance.${name}` }];
  new LogFilters(stack, 'filters', { filters, namespace: 'Kura/Logs' }, { after });
});

test('lines of each database’s log are counted into one metric, once the log is there', () => {
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_log_metric_filter.acme_prod_pay_postgresql_deadlocks',
    'aws_cloudwatch_log_metric_filter.acme_prod_pay_reader_1_postgresql_deadlocks',
  ]);
  expect(
    resource(
      config,
      'aws_cloudwatch_log_metric_filter',
      'acme_prod_pay_reader_1_postgresql_deadlocks',
    ),
  ).toEqual({
    name: 'deadlocks',
    log_group_name: '/aws/rds/instance/acme-prod-pay-reader-1/postgresql',
    pattern: '"ERROR:" "deadlock detected"',
    // A default and dimensions exclude each other, and text has no dimensions.
    metric_transformation: {
      namespace: 'Kura/Logs',
      name: 'acme-prod-pay/deadlocks',
      value: '1',
      default_value: '0',
      unit: 'Count',
    },
    depends_on: ['aws_db_instance.acme-prod-pay-reader-1'],
  });
});
