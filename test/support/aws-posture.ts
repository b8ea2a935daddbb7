import { alertFacts } from './aws-alert-posture';
import {
  named,
  not,
  protectedBy,
  readerFact,
  text,
  type Body,
  type Configuration,
} from './posture-words';
import { awsTrail } from './aws-trail-posture';
import { vaultFacts } from './aws-vault-posture';
import { runnerFacts, say, statementsOf, waysIn } from './aws-runner-posture';

/**
 * The security facts of one instance, read from its Terraform alone, in the words of a reviewer: a weaker default shows as one
 * changed line. What is missing is said, never left out.
 */
export function awsPosture(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  const databases = all('aws_db_instance');
  const primary = databases.find(([, body]) => sourceOf(body) === undefined);
  if (!primary) throw new Error('the stack holds no primary');
  const others = databases.filter((each) => each !== primary);
  const [address, body] = primary;
  return [
    `${text(body.engine)} ${text(body.engine_version)} on ${text(body.instance_class)}, extended support ${text(body.engine_lifecycle_support)}`,
    ...databaseFacts(configuration, address, body),
    `backups: ${text(body.backup_retention_period)} days at ${text(body.backup_window)} UTC, kept after deletion: ${not(body.delete_automated_backups)}`,
    `standby in another zone: ${text(body.multi_az)}`,
    `copies in a vault: ${text((body.tags as Body | undefined)?.['kura-vault'])}`,
    `final snapshot: ${not(body.skip_final_snapshot)}, ${text(body.final_snapshot_identifier)}`,
    `admin password: ${text(body.password_wo)}; kept by RDS: ${text(body.manage_master_user_password)}; in state: ${text(body.password)}`,
    `database name in Terraform: ${text(body.db_name)}`,
    ...others.map(([name, other]) => readerFacts(configuration, name, other, primary)),
    ...accessFacts(configuration),
    ...all('aws_kms_key').map(([name, key]) => keyFact(name, key)),
    ...awsLogs(configuration),
    ...awsTrail(configuration),
    ...vaultFacts(configuration),
    ...alertFacts(configuration),
    ...runnerFacts(configuration),
  ];
}

/** What a database is a replica of, or restored from. */
export const sourceOf = (body: Body): unknown =>
  body.replicate_source_db ?? body.restore_to_point_in_time ?? body.snapshot_identifier;

/** Who comes to the databases of a stack, and as whom. */
export function accessFacts(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...admitted(configuration),
    ...all('aws_iam_policy').map(([name, policy]) => `login ${name}: ${loginsOf(policy)}`),
    ...all('aws_iam_role_policy_attachment').map(
      ([, { role, policy_arn }]) => `attached: role ${text(role)} has ${text(policy_arn)}`,
    ),
    ...all('aws_secretsmanager_secret').map(
      ([name, secret]) =>
        `secret ${name}: ${text(secret.kms_key_id)}, ${text(secret.recovery_window_in_days)} days to delete, versions by Terraform: ${String(all('aws_secretsmanager_secret_version').length)}`,
    ),
    ...all('aws_secretsmanager_secret_policy').map(
      ([name, policy]) => `readers of secret ${name}: ${bindingOf(policy)}`,
    ),
  ];
}

/** What an environment on AWS is to its instances. */
export function awsEnvironment(configuration: Configuration): readonly string[] {
  return [
    ...named(configuration, 'aws_vpc').map(
      ([, vpc]) =>
        `environment: network ${text(vpc.cidr_block)}, internet gateways: ${String(named(configuration, 'aws_internet_gateway').length)}`,
    ),
    ...awsLogs(configuration).map((log) => `environment: ${log}`),
    ...named(configuration, 'aws_kms_key').map(
      ([name, key]) => `environment: ${keyFact(name, key)}`,
    ),
    ...[...vaultFacts(configuration), ...alertFacts(configuration), ...waysIn(configuration)].map(
      (fact) => `environment: ${fact}`,
    ),
  ];
}

export const keyFact = (name: string, key: Body): string =>
  `key ${name}: rotates ${text(key.enable_key_rotation)}, ${text(key.deletion_window_in_days)} days to delete, lockout check ${not(key.bypass_policy_lockout_safety_check)}, ${protectedBy(key)}`;

export const awsLogs = (configuration: Configuration): string[] =>
  named(configuration, 'aws_cloudwatch_log_group').map(
    ([, group]) =>
      `log ${text(group.name)}: ${text(group.retention_in_days)} days, ${text(group.kms_key_id)}`,
  );

/** What a database of either role must have. */
export function databaseFacts({ resource }: Configuration, address: string, body: Body): string[] {
  const group =
    resource.aws_db_parameter_group?.[
      String(body.parameter_group_name).replace(/^.*group\.([^.]+)\..*$/, '$1')
    ];
  const parameters = new Map(
    ((group?.parameter ?? []) as readonly Readonly<Record<'name' | 'value', string>>[]).map(
      ({ name, value }) => [name, value],
    ),
  );
  const parameter = (...names: string[]): string =>
    names
      .flatMap((name) => (parameters.has(name) ? [`${name}=${String(parameters.get(name))}`] : []))
      .join(', ') || 'not set';
  return [
    `at rest: encrypted ${text(body.storage_encrypted)} with ${text(body.kms_key_id)}`,
    `in transit: ${parameter('rds.force_ssl', 'require_secure_transport')}; floor ${parameter('ssl_min_protocol_version', 'tls_version')}; CA ${text(body.ca_cert_identifier)}`,
    `passwords: ${parameter('password_encryption', 'rds.accepted_password_auth_method')}`,
    `public address: ${text(body.publicly_accessible)}; in ${text(body.vpc_security_group_ids)}; port ${text(body.port)}`,
    `login by IAM: ${text(body.iam_database_authentication_enabled)}`,
    `statements in the log: ${parameter('log_min_duration_statement', 'log_parameter_max_length', 'log_parameter_max_length_on_error', 'log_error_verbosity', 'auto_explain.log_min_duration', 'long_query_time')}`,
    `audited: ${parameter('pgaudit.log', 'pgaudit.log_relation', 'pgaudit.log_parameter', 'log_connections', 'log_disconnections')}; option group ${text(body.option_group_name)}`,
    `deletion: protected ${text(body.deletion_protection)}, ${protectedBy(body)}`,
    `upgrades: minor ${text(body.auto_minor_version_upgrade)}, major ${text(body.allow_major_version_upgrade)}, at once ${text(body.apply_immediately)}, in ${text(body.maintenance_window)} UTC`,
    `disk: ${text(body.storage_type)} ${text(body.allocated_storage)} to ${text(body.max_allocated_storage)} GiB`,
    `insights: ${text(body.performance_insights_enabled)}, ${text(body.performance_insights_retention_period)} days with ${text(body.performance_insights_kms_key_id)}; monitored every ${text(body.monitoring_interval)} s`,
    `logs of ${address}: ${text(body.enabled_cloudwatch_logs_exports)}; snapshots keep tags ${text(body.copy_tags_to_snapshot)}`,
  ];
}

function readerFacts(
  configuration: Configuration,
  name: string,
  reader: Body,
  [primaryName, primary]: [string, Body],
): string {
  return readerFact(
    name,
    sourceOf(reader),
    databaseFacts(configuration, primaryName, reader),
    databaseFacts(configuration, primaryName, { ...primary, lifecycle: undefined }),
  );
}

function admitted({ resource }: Configuration): string[] {
  const rules = Object.values(resource.aws_vpc_security_group_ingress_rule ?? {});
  return rules.map(
    (rule) =>
      `admits: ${text(rule.referenced_security_group_id ?? rule.cidr_ipv4)} on ${text(rule.ip_protocol)} ${text(rule.from_port)}-${text(rule.to_port)} into ${text(rule.security_group_id)}`,
  );
}

const loginsOf = ({ policy }: Body): string => statementsOf(policy).map(say).join('; ');

function bindingOf({ policy }: Body): string {
  const { Statement } = JSON.parse(String(policy)) as {
    Statement: { Effect: string; Principal: unknown; Action: unknown; Condition?: unknown }[];
  };
  return Statement.map(
    ({ Effect, Principal, Action, Condition }) =>
      `${Effect} ${text(Action)} to ${text(Principal)}${Condition === undefined ? '' : ` where ${text(Condition)}`}`,
  ).join('; ');
}
