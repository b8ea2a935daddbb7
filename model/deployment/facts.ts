import type { Alerts } from '../alerts/alert';
import type { Routes } from '../alerts/routes';
import type { DataClass } from '../audit/data-class';
import type { Decision } from '../decision';
import type { Role } from '../language/roles';
import type { Placement } from '../language/service-language';
import type { BreakGlass } from '../recovery/break-glass';
import type { Recovery } from '../recovery/recovery';
import type { Restore } from '../recovery/restore';
import type { Engine } from '../tables/engines';
import type { PresetName } from '../tables/presets';
import type { TierName } from '../tables/tiers';
import type { DeclaredPartitions, DeclaredSchema, DeclaredTable } from '../sql/declared-state';
import type { MarkedTable } from '../sql/marked-table';
import type { ExtensionName } from '../sql/extensions';
import type { Timeouts } from '../sql/role-limits';

/** What is true of an environment’s shared part on either cloud. */
export interface FoundationFacts {
  /** `<environment>-<cloud>-foundation`. */
  readonly stack: string;
  readonly environment: string;
  readonly preset: PresetName;
  /** `<organisation>-<environment>`: how its cloud names begin. */
  readonly prefix: string;
  readonly recoveryRegion: string;
  readonly logRetentionDays: Decision<number>;
  /** Who is told of alerts, by severity. */
  readonly routes: Routes;
  /** Whether an operator has a way in to an instance in this network: then there is a host to go through. */
  readonly operators: boolean;
}

/** The settings that an instance has on either cloud. */
export interface SharedDecisions {
  /** Immutable: stack, state key, address and cloud identifier derive from it. */
  readonly instanceId: Decision<string>;
  readonly placement: Decision<Placement>;
  readonly tier: Decision<TierName>;
  readonly engineVersion: Decision<string>;
  /** GiB. */
  readonly storage: Decision<number>;
  /** GiB: where the disk stops growing by itself. */
  readonly storageCeiling: Decision<number>;
  readonly readers: Decision<number>;
  readonly highAvailability: Decision<boolean>;
  /** Days back that a restore to a point in time reaches. */
  readonly backupRetentionDays: Decision<number>;
  /** Whether the cloud refuses to delete it. */
  readonly deletionProtection: Decision<boolean>;
  readonly preventDestroy: Decision<boolean>;
  readonly logRetentionDays: Decision<number>;
  /** Ranges inside the network that may connect. */
  readonly clientCidrs: Decision<readonly string[]>;
  readonly maxConnections: Decision<number>;
  /** Milliseconds that a statement may take before it counts as slow. */
  readonly latencyBudget: Decision<number>;
}

/** What is true of an instance on either cloud. */
export interface InstanceFacts {
  /** Immutable: stack, state key, address and cloud identifier derive from it. */
  readonly id: string;
  /** `<environment>-<cloud>-<id>`. */
  readonly stack: string;
  readonly environment: string;
  readonly preset: PresetName;
  readonly engine: Engine;
  readonly port: number;
  /** The cloud’s name of the primary; readers add `-reader-<n>`. */
  readonly identifier: string;
  /** Whether it serves, is about to go, or is gone but for its backups. */
  readonly lifecycle: Decision<InstanceState>;
  /** Which instance serves: `primary`, `recovery`, or a restored one by its name. Contract, logins, runner and alarms follow it. */
  readonly active: Decision<string>;
  readonly recovery: Recovery;
  /** What is watched of it, from where on that is told, and to whom; and what is not, and why. */
  readonly alerts: Alerts;
  /** Instances restored beside it, by name. */
  readonly restores: readonly Restore[];
  /** Protections that somebody approved to turn off. */
  readonly breakGlass: readonly BreakGlass[];
  /** What the cloud changes by itself and Terraform leaves so: by argument, how, and why. */
  readonly leftAlone: Readonly<Record<string, Decision<LeftAlone>>>;
  readonly services: readonly DeployedService[];
}

export const INSTANCE_STATES = ['serving', 'retiring', 'retired'] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** Who leaves a change of the cloud's alone: Kura's `ignore_changes`, the provider itself, or a value that is never below it. */
export const LEFT_ALONE = ['ignored', 'by the provider', 'never below'] as const;
export type LeftAlone = (typeof LEFT_ALONE)[number];

/** One way in: an identity, its role, and the database user it logs in as. */
export interface Access {
  /** ARN of the IAM role; on Google the member, `serviceAccount:…`. */
  readonly identity: string;
  readonly role: Role;
  readonly via: 'iam' | 'secret';
  /** The cloud’s name of the secret with its password; absent where it logs in by IAM. */
  readonly secret?: string;
  /** Database user name. */
  readonly login: string;
  /** Whether the right to log in is given to the identity here; exported either way. */
  readonly attach: boolean;
  /** Only these tables of the database; all that the role may where absent. */
  readonly tables?: readonly DeclaredTable[];
  /** An operator's end, in UTC: `2026-12-01T00:00:00Z`. */
  readonly until?: string;
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

/** A database to connect to. */
export interface Endpoint {
  /** RDS identifier; on Google the connection name, `project:region:instance`. */
  readonly instance: string;
  readonly port: number;
}

/**
 * How a client knows that it speaks with the database. `verify-full`: it checks the certificate against the CA’s bundle.
 * `connector`: the Cloud SQL connector does, and shows a certificate of its own for the identity.
 */
export interface Tls {
  readonly mode: 'verify-full' | 'connector';
  readonly ca: string;
  /** Where the CA’s certificates are; null where the connector fetches them. */
  readonly bundle: string | null;
}

/** How an application connects, as far as it is fixed before the deploy. The same shape on both clouds. */
export interface Contract {
  /** The stack of the instance that serves. */
  readonly stack: string;
  /** Its output that also has the hosts. */
  readonly output: string;
  readonly writer: Endpoint;
  readonly readers: readonly Endpoint[];
  /** What lets a client in: the name of the security group it joins; on Google, in a network of Kura’s, its network tag. */
  readonly client: string;
  readonly tls: Tls;
}

/** What a PostgreSQL database holds before any migration; on MySQL all of it is empty. */
export interface DatabaseContents {
  readonly schemas: readonly DeclaredSchema[];
  readonly searchPath: readonly string[];
  readonly extensions: readonly ExtensionName[];
  /** Classes of pgAudit beyond the instance's own. */
  readonly audit: string | null;
  readonly partitions: readonly DeclaredPartitions[];
}

/** What a login of a role may take. */
export interface RoleLimits {
  /** Milliseconds; one that is absent is the instance's parameter. PostgreSQL only. */
  readonly timeouts: Partial<Timeouts>;
  /** Most sessions of one login. */
  readonly connections: number;
}

/** A service on an instance: the owner of exactly one database. */
export interface DeployedService {
  readonly service: string;
  /** Its first name, which a rename keeps: who owns the database. */
  readonly id: string;
  readonly owner: string;
  readonly place: string;
  readonly database: Decision<string>;
  /** What it holds: what is recorded of it follows from that. */
  readonly data: Decision<DataClass>;
  /** Of these somebody is told where much is read. */
  readonly personalTables: Decision<readonly MarkedTable[]>;
  readonly pool: Decision<Pool>;
  readonly contents: Decision<DatabaseContents>;
  /** Of each role that somebody has. */
  readonly limits: Decision<Partial<Record<Role, RoleLimits>>>;
  readonly access: readonly Access[];
  readonly contract: Contract;
}
