import { loadEstate } from '../../model/language/load-estate';
import { resolve } from '../../model/resolver/resolve';
import { synthesized } from '../support/synthesized';

/** Losing or replacing one of these loses data, a key to data, or the name by which clients know it. */
const STATEFUL = new Set([
  'aws_backup_vault',
  'aws_cloudwatch_log_group',
  'aws_db_instance',
  'aws_db_instance_automated_backups_replication',
  'aws_db_subnet_group',
  'aws_kms_key',
  'aws_secretsmanager_secret',
  'aws_security_group',
  'aws_sns_topic',
  'aws_sns_topic_subscription',
  'aws_subnet',
  'aws_vpc',
  'google_compute_global_address',
  'google_compute_network',
  'google_compute_subnetwork',
  'google_kms_crypto_key',
  'google_kms_key_ring',
  'google_logging_project_bucket_config',
  'google_secret_manager_secret',
  'google_service_account',
  'google_service_networking_connection',
  'google_sql_database_instance',
  'google_sql_user',
  'google_storage_bucket',
]);

test('the stateful addresses of the shipped estate are those that were deployed', () => {
  const estate = loadEstate('estate');
  const deployment = estate.ok ? resolve(estate.value) : estate;
  if (!deployment.ok) throw new Error('the shipped estate does not resolve');
  const addresses = [...synthesized(deployment.value)].flatMap(([stack, { resource }]) =>
    Object.entries(resource)
      .filter(([type]) => STATEFUL.has(type))
      .flatMap(([type, all]) => Object.keys(all).map((name) => `${stack}: ${type}.${name}`)),
  );
  // An address that goes needs a `moved` block, or a database goes with it: never update this file without one.
  expect(addresses.sort().join('\n')).toMatchSnapshot();
});
