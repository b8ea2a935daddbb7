import { hostFacts, runnerFacts, storeFacts } from './google-runner-posture';
import {
  named,
  protectedBy,
  readerFact,
  text,
  type Body,
  type Configuration,
} from './posture-words';

/** The security facts of one instance on Cloud SQL, in the words of the facts on RDS where they are the same. */
export function googlePosture(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  const databases = all('google_sql_database_instance');
  const primary = databases.find(([, body]) => isPrimary(body));
  if (!primary) throw new Error('the stack holds no primary');
  const [, body] = primary;
  const { settings, backups, maintenance, denied, passwords } = partsOf(body);
  const kept = part(backups.backup_retention_settings);
  return [
    `${text(body.database_version)} on ${text(settings.tier)}, edition ${text(settings.edition)}`,
    ...databaseFacts(body),
    `maintenance: day ${text(maintenance.day)} from ${text(maintenance.hour)}:00 UTC, track ${text(maintenance.update_track)}, never from ${text(denied.start_date)} until ${text(denied.end_date)} ${text(denied.time)}`,
    `passwords of Cloud SQL’s own users: ${text(passwords.min_length)} characters at least, ${text(passwords.complexity)}, last ${text(passwords.reuse_interval)} refused, user name in it refused ${text(passwords.disallow_username_substring)}, enforced ${text(passwords.enable_password_policy)}`,
    `backups: ${text(backups.enabled)}, ${text(kept.retained_backups)} by ${text(kept.retention_unit)} from ${text(backups.start_time)} UTC in ${text(backups.location)}, kept after deletion: ${text(settings.retain_backups_on_delete)}`,
    `to a point in time: ${text(backups.point_in_time_recovery_enabled ?? backups.binary_log_enabled)}, ${text(backups.transaction_log_retention_days)} days`,
    `standby in another zone: ${text(settings.availability_type === 'REGIONAL')}, ${text(settings.availability_type)}`,
    `admin password in state: ${text(body.root_password)}`,
    `databases in Terraform: ${String(all('google_sql_database').length)}`,
    `created after: ${text(body.depends_on)}`,
    `takes over when its region is lost: ${text(part(body.replication_cluster).failover_dr_replica_name)}`,
    `left as it is found: ${text(part(body.lifecycle).ignore_changes)}`,
    ...databases
      .filter(([, each]) => each.master_instance_name !== undefined)
      .map(([name, reader]) =>
        readerFact(
          name,
          reader.master_instance_name,
          databaseFacts(reader),
          databaseFacts({ ...body, lifecycle: undefined }),
        ),
      ),
    ...databases
      .filter(([, each]) => each.master_instance_name === undefined && !isPrimary(each))
      .map(([name, restored]) =>
        readerFact(
          name,
          restored.clone ?? restored.restore_backup_context,
          databaseFacts(restored),
          databaseFacts(body),
        ).replace(/^reader/, 'restored'),
      ),
    ...ruleFacts(configuration),
    ...all('google_sql_user').map(
      ([name, user]) =>
        `login ${name}: ${text(user.name)} on ${text(user.instance)}, a ${text(user.type)}, password in state: ${text(user.password)}`,
    ),
    ...all('google_project_iam_member').map(
      ([, { role, member, project, condition }]) =>
        `attached: ${text(member)} has ${text(role)} in ${text(project)} where ${text(part(condition).expression)}`,
    ),
    ...all('google_secret_manager_secret').map(([name, secret]) => secretFact(name, secret)),
    `versions of secrets by Terraform: ${String(all('google_secret_manager_secret_version').length)}`,
    ...all('google_secret_manager_secret_iam_binding').map(
      ([name, { role, members }]) =>
        `${String(role).endsWith('Accessor') ? 'readers' : 'writers'} of secret ${name}: exactly ${text(members)}, by ${text(role)}`,
    ),
    ...keyFacts(configuration),
    ...logFacts(configuration),
    ...runnerFacts(configuration),
  ];
}

/** Neither a replica nor restored from another. */
const isPrimary = ({ master_instance_name, clone, restore_backup_context }: Body): boolean =>
  [master_instance_name, clone, restore_backup_context].every((each) => each === undefined);

/** What an environment on Google Cloud is to its instances. */
export function googleEnvironment(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('google_compute_network').map(
      ([, network]) =>
        `network ${text(network.name)}: default routes ${text(network.delete_default_routes_on_create === true ? 'none' : 'kept')}, subnets of its own ${text(network.auto_create_subnetworks)}, NAT gateways: ${String(all('google_compute_router_nat').length)}`,
    ),
    ...all('google_compute_route').map(
      ([, route]) => `route: ${text(route.dest_range)} by ${text(route.next_hop_gateway)}`,
    ),
    ...all('google_compute_global_address').map(
      ([, range]) =>
        `databases are in: ${text(range.address)}/${text(range.prefix_length)}, ${text(range.address_type)}`,
    ),
    ...all('google_compute_network_peering_routes_config').map(
      ([, routes]) =>
        `routes of others: into the databases’ network ${text(routes.export_custom_routes)}, out of it ${text(routes.import_custom_routes)}`,
    ),
    ...ruleFacts(configuration),
    ...keyFacts(configuration),
    ...logFacts(configuration),
    ...storeFacts(configuration),
    ...hostFacts(configuration),
  ].map((fact) => `environment: ${fact}`);
}

const part = (value: unknown): Body => (value ?? {}) as Body;

function partsOf(body: Body) {
  const settings = part(body.settings);
  return {
    settings,
    network: part(settings.ip_configuration),
    insights: part(settings.insights_config),
    backups: part(settings.backup_configuration),
    maintenance: part(settings.maintenance_window),
    denied: part(settings.deny_maintenance_period),
    passwords: part(settings.password_validation_policy),
    flags: (settings.database_flags ?? []) as readonly Readonly<Record<'name' | 'value', string>>[],
  };
}

/** Of the machine’s size, and no protection. */
const SIZES: ReadonlySet<string> = new Set(['max_connections', 'work_mem', 'maintenance_work_mem']);

/** What a database of either role must have. */
export function databaseFacts(body: Body): string[] {
  const { settings, network, insights, flags } = partsOf(body);
  const protective = flags.filter(({ name }) => !SIZES.has(name));
  const flag = (...names: readonly string[]): string => {
    const found = protective.find(({ name }) => names.includes(name));
    return found === undefined ? 'not set' : `${found.name}=${found.value}`;
  };
  return [
    `at rest: encrypted with ${text(body.encryption_key_name)}`,
    `in transit: ${text(network.ssl_mode)}; floor ${flag('ssl_min_protocol_version', 'tls_version')}; CA ${text(network.server_ca_mode)}; connector ${text(settings.connector_enforcement)}`,
    `public address: ${text(network.ipv4_enabled)}; in ${text(network.private_network)}, range ${text(network.allocated_ip_range)}; authorized networks: ${text(network.authorized_networks)}; private path for Google’s services: ${text(network.enable_private_path_for_google_cloud_services)}`,
    `passwords: ${flag('password_encryption', 'default_authentication_plugin')}`,
    `login by IAM: ${flag('cloudsql.iam_authentication', 'cloudsql_iam_authentication')}`,
    `deletion: protected ${text(settings.deletion_protection_enabled)}, by Terraform’s provider ${text(body.deletion_protection)}, ${protectedBy(body)}`,
    `disk: ${text(settings.disk_type)} ${sizeOf(settings.disk_size)} to ${text(settings.disk_autoresize_limit)} GiB, grows ${text(settings.disk_autoresize)}`,
    `insights: ${text(insights.query_insights_enabled)}, ${text(insights.query_string_length)} characters of a statement, addresses of clients ${text(insights.record_client_address)}, tags ${text(insights.record_application_tags)}`,
    `ways out: Vertex AI ${text(settings.enable_google_ml_integration)}, Dataplex ${text(settings.enable_dataplex_integration)}`,
    `runs: ${text(settings.activation_policy)}`,
    `flags: ${protective.map(({ name, value }) => `${name}=${value}`).join(', ') || 'none'}`,
  ];
}

/** `${max(100, …)}`: the estate’s size or what the disk has grown to. */
function sizeOf(size: unknown): string {
  const [, least] = /^\$\{max\((\d+), coalescelist\(/.exec(String(size)) ?? [];
  return least === undefined ? text(size) : `${least} or what it has grown to, up`;
}

export function ruleFacts(configuration: Configuration): string[] {
  const ports = (rules: unknown): string =>
    ((rules ?? []) as readonly Body[])
      .map(({ protocol, ports: numbers }) =>
        numbers === undefined
          ? `every port of ${text(protocol)}`
          : `${text(protocol)} ${text(numbers)}`,
      )
      .join(', ');
  return named(configuration, 'google_compute_firewall').map(([, rule]) => {
    const from = text(
      rule.direction === 'INGRESS'
        ? rule.source_ranges
        : (rule.target_tags ?? rule.source_ranges ?? 'everything'),
    );
    const to = rule.direction === 'INGRESS' ? rule.target_tags : rule.destination_ranges;
    const way = `${text(rule.direction)} to ${text(to)} in ${text(rule.network)}, priority ${text(rule.priority)}, logged ${text(rule.log_config !== undefined)}`;
    return rule.allow === undefined
      ? `denies: ${from} on ${ports(rule.deny)}, ${way}`
      : `admits: ${from} on ${ports(rule.allow)}, ${way}`;
  });
}

function secretFact(name: string, secret: Body): string {
  const { user_managed, auto } = part(secret.replication);
  const replicas = (part(user_managed).replicas ?? []) as readonly Body[];
  const where = replicas.map(
    ({ location, customer_managed_encryption }) =>
      `in ${text(location)} with ${text(part(customer_managed_encryption).kms_key_name)}`,
  );
  return `secret ${name}: ${auto === undefined ? where.join(', ') : 'wherever Google likes'}, ${text(secret.version_destroy_ttl)} to destroy a version, protected ${text(secret.deletion_protection)}, ${protectedBy(secret)}, after ${text(secret.depends_on)}`;
}

export function keyFacts(configuration: Configuration): string[] {
  const ring = named(configuration, 'google_kms_key_ring').map(
    ([name, { location, ...body }]) =>
      `key ring ${name}: in ${text(location)}, ${protectedBy(body)}`,
  );
  const keys = named(configuration, 'google_kms_crypto_key').map(
    ([name, key]) =>
      `key ${name}: rotates every ${text(key.rotation_period)}, ${text(key.destroy_scheduled_duration)} to destroy, ${text(part(key.version_template).protection_level)}, ${protectedBy(key)}`,
  );
  const users = named(configuration, 'google_kms_crypto_key_iam_binding').map(
    ([, { crypto_key_id, members, role }]) =>
      `users of ${text(crypto_key_id)}: exactly ${text(members)}, by ${text(role)}`,
  );
  return [...ring, ...keys, ...users];
}

export function logFacts(configuration: Configuration): string[] {
  const buckets = named(configuration, 'google_logging_project_bucket_config').map(
    ([, bucket]) =>
      `log ${text(bucket.bucket_id)}: ${text(bucket.retention_days)} days, ${text(part(bucket.cmek_settings).kms_key_name)}, in ${text(bucket.location)} of ${text(bucket.project)}, locked ${text(bucket.locked)}`,
  );
  const sinks = named(configuration, 'google_logging_project_sink').map(
    ([, sink]) => `logs to ${text(sink.destination)}: ${text(sink.filter)}`,
  );
  const exclusions = named(configuration, 'google_logging_project_exclusion').map(
    ([, { filter, depends_on }]) =>
      `logs to no other bucket, after ${text(depends_on)}: ${text(filter)}`,
  );
  return [...buckets, ...sinks, ...exclusions];
}
