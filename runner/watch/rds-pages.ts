import {
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  DescribePendingMaintenanceActionsCommand,
  type DBInstance,
  type DBInstanceAutomatedBackup,
  type DBSnapshot,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { instantOf } from './measure';

/** The most that a page of RDS’s has ("DescribeDBInstances", RDS API reference, read 2026-11). */
const MaxRecords = 100;

interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly marker: string | undefined;
}

/** All items of a list, as its pages come. */
async function* eachOf<Item>(
  page: (marker: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let marker: string | undefined;
  do {
    const { items = [], marker: next } = await page(marker);
    yield* items;
    marker = next;
  } while (marker);
}

/** Every database of the account and region: RDS takes no beginning of a name as a filter. */
export function eachDatabase(client: RDSClient): AsyncGenerator<DBInstance> {
  return eachOf(async (Marker) => {
    const answer = await client.send(new DescribeDBInstancesCommand({ MaxRecords, Marker }));
    return { items: answer.DBInstances, marker: answer.Marker };
  });
}

/** Automated backups here, the region’s own too. */
export function eachReplicated(client: RDSClient): AsyncGenerator<DBInstanceAutomatedBackup> {
  return eachOf(async (Marker) => {
    const command = new DescribeDBInstanceAutomatedBackupsCommand({ MaxRecords, Marker });
    const answer = await client.send(command);
    return { items: answer.DBInstanceAutomatedBackups, marker: answer.Marker };
  });
}

/**
 * When the newest complete daily backup of each database was taken, by the database’s resource id: one of the same name that was deleted
 * may have left some.
 */
export async function newestSnapshots(client: RDSClient): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for await (const { DbiResourceId, SnapshotCreateTime } of eachComplete(client, 'automated')) {
    const taken = instantOf(SnapshotCreateTime);
    if (DbiResourceId === undefined || taken === null) continue;
    newest.set(DbiResourceId, Math.max(taken, newest.get(DbiResourceId) ?? 0));
  }
  return newest;
}

/**
 * When that was taken of which AWS Backup has the newest complete copy here, by the database’s name: another region’s database has no
 * resource id here. What was taken in this region is no copy.
 */
export async function newestCopies(
  client: RDSClient,
  region: string,
): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for await (const snapshot of eachComplete(client, 'awsbackup')) {
    const { DBInstanceIdentifier, OriginalSnapshotCreateTime, SnapshotCreateTime } = snapshot;
    const taken = instantOf(OriginalSnapshotCreateTime ?? SnapshotCreateTime);
    if (DBInstanceIdentifier === undefined || taken === null) continue;
    if (copiedFrom(snapshot) === region) continue;
    newest.set(DBInstanceIdentifier, Math.max(taken, newest.get(DBInstanceIdentifier) ?? 0));
  }
  return newest;
}

/** Where a snapshot was taken or copied from; undefined where RDS does not say ("DBSnapshot", RDS API reference, read 2026-11). */
function copiedFrom({ SourceRegion, SourceDBSnapshotIdentifier }: DBSnapshot): string | undefined {
  return SourceRegion ?? SourceDBSnapshotIdentifier?.split(':')[3];
}

/** Snapshots of one kind that can be restored. */
async function* eachComplete(
  client: RDSClient,
  SnapshotType: 'automated' | 'awsbackup',
): AsyncGenerator<DBSnapshot> {
  const snapshots = eachOf(async (Marker) => {
    const command = { MaxRecords, Marker, SnapshotType };
    const answer = await client.send(new DescribeDBSnapshotsCommand(command));
    return { items: answer.DBSnapshots, marker: answer.Marker };
  });
  for await (const each of snapshots) if (each.Status === 'available') yield each;
}

/** How many maintenance actions RDS has for each resource, by its ARN. */
export async function pendingMaintenance(client: RDSClient): Promise<ReadonlyMap<string, number>> {
  const pending = new Map<string, number>();
  const resources = eachOf(async (Marker) => {
    const command = new DescribePendingMaintenanceActionsCommand({ MaxRecords, Marker });
    const answer = await client.send(command);
    return { items: answer.PendingMaintenanceActions, marker: answer.Marker };
  });
  for await (const { ResourceIdentifier = '', PendingMaintenanceActionDetails = [] } of resources)
    pending.set(ResourceIdentifier, PendingMaintenanceActionDetails.length);
  return pending;
}
