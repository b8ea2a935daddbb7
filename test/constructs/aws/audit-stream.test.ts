import { AuditDestination } from '../../../constructs/aws/audit-destination';
import { AuditLogsRole, auditLogsRoleArn } from '../../../constructs/aws/audit-logs-role';
import {
  AuditStream,
  auditStreamArn,
  auditStreamRoleArn,
} from '../../../constructs/aws/audit-stream';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const OWN = {
  address: 'audit',
  name: 'audit-acme-prod',
  account: '555555555555',
  region: 'ap-northeast-1',
};

const config = synthOf((stack) => {
  const stream = new AuditStream(
    stack,
    'stream',
    { ...OWN, bucket: 'store', logRetentionDays: 365 },
    { bucket: { arn: 'arn:bucket' }, key: { arn: 'arn:key' }, after: [] },
  );
  const sources = ['333333333333', '444444444444'];
  const role = new AuditLogsRole(stack, 'role', { ...OWN, sources });
  new AuditDestination(stack, 'destination', { ...OWN, senders: sources }, { stream, role });
});

test('a stream and its way in are these resources', () => {
  expect(addressesOf(config)).toEqual([
    'aws_cloudwatch_log_destination.audit',
    'aws_cloudwatch_log_destination_policy.audit',
    'aws_cloudwatch_log_group.audit',
    'aws_cloudwatch_log_stream.audit',
    'aws_iam_role.audit_logs',
    'aws_iam_role.audit_stream',
    'aws_iam_role_policy.audit_logs',
    'aws_iam_role_policy.audit_stream',
    'aws_kinesis_firehose_delivery_stream.audit',
  ]);
});

test('it writes each envelope whole on a line of its own, by day, and what it cannot read beside it', () => {
  const stream = resource(config, 'aws_kinesis_firehose_delivery_stream', 'audit');
  expect(stream).toMatchObject({
    name: 'audit-acme-prod',
    destination: 'extended_s3',
    server_side_encryption: {
      enabled: true,
      key_type: 'CUSTOMER_MANAGED_CMK',
      key_arn: 'arn:key',
    },
    extended_s3_configuration: {
      bucket_arn: 'arn:bucket',
      kms_key_arn: 'arn:key',
      prefix: 'databases/!{timestamp:yyyy/MM/dd}/',
      error_output_prefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
      compression_format: 'GZIP',
      processing_configuration: {
        enabled: true,
        processors: [
          {
            type: 'Decompression',
            parameters: [{ parameter_name: 'CompressionFormat', parameter_value: 'GZIP' }],
          },
          {
            type: 'AppendDelimiterToRecord',
            parameters: [{ parameter_name: 'Delimiter', parameter_value: '\\n' }],
          },
        ],
      },
    },
  });
  expect(stream).not.toHaveProperty('extended_s3_configuration.dynamic_partitioning_configuration');
});

test('who takes its roles is AWS, for these accounts', () => {
  const trust = (name: string) =>
    policyOf(resource(config, 'aws_iam_role', name), 'assume_role_policy').Statement;
  expect(trust('audit_stream')).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'firehose.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': '555555555555' } },
    },
  ]);
  expect(trust('audit_logs')).toMatchObject([
    {
      Principal: { Service: 'logs.amazonaws.com' },
      Condition: {
        StringLike: {
          'aws:SourceArn': ['555555555555', '333333333333', '444444444444'].map(
            (account) => `arn:aws:logs:ap-northeast-1:${account}:*`,
          ),
        },
      },
    },
  ]);
});

test('no role of it has a wildcard for an action, or for all there is', () => {
  for (const name of ['audit_stream', 'audit_logs']) {
    const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', name));
    for (const { Action, Resource } of Statement) {
      expect(JSON.stringify(Action)).not.toContain('*');
      expect(Resource).not.toContain('*');
    }
  }
});

test('senders are let in by account, to subscribe and for nothing else', () => {
  const { Statement } = policyOf(
    resource(config, 'aws_cloudwatch_log_destination_policy', 'audit'),
    'access_policy',
  );
  expect(Statement).toEqual([
    {
      Sid: 'Subscribe',
      Effect: 'Allow',
      Principal: { AWS: ['333333333333', '444444444444'] },
      Action: 'logs:PutSubscriptionFilter',
      Resource: 'arn:aws:logs:ap-northeast-1:555555555555:destination:audit-acme-prod',
    },
  ]);
});

test('all of it is named before it is there', () => {
  expect(resource(config, 'aws_iam_role', 'audit_logs').name).toBe('audit-acme-prod-logs');
  expect(resource(config, 'aws_iam_role', 'audit_stream').name).toBe('audit-acme-prod-stream');
  expect([auditLogsRoleArn(OWN), auditStreamRoleArn(OWN), auditStreamArn(OWN)]).toEqual([
    'arn:aws:iam::555555555555:role/audit-acme-prod-logs',
    'arn:aws:iam::555555555555:role/audit-acme-prod-stream',
    'arn:aws:firehose:ap-northeast-1:555555555555:deliverystream/audit-acme-prod',
  ]);
});
