import type { AwsFoundation, AwsInstance, AwsNetworkPlan } from '../deployment/aws-deployment';
import type { Quota, Usage } from './quota';

/**
 * Sources, read 2026-11: "Quotas and constraints for Amazon RDS" (RDS user guide); "Amazon VPC quotas" (VPC user guide);
 * "Resource quotas" (KMS developer guide); "IAM and AWS STS quotas" (IAM user guide); CreateLogGroup (CloudWatch Logs API
 * reference); "CloudWatch service quotas" (CloudWatch user guide); "Quotas for Amazon EventBridge Scheduler" (Scheduler user
 * guide). Secrets: third parties that quote "AWS Secrets Manager quotas"; its row was cut off in the copy read.
 *
 * What has no row does not grow with an estate: a network has four endpoints of 50 at most, its runners share one security group
 * and so one interface in each of its subnets, of 250 ("Lambda quotas"), and 400 copies of the program are a few of 75 GB.
 */
export const AWS_QUOTAS = {
  databases: {
    what: 'RDS instances, with their readers',
    scope: 'region',
    quota: 40,
    smaller: { 'ap-south-1': 20 },
    types: ['aws_db_instance'],
  },
  storage: { what: 'GiB of RDS storage', scope: 'region', quota: 100_000, types: [] },
  readers: { what: 'readers of one instance', scope: 'source', quota: 15, types: [] },
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

/** Log groups that an engine exports to: three for either engine (constructs/aws/database-logs.ts). */
const LOGS_OF_A_DATABASE = 3;

type AwsUsage = Usage<AwsQuotaName>;

/** What a foundation's stack makes. */
export function awsFoundationUsage({ network: { value }, operators }: AwsFoundation): AwsUsage {
  // The key of its alarms and logs; an isolated instance's do with the instance's own.
  return { ...usageOfNetwork(value, operators), keys: 1 };
}

/** What an instance's stack makes, its own network apart. */
export function awsInstanceUsage({ decisions, services }: AwsInstance): AwsUsage {
  const databases = 1 + decisions.readers.value;
  const access = services.flatMap((service) => service.access);
  const logins = (via: 'iam' | 'secret'): number =>
    new Set(access.flatMap((entry) => (entry.via === via ? [entry.login] : []))).size;
  return {
    databases,
    storage: databases * decisions.storage.value,
    readers: decisions.readers.value,
    parameterGroups: 1,
    securityGroups: 2,
    keys: 1,
    logGroups: databases * LOGS_OF_A_DATABASE + 1,
    policies: logins('iam'),
    secrets: logins('secret'),
    // The runner's and its schedule's.
    roles: 2,
    alarms: 2,
  };
}

/** A network and what those share who are in it: the monitoring role, the ways in for runners and operators. */
export function usageOfNetwork({ kind }: AwsNetworkPlan, operators: boolean): AwsUsage {
  const hosts = operators ? 1 : 0;
  const shared = { subnetGroups: 1, scheduleGroups: 1 };
  // Two ways in of two groups each.
  const groups = 4;
  if (kind === 'existing') return { ...shared, securityGroups: groups, roles: 1 + hosts };
  return { ...shared, networks: 1, securityGroups: groups + 2, logGroups: 1, roles: 2 + hosts };
}
