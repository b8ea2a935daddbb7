import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface RunnerStoreSettings {
  readonly address: string;
  readonly bucket: string;
  readonly project: string;
  readonly region: string;
}

export interface RunnerStoreWiring {
  /** In the bucket's region, and open to Cloud Storage's agent. */
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
}

/** How long an overwritten or deleted object can be brought back. */
const OLD_DAYS = 90;

/**
 * The bucket that an environment's runners take their program from, and what each instance is to hold. `kura sql apply` puts both
 * there, and a job takes only what it pins by its SHA-256: whoever else writes here can keep a run from starting, and no more. No
 * secret is in it.
 */
export class RunnerStore extends Construct {
  readonly bucket: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: RunnerStoreSettings,
    wiring: RunnerStoreWiring,
  ) {
    super(scope, id);
    this.bucket = createBucket(this, settings, wiring);
  }
}

function createBucket(
  scope: Construct,
  { address, bucket: name, project, region }: RunnerStoreSettings,
  { key }: RunnerStoreWiring,
): StorageBucket {
  const bucket = new StorageBucket(scope, 'Resource', {
    project,
    name,
    location: region,
    storageClass: 'STANDARD',
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
    versioning: { enabled: true },
    encryption: { defaultKmsKeyName: key.id },
    lifecycleRule: [
      { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: OLD_DAYS } },
    ],
    // Terraform deletes no object that it did not make.
    forceDestroy: false,
    dependsOn: [key.binding],
  });
  return pin(bucket, address, 'runner');
}
