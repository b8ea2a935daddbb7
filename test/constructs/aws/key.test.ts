import { Key, type KeySettings } from '../../../constructs/aws/key';
import { policyOf, resource, synthOf, type Json } from '../../support/synth';

const SETTINGS: KeySettings = {
  address: 'core-db',
  name: 'acme-prod-core-db',
  description: 'Storage and logs of core-db',
  account: '333333333333',
  region: 'ap-northeast-1',
  services: ['logs'],
  logGroups: [],
  secretReaders: [],
  preventDestroy: false,
};

const READER = 'arn:aws:iam::333333333333:role/order-batch';

const keyOf = (settings: Partial<KeySettings> = {}) => {
  const config = synthOf((stack) => new Key(stack, 'key', { ...SETTINGS, ...settings }));
  const key = resource(config, 'aws_kms_key', 'core_db');
  return { config, key, statements: policyOf(key).Statement };
};

const statement = (statements: readonly Json[], sid: string): Json | undefined =>
  statements.find(({ Sid }) => Sid === sid);

const FULL: Partial<KeySettings> = {
  services: ['rds', 'logs', 'secretsmanager'],
  logGroups: ['/aws/rds/instance/acme-prod-core-db/postgresql'],
  secretReaders: [READER],
  preventDestroy: true,
};

test('a key rotates, takes 30 days to delete and keeps its lockout check', () => {
  expect(keyOf().key).toMatchObject({
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    bypass_policy_lockout_safety_check: false,
    lifecycle: { prevent_destroy: false },
  });
  expect(keyOf(FULL).key).toMatchObject({ lifecycle: { prevent_destroy: true } });
});

test('its alias carries its name', () => {
  const { config } = keyOf();
  expect(resource(config, 'aws_kms_alias', 'core_db')).toEqual({
    name: 'alias/acme-prod-core-db',
    target_key_id: '${aws_kms_key.core_db.key_id}',
  });
});

test('a key with no log groups and no secrets has no statement for either', () => {
  expect(keyOf().statements.map(({ Sid }) => Sid)).toEqual([
    'AdministerThroughIam',
    'UseThroughServices',
  ]);
});

test.each(['minimal', 'maximal'])('no action and no principal is a wildcard (%s)', (size) => {
  const { statements } = keyOf(size === 'minimal' ? {} : FULL);
  for (const { Action, Principal } of statements) {
    expect(JSON.stringify([Action, Principal])).not.toContain('*');
    expect(Action).not.toHaveLength(0);
  }
});

test('data is encrypted and decrypted only through the named services of the account', () => {
  const { statements } = keyOf(FULL);
  expect(statement(statements, 'UseThroughServices')?.Condition).toEqual({
    StringEquals: {
      'kms:CallerAccount': '333333333333',
      'kms:ViaService': [
        'rds.ap-northeast-1.amazonaws.com',
        'logs.ap-northeast-1.amazonaws.com',
        'secretsmanager.ap-northeast-1.amazonaws.com',
      ],
    },
  });
  expect(JSON.stringify(statement(statements, 'AdministerThroughIam'))).not.toMatch(
    /crypt|GenerateData|CreateGrant/,
  );
});

test('a grant is for an AWS resource, through RDS; Lambda makes its own as the caller', () => {
  const { statements } = keyOf({ ...FULL, services: ['rds', 'lambda', 'ec2', 'logs'] });
  expect(statement(statements, 'GrantToServices')).toMatchObject({
    Action: ['kms:CreateGrant'],
    Condition: {
      StringEquals: {
        'kms:ViaService': ['rds.ap-northeast-1.amazonaws.com', 'ec2.ap-northeast-1.amazonaws.com'],
      },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    },
  });
  expect(statement(statements, 'GrantToLambda')?.Condition).toEqual({
    StringEquals: {
      'kms:CallerAccount': '333333333333',
      'kms:ViaService': ['lambda.ap-northeast-1.amazonaws.com'],
    },
  });
});

test('a schedule’s input is read for that schedule alone', () => {
  const schedule = 'arn:aws:scheduler:ap-northeast-1:333333333333:schedule/acme-prod-runners/x';
  const { statements } = keyOf({ schedules: [schedule] });
  expect(statement(statements, 'ReadSchedules')).toMatchObject({
    Action: ['kms:Decrypt'],
    Condition: {
      StringEquals: { 'kms:CallerAccount': '333333333333' },
      ArnEquals: { 'kms:EncryptionContext:aws:scheduler:schedule:arn': [schedule] },
    },
  });
});

test('CloudWatch publishes alarms of this account and region under it', () => {
  const { statements } = keyOf({ alarms: true });
  expect(statement(statements, 'PublishAlarms')).toMatchObject({
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: {
      StringEquals: { 'aws:SourceAccount': '333333333333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:ap-northeast-1:333333333333:alarm:*' },
    },
  });
});

test('EventBridge publishes to topics of this account under it, and is asked for nothing that it does not say', () => {
  const { statements } = keyOf({ alarms: true });
  expect(statement(statements, 'PublishEvents')).toMatchObject({
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:ap-northeast-1:333333333333:*',
      },
    },
  });
});

test('so does RDS, which AWS lists among what needs the key', () => {
  const { statements } = keyOf({ alarms: true });
  expect(statement(statements, 'PublishDatabaseEvents')).toMatchObject({
    Principal: { Service: 'events.rds.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:ap-northeast-1:333333333333:*',
      },
    },
  });
});

test('where no alarm is published, no publisher has the key', () => {
  const sids = keyOf({ alarms: false }).statements.map(({ Sid }) => Sid);
  expect(sids.filter((sid) => String(sid).startsWith('Publish'))).toEqual([]);
});

test('a vault and its copies keep the key by a grant, as a database does', () => {
  const { statements } = keyOf({ services: ['rds', 'backup'] });
  expect(statement(statements, 'GrantToServices')?.Condition).toMatchObject({
    StringEquals: {
      'kms:ViaService': ['rds.ap-northeast-1.amazonaws.com', 'backup.ap-northeast-1.amazonaws.com'],
    },
  });
});

test('CloudWatch Logs uses the key for exactly the named log groups', () => {
  const { statements } = keyOf(FULL);
  expect(statement(statements, 'EncryptLogs')).toMatchObject({
    Principal: { Service: 'logs.ap-northeast-1.amazonaws.com' },
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': [
          'arn:aws:logs:ap-northeast-1:333333333333:log-group:/aws/rds/instance/acme-prod-core-db/postgresql',
        ],
      },
    },
  });
});

test('readers of secrets decrypt, through Secrets Manager', () => {
  const { statements } = keyOf(FULL);
  expect(statement(statements, 'ReadSecrets')).toMatchObject({
    Principal: { AWS: [READER] },
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Condition: {
      StringEquals: { 'kms:ViaService': 'secretsmanager.ap-northeast-1.amazonaws.com' },
    },
  });
});
