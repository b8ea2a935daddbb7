import { Secret } from '../../../constructs/aws/secret';
import { addressesOf, policyOf, resource, synthOf } from '../../support/synth';

const READERS = ['arn:aws:iam::333333333333:role/order-batch'];
const secretOf = (preventDestroy: boolean) =>
  synthOf((stack) => {
    const settings = {
      address: 'core-db',
      name: 'acme-prod/core-db/order_batch',
      login: 'order_batch',
      readers: READERS,
      preventDestroy,
    };
    new Secret(stack, 'secret-order_batch', settings, { key: { arn: 'arn:key' } });
  });

test('Terraform makes the container and its policy, and no version', () => {
  const config = secretOf(true);
  expect(addressesOf(config)).toEqual([
    'aws_secretsmanager_secret.core_db_order_batch',
    'aws_secretsmanager_secret_policy.core_db_order_batch',
  ]);
  expect(resource(config, 'aws_secretsmanager_secret', 'core_db_order_batch')).toEqual({
    name: 'acme-prod/core-db/order_batch',
    description: 'Password of the database user order_batch',
    kms_key_id: 'arn:key',
    recovery_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
});

test('exactly the declared readers read it', () => {
  const policy = resource(
    secretOf(false),
    'aws_secretsmanager_secret_policy',
    'core_db_order_batch',
  );
  expect(policy.block_public_policy).toBe(true);
  expect(policyOf(policy).Statement).toEqual([
    {
      Sid: 'ReadersRead',
      Effect: 'Allow',
      Principal: { AWS: READERS },
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: '*',
    },
    {
      Sid: 'NobodyElseReads',
      Effect: 'Deny',
      Principal: '*',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': READERS } },
    },
  ]);
});
