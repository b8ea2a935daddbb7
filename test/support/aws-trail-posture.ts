import { say, statementsOf } from './aws-runner-posture';
import { named, protectedBy, text, type Body, type Configuration } from './posture-words';

const part = (value: unknown): Body =>
  (Array.isArray(value) ? part(value[0]) : (value ?? {})) as Body;
const parts = (value: unknown): readonly Body[] => (value ?? []) as readonly Body[];

/** Where what an instance on AWS logs goes, log by log. */
export function awsTrail(configuration: Configuration): readonly string[] {
  return named(configuration, 'aws_cloudwatch_log_subscription_filter').map(
    ([, filter]) =>
      `trail: ${text(filter.log_group_name)} sends ${filter.filter_pattern === '' ? 'every line' : text(filter.filter_pattern)} to ${text(filter.destination_arn)} as ${text(filter.role_arn)}`,
  );
}

/** What keeps it, and who may do what with it. */
export function awsStore(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('aws_s3_bucket').map(
      ([, bucket]) => `bucket ${text(bucket.bucket)}: ${protectedBy(bucket)}`,
    ),
    ...all('aws_s3_bucket_versioning').map(
      ([, { versioning_configuration: versions }]) => `versions: ${text(part(versions).status)}`,
    ),
    ...all('aws_s3_bucket_object_lock_configuration').map(([, { rule }]) => {
      const { mode, days } = part(part(rule).default_retention);
      return `lock: ${text(mode)} for ${text(days)} days`;
    }),
    ...all('aws_s3_bucket_lifecycle_configuration').map(
      ([, { rule }]) =>
        `gone after: ${parts(rule)
          .map((each) => text(part(each.expiration).days))
          .join(', ')} days`,
    ),
    ...all('aws_s3_bucket_public_access_block').map(
      ([, block]) =>
        `public: ACLs blocked ${text(block.block_public_acls)} and ignored ${text(block.ignore_public_acls)}, policies blocked ${text(block.block_public_policy)}, buckets restricted ${text(block.restrict_public_buckets)}`,
    ),
    ...all('aws_s3_bucket_server_side_encryption_configuration').map(([, { rule }]) => {
      const { sse_algorithm: algorithm, kms_master_key_id: key } = part(
        part(rule).apply_server_side_encryption_by_default,
      );
      return `at rest: ${text(algorithm)} with ${text(key)}`;
    }),
    ...all('aws_s3_bucket_policy').flatMap(([, { policy }]) => statedIn('bucket', policy)),
    ...all('aws_kms_key').flatMap(([, key]) => [
      `key: rotates ${text(key.enable_key_rotation)}, ${text(key.deletion_window_in_days)} days to delete, ${protectedBy(key)}`,
      ...statedIn('key', key.policy),
    ]),
    ...all('aws_kinesis_firehose_delivery_stream').map(([, stream]) => {
      const to = part(stream.extended_s3_configuration);
      return `stream ${text(stream.name)}: encrypted with ${text(part(stream.server_side_encryption).key_arn)}, to ${text(to.bucket_arn)} below ${text(to.prefix)} with ${text(to.kms_key_arn)}, as ${text(to.role_arn)}`;
    }),
    ...all('aws_iam_role').map(
      ([name, role]) => `role ${name}: ${statedIn('taken', role.assume_role_policy).join('; ')}`,
    ),
    ...all('aws_iam_role_policy').flatMap(([name, { policy }]) => statedIn(`role ${name}`, policy)),
    ...all('aws_cloudwatch_log_destination_policy').flatMap(([, { access_policy: policy }]) =>
      statedIn('destination', policy),
    ),
    ...all('aws_cloudtrail').map(
      ([, trail]) =>
        `trail ${text(trail.name)}: every region ${text(trail.is_multi_region_trail)}, validated ${text(trail.enable_log_file_validation)}, with ${text(trail.kms_key_id)}, of ${parts(
          trail.advanced_event_selector,
        )
          .map(({ name }) => text(name))
          .join(' and ')}`,
    ),
  ].map((fact) => `store: ${fact}`);
}

const statedIn = (what: string, policy: unknown): readonly string[] =>
  statementsOf(policy).map(
    (statement) =>
      `${what}: ${say(statement)}${statement.Principal === undefined ? '' : ` by ${text(statement.Principal)}`}`,
  );
