import {
  alarmTopics,
  alarms,
  anyKey,
  drills,
  hosts,
  inRegions,
  runners,
  scheduleGroups,
  schedules,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';

/** Runners and what rehearses recoveries, what starts them, and what is heard of them. */
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
      Resource: [runners(scope), drills(scope)],
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
      Resource: [alarms(scope), alarmTopics(scope)],
      Condition: here,
    },
    {
      // It knows no resource.
      Sid: 'EndSubscriptions',
      Effect: 'Allow',
      Action: ['sns:Unsubscribe'],
      Resource: ['*'],
      Condition: here,
    },
  ];
}
