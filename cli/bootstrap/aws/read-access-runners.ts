import {
  alarmTopics,
  alarms,
  anyKey,
  dashboards,
  drills,
  watches,
  hosts,
  inRegions,
  jumpProfiles,
  runners,
  scheduleGroups,
  schedules,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';

/** Runners and what rehearses recoveries, what starts them, and what is heard of them. */
export function readRunners(scope: AccountScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      Sid: 'ReadRunners',
      Effect: 'Allow',
      Action: [
        'cloudwatch:GetDashboard',
        'cloudwatch:ListTagsForResource',
        'lambda:GetFunction',
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetFunctionEventInvokeConfig',
        'lambda:ListTags',
        'lambda:ListVersionsByFunction',
        'scheduler:GetSchedule',
        'scheduler:GetScheduleGroup',
        'scheduler:ListTagsForResource',
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
      ],
      Resource: [
        runners(scope),
        drills(scope),
        watches(scope),
        scheduleGroups(scope),
        schedules(scope),
        ...alarmTopics(scope),
        alarms(scope),
        dashboards(scope),
      ],
      Condition: here,
    },
    {
      // A runner's environment and a schedule's input are encrypted, and hold no secret.
      Sid: 'ReadRunnersSettings',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [anyKey(scope)],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': scope.account,
          'kms:ViaService': hosts(scope, 'lambda', 'scheduler'),
        },
      },
    },
  ];
}

/** The jump host, and which image is the newest. */
export function readHosts(scope: AccountScope): Statement[] {
  return [
    {
      Sid: 'ReadHosts',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeImages',
        'ec2:DescribeInstanceAttribute',
        'ec2:DescribeInstanceCreditSpecifications',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeVolumes',
      ],
      Resource: ['*'],
      Condition: { StringEquals: inRegions(scope) },
    },
    {
      Sid: 'ReadHostProfiles',
      Effect: 'Allow',
      Action: ['iam:GetInstanceProfile'],
      Resource: [jumpProfiles(scope)],
    },
    {
      Sid: 'FindImage',
      Effect: 'Allow',
      Action: ['ssm:GetParameter'],
      Resource: ['arn:aws:ssm:*::parameter/aws/service/ami-amazon-linux-latest/*'],
      Condition: { StringEquals: inRegions(scope) },
    },
  ];
}
