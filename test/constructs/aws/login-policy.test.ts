import { LoginPolicy } from '../../../constructs/aws/login-policy';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const policies = (attachTo: readonly string[], resourceIds: readonly string[]) =>
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
