import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface TrailStoreSettings {
  readonly address: string;
  /** The log bucket’s. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly keepDays: number;
  /** Where the trail is locked: Terraform must not delete what nobody may. */
  readonly preventDestroy: boolean;
}

export interface TrailStoreWiring {
  /** In the bucket's region, and open to the project's logging account. */
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
}

/**
 * A log bucket that keeps a trail. No call deletes a single entry of it, nor a log: `logs.delete` reaches the `_Default` bucket alone
 * ("Method: projects.logs.delete", Cloud Logging API, read 2026-11). What is left is to shorten the retention or to delete the bucket,
 * which both wait seven days before anything is gone. A lock would forbid both for ever, whoever asks, and is not offered.
 */
export class TrailStore extends Construct {
  /** `projects/PROJECT/locations/REGION/buckets/NAME`. */
  readonly bucket: string;
  /** What a condition on resources of the project takes this bucket alone by. */
  readonly condition: string;

  constructor(
    scope: Construct,
    id: string,
    settings: TrailStoreSettings,
    wiring: TrailStoreWiring,
  ) {
    super(scope, id);
    const { region, name } = settings;
    this.bucket = createBucket(this, settings, wiring).id;
    this.condition = `resource.name.endsWith('/locations/${region}/buckets/${name}')`;
  }
}

/**
 * Key and analytics are there from the first day: neither is ever taken off again, and which key it is is settled with the bucket
 * ("Configure log buckets", Cloud Logging, read 2026-11).
 */
function createBucket(
  scope: Construct,
  { address, name, project, region, keepDays, preventDestroy }: TrailStoreSettings,
  { key }: TrailStoreWiring,
): LoggingProjectBucketConfig {
  const bucket = new LoggingProjectBucketConfig(scope, 'Resource', {
    project,
    location: region,
    bucketId: name,
    description:
      'The audit trail: who did what in the databases, in their projects and to the trail',
    retentionDays: keepDays,
    locked: false,
    enableAnalytics: true,
    cmekSettings: { kmsKeyName: key.id },
    dependsOn: [key.binding],
    lifecycle: { preventDestroy },
  });
  return pin(bucket, address);
}
