import type { GoogleWatchOrder } from '../../model/alerts/watch-order';
import type { KuraMetricName } from '../../model/tables/kura-metrics';
import { statusOf, type CallGoogle } from '../hosts/google-request';
import type { Sleep } from '../persist';
import { eachInstance, latestBackup, latestRecovery, type Instance } from './cloud-sql-pages';
import { eachSecret, passwordSince } from './google-secrets';
import { ageInSeconds, daysUntil, instantOf, isHourly, measured, type Measure } from './measure';
import { isWatched, longestBeginning } from './names';
import { readOldest, type SecretName } from './oldest-passwords';
import { startReading, withEach, type Reading, type Readings } from './readings';
import { writeSeries } from './time-series';

/** What a watch has besides its order. */
export interface CloudSqlWatchSurroundings {
  readonly call: CallGoogle;
  readonly sleep: Sleep;
  /** Milliseconds. */
  readonly now: number;
}

interface Watching extends CloudSqlWatchSurroundings {
  readonly order: GoogleWatchOrder;
  readonly reading: Reading;
}

/**
 * Reads how the databases of a project stand, and writes it as time series. Its calls of Google are exercised against answers as Google
 * documents them, and not against Google.
 */
export async function watchCloudSql(
  order: GoogleWatchOrder,
  surroundings: CloudSqlWatchSurroundings,
): Promise<Readings> {
  const reading = startReading(order.namespace);
  const watching = { ...surroundings, order, reading };
  const { now } = watching;
  const instances = await readInstances(watching);
  const primaries = instances.filter(({ instanceType }) => instanceType === 'CLOUD_SQL_INSTANCE');
  await withEach(primaries, AT_ONCE, (each) => readRecovery(watching, each));
  if (isHourly(now)) {
    for (const each of instances) reading.take(hourlyOf(each, now));
    await withEach(primaries, AT_ONCE, (each) => readBackup(watching, each));
    await readSecrets(watching, primaries);
  }
  const regions = new Map(instances.map(({ name, region }) => [name, region]));
  const regionOf = (name: string): string => regions.get(name) ?? order.region;
  const read = reading.done();
  return { ...read, unwritten: await writeSeries(order, read.measures, regionOf, watching) };
}

/** How many instances are asked of at once. */
const AT_ONCE = 8;

async function readInstances({ order, call, reading }: Watching): Promise<readonly Instance[]> {
  const instances: Instance[] = [];
  await reading.attempt('instances.list', async () => {
    const warn = (why: string): void => reading.fail('instances.list', why);
    for await (const each of eachInstance(call, order.project, warn))
      if (isWatched(order.databases, each.name)) instances.push(each);
  });
  return instances;
}

/** Of an instance that is up. One that keeps no log has none to restore from, and is not asked. */
async function readRecovery(watching: Watching, instance: Instance): Promise<void> {
  const { name, state, settings } = instance;
  const { pointInTimeRecoveryEnabled, binaryLogEnabled } = settings?.backupConfiguration ?? {};
  if (state !== 'RUNNABLE') return;
  const keepsLog = pointInTimeRecoveryEnabled === true || binaryLogEnabled === true;
  await readAge(watching, instance, {
    ...{ metric: 'RecoveryPointAge', what: `getLatestRecoveryTime of ${name}` },
    newest: async () => (keepsLog ? newestPoint(watching, instance) : null),
  });
}

/** Cloud SQL refuses to say it of what has no backup yet (400); of what has one that is a failure as any other. */
async function newestPoint(
  { order: { project }, call }: Watching,
  { name }: Instance,
): Promise<number | null> {
  return latestRecovery(call, project, name).catch(async (error: unknown) => {
    if (statusOf(error) === 400 && (await latestBackup(call, project, name)) === null) return null;
    throw error;
  });
}

const HOUR = 3_600_000;

/** The first backup begins when an instance is made: until it can have ended, that there is none says nothing. */
const FIRST_BACKUP = 2 * HOUR;

async function readBackup(watching: Watching, instance: Instance): Promise<void> {
  const { order, call } = watching;
  const { name, settings } = instance;
  const enabled = settings?.backupConfiguration?.enabled === true;
  await readAge(watching, instance, {
    ...{ metric: 'BackupAge', what: `backupRuns.list of ${name}` },
    newest: async () => (enabled ? latestBackup(call, order.project, name) : null),
  });
}

interface Aging {
  readonly metric: KuraMetricName;
  /** What is asked, in words. */
  readonly what: string;
  /** The newest instant that there is something of, in milliseconds; null where there is nothing. */
  readonly newest: () => Promise<number | null>;
}

/** What an instance has nothing of has lost all since it was made: a series that ended would leave its alert as it was. */
async function readAge(
  { reading, now }: Watching,
  { name, createTime }: Instance,
  { metric, what, newest }: Aging,
): Promise<void> {
  await reading.attempt(what, async () => {
    const made = instantOf(createTime);
    const isNew = made !== null && now - made < FIRST_BACKUP;
    const since = await newest().then(
      (instant) => instant ?? (isNew ? null : made),
      (error: unknown) => {
        if (isGone(error)) return null;
        throw error;
      },
    );
    reading.take(measured(name, metric, ageInSeconds(since, now)));
  });
}

/** Somebody deleted it since it was listed. */
const isGone = (error: unknown): boolean => statusOf(error) === 404;

function hourlyOf(instance: Instance, now: number): readonly Measure[] {
  const { name, serverCaCert, scheduledMaintenance } = instance;
  const valid = daysUntil(instantOf(serverCaCert?.expirationTime), now);
  const { maintenanceVersion, availableMaintenanceVersions = [] } = instance;
  const newer = availableMaintenanceVersions.filter((each) => each !== maintenanceVersion).length;
  return [
    ...measured(name, 'CertificateLifetime', valid),
    // What is scheduled brings one of the newer versions: it is no other action.
    ...measured(name, 'PendingMaintenance', Math.max(newer, scheduledMaintenance ? 1 : 0)),
  ];
}

async function readSecrets(
  { order, call, reading, now }: Watching,
  primaries: readonly Instance[],
): Promise<void> {
  const names = primaries.map(({ name }) => name);
  await reading.attempt('secrets.list', async () => {
    const secrets: SecretName[] = [];
    for await (const name of eachSecret(call, order.project)) {
      const instance = longestBeginning(names, name.slice(name.lastIndexOf('/') + 1));
      if (instance !== undefined) secrets.push({ name, instance });
    }
    await readOldest(reading, secrets, (name) => passwordSince(call, name), now);
  });
}
