import {
  changes,
  makes,
  named,
  passes,
  reads,
  through,
  type ArnOf,
  type Place,
  type Request,
} from './aws-request';
import type { Json } from './synth';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

type Need = (args: Json, arn: ArnOf, place: Place) => Request[];

const functionOf = (arn: ArnOf, name: unknown): string =>
  arn(
    'lambda',
    `function:${text(name).startsWith('$') ? 'suzumina-prod-order-runner' : text(name)}`,
  );

/** The topic that a reference is to: a trail’s has the store’s name. */
const topicOf = (reference: unknown): string =>
  text(reference).includes('.audit_') ? 'audit-suzumina-prod-critical' : 'suzumina-prod-warning';

/** What the runner, its schedule, its alarms and the way to databases need. */
export const RUNNER_NEEDS: Readonly<Record<string, Need>> = {
  aws_cloudwatch_metric_alarm: ({ alarm_name: name }, arn) => [
    ...reads('cloudwatch:DescribeAlarms'),
    ...named(
      arn('cloudwatch', `alarm:${text(name)}`),
      ...['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
      ...['cloudwatch:TagResource', 'cloudwatch:UntagResource', 'cloudwatch:ListTagsForResource'],
    ),
  ],
  // "PutCompositeAlarm" (CloudWatch API reference, read 2026-11): it asks for a right to any.
  aws_cloudwatch_composite_alarm: ({ alarm_name: name }, arn) => [
    ...reads('cloudwatch:DescribeAlarms', 'cloudwatch:PutCompositeAlarm'),
    ...named(
      arn('cloudwatch', `alarm:${text(name)}`),
      ...['cloudwatch:DeleteAlarms', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'],
      'cloudwatch:ListTagsForResource',
    ),
  ],
  aws_cloudwatch_dashboard: ({ dashboard_name: name }, _, { account }) =>
    named(
      `arn:aws:cloudwatch::${account}:dashboard/${text(name)}`,
      ...['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', 'cloudwatch:DeleteDashboards'],
    ),
  aws_cloudwatch_log_metric_filter: ({ log_group_name: group }, arn) =>
    named(
      arn('logs', `log-group:${text(group)}`),
      ...['logs:PutMetricFilter', 'logs:DescribeMetricFilters', 'logs:DeleteMetricFilter'],
    ),
  aws_iam_instance_profile: ({ name }, arn) => [
    ...named(
      arn('iam', `instance-profile/${text(name)}`),
      ...['iam:CreateInstanceProfile', 'iam:GetInstanceProfile', 'iam:DeleteInstanceProfile'],
      ...['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      ...['iam:TagInstanceProfile', 'iam:UntagInstanceProfile'],
    ),
    ...passes(arn, text(name), 'ec2.amazonaws.com'),
  ],
  aws_instance: ({ instance_type: type }, arn, place) => [
    ...reads(
      ...['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'ec2:DescribeImages'],
      ...['ec2:DescribeInstanceAttribute', 'ec2:DescribeInstanceCreditSpecifications'],
      'ec2:DescribeVolumes',
    ),
    ...makes(arn('ec2', 'instance/i-1'), 'ec2:RunInstances', 'ec2:CreateTags').map((request) => ({
      ...request,
      says: {
        ...request.says,
        'ec2:InstanceType': text(type),
        'ec2:MetadataHttpTokens': 'required',
      },
    })),
    ...[
      'network-interface/eni-1',
      'security-group/sg-1',
      'subnet/subnet-1',
      'volume/vol-1',
    ].flatMap((rest) => named(arn('ec2', rest), 'ec2:RunInstances')),
    ...named('arn:aws:ec2:ap-northeast-1::image/ami-1', 'ec2:RunInstances'),
    ...makes(arn('ec2', 'volume/vol-1'), 'ec2:CreateTags'),
    ...changes(
      arn('ec2', 'instance/i-1'),
      ...['ec2:ModifyInstanceAttribute', 'ec2:ModifyInstanceMetadataOptions'],
      ...['ec2:StartInstances', 'ec2:StopInstances', 'ec2:TerminateInstances', 'ec2:DeleteTags'],
    ),
    ...through(
      ...([arn, place, 'ec2', 'kms:CreateGrant', 'kms:Decrypt'] as const),
      ...['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
    ),
    ...passes(arn, 'suzumina-prod-jump', 'ec2.amazonaws.com'),
  ],
  aws_lambda_function: ({ function_name: name }, arn, place) => [
    ...reads('ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'),
    ...named(
      functionOf(arn, name),
      ...['lambda:CreateFunction', 'lambda:DeleteFunction', 'lambda:GetFunction'],
      ...['lambda:GetFunctionCodeSigningConfig', 'lambda:ListVersionsByFunction'],
      ...['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
      ...['lambda:TagResource', 'lambda:UntagResource', 'lambda:ListTags'],
    ),
    ...through(arn, place, 'lambda', 'kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt'),
    ...passes(arn, text(name), 'lambda.amazonaws.com'),
  ],
  aws_lambda_function_event_invoke_config: ({ function_name: name }, arn) =>
    named(
      functionOf(arn, name),
      ...['lambda:PutFunctionEventInvokeConfig', 'lambda:GetFunctionEventInvokeConfig'],
      ...['lambda:UpdateFunctionEventInvokeConfig', 'lambda:DeleteFunctionEventInvokeConfig'],
    ),
  aws_lambda_invocation: ({ function_name: name }, arn) =>
    named(functionOf(arn, name), 'lambda:InvokeFunction'),
  aws_scheduler_schedule: ({ name, group_name: group }, arn, place) => [
    ...named(
      arn('scheduler', `schedule/${text(group)}/${text(name)}`),
      ...['scheduler:CreateSchedule', 'scheduler:GetSchedule'],
      ...['scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
    ),
    ...through(arn, place, 'scheduler', 'kms:Decrypt', 'kms:GenerateDataKey'),
    ...named(arn('kms', 'key/1'), 'kms:DescribeKey'),
    ...passes(arn, 'suzumina-prod-order-schedule', 'scheduler.amazonaws.com'),
  ],
  aws_scheduler_schedule_group: ({ name }, arn) =>
    named(
      arn('scheduler', `schedule-group/${text(name)}`),
      ...['scheduler:CreateScheduleGroup', 'scheduler:GetScheduleGroup'],
      'scheduler:DeleteScheduleGroup',
      ...['scheduler:TagResource', 'scheduler:UntagResource', 'scheduler:ListTagsForResource'],
    ),
  aws_sns_topic: ({ name }, arn) =>
    named(
      arn('sns', text(name)),
      ...['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes'],
      ...['sns:SetTopicAttributes', 'sns:ListTagsForResource'],
      ...['sns:TagResource', 'sns:UntagResource'],
    ),
  // rds/event_subscription.go: a change of its sources asks for one at a time.
  aws_db_event_subscription: ({ name }, arn) => [
    ...reads('rds:DescribeEventSubscriptions', 'rds:ListTagsForResource'),
    ...named(
      arn('rds', `es:${text(name)}`),
      ...['rds:CreateEventSubscription', 'rds:ModifyEventSubscription'],
      ...['rds:DeleteEventSubscription', 'rds:AddSourceIdentifierToSubscription'],
      'rds:RemoveSourceIdentifierFromSubscription',
      ...['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'],
    ),
  ],
  aws_sns_topic_policy: ({ arn: of }, arn) =>
    named(arn('sns', topicOf(of)), ...['sns:GetTopicAttributes', 'sns:SetTopicAttributes']),
  aws_sns_topic_subscription: ({ topic_arn: of }, arn) => [
    ...reads('sns:GetSubscriptionAttributes', 'sns:Unsubscribe'),
    ...named(arn('sns', topicOf(of)), 'sns:Subscribe'),
  ],
  aws_ssm_parameter: ({ name }) =>
    named(`arn:aws:ssm:ap-northeast-1::parameter${text(name)}`, 'ssm:GetParameter'),
  aws_vpc_endpoint: (_, arn) => [
    ...reads('ec2:DescribeVpcEndpoints', 'ec2:DescribePrefixLists'),
    ...makes(arn('ec2', 'vpc-endpoint/vpce-1'), 'ec2:CreateVpcEndpoint', 'ec2:CreateTags').map(
      (request) => ({ ...request, says: { ...request.says, 'ec2:VpceServiceOwner': 'amazon' } }),
    ),
    ...['vpc/vpc-1', 'subnet/subnet-1', 'security-group/sg-1'].flatMap((rest) =>
      changes(arn('ec2', rest), 'ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'),
    ),
    ...changes(
      arn('ec2', 'vpc-endpoint/vpce-1'),
      ...['ec2:ModifyVpcEndpoint', 'ec2:DeleteVpcEndpoints', 'ec2:DeleteTags'],
    ),
  ],
};
