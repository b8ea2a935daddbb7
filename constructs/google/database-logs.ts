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
  readonly retentionDays: number;
}

/** The identifiers of an environment: whatever follows its prefix. */
export function identifiersFrom(prefix: string): string {
  return `${prefix}-.+`;
}

/** The identifiers of one instance and its readers. */
export function identifiersOf(identifier: string): string {
  return `${identifier}(-reader-[0-9]+)?`;
}

export interface DatabaseLogsWiring {
  /** In the bucket's region, and open to the project's logging account. */
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
}

/**
 * Where the logs of an environment's instances go, audit entries included: a bucket with a key and an end, and not the
 * project's `_Default` one, which has neither. Statements that an engine logs are read there and nowhere else.
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
    keepFromDefault(this, settings, sink);
    this.bucket = bucket.id;
  }
}

/** What the environment's instances log. The `database_id` of an entry is `PROJECT:INSTANCE`. */
export function databaseLogsFilter(project: string, instances: string): string {
  return `resource.type="cloudsql_database" AND resource.labels.database_id=~"^${project}:${instances}$"`;
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
  { address, name, project, instances }: DatabaseLogsSettings,
  bucket: LoggingProjectBucketConfig,
): LoggingProjectSink {
  const sink = new LoggingProjectSink(scope, 'sink', {
    project,
    name: `${name}-databases`,
    description: `Logs of the databases of ${name}, to their own bucket`,
    destination: `logging.googleapis.com/${bucket.id}`,
    filter: databaseLogsFilter(project, instances),
    uniqueWriterIdentity: true,
  });
  return pin(sink, address, 'databases');
}

/** A project's exclusions are those of its `_Default` sink, ten at most (Logging API, projects.exclusions.create, 2026-11). */
function keepFromDefault(
  scope: Construct,
  { address, name, project, instances }: DatabaseLogsSettings,
  sink: LoggingProjectSink,
): void {
  const exclusion = new LoggingProjectExclusion(scope, 'exclusion', {
    project,
    name: `${name}-databases`,
    description: `Logs of the databases of ${name} have a bucket of their own`,
    filter: databaseLogsFilter(project, instances),
    // No entry is lost between the two.
    dependsOn: [sink],
  });
  pin(exclusion, address, 'databases');
}
