import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import {
  KinesisFirehoseDeliveryStream,
  type KinesisFirehoseDeliveryStreamExtendedS3Configuration,
} from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Construct } from 'constructs';
import type { ITerraformDependable } from 'cdktf';
import { pin } from '../address';
import { bucketArn, PREFIXES } from './audit-bucket';
import { LogGroup } from './log-group';

/** A stream's ARN: a subscription names it instead of referring to the stack that made it. */
export function auditStreamArn({
  account,
  region,
  name,
}: {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}): string {
  return `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
}

/** With which the stream writes to the bucket; the policies of bucket and key name it. */
export function auditStreamRoleArn({
  account,
  name,
}: {
  readonly account: string;
  readonly name: string;
}): string {
  return `arn:aws:iam::${account}:role/${name}-stream`;
}

/** Where the stream says what it could not deliver; the key's policy names it. */
export function auditStreamLogGroupName(name: string): string {
  return `/aws/kinesisfirehose/${name}`;
}

export interface AuditStreamSettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly logRetentionDays: number;
}

export interface AuditStreamWiring {
  readonly bucket: { readonly arn: string };
  readonly key: { readonly arn: string };
  /** What must exist before the first object is written: the lock, above all. */
  readonly after: readonly ITerraformDependable[];
}

/** What is on its way no lock keeps: it stays there for a minute, or until there are so many MB. */
const BUFFER = { bufferingInterval: 60, bufferingSize: 16 };

/**
 * Takes what CloudWatch Logs sends and writes it to the store, whole: owner, group and id of each event are part of the evidence, so that
 * nothing is taken out of its envelope. What cannot be read is written as it is, below `errors/`, under the same lock.
 */
export class AuditStream extends Construct {
  readonly arn: string;
  /** What alarms are of. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: AuditStreamSettings,
    wiring: AuditStreamWiring,
  ) {
    super(scope, id);
    const { address, name, logRetentionDays: retentionDays } = settings;
    const { key, bucket, after } = wiring;
    const group = { address, name: auditStreamLogGroupName(name), retentionDays };
    const log = new LogGroup(this, 'log', group, { key });
    const lines = new CloudwatchLogStream(this, 'lines', {
      name: 'DestinationDelivery',
      logGroupName: log.name,
    });
    pin(lines, address);
    const role = createRole(this, settings);
    const policy = createPolicy(this, settings, { role, log, key });
    const stream = new KinesisFirehoseDeliveryStream(this, 'Resource', {
      name,
      destination: 'extended_s3',
      serverSideEncryption: {
        enabled: true,
        keyType: 'CUSTOMER_MANAGED_CMK',
        keyArn: key.arn,
      },
      extendedS3Configuration: {
        ...{ roleArn: role.arn, bucketArn: bucket.arn, kmsKeyArn: key.arn },
        ...WRITTEN,
        cloudwatchLoggingOptions: {
          enabled: true,
          logGroupName: log.name,
          logStreamName: lines.name,
        },
      },
      dependsOn: [policy, ...after],
    });
    this.resource = pin(stream, address);
    this.arn = stream.arn;
  }
}

/**
 * CloudWatch Logs sends gzip without a line’s end: it is inflated, a line is made of each document, which is what Athena reads, and the
 * object is gzip again ("Decompress CloudWatch Logs", Amazon Data Firehose developer guide, read 2026-11). The day is that of arrival, in UTC.
 */
const WRITTEN = {
  prefix: `${PREFIXES.databases}!{timestamp:yyyy/MM/dd}/`,
  errorOutputPrefix: `${PREFIXES.errors}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
  compressionFormat: 'GZIP',
  ...BUFFER,
  processingConfiguration: {
    enabled: true,
    processors: [
      {
        type: 'Decompression',
        parameters: [{ parameterName: 'CompressionFormat', parameterValue: 'GZIP' }],
      },
      {
        type: 'AppendDelimiterToRecord',
        parameters: [{ parameterName: 'Delimiter', parameterValue: '\\n' }],
      },
    ],
  },
} satisfies Partial<KinesisFirehoseDeliveryStreamExtendedS3Configuration>;

/** Firehose names the account as its external id ("Controlling access", Amazon Data Firehose developer guide, read 2026-11). */
function createRole(scope: Construct, { address, name, account }: AuditStreamSettings): IamRole {
  const role = new IamRole(scope, 'role', {
    name: `${name}-stream`,
    description: `Writes what ${name} delivers to its bucket`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'firehose.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': account } },
        },
      ],
    }),
  });
  return pin(role, address, 'stream');
}

/**
 * What "Controlling access" lists for S3, below the stream’s own prefixes. With a bucket key, what S3 encrypts for says the bucket, and
 * without one the object ("Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys", S3 user guide, read 2026-11).
 */
function createPolicy(
  scope: Construct,
  { address, region, bucket }: AuditStreamSettings,
  {
    role,
    log,
    key,
  }: { readonly role: IamRole; readonly log: LogGroup; readonly key: { readonly arn: string } },
): IamRolePolicy {
  const arn = bucketArn(bucket);
  const below = [`${arn}/${PREFIXES.databases}*`, `${arn}/${PREFIXES.errors}*`];
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'write-store',
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'FindBucket',
          Effect: 'Allow',
          Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
          Resource: [arn],
        },
        {
          Sid: 'WriteObjects',
          Effect: 'Allow',
          Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
          Resource: below,
        },
        {
          Sid: 'EncryptObjects',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: [key.arn],
          Condition: {
            StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
            StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arn, ...below] },
          },
        },
        {
          Sid: 'SayWhatFails',
          Effect: 'Allow',
          Action: ['logs:PutLogEvents'],
          Resource: [`${log.arn}:*`],
        },
      ],
    }),
  });
  return pin(policy, address, 'stream');
}
