import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface DatabaseLogsSettings {
  readonly address: string;
  /** The environment's name; the bucket's is `<name>-databases`. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Matches the identifiers of its instances, readers included: RE2, whole. */
  readonly instances: string;
  /** Matches the names of their runners' and drills' jobs in the same way. */
  readonly jobs: string;
  readonly retentionDays: number;
  /** Whether another sink of the same project excludes them from its `_Default` bucket already; not where absent. */
  readonly excluded?: boolean;
}

/** The identifiers of an environment: whatever follows its prefix. */
export function identifiersFrom(prefix: string): string {
  return `${prefix}-.+`;
}

/** The identifiers of one instance, its readers, what is restored beside it, and what it has in the recovery region. */
export function identifiersOf(identifier: string): string {
  return `${identifier}(-reader-[0-9]+|-at-.+|-recovery|-drill|-recovery-drill)?`;
}

/** The identifiers of what an environment has in its recovery region. An instance whose own id ends so is logged there, too. */
export function recoveredFrom(prefix: string): string {
  return `${prefix}-.+-recovery(-drill)?`;
}

/** The jobs of the runners of an environment, those in its recovery region too; of its drills; and of both with its watch. */
export function runnersFrom(prefix: string): string {
  return `${prefix}-.+-runner`;
}
export function drillsFrom(prefix: string): string {
  return `${prefix}-.+-drill`;
}
export function jobsFrom(prefix: string): string {
  return `${prefix}-(.+-(runner|drill)|watch)`;
}

/** The same of one instance. */
export function runnersOf(identifier: string): string {
  return `${identifier}(-recovery)?-runner`;
}
export function drillsOf(identifier: string): string {
  return `${identifier}(-recovery)?-drill`;
}
export function jobsOf(identifier: string): string {
  return `${identifier}((-recovery)?-(runner|drill)|-watch)`;
}

export interface DatabaseLogsWiring {
  /** In the bucket's region, and open to the project's logging account. */
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
}

/**
 * Where the logs of an environment's instances go, audit entries and what their runners say included: a bucket with a key and an
 * end, and not the project's `_Default` one, which has neither. Statements that an engine logs, and those that a runner applies,
 * are read there and nowhere else.
 */
export class DatabaseLogs extends Construct {
  readonly bucket: string;

  constructor(
    scope: Construct,
    id: string,
    settings: DatabaseLogsSettings,
    wiring: DatabaseLogsWiring,
  ) {
    super(scope, id);
    const bucket = createBucket(this, settings, wiring);
    const sink = routeLogs(this, settings, bucket);
    if (settings.excluded !== true) keepFromDefault(this, settings, sink);
    this.bucket = bucket.id;
  }
}

type Logged = Pick<DatabaseLogsSettings, 'project' | 'instances' | 'jobs'>;

/** What the environment's instances and their runners log. The `database_id` of an entry is `PROJECT:INSTANCE`. */
export function databaseLogsFilter({ project, instances, jobs }: Logged): string {
  const databases = `resource.type="cloudsql_database" AND resource.labels.database_id=~"^${project}:${instances}$"`;
  const runners = `resource.type="cloud_run_job" AND resource.labels.job_name=~"^${jobs}$"`;
  return `(${databases}) OR (${runners})`;
}

function createBucket(
  scope: Construct,
  { address, name, project, region, retentionDays }: DatabaseLogsSettings,
  { key }: DatabaseLogsWiring,
): LoggingProjectBucketConfig {
  const bucket = new LoggingProjectBucketConfig(scope, 'Resource', {
    project,
    location: region,
    bucketId: `${name}-databases`,
    description: `Logs of the databases of ${name}`,
    retentionDays,
    // A lock can never be taken off, and freezes the retention.
    locked: false,
    cmekSettings: { kmsKeyName: key.id },
    dependsOn: [key.binding],
  });
  return pin(bucket, address, 'databases');
}

/** In its own project a sink may write to a bucket without a grant ("Route logs to supported destinations", 2026-11). */
function routeLogs(
  scope: Construct,
  settings: DatabaseLogsSettings,
  bucket: LoggingProjectBucketConfig,
): LoggingProjectSink {
  const { address, name, project } = settings;
  const sink = new LoggingProjectSink(scope, 'sink', {
    project,
    name: `${name}-databases`,
    description: `Logs of the databases of ${name}, to their own bucket`,
    destination: `logging.googleapis.com/${bucket.id}`,
    filter: databaseLogsFilter(settings),
    uniqueWriterIdentity: true,
  });
  return pin(sink, address, 'databases');
}

/** A project's exclusions are those of its `_Default` sink, ten at most (Logging API, projects.exclusions.create, 2026-11). */
function keepFromDefault(
  scope: Construct,
  settings: DatabaseLogsSettings,
  sink: LoggingProjectSink,
): void {
  const { address, name, project } = settings;
  const exclusion = new LoggingProjectExclusion(scope, 'exclusion', {
    project,
    name: `${name}-databases`,
    description: `Logs of the databases of ${name} have a bucket of their own`,
    filter: databaseLogsFilter(settings),
    // No entry is lost between the two.
    dependsOn: [sink],
  });
  pin(exclusion, address, 'databases');
}
