import { MonitoringRole, monitoringRoleName } from '../../../constructs/aws/monitoring-role';
import { policyOf, resource, synthOf } from '../../support/synth';

test('RDS monitoring of this account, and nobody else, may take the role', () => {
  const config = synthOf((stack) => {
    const settings = { address: 'shared', prefix: 'acme-prod', account: '333333333333' };
    new MonitoringRole(stack, 'monitoring-role', settings);
  });
  const role = resource(config, 'aws_iam_role', 'shared_rds_monitoring');
  expect(role.name).toBe(monitoringRoleName('acme-prod'));
  expect(policyOf(role, 'assume_role_policy').Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'monitoring.rds.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '333333333333' } },
    },
  ]);
  expect(
    resource(config, 'aws_iam_role_policy_attachment', 'shared_rds_monitoring').policy_arn,
  ).toBe('arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole');
});
