import type { AwsFoundation, AwsInstance, AwsNetworkPlan } from '../deployment/aws-deployment';
import type { Quota, Usage } from './quota';

/**
 * Sources, read 2026-11: "Quotas and constraints for Amazon RDS" (RDS user guide); "Amazon VPC quotas" (VPC user guide);
 * "Resource quotas" (KMS developer guide); "IAM and AWS STS quotas" (IAM user guide); CreateLogGroup (CloudWatch Logs API
 * reference). Secrets: third parties that quote "AWS Secrets Manager quotas"; its row was cut off in the copy read.
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
} as const satisfies Readonly<Record<string, Quota>>;
export type AwsQuotaName = keyof typeof AWS_QUOTAS;

/** Log groups that an engine exports to: three for either engine (constructs/aws/database-logs.ts). */
const LOGS_OF_A_DATABASE = 3;

type AwsUsage = Usage<AwsQuotaName>;

/** What a foundation's stack makes. */
export function awsFoundationUsage({ network: { value } }: AwsFoundation): AwsUsage {
  // The key of its flow logs; an isolated instance's do with the instance's own.
  return { ...usageOfNetwork(value), ...(value.kind === 'made' ? { keys: 1 } : {}) };
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
    logGroups: databases * LOGS_OF_A_DATABASE,
    policies: logins('iam'),
    secrets: logins('secret'),
  };
}

/** A network and the monitoring role of those who share it; an existing network has only a subnet group of ours. */
export function usageOfNetwork({ kind }: AwsNetworkPlan): AwsUsage {
  if (kind === 'existing') return { subnetGroups: 1, roles: 1 };
  return { subnetGroups: 1, networks: 1, securityGroups: 1, logGroups: 1, roles: 2 };
}
