import { named, text, type Body, type Configuration } from './posture-words';

const part = (value: unknown): Body => (value ?? {}) as Body;
const first = (value: unknown): Body => (value as readonly Body[] | undefined)?.[0] ?? {};

/** Whether a job rehearses a recovery: by its name. */
const isDrill = ({ name }: Body): boolean => String(name).endsWith('-drill');

/** As what and where an instance's runner runs, what it reads, and who starts it. */
export function runnerFacts(configuration: Configuration): string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('google_cloud_run_v2_job').map(([, job]) => {
      const { template } = part(job.template);
      const { service_account, containers, volumes, vpc_access, max_retries } = part(template);
      const { image, env, args } = first(containers);
      const pinned = (args as readonly string[]).filter((each) => /^[0-9a-f]{64}$/.test(each));
      const { bucket, read_only } = part(first(volumes).gcs);
      const { egress, network_interfaces } = part(vpc_access);
      const { subnetwork, tags } = first(network_interfaces);
      return `${isDrill(job) ? 'drill' : 'runner'}: ${text(image)} with ${pinned.length} files pinned by SHA-256, as ${text(service_account)}, ${text(bucket)} read only ${text(read_only)}, ${text(egress)} by ${text(subnetwork)} as ${text(tags)}, told ${text(env)}, tried again ${text(max_retries)}, protected ${text(job.deletion_protection)}`;
    }),
    ...all('google_storage_bucket_iam_member').map(
      ([, { bucket, role, member, condition }]) =>
        `in ${text(bucket)}: ${text(member)} has ${text(role)} where ${text(part(condition).expression)}`,
    ),
    ...all('google_cloud_run_v2_job_iam_member').map(
      ([, { role, member }]) => `started by: ${text(member)}, by ${text(role)}`,
    ),
    ...all('google_cloud_scheduler_job').map(([, job]) => {
      const at = `${text(job.schedule)} ${text(job.time_zone)}`;
      return isDrill(job) ? `rehearsed at: ${at}` : `started at: ${at}`;
    }),
    ...wayFacts(configuration),
  ];
}

/** The way of operators to the host in the network. */
function wayFacts(configuration: Configuration): string[] {
  return ['google_iap_tunnel_instance_iam_member', 'google_compute_instance_iam_member'].flatMap(
    (type) =>
      named(configuration, type).map(
        ([, { instance, instance_name, role, member, condition }]) =>
          `host ${text(instance ?? instance_name)}: ${text(member)} has ${text(role)} where ${text(part(condition).expression)}`,
      ),
  );
}

/** What an environment's runners share. */
export function storeFacts(configuration: Configuration): string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('google_compute_subnetwork').map(
      ([, subnet]) =>
        `subnet ${text(subnet.name)}: ${text(subnet.ip_cidr_range)}, Google’s APIs from inside ${text(subnet.private_ip_google_access)}, flows logged ${text(subnet.log_config !== undefined)}`,
    ),
    ...all('google_storage_bucket').map(
      ([, bucket]) =>
        `bucket ${text(bucket.name)}: encrypted with ${text(part(bucket.encryption).default_kms_key_name)}, public access prevention ${text(bucket.public_access_prevention)}, uniform access ${text(bucket.uniform_bucket_level_access)}, versions ${text(part(bucket.versioning).enabled)}, emptied by Terraform ${text(bucket.force_destroy)}`,
    ),
    ...all('google_service_account').map(
      ([name, { account_id }]) => `account ${name}: ${text(account_id)}`,
    ),
    ...all('google_monitoring_alert_policy').map(
      ([, policy]) =>
        `alarm: ${text(policy.display_name)}, to ${text(policy.notification_channels)}`,
    ),
  ];
}

export function hostFacts(configuration: Configuration): string[] {
  return named(configuration, 'google_compute_instance').map(
    ([, host]) =>
      `host ${text(host.name)}: in ${text(first(host.network_interface).subnetwork)}, outside address ${text(first(host.network_interface).access_config)}, identity ${text(host.service_account)}, ${text(host.metadata)}, secure boot ${text(part(host.shielded_instance_config).enable_secure_boot)}, disk encrypted with ${text(part(host.boot_disk).kms_key_self_link)}`,
  );
}
