import type { GoogleDrillCopy, GoogleDrillOrder } from '../../model/recovery/drill-order';
import { statusOf } from '../hosts/google-request';
import { begin, finish, type Changing } from './cloud-sql-operation';
import { API, urlOf, type CloudSqlCopy } from './cloud-sql-copy';
import { DRILL_MARK } from './copy';

const MINUTE = 60_000;

/** Within which Cloud SQL "typically" has what was written ("Point-in-time recovery", Cloud SQL, read 2026-08). */
const BEHIND = 5 * MINUTE;

/** What may be deleted, and leaves nothing behind. */
const FREE = {
  deletionProtectionEnabled: false,
  retainBackupsOnDelete: false,
  finalBackupConfig: { enabled: false },
} as const;

const labelsOf = ({ labels, mechanism }: GoogleDrillOrder): Readonly<Record<string, string>> => ({
  ...labels,
  [DRILL_MARK]: mechanism,
});

/** The newest instant that can be cloned, in milliseconds. Where Cloud SQL does not say, the one that it has typically. */
export async function newestInstant(
  { call }: Changing,
  { project, source }: GoogleDrillOrder,
  now: number,
): Promise<number> {
  try {
    const url = `${urlOf(project, source)}/getLatestRecoveryTime`;
    const { latestRecoveryTime } = await call<{ readonly latestRecoveryTime?: string }>({
      ...{ method: 'GET', url },
    });
    const latest = Date.parse(latestRecoveryTime ?? '');
    return Number.isNaN(latest) ? now - BEHIND : Math.min(latest, now);
  } catch (error) {
    if (statusOf(error) === 0) throw error;
    return now - BEHIND;
  }
}

/**
 * A clone has all from its source: network, key, users without their passwords, and the protection against deletion, which is
 * taken from it at once ("Clone instances", Cloud SQL, read 2026-11).
 *
 * @param taken hears that the clone is this drill's from then on
 */
export async function clone(
  changing: Changing,
  order: GoogleDrillOrder,
  instant: number,
  taken: () => void,
): Promise<void> {
  const { project, source, target } = order;
  const pointInTime = new Date(instant).toISOString();
  const data = { cloneContext: { destinationInstanceName: target, pointInTime } };
  const url = `${urlOf(project, source)}/clone`;
  const begun = await begin(changing, { method: 'POST', url, data }, false);
  taken();
  await finish(changing, begun);
  await free(changing, order);
}

/** A replica of the primary in the order's region, in the primary's network and under a key of its own. */
export async function replicate(
  changing: Changing,
  order: GoogleDrillOrder,
  copy: GoogleDrillCopy,
  taken: () => void,
): Promise<void> {
  const { project, region, source, target } = order;
  const data = {
    ...{ name: target, region, masterInstanceName: source },
    ...{ databaseVersion: copy.databaseVersion, instanceType: 'READ_REPLICA_INSTANCE' },
    diskEncryptionConfiguration: { kmsKeyName: copy.kmsKey },
    settings: {
      ...FREE,
      ...{ tier: copy.machineType, edition: copy.edition, availabilityType: 'ZONAL' },
      ipConfiguration: {
        ...{ ipv4Enabled: false, privateNetwork: copy.network, sslMode: 'ENCRYPTED_ONLY' },
      },
      databaseFlags: Object.entries(copy.flags).map(([name, value]) => ({ name, value })),
      userLabels: labelsOf(order),
    },
  };
  const url = `${API}/projects/${project}/instances`;
  const begun = await begin(changing, { method: 'POST', url, data }, false);
  taken();
  await finish(changing, begun);
}

/** Makes the replica an instance of its own; the designated replica of the primary is not asked to fail over. */
export async function promote(
  changing: Changing,
  { project, target }: GoogleDrillOrder,
): Promise<void> {
  const url = `${urlOf(project, target)}/promoteReplica`;
  await finish(changing, await begin(changing, { method: 'POST', url, data: {} }));
}

async function free(changing: Changing, order: GoogleDrillOrder): Promise<void> {
  const url = urlOf(order.project, order.target);
  const data = { settings: { ...FREE, userLabels: labelsOf(order) } };
  await finish(changing, await begin(changing, { method: 'PATCH', url, data }));
}

/** Deletes the copy, and waits until it is gone. */
export async function remove(
  changing: Changing,
  order: GoogleDrillOrder,
  { isProtected }: CloudSqlCopy,
): Promise<void> {
  if (isProtected) await free(changing, order);
  const url = urlOf(order.project, order.target);
  await finish(changing, await begin(changing, { method: 'DELETE', url }));
}
