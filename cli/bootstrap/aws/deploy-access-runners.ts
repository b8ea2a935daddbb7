import {
  alarmTopics,
  alarms,
  anyKey,
  dashboards,
  drills,
  watches,
  eventSubscriptions,
  hosts,
  inRegions,
  runners,
  scheduleGroups,
  schedules,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';

/** Runners, what rehearses recoveries and what watches, what starts them, and what is heard of them. */
export function programs(scope: AccountScope): Statement[] {
  const here = { StringEquals: inRegions(scope) };
  return [
    {
      // Terraform runs a runner itself where what is declared has changed.
      Sid: 'WriteRunners',
      Effect: 'Allow',
      Action: [
        'lambda:CreateFunction',
        'lambda:DeleteFunction',
        'lambda:DeleteFunctionEventInvokeConfig',
        'lambda:InvokeFunction',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:UpdateFunctionEventInvokeConfig',
      ],
      Resource: [runners(scope), drills(scope), watches(scope)],
      Condition: here,
    },
    {
      // Lambda makes a grant on the key as the caller, and encrypts the function's environment.
      Sid: 'UseKeysThroughLambda',
      Effect: 'Allow',
      Action: ['kms:CreateGrant', 'kms:Encrypt'],
      Resource: [anyKey(scope)],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': scope.account,
          'kms:ViaService': hosts(scope, 'lambda'),
        },
      },
    },
    {
      Sid: 'WriteSchedules',
      Effect: 'Allow',
      Action: [
        'scheduler:CreateSchedule',
        'scheduler:CreateScheduleGroup',
        'scheduler:DeleteSchedule',
        'scheduler:DeleteScheduleGroup',
        'scheduler:TagResource',
        'scheduler:UntagResource',
        'scheduler:UpdateSchedule',
      ],
      Resource: [scheduleGroups(scope), schedules(scope)],
      Condition: here,
    },
    {
      Sid: 'WriteAlarms',
      Effect: 'Allow',
      Action: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:DeleteDashboards',
        'cloudwatch:PutDashboard',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      Resource: [alarms(scope), dashboards(scope), ...alarmTopics(scope)],
      Condition: here,
    },
    {
      Sid: 'WriteEventSubscriptions',
      Effect: 'Allow',
      Action: [
        'rds:AddSourceIdentifierToSubscription',
        'rds:AddTagsToResource',
        'rds:CreateEventSubscription',
        'rds:DeleteEventSubscription',
        'rds:ModifyEventSubscription',
        'rds:RemoveSourceIdentifierFromSubscription',
        'rds:RemoveTagsFromResource',
      ],
      Resource: [eventSubscriptions(scope)],
      Condition: here,
    },
    {
      // The one knows no resource; of the other AWS wants a right to any ("PutCompositeAlarm", CloudWatch API reference, read 2026-11).
      Sid: 'WriteWhatHasNoName',
      Effect: 'Allow',
      Action: ['cloudwatch:PutCompositeAlarm', 'sns:Unsubscribe'],
      Resource: ['*'],
      Condition: here,
    },
  ];
}
