import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import type { DatabaseInstance } from './instance';
import { LEFT_ALONE } from './protection';

export interface ReaderSettings {
  /** Counts from 1. */
  readonly number: number;
}

export interface ReaderWiring {
  readonly primary: DatabaseInstance;
}

/** The identifier of a reader. */
export function readerIdentifier(primary: string, number: number): string {
  return `${primary}-reader-${number}`;
}

/** What Cloud SQL may show on a reader although nobody can set it there (terraform-provider-google#7609). */
const TAKEN_FROM_PRIMARY = [
  'settings[0].maintenance_window',
  'settings[0].deny_maintenance_period',
  'settings[0].password_validation_policy',
];

/**
 * A read replica in its primary's region. It has no setting of its own but its number: protection comes from the
 * primary. Cloud SQL takes neither backups (create-replica page, 2026-04) nor a maintenance window ("Instance settings",
 * 2026-04) nor a password policy (terraform-google-sql-db#430) for a replica: those of its primary hold.
 */
export class Reader extends Construct {
  readonly host: string;

  constructor(scope: Construct, id: string, { number }: ReaderSettings, wiring: ReaderWiring) {
    super(scope, id);
    const { primary } = wiring;
    const { settings, protection, storage } = primary;
    const reader = new SqlDatabaseInstance(this, 'Resource', {
      ...protection,
      name: readerIdentifier(settings.identifier, number),
      project: settings.project,
      region: settings.region,
      databaseVersion: settings.databaseVersion,
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: primary.identifier,
      settings: {
        ...protection.settings,
        ...storage,
        // Cloud SQL refuses a disk smaller than its primary's, which may have grown (terraform-google-sql-db#338).
        diskSize: primary.diskSize,
        tier: settings.machineType,
        availabilityType: 'ZONAL',
      },
      lifecycle: { ignoreChanges: [...LEFT_ALONE, ...TAKEN_FROM_PRIMARY] },
    });
    pin(reader, addressOf(settings.address, 'reader', String(number)));
    this.host = reader.privateIpAddress;
  }
}
