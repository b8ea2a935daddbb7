import type { TrailKeeping } from '../audit/resolve-keeping';
import type { Decision, Values } from '../decision';
import type { Edition } from '../tables/tiers';
import type { FoundationFacts, InstanceFacts, SharedDecisions } from './facts';

/** What Terraform signs in to: every provider block is pinned to it. */
export interface GoogleTarget {
  readonly project: string;
  readonly region: string;
  /** The e-mail address of the service account that Terraform acts as. */
  readonly deployServiceAccount: string;
}

/** Where a stack keeps its state: a local file outside the output folder, or a Cloud Storage bucket. */
export type GoogleStateStore =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'gcs';
      readonly bucket: string;
      /** The resource name of the key that encrypts it. */
      readonly kmsKey: string;
    };

/** A network that Kura makes, with its planned private services range, or an existing one that has such a range. */
export type GoogleNetworkPlan =
  | {
      readonly kind: 'made';
      readonly cidr: string;
      /** The private services range: where Cloud SQL has its addresses. */
      readonly services: string;
      /** The subnet that runners have their addresses in, and the host that operators go through. */
      readonly runner: string;
    }
  | {
      readonly kind: 'existing';
      readonly cidr: string;
      /** `projects/PROJECT/global/networks/NAME`. */
      readonly vpc: string;
      /** The allocated range's name. */
      readonly range: string;
      readonly services: string;
      /** `projects/PROJECT/regions/REGION/subnetworks/NAME`: where runners have their addresses. */
      readonly subnet: string;
    };

/** What an environment has in its recovery region. Networks of Google’s span regions: only the runners’ subnet is one’s own. */
export interface GoogleRecoveryFoundation {
  /** `<environment>-google-recovery`. */
  readonly stack: string;
  readonly target: GoogleTarget;
  readonly state: GoogleStateStore;
  readonly subnet: Decision<GoogleSubnetPlan>;
  /** Whether an instance that serves there has an operator: then there is a host to go through. */
  readonly operators: boolean;
}

/** Where runners in the recovery region have their addresses: a range that Kura makes a subnet of, or an existing subnet. */
export type GoogleSubnetPlan =
  | { readonly kind: 'made'; readonly cidr: string }
  | {
      readonly kind: 'existing';
      /** `projects/PROJECT/regions/REGION/subnetworks/NAME`. */
      readonly subnet: string;
    };

/** What keeps an environment’s trail in one region. */
export interface GoogleAuditStore {
  /** `<environment>-google-audit`, `<environment>-google-audit-recovery`. */
  readonly stack: string;
  /** The project that keeps it. No deploy account of the environment’s is its account, or acts as it. */
  readonly target: GoogleTarget;
  readonly state: GoogleStateStore;
  /** `audit-<organisation>-<environment>`: its log bucket, its key, and the sinks that fill it. */
  readonly name: string;
}

/** An environment’s trail: who did what in its databases, in its projects and to the trail itself. */
export interface GoogleAudit extends TrailKeeping {
  /** The projects that write to it, each with the account that Terraform acts as there for the trail. */
  readonly sources: readonly Pick<GoogleTarget, 'project' | 'deployServiceAccount'>[];
  readonly primary: GoogleAuditStore;
  /** Present where an instance has something in the recovery region: what is logged of it is kept there too. */
  readonly recovery?: GoogleAuditStore;
}

/** What an environment on Google Cloud shares between its instances. */
export interface GoogleFoundation extends FoundationFacts {
  readonly cloud: 'google';
  readonly target: GoogleTarget;
  readonly state: GoogleStateStore;
  readonly network: Decision<GoogleNetworkPlan>;
  readonly audit: GoogleAudit;
  /** Present where an instance in its network has something in the recovery region. */
  readonly recovery?: GoogleRecoveryFoundation;
}

/** What an instance has in the recovery region. */
export interface GoogleRecoveryHome {
  /** `<environment>-google-<id>-recovery`. */
  readonly stack: string;
  /** `<identifier>-recovery`: the recovery replica. */
  readonly identifier: string;
  readonly target: GoogleTarget;
  /** Whether the replica has served: somebody has promoted it, and it follows nothing any more. */
  readonly promoted: boolean;
  readonly state: GoogleStateStore;
  /** Of an isolated instance, whose network is its own. */
  readonly ownSubnet?: Decision<GoogleSubnetPlan>;
  /** Whether the primary names the replica as the one that takes over: it must exist first. */
  readonly drReplica: Decision<'planned' | 'designated'>;
}

/** Days of every year, `mm-dd`: the first, and the one on which they are over. */
export interface YearlyDays {
  readonly from: string;
  readonly until: string;
}

/** Every setting of a Cloud SQL instance, resolved. */
export interface GoogleInstanceDecisions extends SharedDecisions {
  /** Cloud SQL's own `tier`: `db-custom-2-4096`, `db-perf-optimized-N-2`. */
  readonly machineType: Decision<string>;
  readonly edition: Decision<Edition>;
  /** `POSTGRES_17`, `MYSQL_8_4`. */
  readonly databaseVersion: Decision<string>;
  /** Daily backups kept. */
  readonly retainedBackups: Decision<number>;
  /** UTC, `hh:mm`: when the four hours begin in which Cloud SQL takes the daily backup. */
  readonly backupStart: Decision<string>;
  /** Where backups are kept. */
  readonly backupLocation: Decision<string>;
  /** UTC; 1 is Monday. */
  readonly maintenanceWindow: Decision<{ readonly day: number; readonly hour: number }>;
  /** How long after its announcement maintenance comes. */
  readonly updateTrack: Decision<'canary' | 'stable' | 'week5'>;
  readonly denyMaintenance: Decision<YearlyDays | null>;
  readonly sslMode: Decision<'ENCRYPTED_ONLY' | 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'>;
  readonly serverCaMode: Decision<'GOOGLE_MANAGED_INTERNAL_CA' | 'GOOGLE_MANAGED_CAS_CA'>;
  /** Whether Cloud SQL checks the passwords of its own users. */
  readonly passwordPolicy: Decision<'enforced' | 'none'>;
  /** Network tags whose bearers may connect, besides the instance’s own client tag. */
  readonly clientTags: Decision<readonly string[]>;
}

export type GoogleInstanceSettings = Values<GoogleInstanceDecisions>;

export interface GoogleInstance extends InstanceFacts {
  readonly cloud: 'google';
  readonly target: GoogleTarget;
  readonly state: GoogleStateStore;
  /** Its own network where it is isolated; the environment’s where absent. */
  readonly ownNetwork?: Decision<GoogleNetworkPlan>;
  /** Present where the recovery replica is wanted. */
  readonly recoveryHome?: GoogleRecoveryHome;
  readonly decisions: GoogleInstanceDecisions;
  /** Database flags by name, as Cloud SQL takes them. */
  readonly flags: Readonly<Record<string, Decision<string>>>;
}
