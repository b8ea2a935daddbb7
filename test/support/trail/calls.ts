import type { Call } from './athena';

/** A call in the form in which CloudTrail records it ("CloudTrail record contents", CloudTrail user guide, read 2026-11). */
function call(
  eventTime: string,
  who: string,
  [service, eventName]: readonly [string, string],
  requestParameters: object | null,
  more: object = {},
): Call {
  return {
    ...{ eventVersion: '1.11', eventTime, eventName, eventSource: `${service}.amazonaws.com` },
    userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::333333333333:assumed-role/${who}` },
    ...{ awsRegion: 'ap-northeast-1', sourceIPAddress: '203.0.113.7', requestParameters },
    ...{ recipientAccountId: '333333333333', ...more },
  };
}

/** Calls of the week: how a person came in, and what somebody tried at the trail. */
export const CALLS: readonly Call[] = [
  call('2026-11-18T04:57:00Z', 'sso/mio', ['sts', 'AssumeRole'], {
    roleArn: 'arn:aws:iam::333333333333:role/oncall',
    roleSessionName: 'mio',
  }),
  call('2026-11-18T04:58:00Z', 'oncall/mio', ['ssm', 'StartSession'], {
    target: 'i-0123456789abcdef0',
    documentName: 'AWS-StartPortForwardingSessionToRemoteHost',
  }),
  // Refused, and so not the way in.
  call(
    '2026-11-18T04:59:00Z',
    'oncall/jun',
    ['ssm', 'StartSession'],
    { target: 'i-0123456789abcdef0' },
    { errorCode: 'AccessDenied' },
  ),
  call('2026-11-19T01:00:00Z', 'auditor/rin', ['athena', 'StartQueryExecution'], {
    queryString: 'SELECT 1',
    workGroup: 'audit-suzumina-prod',
  }),
  call('2026-11-19T01:00:02Z', 'auditor/rin', ['s3', 'GetObject'], {
    bucketName: 'audit-suzumina-prod-555555555555-ap-northeast-1',
    key: 'databases/2026/11/18/a.gz',
  }),
  call(
    '2026-11-20T02:00:00Z',
    'root/jun',
    ['s3', 'DeleteObject'],
    { bucketName: 'audit-suzumina-prod-555555555555-ap-northeast-1', key: 'databases/a.gz' },
    { errorCode: 'AccessDenied' },
  ),
  call('2026-11-20T02:05:00Z', 'root/jun', ['cloudtrail', 'StopLogging'], {
    name: 'audit-suzumina-prod',
  }),
  // What is of no region is recorded there.
  call(
    '2026-11-20T02:06:00Z',
    'root/jun',
    ['iam', 'AttachRolePolicy'],
    { roleName: 'oncall' },
    { awsRegion: 'us-east-1' },
  ),
  call('2026-11-20T02:07:00Z', 'root/jun', ['rds', 'DescribeDBInstances'], null),
  // Before the days that are asked for.
  call('2026-11-10T02:05:00Z', 'root/jun', ['cloudtrail', 'StopLogging'], { name: 'x' }),
];
