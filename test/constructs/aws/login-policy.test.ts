import { LoginPolicy, type LoginPolicySettings } from '../../../constructs/aws/login-policy';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const policies = (
  attachTo: readonly string[],
  resourceIds: readonly string[],
  rest: Partial<Pick<LoginPolicySettings, 'until' | 'operator' | 'fenced'>> = {},
) =>
  synthOf(
    (stack) =>
      new LoginPolicy(
        stack,
        'login-order_api',
        {
          address: 'core-db',
          identifier: 'acme-prod-core-db',
          account: '333333333333',
          region: 'ap-northeast-1',
          login: 'order_api',
          attachTo,
          fenced: false,
          ...rest,
        },
        { databases: resourceIds.map((resourceId) => ({ resourceId })) },
      ),
  );

test('a login opens one user of the primary and of each reader, and nothing else', () => {
  const config = policies([], ['db-PRIMARY', 'db-READER']);
  expect(policyOf(resource(config, 'aws_iam_policy', 'core_db_order_api')).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: [
        'arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:db-PRIMARY/order_api',
        'arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:db-READER/order_api',
      ],
    },
  ]);
  expect(addressesOf(config)).toEqual(['aws_iam_policy.core_db_order_api']);
});

test('it is attached to the roles that may have it', () => {
  const config = policies(['order-api'], ['db-PRIMARY']);
  const type = 'aws_iam_role_policy_attachment';
  expect(resource(config, type, 'core_db_login_order_api')).toEqual({
    role: 'order-api',
    policy_arn: '${aws_iam_policy.core_db_order_api.arn}',
  });
});

const OPERATOR = { prefix: 'acme-prod', database: 'acme-prod-core-db' };

describe('an operator', () => {
  const until = '2026-12-31T15:00:00Z';
  const config = policies([], ['db-PRIMARY'], { until, operator: { ...OPERATOR, until } });
  const { Statement } = policyOf(resource(config, 'aws_iam_policy', 'core_db_order_api'));

  test('may do nothing after the day it ends', () => {
    expect(Statement).toHaveLength(6);
    for (const { Condition } of Statement) {
      expect(Condition).toMatchObject({ DateLessThan: { 'aws:CurrentTime': until } });
    }
  });

  test('finds this instance’s databases by name, and no other’s', () => {
    expect(Statement.find(({ Action }) => Action === 'rds:DescribeDBInstances')).toMatchObject({
      Resource: [
        'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-core-db',
        'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-core-db-reader-*',
      ],
    });
  });

  test('forwards ports through the environment’s host, and gets no shell there', () => {
    const start = Statement.filter(({ Action }) => Action === 'ssm:StartSession');
    expect(start).toMatchObject([
      {
        Resource: 'arn:aws:ec2:ap-northeast-1:333333333333:instance/*',
        Condition: {
          StringEquals: { 'ssm:resourceTag/Name': 'acme-prod-jump' },
          BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' },
        },
      },
      {
        Resource: 'arn:aws:ssm:ap-northeast-1::document/AWS-StartPortForwardingSessionToRemoteHost',
      },
    ]);
  });

  test('ends and resumes its own sessions, by the id that Terraform leaves as it is', () => {
    const own = Statement.find(({ Sid }) => Sid === 'HoldOwnSessions');
    expect(own?.Resource).toBe('arn:aws:ssm:*:*:session/$${aws:userid}-*');
  });
});

test('a login that is also for something without an end stays, and only the way there ends', () => {
  const until = '2026-12-31T15:00:00Z';
  const config = policies([], ['db-PRIMARY'], { operator: { ...OPERATOR, until } });
  const { Statement } = policyOf(resource(config, 'aws_iam_policy', 'core_db_order_api'));
  const ends = Statement.map(({ Condition }) => JSON.stringify(Condition ?? '').includes(until));
  expect(ends).toEqual([false, true, true, true, true, true]);
});

test('an operator of a restored instance finds that one, through the same host', () => {
  const operator = { ...OPERATOR, database: 'acme-prod-core-db-at-noon' };
  const config = policies([], ['db-RESTORED'], { operator });
  const { Statement } = policyOf(resource(config, 'aws_iam_policy', 'core_db_order_api'));
  expect(Statement.find(({ Sid }) => Sid === 'FindDatabase')?.Resource).toEqual([
    'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-core-db-at-noon',
    'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-core-db-at-noon-reader-*',
  ]);
  expect(JSON.stringify(Statement)).toContain('"ssm:resourceTag/Name":"acme-prod-jump"');
});

test('where another region serves, it refuses every login here, without an end', () => {
  const until = '2026-12-31T15:00:00Z';
  const config = policies(['order-api'], ['db-PRIMARY', 'db-READER'], {
    until,
    operator: { ...OPERATOR, until },
    fenced: true,
  });
  const policy = resource(config, 'aws_iam_policy', 'core_db_order_api');
  expect(policyOf(policy).Statement).toEqual([
    {
      Effect: 'Deny',
      Action: 'rds-db:connect',
      Resource: [
        'arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:db-PRIMARY/order_api',
        'arn:aws:rds-db:ap-northeast-1:333333333333:dbuser:db-READER/order_api',
      ],
    },
  ]);
  expect(addressesOf(config)).toContain('aws_iam_role_policy_attachment.core_db_login_order_api');
});
