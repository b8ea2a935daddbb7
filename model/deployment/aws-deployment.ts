import type { TrailKeeping } from '../audit/resolve-keeping';
import type { OptionGroupPlan } from '../audit/option-groups';
import type { Decision, Values } from '../decision';
import type { FoundationFacts, InstanceFacts, SharedDecisions } from './facts';

/** What Terraform signs in to: every provider block is pinned to it. */
export interface AwsTarget {
  readonly account: string;
  readonly region: string;
  readonly deployRoleArn: string;
}

/** Where a stack keeps its state: a local file outside the output folder, or an S3 bucket with native locking. */
export type AwsStateStore =
  | { readonly kind: 'local' }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly kmsKey: string;
    };

/** A network that Kura makes, with its planned subnets, or an existing one. */
export type AwsNetworkPlan =
  | {
      readonly kind: 'made';
      readonly cidr: string;
      readonly subnets: readonly { readonly zone: string; readonly cidr: string }[];
    }
  | {
      readonly kind: 'existing';
      readonly cidr: string;
      readonly vpc: string;
      readonly subnets: readonly string[];
      /** Ranges in which AWS's endpoints, or the way out to them, are. */
      readonly apis: readonly string[];
    };

/** Where a vault keeps copies that nobody deletes before their time. */
export interface AwsVaultPlan {
  readonly retentionDays: number;
  /** UTC, `hh:mm`: when the day’s snapshot begins, away from RDS’s own windows. */
  readonly startsAt: string;
}

/** What an environment has in its recovery region: the landing zone of a restore. */
export interface AwsRecoveryFoundation {
  /** `<environment>-aws-recovery`. */
  readonly stack: string;
  readonly target: AwsTarget;
  readonly state: AwsStateStore;
  readonly network: Decision<AwsNetworkPlan>;
  /** Whether an instance that serves there has an operator: then there is a host to go through. */
  readonly operators: boolean;
  /** Whether a recovery into its network is rehearsed, or comes to be where an instance serves there: then there is what does it. */
  readonly drills: boolean;
  /** Of the instances on MySQL that have something there, isolated ones aside. */
  readonly optionGroups: readonly OptionGroupPlan[];
}

/** What keeps an environment’s trail in one region. */
export interface AwsAuditStore {
  /** `<environment>-aws-audit`, `<environment>-aws-audit-recovery`. */
  readonly stack: string;
  /** The account that keeps it. No deploy role of the environment’s is its role, or takes it. */
  readonly target: AwsTarget;
  readonly state: AwsStateStore;
  /** `audit-<organisation>-<environment>`: its stream, destination and key, and how its roles begin. */
  readonly name: string;
  readonly bucket: string;
}

/** An environment’s trail: who did what in its databases, in its accounts and to the trail itself. */
export interface AwsAudit extends TrailKeeping {
  /** What records each account’s calls: a trail of Kura’s in each (`made`), or the ARN of one that does it already. */
  readonly trail: Decision<string>;
  /** The accounts that write to it, each with the role that Terraform assumes there for the trail. */
  readonly sources: readonly Pick<AwsTarget, 'account' | 'deployRoleArn'>[];
  readonly primary: AwsAuditStore;
  /** Present where an instance has something in the recovery region: what is logged there stays there. */
  readonly recovery?: AwsAuditStore;
}

/** What an environment on AWS shares between its instances. */
export interface AwsFoundation extends FoundationFacts {
  readonly cloud: 'aws';
  readonly target: AwsTarget;
  readonly state: AwsStateStore;
  readonly network: Decision<AwsNetworkPlan>;
  /** Whether a recovery in its network is rehearsed: then there is what does it. */
  readonly drills: boolean;
  readonly audit: AwsAudit;
  /** Of the instances on MySQL in its network. */
  readonly optionGroups: readonly OptionGroupPlan[];
  /** Present where an instance in its network has something in the recovery region. */
  readonly recovery?: AwsRecoveryFoundation;
  /** Present where an instance in its account, not isolated, has copies in a vault. */
  readonly vault?: Decision<AwsVaultPlan>;
}

/** What an instance has in the recovery region. */
export interface AwsRecoveryHome {
  /** `<environment>-aws-<id>-recovery`. */
  readonly stack: string;
  /** `<identifier>-recovery`: how what is there is named, and the recovery replica itself. */
  readonly identifier: string;
  readonly target: AwsTarget;
  /** Whether the replica has served: somebody has promoted it, and it follows nothing any more. */
  readonly promoted: boolean;
  readonly state: AwsStateStore;
  /** Its own network where it is isolated; the environment’s there where absent. */
  readonly ownNetwork?: Decision<AwsNetworkPlan>;
}

/** Every setting of an RDS instance, resolved. */
export interface AwsInstanceDecisions extends SharedDecisions {
  readonly instanceClass: Decision<string>;
  readonly parameterFamily: Decision<string>;
  /** Null where RDS sets it: gp3 below 400 GiB takes neither. */
  readonly iops: Decision<number | null>;
  /** MiB/s. */
  readonly throughput: Decision<number | null>;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: Decision<string>;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: Decision<string>;
  readonly insightsMode: Decision<'standard' | 'advanced'>;
  /** Days Performance Insights keeps; null where the class cannot have it. */
  readonly insightsRetentionDays: Decision<number | null>;
  /** Seconds. */
  readonly monitoringInterval: Decision<number>;
  readonly caCertificate: Decision<string>;
  /** Security group ids that may connect, besides the instance’s own client group. */
  readonly clientSecurityGroups: Decision<readonly string[]>;
}

export type AwsInstanceSettings = Values<AwsInstanceDecisions>;

export interface AwsInstance extends InstanceFacts {
  readonly cloud: 'aws';
  readonly target: AwsTarget;
  readonly state: AwsStateStore;
  /** Its own network where it is isolated; the environment’s where absent. */
  readonly ownNetwork?: Decision<AwsNetworkPlan>;
  /** Present where a mechanism or a restored instance lives in the recovery region. */
  readonly recoveryHome?: AwsRecoveryHome;
  /** Of an isolated instance with copies in a vault: the vault is its own. */
  readonly ownVault?: Decision<AwsVaultPlan>;
  readonly decisions: AwsInstanceDecisions;
  /** Database parameters by name, as RDS takes them. */
  readonly parameters: Readonly<Record<string, Decision<string>>>;
}
