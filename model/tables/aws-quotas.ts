import type { Quota } from './quota';

/**
 * Sources, read 2026-11: "Quotas and constraints for Amazon RDS" (RDS user guide); "Amazon VPC quotas" (VPC user guide);
 * "Resource quotas" (KMS developer guide); "IAM and AWS STS quotas" (IAM user guide); CreateLogGroup (CloudWatch Logs API
 * reference); "CloudWatch service quotas" (CloudWatch user guide); "Quotas for Amazon EventBridge Scheduler" (Scheduler user
 * guide); "Amazon EventBridge quotas" (EventBridge user guide); "Amazon SNS endpoints and quotas" (AWS General Reference: standard
 * topics); "Replicating automated backups to another AWS Region" (RDS user guide: for each account and destination region). Secrets:
 * third parties that quote "AWS Secrets Manager quotas"; its row was cut off in the copy read. "CloudWatch Logs quotas" (CloudWatch Logs user
 * guide): subscriptions. "Quotas in AWS CloudTrail" (CloudTrail user guide).
 *
 * What has no row does not grow with an estate: a network has four endpoints of 50 at most, its runners share one security group
 * and so one interface in each of its subnets, of 250 ("Lambda quotas"), and 400 copies of the program are a few of 75 GB. Vaults,
 * their plans and restore testing plans, of 100 ("Restore testing", AWS Backup developer guide), are an environment’s or an isolated
 * instance’s. Of a million schedules an instance has ten at most. Of delivery streams, of which the
 * smallest regions have 100 ("Amazon Data Firehose Quota"), an environment has one in a region.
 */
export const AWS_QUOTAS = {
  databases: {
    what: 'RDS instances, with readers and restore tests',
    scope: 'region',
    quota: 40,
    smaller: { 'ap-south-1': 20 },
    types: ['aws_db_instance'],
  },
  storage: { what: 'GiB of RDS storage', scope: 'region', quota: 100_000, types: [] },
  readers: { what: 'replicas of one instance', scope: 'source', quota: 15, types: [] },
  replicatedBackups: {
    what: 'instances whose backups are replicated here',
    scope: 'region',
    quota: 20,
    types: ['aws_db_instance_automated_backups_replication'],
  },
  parameterGroups: {
    what: 'RDS parameter groups',
    scope: 'region',
    quota: 50,
    smaller: { 'ap-south-1': 20 },
    types: ['aws_db_parameter_group'],
  },
  optionGroups: {
    what: 'RDS option groups',
    scope: 'region',
    quota: 20,
    types: ['aws_db_option_group'],
  },
  subnetGroups: {
    what: 'RDS subnet groups',
    scope: 'region',
    quota: 50,
    smaller: { 'ap-south-1': 20 },
    types: ['aws_db_subnet_group'],
  },
  networks: { what: 'VPCs', scope: 'region', quota: 5, types: ['aws_vpc'] },
  securityGroups: {
    what: 'security groups',
    scope: 'region',
    quota: 2500,
    types: ['aws_security_group', 'aws_default_security_group'],
  },
  keys: { what: 'KMS keys', scope: 'region', quota: 100_000, types: ['aws_kms_key'] },
  logGroups: {
    what: 'log groups',
    scope: 'region',
    quota: 1_000_000,
    types: ['aws_cloudwatch_log_group'],
  },
  secrets: {
    what: 'secrets',
    scope: 'region',
    quota: 500_000,
    types: ['aws_secretsmanager_secret'],
  },
  policies: {
    what: 'IAM managed policies',
    scope: 'account',
    quota: 1500,
    types: ['aws_iam_policy'],
  },
  roles: { what: 'IAM roles', scope: 'account', quota: 1000, types: ['aws_iam_role'] },
  // "No limit on the total number of alarms per account"; an older copy of the page had 5,000 in a region.
  alarms: {
    what: 'CloudWatch alarms',
    scope: 'region',
    quota: null,
    types: ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'],
  },
  // The page has no number any more; an older copy had 1,000.
  dashboards: {
    what: 'CloudWatch dashboards',
    scope: 'account',
    quota: null,
    types: ['aws_cloudwatch_dashboard'],
  },
  // PutMetricFilter (CloudWatch Logs API reference): none has more.
  metricFilters: {
    what: 'filters of one log group',
    scope: 'source',
    quota: 100,
    types: [],
  },
  // Of nobody more: one is the audit trail's.
  subscriptions: {
    what: 'subscriptions of one log group',
    scope: 'source',
    quota: 2,
    types: [],
  },
  // AWS raises it for nobody. A trail of every region is one in each.
  trails: { what: 'CloudTrail trails', scope: 'region', quota: 5, types: [] },
  topics: { what: 'SNS topics', scope: 'region', quota: 100_000, types: ['aws_sns_topic'] },
  eventSubscriptions: {
    what: 'RDS event subscriptions',
    scope: 'region',
    quota: 20,
    types: ['aws_db_event_subscription'],
  },
  eventRules: {
    what: 'rules of EventBridge',
    scope: 'region',
    quota: 300,
    smaller: { 'af-south-1': 100, 'eu-south-1': 100 },
    types: ['aws_cloudwatch_event_rule'],
  },
  scheduleGroups: {
    what: 'schedule groups',
    scope: 'region',
    quota: 500,
    types: ['aws_scheduler_schedule_group'],
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type AwsQuotaName = keyof typeof AWS_QUOTAS;
