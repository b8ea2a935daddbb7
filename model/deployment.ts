import type { Decision, Values } from './decision';
import type { Engine } from './tables/engines';
import type { Placement, Role } from './language/service-language';
import type { PresetName } from './tables/presets';
import type { TierName } from './tables/tiers';

/** What Terraform signs in to: every provider block is pinned to it. */
export interface AwsTarget {
  readonly account: string;
  readonly region: string;
  readonly deployRoleArn: string;
}

/** Where a stack keeps its state: a local file outside the output folder, or an S3 bucket with native locking. */
export type StateStore =
  | { readonly kind: 'local' }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      readonly kmsKey: string;
    };

/** A network that Kura makes, with its planned subnets, or an existing one. */
export type NetworkPlan =
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
    };

/** What an environment on AWS shares between its instances. */
export interface Foundation {
  /** `<environment>-aws-foundation`. */
  readonly stack: string;
  readonly environment: string;
  readonly preset: PresetName;
  /** `<organisation>-<environment>`: how its cloud names begin. */
  readonly prefix: string;
  readonly target: AwsTarget;
  readonly recoveryRegion: string;
  readonly state: StateStore;
  readonly network: Decision<NetworkPlan>;
  readonly logRetentionDays: Decision<number>;
}

/** Every setting of an instance, resolved. */
export interface InstanceDecisions {
  /** Immutable: stack, state key, address and cloud identifier derive from it. */
  readonly instanceId: Decision<string>;
  readonly placement: Decision<Placement>;
  readonly tier: Decision<TierName>;
  readonly instanceClass: Decision<string>;
  readonly engineVersion: Decision<string>;
  readonly parameterFamily: Decision<string>;
  /** GiB. */
  readonly storage: Decision<number>;
  /** GiB: where storage autoscaling stops. */
  readonly storageCeiling: Decision<number>;
  /** Null where RDS sets it: gp3 below 400 GiB takes neither. */
  readonly iops: Decision<number | null>;
  /** MiB/s. */
  readonly throughput: Decision<number | null>;
  readonly readers: Decision<number>;
  readonly highAvailability: Decision<boolean>;
  readonly backupRetentionDays: Decision<number>;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: Decision<string>;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: Decision<string>;
  readonly preventDestroy: Decision<boolean>;
  readonly insightsMode: Decision<'standard' | 'advanced'>;
  /** Days Performance Insights keeps; null where the class cannot have it. */
  readonly insightsRetentionDays: Decision<number | null>;
  /** Seconds. */
  readonly monitoringInterval: Decision<number>;
  readonly logRetentionDays: Decision<number>;
  readonly caCertificate: Decision<string>;
  /** Security group ids that may connect, besides the instance’s own client group. */
  readonly clientSecurityGroups: Decision<readonly string[]>;
  /** Ranges inside the network that may connect. */
  readonly clientCidrs: Decision<readonly string[]>;
  readonly maxConnections: Decision<number>;
}

export type InstanceSettings = Values<InstanceDecisions>;

/** One way in: an identity, its role, and the database user it logs in as. */
export interface Access {
  /** ARN of the IAM role. */
  readonly identity: string;
  readonly role: Role;
  readonly via: 'iam' | 'secret';
  /** Database user name. */
  readonly login: string;
  /** Whether the login policy is attached to the role here; exported either way. */
  readonly attach: boolean;
  readonly reason: string;
  readonly place: string;
}

export interface Pool {
  readonly max: number;
  readonly min: number;
  /** Milliseconds. */
  readonly acquire: number;
  /** Milliseconds. */
  readonly idle: number;
  readonly instances: number;
}

/** A database to connect to, by its RDS identifier. */
export interface Endpoint {
  readonly instance: string;
  readonly port: number;
}

/** How an application connects, as far as it is fixed before the deploy. */
export interface Contract {
  /** The stack’s output that also has the hosts. */
  readonly output: string;
  readonly writer: Endpoint;
  readonly readers: readonly Endpoint[];
  readonly tls: { readonly mode: 'verify-full'; readonly ca: string; readonly bundle: string };
}

/** A service on an instance: the owner of exactly one database. */
export interface DeployedService {
  readonly service: string;
  /** Its first name, which a rename keeps: who owns the database. */
  readonly id: string;
  readonly owner: string;
  readonly place: string;
  readonly database: Decision<string>;
  readonly pool: Decision<Pool>;
  readonly access: readonly Access[];
  readonly contract: Contract;
}

export interface Instance {
  /** Immutable: stack, state key, address and cloud identifier derive from it. */
  readonly id: string;
  /** `<environment>-aws-<id>`. */
  readonly stack: string;
  readonly environment: string;
  readonly preset: PresetName;
  readonly engine: Engine;
  readonly port: number;
  /** RDS identifier of the primary; readers add `-reader-<n>`. */
  readonly identifier: string;
  readonly target: AwsTarget;
  readonly state: StateStore;
  /** Its own network where it is isolated; the environment’s where absent. */
  readonly ownNetwork?: Decision<NetworkPlan>;
  readonly decisions: InstanceDecisions;
  /** Database parameters by name, as RDS takes them. */
  readonly parameters: Readonly<Record<string, Decision<string>>>;
  readonly services: readonly DeployedService[];
}

/** A service that the estate describes on a cloud Kura does not build yet. */
export interface DescribedService {
  readonly environment: string;
  readonly service: string;
  readonly cloud: 'google';
  readonly place: string;
}

/** The whole estate, resolved: what the stacks are built from and what `deployment.json` records. */
export interface Deployment {
  readonly organisation: string;
  readonly timeZone: string;
  readonly foundations: readonly Foundation[];
  readonly instances: readonly Instance[];
  readonly described: readonly DescribedService[];
}
