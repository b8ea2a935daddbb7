import type { Statement } from '../../cli/bootstrap/aws/policy-document';
import {
  letsIn,
  policiesOf,
  saidBy,
  statementsIn,
  stops,
  type Caller,
  type Thing,
} from './aws-world';
import { isAllowed } from './iam-evaluator';
import type { Json } from './synth';

/** What each engine says who did what in; the walk is told apart from the table that the output is made by. */
const AUDITED: Readonly<Record<'postgres' | 'mysql', readonly string[]>> = {
  postgres: ['postgresql', 'iam-db-auth-error'],
  mysql: ['audit', 'error', 'iam-db-auth-error'],
};

/** What a walk saw: each thing on the way, and what is wrong on it. */
export interface Walk {
  readonly hops: readonly { readonly title: string; readonly thing: Thing }[];
  readonly faults: readonly string[];
}

/** What a store must be. */
export interface Demands {
  /** Null where nothing is to be locked. */
  readonly lock: 'GOVERNANCE' | null;
  /** As long as every service of what is logged there demands. */
  readonly days: number;
}

/** Goes on where it can, so that all that is wrong is told at once. */
class Walker implements Walk {
  readonly hops: { readonly title: string; readonly thing: Thing }[] = [];
  readonly faults: string[] = [];

  constructor(
    readonly world: readonly Thing[],
    private readonly of: string,
  ) {}

  find(title: string, is: (thing: Thing) => boolean): Thing | undefined {
    const thing = this.world.find(is);
    if (thing) this.hops.push({ title, thing });
    else this.faults.push(`${this.of}: no ${title}`);
    return thing;
  }

  must(what: string, holds: boolean): void {
    if (!holds) this.faults.push(`${this.of}: ${what}`);
  }
}

const ofType =
  (type: string, also: (thing: Thing) => boolean = () => true) =>
  (thing: Thing): boolean =>
    thing.type === type && also(thing);

const at =
  ({ account, region }: Pick<Thing, 'account' | 'region'>) =>
  (thing: Thing): boolean =>
    thing.account === account && thing.region === region;

/** From a database to the bucket that keeps what it logs. */
export function walkFrom(world: readonly Thing[], database: Thing, demands: Demands): Walk {
  const identifier = String(database.args.identifier);
  const exports = database.args.enabled_cloudwatch_logs_exports as readonly string[];
  const engine = exports.includes('postgresql') ? 'postgres' : 'mysql';
  const walker = new Walker(world, identifier);
  for (const type of AUDITED[engine]) {
    walker.must(`its log ${type} is exported`, exports.includes(type));
    const name = `/aws/rds/instance/${identifier}/${type}`;
    fromGroup(walker, { name, writer: database, place: database }, demands);
  }
  return walker;
}

/** From a function that logs in to databases. */
export function walkFromFunction(world: readonly Thing[], lambda: Thing, demands: Demands): Walk {
  const { function_name: name } = lambda.args;
  const walker = new Walker(world, String(name));
  const group = `/aws/lambda/${String(name)}`;
  fromGroup(walker, { name: group, writer: lambda, place: lambda }, demands);
  return walker;
}

function fromGroup(
  walker: Walker,
  { name, writer, place }: { readonly name: string; readonly writer: Thing; readonly place: Thing },
  demands: Demands,
): void {
  const here = at(place);
  const group = walker.find(
    `log group ${name}`,
    ofType('aws_cloudwatch_log_group', (each) => here(each) && each.args.name === name),
  );
  if (!group) return;
  const key = walker.find(
    `key of ${name}`,
    ofType('aws_kms_key', (each) => each.arn === group.args.kms_key_id),
  );
  walker.must(`CloudWatch Logs encrypts ${name}`, mayEncryptLog(key, group));
  const filter = walker.find(
    `subscription of ${name}`,
    ofType(
      'aws_cloudwatch_log_subscription_filter',
      (each) => here(each) && each.args.log_group_name === name,
    ),
  );
  if (!filter) return;
  walker.must(`the subscription of ${name} takes every line`, filter.args.filter_pattern === '');
  const before = (writer.args.depends_on ?? []) as readonly string[];
  walker.must(
    `${name} is subscribed before anything writes to it`,
    writer.stack === filter.stack &&
      before.includes(group.address) &&
      before.includes(filter.address),
  );
  toStream(walker, { group, filter }, demands);
}

function mayEncryptLog(key: Thing | undefined, { arn, account, region, args }: Thing): boolean {
  // A database restored later is named by the policy with a wildcard, as IAM matches ARNs.
  const service = `logs.${region}.amazonaws.com`;
  const said = `arn:aws:logs:${region}:${account}:log-group:${String(args.name)}`;
  const statements = statementsIn(key?.args).map((each) => withArnWildcards(each));
  return letsIn(
    statements,
    { service },
    {
      action: 'kms:GenerateDataKey',
      arn: key?.arn ?? arn,
      says: { 'kms:EncryptionContext:aws:logs:arn': said },
    },
  );
}

/** IAM’s ArnEquals is its ArnLike: “ArnEquals and ArnLike behave identically” (IAM user guide, read 2026-11). */
function withArnWildcards(statement: Statement): Statement {
  const { ArnEquals, ...rest } = statement.Condition ?? {};
  return ArnEquals ? { ...statement, Condition: { ...rest, ArnLike: ArnEquals } } : statement;
}

function toStream(
  walker: Walker,
  { group, filter }: { readonly group: Thing; readonly filter: Thing },
  demands: Demands,
): void {
  const to = String(filter.args.destination_arn);
  const isDestination = to.includes(':destination:');
  const destination = isDestination
    ? walker.find(
        `destination ${to}`,
        ofType('aws_cloudwatch_log_destination', (each) => each.arn === to),
      )
    : undefined;
  if (isDestination && !destination) return;
  if (destination) {
    walker.must(
      'the destination is in the region of the log group',
      destination.region === group.region,
    );
    const policy = walker.find(
      'policy of the destination',
      ofType(
        'aws_cloudwatch_log_destination_policy',
        (each) => at(destination)(each) && each.args.destination_name === destination.args.name,
      ),
    );
    const sender = { arn: `arn:aws:iam::${group.account}:role/kura-deploy` };
    walker.must(
      `the destination takes subscriptions of ${group.account}`,
      letsIn(statementsIn(policy?.args, 'access_policy'), sender, {
        action: 'logs:PutSubscriptionFilter',
        arn: to,
      }),
    );
  } else
    walker.must(
      'its subscription is in the account of the stream',
      to.split(':')[4] === group.account,
    );
  const from = (destination ?? filter).args;
  const streamArn = destination ? String(from.target_arn) : to;
  const stream = walker.find(
    'stream',
    ofType('aws_kinesis_firehose_delivery_stream', (each) => each.arn === streamArn),
  );
  if (!stream) return;
  walker.must('the stream is in the region of the log group', stream.region === group.region);
  const role = walker.find(
    'role of the intake',
    ofType('aws_iam_role', (each) => each.arn === from.role_arn),
  );
  walker.must(
    `CloudWatch Logs of ${group.account} takes the role of the stream’s intake`,
    takes(role, 'logs.amazonaws.com', {
      'aws:SourceArn': `arn:aws:logs:${group.region}:${group.account}:log-group:any`,
    }),
  );
  for (const action of ['firehose:PutRecord', 'firehose:PutRecordBatch']) {
    walker.must(
      `the intake’s role may ${action}`,
      isAllowed(policiesOf(walker.world, role), { action, arn: streamArn }),
    );
  }
  toBucket(walker, stream, demands);
}

const takes = (role: Thing | undefined, service: string, says: Readonly<Record<string, string>>) =>
  letsIn(
    statementsIn(role?.args, 'assume_role_policy'),
    { service },
    {
      action: 'sts:AssumeRole',
      arn: '*',
      says,
    },
  );

interface S3Configuration {
  readonly role_arn: string;
  readonly bucket_arn: string;
  readonly kms_key_arn: string;
  readonly prefix: string;
  readonly error_output_prefix: string;
  readonly compression_format: string;
  readonly cloudwatch_logging_options: {
    readonly log_group_name: string;
    readonly log_stream_name: string;
  };
  readonly processing_configuration?: { readonly processors: readonly { readonly type: string }[] };
}

function toBucket(walker: Walker, stream: Thing, demands: Demands): void {
  const { extended_s3_configuration: to } = stream.args as unknown as {
    readonly extended_s3_configuration: S3Configuration;
  };
  walker.must(
    'the stream keeps each envelope whole, on a line of its own',
    JSON.stringify(to.processing_configuration?.processors.map(({ type }) => type)) ===
      '["Decompression","AppendDelimiterToRecord"]' && to.compression_format === 'GZIP',
  );
  const role = walker.find(
    'role of the stream',
    ofType('aws_iam_role', (each) => each.arn === to.role_arn),
  );
  walker.must(
    'Firehose takes the stream’s role',
    takes(role, 'firehose.amazonaws.com', { 'sts:ExternalId': stream.account }),
  );
  const caller = { arn: to.role_arn };
  const own = policiesOf(walker.world, role);
  const key = walker.find(
    'key of the store',
    ofType('aws_kms_key', (each) => each.arn === to.kms_key_arn),
  );
  const bucket = walker.find(
    'bucket of the stream',
    ofType('aws_s3_bucket', (each) => each.arn === to.bucket_arn),
  );
  if (!bucket || !key) return;
  const guard = partOf(walker, bucket, 'policy');
  const statements = statementsIn(guard?.args);
  for (const prefix of [to.prefix, to.error_output_prefix]) {
    const object = `${bucket.arn}/${prefix.replace(/!\{[^}]*\}/g, '0')}object`;
    const says = {
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': key.arn,
    };
    const put = { action: 's3:PutObject', arn: object, says };
    walker.must(
      `the stream’s role may write ${prefix}`,
      isAllowed([...own], { ...put, says: saidBy(caller, says) }) &&
        !stops(statements, caller, put),
    );
    for (const context of [bucket.arn, object]) {
      const through = {
        'kms:CallerAccount': stream.account,
        'kms:ViaService': `s3.${stream.region}.amazonaws.com`,
        'kms:EncryptionContext:aws:s3:arn': context,
      };
      const encrypt = { action: 'kms:GenerateDataKey', arn: key.arn, says: through };
      walker.must(
        `the stream’s role may encrypt ${prefix}`,
        isAllowed(own, { ...encrypt, says: saidBy(caller, through) }) &&
          letsIn(statementsIn(key.args), caller, encrypt),
      );
    }
  }
  for (const action of ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads']) {
    walker.must(`the stream’s role may ${action}`, isAllowed(own, { action, arn: bucket.arn }));
  }
  const { log_group_name: group, log_stream_name: lines } = to.cloudwatch_logging_options;
  walker.must(
    'the stream says what it cannot deliver',
    isAllowed(own, {
      action: 'logs:PutLogEvents',
      arn: `arn:aws:logs:${stream.region}:${stream.account}:log-group:${group}:log-stream:${lines}`,
    }),
  );
  walker.must('the stream is encrypted under the store’s key', isUnder(stream, key));
  isKept(walker, { bucket, key, guard }, demands);
}

const isUnder = ({ args }: Thing, key: Thing): boolean =>
  (args.server_side_encryption as Json | undefined)?.key_arn === key.arn;

/** A part of a bucket that Terraform has as a resource of its own. */
function partOf(walker: Walker, bucket: Thing, part: string): Thing | undefined {
  const type = `aws_s3_bucket_${part}`;
  const name = bucket.args.bucket;
  return walker.find(
    `${part} of ${String(name)}`,
    ofType(type, (each) => at(bucket)(each) && each.args.bucket === name),
  );
}

interface Kept {
  readonly bucket: Thing;
  readonly key: Thing;
  readonly guard: Thing | undefined;
}

function isKept(walker: Walker, kept: Kept, { lock, days }: Demands): void {
  const { bucket, key } = kept;
  walker.must('the bucket can be locked', bucket.args.object_lock_enabled === true);
  walker.must('the bucket is never emptied', bucket.args.force_destroy === false);
  const versions = partOf(walker, bucket, 'versioning');
  const status = (versions?.args.versioning_configuration as Json | undefined)?.status;
  walker.must('the bucket has versions', status === 'Enabled');
  const open = partOf(walker, bucket, 'public_access_block')?.args ?? {};
  walker.must(
    'the bucket is closed',
    [
      'block_public_acls',
      'block_public_policy',
      'ignore_public_acls',
      'restrict_public_buckets',
    ].every((each) => open[each] === true),
  );
  const owner = partOf(walker, bucket, 'ownership_controls')?.args.rule as Json | undefined;
  walker.must(
    'every object is the bucket owner’s',
    owner?.object_ownership === 'BucketOwnerEnforced',
  );
  const encrypted = partOf(walker, bucket, 'server_side_encryption_configuration')?.args;
  const encryption = JSON.stringify(encrypted ?? {});
  walker.must('the bucket is encrypted under the store’s key', encryption.includes(key.arn));
  const rules = partOf(walker, bucket, 'lifecycle_configuration')?.args.rule as
    readonly { readonly expiration?: readonly { readonly days?: number }[] }[] | undefined;
  const ends = (rules ?? []).flatMap(({ expiration = [] }) =>
    expiration.map((each) => each.days ?? Infinity),
  );
  walker.must(`nothing ends before ${String(days)} days`, Math.min(...ends) >= days);
  const standing = { prevent_destroy: true };
  if (lock !== null) {
    const locked = partOf(walker, bucket, 'object_lock_configuration')?.args.rule as
      Json | undefined;
    const retention = locked?.default_retention as Json | undefined;
    walker.must(`the lock is ${lock}`, retention?.mode === lock);
    walker.must(`the lock holds ${String(days)} days`, Number(retention?.days) >= days);
    for (const each of [bucket, key]) {
      walker.must(
        `${each.type} stays`,
        JSON.stringify(each.args.lifecycle) === JSON.stringify(standing),
      );
    }
  }
  isGuarded(walker, kept, lock !== null);
}

/** What nobody may do, and what the trail’s own role may, so that Terraform is never shut out. */
function isGuarded(walker: Walker, { bucket, key, guard }: Kept, locked: boolean): void {
  const statements = statementsIn(guard?.args);
  const keyStatements = statementsIn(key.args);
  const { account, region } = bucket;
  const own = { arn: deployRoleOf(walker, bucket) };
  const admin = { arn: `arn:aws:iam::${account}:role/administrator` };
  const root = { arn: `arn:aws:iam::${account}:root` };
  const object = `${bucket.arn}/databases/2026/11/22/object`;
  const stopped = (caller: Caller, action: string, arn: string, says = {}): boolean =>
    stops(statements, caller, { action, arn, says });
  for (const action of SHORTENS) {
    walker.must(`nobody does ${action}`, stopped(admin, action, object));
    if (locked)
      walker.must(`not even the trail’s role does ${action}`, stopped(own, action, object));
  }
  for (const action of CHANGES) {
    walker.must(`nobody else does ${action}`, stopped(admin, action, bucket.arn));
    walker.must(`the trail’s role does ${action}`, !stopped(own, action, bucket.arn));
  }
  walker.must('nobody else writes', stopped(admin, 's3:PutObject', object));
  const stream = { arn: admin.arn.replace('administrator', `${nameOf(bucket, walker)}-stream`) };
  walker.must(
    'nobody reads without TLS',
    stopped(own, 's3:GetObject', object, { 'aws:SecureTransport': 'false' }),
  );
  walker.must(
    'nothing is written under another key',
    stopped(stream, 's3:PutObject', object, {
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:other',
    }),
  );
  walker.must(
    'nothing is written under no key',
    stopped(stream, 's3:PutObject', object, { 's3:x-amz-server-side-encryption': 'AES256' }),
  );
  const lets = (caller: Caller, action: string, says = {}): boolean =>
    letsIn(keyStatements, caller, { action, arn: key.arn, says });
  for (const action of SHREDS) {
    walker.must(`nobody of the account does ${action}`, !lets(admin, action));
    if (locked) walker.must(`the trail’s role does no ${action}`, !lets(own, action));
    walker.must(`the root user does ${action}`, lets(root, action));
  }
  for (const action of ['kms:PutKeyPolicy', 'kms:TagResource']) {
    walker.must(`nobody of the account does ${action}`, !lets(admin, action));
    walker.must(`the trail’s role does ${action}`, lets(own, action));
  }
  const through = (service: string) => ({
    'kms:CallerAccount': account,
    'kms:ViaService': `${service}.${region}.amazonaws.com`,
  });
  walker.must('the stream is given a grant', lets(own, 'kms:CreateGrant', through('firehose')));
  walker.must('nobody else gives one', !lets(admin, 'kms:CreateGrant', through('firehose')));
  const read = { ...through('s3'), 'kms:EncryptionContext:aws:s3:arn': bucket.arn };
  walker.must('who may read the store can decrypt it', lets(admin, 'kms:Decrypt', read));
  walker.must('nobody decrypts but through S3', !lets(admin, 'kms:Decrypt'));
  const errors = walker.world.find(
    (each) =>
      at(bucket)(each) && each.args.name === `/aws/kinesisfirehose/${nameOf(bucket, walker)}`,
  );
  walker.must(
    'what the stream could not deliver is logged under the store’s key',
    errors?.args.kms_key_id === key.arn && mayEncryptLog(key, errors),
  );
}

const nameOf = ({ account, region, args }: Thing, { world }: Walker): string =>
  String(
    world.find(
      (each) =>
        each.type === 'aws_kinesis_firehose_delivery_stream' &&
        at({ account, region })(each) &&
        JSON.stringify(each.args).includes(`arn:aws:s3:::${String(args.bucket)}"`),
    )?.args.name,
  );

/** The bucket’s policy names the role; that it is the stack’s own, the callers of the walk compare. */
function deployRoleOf({ world }: Walker, bucket: Thing): string {
  const policy = world.find(
    (each) => each.type === 'aws_s3_bucket_policy' && each.args.bucket === bucket.args.bucket,
  );
  const change = statementsIn(policy?.args).find(({ Action }) =>
    Action.includes('s3:PutBucketPolicy'),
  );
  return String(change?.Condition?.ArnNotEquals?.['aws:PrincipalArn']);
}

/** Written apart from the constructs. */
export const SHORTENS = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
];
export const CHANGES = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
];
export const SHREDS = ['kms:DisableKey', 'kms:RevokeGrant', 'kms:ScheduleKeyDeletion'];

/** From the calls of one account to the bucket: the trail of every region, and of the store where its bucket is in it. */
export function walkFromAccount(
  world: readonly Thing[],
  account: string,
  { days, lock }: Demands,
): Walk {
  const walker = new Walker(world, account);
  const trail = walker.find(
    'trail of its calls in every region',
    ofType(
      'aws_cloudtrail',
      (each) =>
        each.account === account &&
        each.args.is_multi_region_trail === true &&
        selects(each, 'Management'),
    ),
  );
  if (trail) fromTrail(walker, trail, { days, lock });
  return walker;
}

/** From what is done with a store’s objects back to it. */
export function walkFromStore(world: readonly Thing[], bucket: Thing, demands: Demands): Walk {
  const walker = new Walker(world, String(bucket.args.bucket));
  const trail = walker.find(
    'trail of what is done with its objects',
    ofType(
      'aws_cloudtrail',
      (each) =>
        at(bucket)(each) &&
        selects(each, 'Data') &&
        JSON.stringify(each.args).includes(`"${bucket.arn}/"`),
    ),
  );
  if (!trail) return walker;
  const said = JSON.stringify(trail.args.advanced_event_selector);
  walker.must('what writes an object is not recorded as another', said.includes('"PutObject"'));
  fromTrail(walker, trail, demands);
  return walker;
}

const selects = ({ args }: Thing, category: string): boolean =>
  ((args.advanced_event_selector ?? []) as readonly Json[]).some((each) =>
    (each.field_selector as readonly Json[]).some(
      ({ field, equals }) =>
        field === 'eventCategory' && JSON.stringify(equals) === `["${category}"]`,
    ),
  );

function fromTrail(walker: Walker, trail: Thing, demands: Demands): void {
  const { args, account } = trail;
  walker.must('the trail is on', args.enable_logging === true);
  walker.must('its files are signed', args.enable_log_file_validation === true);
  const bucket = walker.find(
    'bucket of the trail',
    ofType('aws_s3_bucket', (each) => each.args.bucket === args.s3_bucket_name),
  );
  const key = walker.find(
    'key of the store',
    ofType('aws_kms_key', (each) => each.arn === args.kms_key_id),
  );
  if (!bucket || !key) return;
  const guard = partOf(walker, bucket, 'policy');
  const before = args.depends_on as readonly string[];
  walker.must(
    'the bucket is guarded before the trail writes',
    guard !== undefined && before.includes(guard.address),
  );
  const cloudtrail = { service: 'cloudtrail.amazonaws.com' };
  const own = { 'aws:SourceArn': trail.arn };
  const statements = statementsIn(guard?.args);
  const object = `${bucket.arn}/${String(args.s3_key_prefix)}/AWSLogs/${account}/CloudTrail/object`;
  const put = {
    ...own,
    's3:x-amz-acl': 'bucket-owner-full-control',
    's3:x-amz-server-side-encryption': 'aws:kms',
    's3:x-amz-server-side-encryption-aws-kms-key-id': key.arn,
  };
  const lets = (action: string, arn: string, says: Readonly<Record<string, string>>): boolean =>
    letsIn(statements, cloudtrail, { action, arn, says });
  walker.must(`the trail of ${account} finds the bucket`, lets('s3:GetBucketAcl', bucket.arn, own));
  walker.must(`the trail of ${account} may write`, lets('s3:PutObject', object, put));
  walker.must(
    `the trail of ${account} may write its digests`,
    lets('s3:PutObject', object.replace('CloudTrail', 'CloudTrail-Digest'), {
      ...own,
      's3:x-amz-acl': 'bucket-owner-full-control',
      's3:x-amz-server-side-encryption': 'AES256',
    }),
  );
  walker.must(
    'nothing of it is under a key of another account',
    !lets('s3:PutObject', object, {
      ...put,
      's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:other',
    }),
  );
  walker.must(
    'no other trail may',
    !lets('s3:PutObject', object, { ...put, 'aws:SourceArn': `${trail.arn}-other` }),
  );
  const uses = (action: string, says: Readonly<Record<string, string>>): boolean =>
    letsIn(statementsIn(key.args), cloudtrail, { action, arn: key.arn, says: { ...own, ...says } });
  walker.must(
    `the trail of ${account} may encrypt`,
    uses('kms:GenerateDataKey', { 'kms:EncryptionContext:aws:cloudtrail:arn': trail.arn }),
  );
  for (const action of ['kms:Decrypt', 'kms:DescribeKey']) {
    walker.must(`the trail of ${account} may ${action}`, uses(action, {}));
  }
  isKept(walker, { bucket, key, guard }, demands);
}
