import { AuditKey, type AuditKeySettings } from '../../../constructs/aws/audit-key';
import { policyOf, resource, synthOf, type Json } from '../../support/synth';

const ROOT = 'arn:aws:iam::555555555555:root';
const DEPLOY = 'arn:aws:iam::555555555555:role/kura-audit-prod';
const TRAILS = ['333333333333', '444444444444'].map((account) => ({
  account,
  arn: `arn:aws:cloudtrail:ap-northeast-1:${account}:trail/audit-acme-prod`,
}));

const SETTINGS: AuditKeySettings = {
  address: 'audit',
  name: 'audit-acme-prod',
  account: '555555555555',
  region: 'ap-northeast-1',
  bucketArn: 'arn:aws:s3:::store',
  deployRoleArn: DEPLOY,
  streamRoleArn: 'arn:aws:iam::555555555555:role/audit-acme-prod-stream',
  trails: TRAILS,
  logGroup: '/aws/kinesisfirehose/audit-acme-prod',
  locked: true,
  alarms: true,
};

const keyOf = (settings: Partial<AuditKeySettings> = {}) => {
  const config = synthOf((stack) => new AuditKey(stack, 'key', { ...SETTINGS, ...settings }));
  const key = resource(config, 'aws_kms_key', 'audit');
  return { config, key, statements: policyOf(key).Statement };
};
const { config, key, statements } = keyOf();
const statement = (sid: string, of: readonly Json[] = statements): Json | undefined =>
  of.find(({ Sid }) => Sid === sid);

test('a key rotates, takes 30 days to delete, and stays while anything is locked', () => {
  expect(key).toMatchObject({
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    bypass_policy_lockout_safety_check: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(keyOf({ locked: false }).key).toMatchObject({ lifecycle: { prevent_destroy: false } });
  expect(resource(config, 'aws_kms_alias', 'audit').name).toBe('alias/audit-acme-prod');
});

test('IAM of the account administers nothing: each statement about the account has a condition', () => {
  const open = statements.filter(
    ({ Principal, Condition }) =>
      JSON.stringify(Principal).includes(ROOT) && Condition === undefined,
  );
  expect(open).toEqual([]);
  expect(statement('AdministerAsRoot')).toMatchObject({
    Principal: { AWS: ROOT },
    Condition: { ArnEquals: { 'aws:PrincipalArn': [ROOT] } },
  });
});

test.each([
  ['locked', true, false],
  ['not locked', false, true],
])('where the store is %s, Terraform’s role destroys it: %s → %s', (_, locked, destroys) => {
  const { Action } = statement('Administer', keyOf({ locked }).statements) ?? {};
  expect((Action as readonly string[]).includes('kms:ScheduleKeyDeletion')).toBe(destroys);
  expect(Action).toContain('kms:PutKeyPolicy');
  expect(statement('AdministerAsRoot')?.Action).toContain('kms:ScheduleKeyDeletion');
});

test('who administers it decrypts nothing by that, and no action or principal is a wildcard', () => {
  for (const { Sid, Action, Principal } of statements) {
    if (String(Sid).startsWith('Administer')) expect(Action).not.toContain('kms:Decrypt');
    expect(Action).not.toContain('kms:*');
    expect(Principal).not.toBe('*');
  }
});

test('each trail uses it for its own files, and none of another account', () => {
  expect(statement('TrailsWrite')?.Condition).toEqual({
    StringEquals: { 'aws:SourceArn': TRAILS.map(({ arn }) => arn) },
    StringLike: {
      'kms:EncryptionContext:aws:cloudtrail:arn': TRAILS.map(
        ({ account }) => `arn:aws:cloudtrail:*:${account}:trail/*`,
      ),
    },
  });
});

test('alarms of the account are published under it, where somebody is told', () => {
  expect(statement('PublishAlarms')).toMatchObject({
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: {
      StringEquals: { 'aws:SourceAccount': '555555555555' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:ap-northeast-1:555555555555:alarm:*' },
    },
  });
  const silent = keyOf({ alarms: false }).statements;
  expect(silent).toEqual(statements.filter(({ Sid }) => Sid !== 'PublishAlarms'));
});
