import type { Quota } from './quota';

/**
 * Sources, read 2026-11: "Quotas and constraints for Amazon RDS" (RDS user guide); "Amazon VPC quotas" (VPC user guide);
 * "Resource quotas" (KMS developer guide); "IAM and AWS STS quotas" (IAM user guide); CreateLogGroup (CloudWatch Logs API
 * reference); "CloudWatch service quotas" (CloudWatch user guide); "Quotas for Amazon EventBridge Scheduler" (Scheduler user
 * guide); "Replicating automated backups to another AWS Region" (RDS user guide: for each account and destination region). Secrets:
 * third parties that quote "AWS Secrets Manager quotas"; its row was cut off in the copy read.
 *
 * What has no row does not grow with an estate: a network has four endpoints of 50 at most, its runners share one security group
 * and so one interface in each of its subnets, of 250 ("Lambda quotas"), and 400 copies of the program are a few of 75 GB. Vaults,
 * their plans and restore testing plans, of 100 ("Restore testing", AWS Backup developer guide), are an environment’s or an isolated
 * instance’s. Of a million schedules an instance has ten at most.
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
  alarms: {
    what: 'CloudWatch alarms',
    scope: 'region',
    quota: 5000,
    types: ['aws_cloudwatch_metric_alarm'],
  },
  scheduleGroups: {
    what: 'schedule groups',
    scope: 'region',
    quota: 500,
    types: ['aws_scheduler_schedule_group'],
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type AwsQuotaName = keyof typeof AWS_QUOTAS;
