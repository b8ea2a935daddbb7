import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import type { DatabaseInstanceSettings } from './instance';
import {
  TAKEN_FROM_PRIMARY,
  TURNED_BY_FAILOVER,
  type Protection,
  type Storage,
} from './protection';

export interface ReaderSettings {
  /** Counts from 1. */
  readonly number: number;
  /** Whether Cloud SQL and the provider refuse to delete it: approved apart from its primary's. */
  readonly deletionProtection: boolean;
}

/** What a reader takes from the instance that it reads: a primary, or one restored beside it. */
export interface ReadInstance {
  readonly settings: Pick<
    DatabaseInstanceSettings,
    'address' | 'identifier' | 'project' | 'region' | 'databaseVersion' | 'machineType' | 'replica'
  >;
  readonly protection: Protection;
  readonly storage: Storage;
  readonly identifier: string;
  readonly diskSize: number;
}

export interface ReaderWiring {
  readonly primary: ReadInstance;
}

/** Grows by itself, to more than its primary's at times; a larger one in the estate comes to it with the data. */
const GROWN = 'settings[0].disk_size';

/** The identifier of a reader. */
export function readerIdentifier(primary: string, number: number): string {
  return `${primary}-reader-${number}`;
}

/**
 * A read replica in its primary's region. It has no setting of its own but its number and who may delete it: all else comes from the
 * primary. Cloud SQL takes neither backups (create-replica page, 2026-04) nor a maintenance window ("Instance settings",
 * 2026-04) nor a password policy (terraform-google-sql-db#430) for a replica: those of its primary hold.
 */
export class Reader extends Construct {
  readonly host: string;

  constructor(
    scope: Construct,
    id: string,
    { number, deletionProtection }: ReaderSettings,
    { primary }: ReaderWiring,
  ) {
    super(scope, id);
    const { settings, protection, storage } = primary;
    const reader = new SqlDatabaseInstance(this, 'Resource', {
      ...protection,
      deletionProtection,
      name: readerIdentifier(settings.identifier, number),
      project: settings.project,
      region: settings.region,
      databaseVersion: settings.databaseVersion,
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: primary.identifier,
      settings: {
        ...protection.settings,
        deletionProtectionEnabled: deletionProtection,
        ...storage,
        // Cloud SQL refuses a disk smaller than its primary's, which may have grown (terraform-google-sql-db#338).
        diskSize: primary.diskSize,
        tier: settings.machineType,
        availabilityType: 'ZONAL',
      },
      lifecycle: {
        ignoreChanges: [
          GROWN,
          ...TAKEN_FROM_PRIMARY,
          // Whom it reads, once its primary has become another's replica.
          ...(settings.replica ? TURNED_BY_FAILOVER : []),
        ],
      },
    });
    pin(reader, addressOf(settings.address, 'reader', String(number)));
    this.host = reader.privateIpAddress;
  }
}
