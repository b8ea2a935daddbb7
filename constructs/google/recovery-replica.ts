import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { Construct } from 'constructs';
import { pin } from '../address';
import { policiesOf, type DatabaseInstanceSettings, type DatabaseInstanceWiring } from './instance';
import { protectionOf, storageOf, TAKEN_FROM_PRIMARY, TURNED_BY_FAILOVER } from './protection';

export interface RecoveryReplicaSettings extends Omit<DatabaseInstanceSettings, 'replica'> {
  /** Of the instance that it follows: a name and no reference, since that is in another region’s state. */
  readonly primary: string;
  /** Whether it has taken over: then it has backups of its own. */
  readonly serves: boolean;
}

/** Cloud SQL picks it from the primary’s (see below), and the provider would take it away again at every plan. */
const GIVEN_RANGE = 'settings[0].ip_configuration[0].allocated_ip_range';

/** What only a primary has, and a replica gets by a promotion before the estate says so. */
const AFTER_PROMOTION = ['settings[0].backup_configuration', ...TAKEN_FROM_PRIMARY];

/**
 * The replica in the recovery region, under a key that lives there: Cloud SQL demands one of its region ("Customer-managed encryption
 * keys", Cloud SQL, 2026-04-10). Machine, flags, edition and standby are its primary's, which a designated replica of Enterprise Plus
 * must have so ("Use advanced disaster recovery", 2026-10). It is promoted by `gcloud sql instances promote-replica` and never by a
 * plan: provider 6.50.0 cannot ask for a failover, and what a promotion turns round is left alone.
 *
 * As a replica it can have no backups, and a promoted one has none of its primary's ("Cloud SQL backups", 2026-11): it gets its own as
 * soon as the estate says that it serves. A new one needs a disk no smaller than its primary's has grown to: where that is more than the
 * estate states, Cloud SQL refuses it until the estate states as much.
 */
export class RecoveryReplica extends Construct {
  readonly identifier: string;
  /** Its private address. */
  readonly host: string;

  constructor(
    scope: Construct,
    id: string,
    settings: RecoveryReplicaSettings,
    wiring: DatabaseInstanceWiring,
  ) {
    super(scope, id);
    const { address, identifier, project, region, primary, serves } = settings;
    const { ipConfiguration, ...protection } = protectionOf(settings, wiring).settings;
    // Addresses are from the primary's range, and a replica states none (create-replica page, 2026-04).
    const { allocatedIpRange: _, ...addresses } = ipConfiguration;
    const replica = new SqlDatabaseInstance(this, 'Resource', {
      encryptionKeyName: wiring.key.id,
      deletionProtection: settings.deletionProtection,
      name: identifier,
      project,
      region,
      databaseVersion: settings.databaseVersion,
      instanceType: 'READ_REPLICA_INSTANCE',
      masterInstanceName: primary,
      settings: {
        ...protection,
        ipConfiguration: addresses,
        ...storageOf(settings),
        diskSize: wiring.disks.neverBelow(settings.storage, identifier),
        tier: settings.machineType,
        availabilityType: settings.highAvailability ? 'REGIONAL' : 'ZONAL',
        ...(serves ? policiesOf({ ...settings, backupLocation: region }) : followingOf(settings)),
      },
      // All data is copied to the other region first, and nobody publishes how long that takes.
      timeouts: { create: '12h', update: '3h', delete: '3h' },
      lifecycle: {
        preventDestroy: settings.preventDestroy,
        ignoreChanges: [
          ...TURNED_BY_FAILOVER,
          'replication_cluster',
          GIVEN_RANGE,
          ...(serves ? [] : AFTER_PROMOTION),
        ],
      },
      dependsOn: [wiring.key.binding, ...wiring.after],
    });
    pin(replica, address);
    this.identifier = replica.name;
    this.host = replica.privateIpAddress;
  }
}

/** MySQL: binary logs, without which a replica cannot be designated ("Use advanced disaster recovery", MySQL, 2026-10). */
const followingOf = ({ engine }: RecoveryReplicaSettings) =>
  engine === 'mysql' ? { backupConfiguration: { enabled: false, binaryLogEnabled: true } } : {};
