import {
  Cloudtrail,
  type CloudtrailAdvancedEventSelector,
} from '@cdktf/provider-aws/lib/cloudtrail';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { bucketArn, PREFIXES } from './audit-bucket';

/** A trail's ARN: the policies of bucket and key name it before it is there. */
export function trailArn({
  account,
  region,
  name,
}: {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

export interface AccountTrailSettings {
  readonly address: string;
  readonly account: string;
  readonly name: string;
  /** Whether it records what is done in the account. */
  readonly calls: boolean;
  /** The bucket whose objects it watches over, of its own account. */
  readonly store: string | null;
  readonly everyRegion: boolean;
}

export interface AccountTrailWiring {
  readonly bucket: { readonly name: string };
  readonly key: { readonly arn: string };
  /** Of its account; the stack's own where absent. */
  readonly provider?: TerraformProvider | undefined;
  /** What must exist before CloudTrail may write. */
  readonly after: readonly ITerraformDependable[];
}

/** Who called what in one account, signed hour by hour, so that it shows when a file is changed or missing. */
export class AccountTrail extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: AccountTrailSettings,
    { bucket, key, provider, after }: AccountTrailWiring,
  ) {
    super(scope, id);
    const { address, account, name, everyRegion } = settings;
    const trail = new Cloudtrail(this, 'Resource', {
      ...(provider ? { provider } : {}),
      name,
      s3BucketName: bucket.name,
      s3KeyPrefix: PREFIXES.trail.slice(0, -1),
      kmsKeyId: key.arn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: everyRegion,
      includeGlobalServiceEvents: everyRegion,
      advancedEventSelector: selectorsOf(settings),
      dependsOn: [...after],
    });
    pin(trail, addressOf(address, account));
  }
}

/** What writes an object. To record it in the same bucket would be another one to record. */
const WRITES = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CreateMultipartUpload',
  'PutObject',
  'UploadPart',
];

/**
 * Calls that read belong to it: who fetches a secret, decrypts, or looks at a log, only reads. Of the store all but what writes to it:
 * reads, deletions, and what is done to a lock.
 */
function selectorsOf({ calls, store }: AccountTrailSettings): CloudtrailAdvancedEventSelector[] {
  return [
    ...(calls
      ? [{ name: 'calls', fieldSelector: [{ field: 'eventCategory', equalTo: ['Management'] }] }]
      : []),
    ...(store === null
      ? []
      : [
          {
            name: 'store',
            fieldSelector: [
              { field: 'eventCategory', equalTo: ['Data'] },
              { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
              { field: 'resources.ARN', startsWith: [`${bucketArn(store)}/`] },
              { field: 'eventName', notEquals: WRITES },
            ],
          },
        ]),
  ];
}
