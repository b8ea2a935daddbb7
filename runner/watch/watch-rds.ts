import { RDSClient, type DBInstance } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsWatchOrder } from '../../model/alerts/watch-order';
import { notServing } from './db-instance-status';
import { ageInSeconds, daysUntil, instantOf, isHourly, measured, type Measure } from './measure';
import { isWatched } from './names';
import { readOldest, type SecretName } from './oldest-passwords';
import { startReading, type Reading, type Readings } from './readings';
import {
  eachDatabase,
  eachReplicated,
  newestCopies,
  newestSnapshots,
  pendingMaintenance,
} from './rds-pages';
import { eachSecret, passwordSince } from './rds-secrets';

/** What a watch has besides its order. */
export interface RdsWatchSurroundings {
  readonly region: string;
  /** Milliseconds. */
  readonly now: number;
}

interface Watching extends RdsWatchSurroundings {
  readonly order: AwsWatchOrder;
  readonly client: RDSClient;
  readonly reading: Reading;
}

/**
 * Reads how the databases of one network stand, page by page. What AWS throttles its own client sends again. Its calls are exercised
 * against servers that answer as AWS documents it, and not against AWS.
 */
export async function watchRds(
  order: AwsWatchOrder,
  { region, now }: RdsWatchSurroundings,
): Promise<Readings> {
  const reading = startReading(order.namespace);
  const watching = { region, now, order, client: new RDSClient({ region }), reading };
  const databases = await readDatabases(watching);
  if (order.replicated) await readReplicated(watching);
  if (isHourly(now)) {
    await readBackups(watching, databases);
    if (order.replicated) await readCopies(watching);
    await readMaintenance(watching, databases);
    await readSecrets(watching);
  }
  return reading.done();
}

const nameOf = ({ DBInstanceIdentifier = '' }: DBInstance): string => DBInstanceIdentifier;

/** What RDS says of each by itself. */
async function readDatabases({ order, client, reading, now }: Watching) {
  const databases: DBInstance[] = [];
  await reading.attempt('DescribeDBInstances', async () => {
    for await (const each of eachDatabase(client)) {
      if (!isWatched(order.databases, nameOf(each))) continue;
      databases.push(each);
      reading.take(measuresOf(each, now));
    }
  });
  return databases;
}

const GIB = 2 ** 30;

/** Readers and replicas are not restored; what is written to and has nothing to be restored to has lost all since it was made. */
const isFollower = ({ ReadReplicaSourceDBInstanceIdentifier: source }: DBInstance): boolean =>
  source !== undefined && source !== '';

/** Since when a database has what has to be kept, in milliseconds; null where another has it too. */
const madeAt = (database: DBInstance): number | null =>
  isFollower(database) ? null : instantOf(database.InstanceCreateTime);

function measuresOf(database: DBInstance, now: number): readonly Measure[] {
  const { LatestRestorableTime, DBInstanceStatus, AllocatedStorage, CertificateDetails } = database;
  const name = nameOf(database);
  const restorable = ageInSeconds(instantOf(LatestRestorableTime) ?? madeAt(database), now);
  // In GiB ("DBInstance", RDS API reference, read 2026-11). While it is made it has none, and 0 may be said.
  const bytes = AllocatedStorage ? AllocatedStorage * GIB : null;
  const valid = isHourly(now) ? daysUntil(instantOf(CertificateDetails?.ValidTill), now) : null;
  return [
    ...measured(name, 'RecoveryPointAge', restorable),
    ...measured(name, 'NotServing', notServing(DBInstanceStatus)),
    ...measured(name, 'AllocatedStorage', bytes),
    ...measured(name, 'CertificateLifetime', valid),
  ];
}

/**
 * Of several under one name, what was replicated last: an instance that was deleted leaves some behind. A backup is another region’s by
 * the ARN of its instance; those of this region’s own are beside them. What is listed without an instant to restore to is not here yet: all
 * since its instance was made would be lost.
 */
async function readReplicated({ order, client, reading, region, now }: Watching): Promise<void> {
  const newest = new Map<string, number>();
  await reading.attempt('DescribeDBInstanceAutomatedBackups', async () => {
    for await (const backup of eachReplicated(client)) {
      const { DBInstanceArn = '', RestoreWindow, InstanceCreateTime } = backup;
      const [, , , from, , , name = ''] = DBInstanceArn.split(':');
      const latest = instantOf(RestoreWindow?.LatestTime ?? InstanceCreateTime);
      if (from === region || latest === null || !isWatched(order.databases, name)) continue;
      newest.set(name, Math.max(latest, newest.get(name) ?? 0));
    }
    // Only of all pages: on one that was not read may be a newer one.
    for (const [name, latest] of newest)
      reading.take(measured(name, 'ReplicatedBackupAge', ageInSeconds(latest, now)));
  });
}

async function readBackups(
  { client, reading, now }: Watching,
  databases: readonly DBInstance[],
): Promise<void> {
  await reading.attempt('DescribeDBSnapshots', async () => {
    const newest = await newestSnapshots(client);
    for (const each of databases) {
      const taken = newest.get(each.DbiResourceId ?? '') ?? madeAt(each);
      reading.take(measured(nameOf(each), 'BackupAge', ageInSeconds(taken, now)));
    }
  });
}

/** What the vault of this region has of another region’s databases. Only of all pages, as above. */
async function readCopies({ order, client, reading, region, now }: Watching): Promise<void> {
  await reading.attempt('DescribeDBSnapshots of AWS Backup', async () => {
    for (const [name, taken] of await newestCopies(client, region))
      if (isWatched(order.databases, name))
        reading.take(measured(name, 'VaultCopyAge', ageInSeconds(taken, now)));
  });
}

/** Of a list that was read whole, what is not on it has none. */
async function readMaintenance(
  { client, reading }: Watching,
  databases: readonly DBInstance[],
): Promise<void> {
  await reading.attempt('DescribePendingMaintenanceActions', async () => {
    const pending = await pendingMaintenance(client);
    for (const each of databases) {
      const count = pending.get(each.DBInstanceArn ?? '') ?? 0;
      reading.take(measured(nameOf(each), 'PendingMaintenance', count));
    }
  });
}

async function readSecrets({ order, reading, region, now }: Watching): Promise<void> {
  const { secrets: prefix } = order;
  if (prefix === null) return;
  const client = new SecretsManagerClient({ region });
  await reading.attempt('ListSecrets', async () => {
    const secrets: SecretName[] = [];
    for await (const each of eachSecret(client, prefix)) secrets.push(each);
    await readOldest(reading, secrets, (name) => passwordSince(client, name), now);
  });
}
