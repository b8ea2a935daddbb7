import type { Deployment, Instance, NetworkPlan } from '../deployment';

/** Where a quota holds: in each region of an account, in the whole account, or for each source of replicas. */
type Scope = 'region' | 'account' | 'source';

/** A default quota of AWS: what an account has until it asks for more. */
export interface Quota {
  readonly what: string;
  readonly scope: Scope;
  readonly quota: number;
  /** Regions that begin with less. */
  readonly smaller?: Readonly<Record<string, number>>;
  /** The Terraform types that use it up; none where it is not counted in resources. */
  readonly types: readonly string[];
}

/**
 * Sources, read 2026-11: "Quotas and constraints for Amazon RDS" (RDS user guide); "Amazon VPC quotas" (VPC user guide);
 * "Resource quotas" (KMS developer guide); "IAM and AWS STS quotas" (IAM user guide); CreateLogGroup (CloudWatch Logs API
 * reference). Secrets: third parties that quote "AWS Secrets Manager quotas"; its row was cut off in the copy read.
 */
export const QUOTAS = {
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
export type QuotaName = keyof typeof QUOTAS;

/** What an estate takes of one quota in one account. */
export interface QuotaCount {
  readonly account: string;
  /** `all` where the quota is the whole account’s. */
  readonly region: string;
  readonly name: QuotaName;
  readonly used: number;
  readonly quota: number;
}

/** Log groups that an engine exports to: three for either engine (constructs/aws/database-logs.ts). */
const LOGS_OF_A_DATABASE = 3;

type Usage = Readonly<Partial<Record<QuotaName, number>>>;

/**
 * Counts what the stacks of a Deployment make, for each account and region, against the default quotas. It counts from the
 * Deployment alone, so that it answers before any synth; a test holds it to the synthesized resources.
 */
export function countResources({ foundations, instances }: Deployment): readonly QuotaCount[] {
  const counts = new Map<string, QuotaCount>();
  const add = ({ account, region: home }: Instance['target'], usage: Usage): void => {
    for (const name of Object.keys(QUOTAS) as QuotaName[]) {
      const { scope, quota, smaller }: Quota = QUOTAS[name];
      const region = scope === 'account' ? 'all' : home;
      const key = [account, region, name].join(' ');
      const before = counts.get(key)?.used ?? 0;
      const more = usage[name] ?? 0;
      const used = scope === 'source' ? Math.max(before, more) : before + more;
      counts.set(key, { account, region, name, used, quota: smaller?.[region] ?? quota });
    }
  };
  for (const { target, network } of foundations) {
    add(target, usageOfNetwork(network.value));
    // The key of its flow logs; an isolated instance's do with the instance's own.
    if (network.value.kind === 'made') add(target, { keys: 1 });
  }
  for (const instance of instances) {
    add(instance.target, usageOf(instance));
    if (instance.ownNetwork) add(instance.target, usageOfNetwork(instance.ownNetwork.value));
  }
  return [...counts.values()].sort(byAccount);
}

function usageOf({ decisions, services }: Instance): Usage {
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
function usageOfNetwork({ kind }: NetworkPlan): Usage {
  if (kind === 'existing') return { subnetGroups: 1, roles: 1 };
  return { subnetGroups: 1, networks: 1, securityGroups: 1, logGroups: 1, roles: 2 };
}

/** Within an account, the order of the table. */
function byAccount(a: QuotaCount, b: QuotaCount): number {
  return a.account < b.account ? -1 : a.account > b.account ? 1 : 0;
}
