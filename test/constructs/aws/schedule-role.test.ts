import { ScheduleRole } from '../../../constructs/aws/schedule-role';
import { policyOf, resource, synthOf } from '../../support/synth';

const config = synthOf(
  (stack) =>
    new ScheduleRole(
      stack,
      'role',
      {
        address: 'core-db',
        identifier: 'acme-prod-core-db',
        account: '333333333333',
        region: 'ap-northeast-1',
        group: 'acme-prod-runners',
        schedules: ['arn:schedule'],
      },
      { functionArns: ['arn:runner', 'arn:drill'], key: { arn: 'arn:key' } },
    ),
);

test('it starts the functions that it is for, and reads the input of their schedules alone', () => {
  const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', 'core_db_schedule'));
  expect(Statement).toMatchObject([
    { Action: ['lambda:InvokeFunction'], Resource: ['arn:runner', 'arn:drill'] },
    {
      Action: ['kms:Decrypt'],
      Resource: ['arn:key'],
      Condition: {
        ArnEquals: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': ['arn:schedule'] },
      },
    },
  ]);
});

test('it works for schedules of its group alone', () => {
  const role = resource(config, 'aws_iam_role', 'core_db_schedule');
  expect(role.name).toBe('acme-prod-core-db-schedule');
  expect(policyOf(role, 'assume_role_policy').Statement).toMatchObject([
    {
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '333333333333' },
        ArnEquals: {
          'aws:SourceArn':
            'arn:aws:scheduler:ap-northeast-1:333333333333:schedule-group/acme-prod-runners',
        },
      },
    },
  ]);
});
