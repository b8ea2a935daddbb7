import type {
  SqlDatabaseInstanceConfig,
  SqlDatabaseInstanceSettings,
} from '@cdktf/provider-google/lib/sql-database-instance';
import type { ITerraformDependable } from 'cdktf';
import type { GoogleInstanceSettings } from '../../model/deployment/google-deployment';

export interface ProtectionSettings extends GoogleInstanceSettings {
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** The provider's default labels do not reach Cloud SQL: an instance has user labels only (provider 6.50.0, schema). */
  readonly labels: Readonly<Record<string, string>>;
}

/** What a database and its readers share, beside the settings. */
export interface ProtectionWiring {
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
  readonly network: {
    /** `projects/PROJECT/global/networks/NAME`. */
    readonly id: string;
    /** The name of the allocated range that addresses come from. */
    readonly range: string;
  };
}

/** A part of an instance: the machine type, which a whole one must have, is not protection's. */
interface Part extends Partial<Omit<SqlDatabaseInstanceConfig, 'settings'>> {
  readonly settings: Partial<SqlDatabaseInstanceSettings>;
}

export type Protection = ReturnType<typeof protectionOf>;

/** Every argument of a primary that guards data, exposure or evidence. Computed once; readers take it whole. */
export function protectionOf(settings: ProtectionSettings, { key, network }: ProtectionWiring) {
  return {
    // A reader in its primary's region has its primary's key: Cloud SQL refuses any other (CMEK page, 2026-04).
    encryptionKeyName: key.id,
    // Against Terraform; the setting below is against everything else.
    deletionProtection: settings.deletionProtection,
    settings: {
      // Never left out: PostgreSQL from 16 and MySQL from 8.4 would then be Enterprise Plus (create-replica page, 2026-04).
      edition: settings.edition,
      activationPolicy: 'ALWAYS',
      pricingPlan: 'PER_USE',
      deletionProtectionEnabled: settings.deletionProtection,
      retainBackupsOnDelete: true,
      // sslMode demands certificates. REQUIRED was once refused with readers, and one page still says so (decision 0009).
      connectorEnforcement: 'NOT_REQUIRED',
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: network.id,
        allocatedIpRange: network.range,
        // A way in around the network, for BigQuery.
        enablePrivatePathForGoogleCloudServices: false,
        sslMode: settings.sslMode,
        serverCaMode: settings.serverCaMode,
      },
      databaseFlags: sorted(settings.flags),
      insightsConfig: INSIGHTS,
      // Ways out of the database: to Vertex AI, and its schema to Dataplex.
      enableGoogleMlIntegration: false,
      enableDataplexIntegration: false,
      userLabels: { ...settings.labels },
    },
  } satisfies Part;
}

/** Cloud SQL's own figures ("InsightsConfig", Admin API, read 2026-11), stated: another length restarts the database. */
const INSIGHTS = {
  queryInsightsEnabled: true,
  queryStringLength: 1024,
  queryPlansPerMinute: 5,
  recordApplicationTags: true,
  recordClientAddress: true,
};

function sorted(flags: ProtectionSettings['flags']): { name: string; value: string }[] {
  return flags
    .map(({ name, value }) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export type Storage = ReturnType<typeof storageOf>;

/** Growth and its ceiling apply to readers too, where no others can be set ("Instance settings", 2026-04). */
export function storageOf({ storage, storageCeiling }: GoogleInstanceSettings) {
  return {
    diskType: 'PD_SSD',
    diskSize: storage,
    diskAutoresize: true,
    diskAutoresizeLimit: storageCeiling,
  } satisfies Partial<SqlDatabaseInstanceSettings>;
}

/** What Cloud SQL may show on a replica although nobody can set it there (terraform-provider-google#7609). */
export const TAKEN_FROM_PRIMARY: readonly string[] = [
  'settings[0].maintenance_window',
  'settings[0].deny_maintenance_period',
  'settings[0].password_validation_policy',
];

/**
 * What a failover turns round on both of a pair. Stated as before it, the provider promotes the one that is a replica now, or
 * replaces the other (`isSwitchoverRequested` and CustomizeDiff of `master_instance_name`, provider 6.50.0).
 */
export const TURNED_BY_FAILOVER: readonly string[] = [
  'instance_type',
  'master_instance_name',
  'replica_configuration',
];
