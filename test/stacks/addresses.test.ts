import { DEPLOYMENT } from '../support/deployment';
import { addressesOf, synthAll } from '../support/synth';

/** What holds data, or cannot be replaced without touching what does. */
const STATEFUL =
  /^aws_(?:cloudwatch_log_group|db_instance|db_subnet_group|kms_key|secretsmanager_secret|subnet|vpc)\./;

// A changed line here is a database that Terraform would replace: it needs a `moved` block.
test('every stateful address is locked', () => {
  const locked = [...synthAll(DEPLOYMENT)].map(([stack, config]) => [
    stack,
    addressesOf(config)
      .filter((address) => STATEFUL.test(address))
      .map((address) => address.replace(/^aws_/, '')),
  ]);
  expect(Object.fromEntries(locked)).toEqual({
    'dev-aws-foundation': ['db_subnet_group.shared'],
    'prod-aws-foundation': [
      'cloudwatch_log_group.shared_flow_logs',
      'db_subnet_group.shared',
      'kms_key.shared',
      'subnet.shared_a',
      'subnet.shared_c',
      'subnet.shared_d',
      'vpc.shared',
    ],
    'dev-aws-shared-postgres': [
      'cloudwatch_log_group.shared_postgres_iam_db_auth_error',
      'cloudwatch_log_group.shared_postgres_postgresql',
      'cloudwatch_log_group.shared_postgres_reader_1_iam_db_auth_error',
      'cloudwatch_log_group.shared_postgres_reader_1_postgresql',
      'cloudwatch_log_group.shared_postgres_reader_1_upgrade',
      'cloudwatch_log_group.shared_postgres_upgrade',
      'db_instance.shared_postgres',
      'db_instance.shared_postgres_reader_1',
      'kms_key.shared_postgres',
    ],
    'prod-aws-core-db': [
      'cloudwatch_log_group.core_db_iam_db_auth_error',
      'cloudwatch_log_group.core_db_postgresql',
      'cloudwatch_log_group.core_db_reader_1_iam_db_auth_error',
      'cloudwatch_log_group.core_db_reader_1_postgresql',
      'cloudwatch_log_group.core_db_reader_1_upgrade',
      'cloudwatch_log_group.core_db_reader_2_iam_db_auth_error',
      'cloudwatch_log_group.core_db_reader_2_postgresql',
      'cloudwatch_log_group.core_db_reader_2_upgrade',
      'cloudwatch_log_group.core_db_upgrade',
      'db_instance.core_db',
      'db_instance.core_db_reader_1',
      'db_instance.core_db_reader_2',
      'kms_key.core_db',
      'secretsmanager_secret.core_db_order_batch',
    ],
    'prod-aws-catalog': [
      'cloudwatch_log_group.catalog_error',
      'cloudwatch_log_group.catalog_iam_db_auth_error',
      'cloudwatch_log_group.catalog_reader_1_error',
      'cloudwatch_log_group.catalog_reader_1_iam_db_auth_error',
      'cloudwatch_log_group.catalog_reader_1_slowquery',
      'cloudwatch_log_group.catalog_slowquery',
      'db_instance.catalog',
      'db_instance.catalog_reader_1',
      'kms_key.catalog',
    ],
    'prod-aws-payment': [
      'cloudwatch_log_group.payment_flow_logs',
      'cloudwatch_log_group.payment_iam_db_auth_error',
      'cloudwatch_log_group.payment_postgresql',
      'cloudwatch_log_group.payment_reader_1_iam_db_auth_error',
      'cloudwatch_log_group.payment_reader_1_postgresql',
      'cloudwatch_log_group.payment_reader_1_upgrade',
      'cloudwatch_log_group.payment_upgrade',
      'db_instance.payment',
      'db_instance.payment_reader_1',
      'db_subnet_group.payment',
      'kms_key.payment',
      'subnet.payment_a',
      'subnet.payment_c',
      'vpc.payment',
    ],
    'prod-aws-ledger': [
      'cloudwatch_log_group.ledger_iam_db_auth_error',
      'cloudwatch_log_group.ledger_postgresql',
      'cloudwatch_log_group.ledger_upgrade',
      'db_instance.ledger',
      'db_subnet_group.ledger',
      'kms_key.ledger',
    ],
  });
});
