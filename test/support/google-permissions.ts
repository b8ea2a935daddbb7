import type { Json } from './synth';

/** The permissions that one resource takes, from its arguments: to read it, and to make, change and remove it. */
interface Need {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}
type NeedOf = (args: Json) => Need;

const need =
  (reads: readonly string[], writes: readonly string[]): NeedOf =>
  () => ({ reads, writes });

/** What Terraform refuses to destroy takes nothing to be destroyed. */
const unlessKept =
  (reads: readonly string[], writes: readonly string[], destroys: readonly string[]): NeedOf =>
  ({ lifecycle }) => ({
    reads,
    writes: [
      ...writes,
      ...((lifecycle as Json | undefined)?.prevent_destroy === true ? [] : destroys),
    ],
  });

/**
 * What each type takes. The calls are those of the provider's source, v6.50.0, at the file that is named; what a call
 * takes is from the method's own reference, gathered in iann0036/iam-dataset (gcp/map.json, 2026-08), and where it says
 * nothing from the predefined role that is named. Written apart from the roles: a type that a construct starts to use is
 * missing here until somebody has looked up what it takes.
 */
export const GOOGLE_NEEDS: Readonly<Record<string, NeedOf>> = {
  // cloudrunv2/resource_cloud_run_v2_job.go: create, get, patch, delete, each with its operation. Who makes one must be allowed to
  // act as its service account; the network is joined by Cloud Run's own agent, the subnet also by the caller (roles/run.admin).
  google_cloud_run_v2_job: need(
    ['run.jobs.get'],
    [
      ...['run.jobs.create', 'run.jobs.delete', 'run.jobs.update', 'run.operations.get'],
      ...['iam.serviceAccounts.actAs', 'compute.subnetworks.use'],
    ],
  ),
  // cloudrunv2/iam_cloud_run_v2_job.go: getIamPolicy and setIamPolicy.
  google_cloud_run_v2_job_iam_member: need(['run.jobs.getIamPolicy'], ['run.jobs.setIamPolicy']),
  // cloudscheduler/resource_cloud_scheduler_job.go: create, get, patch, delete; the account of its token is acted as.
  google_cloud_scheduler_job: need(
    ['cloudscheduler.jobs.get'],
    [
      ...['cloudscheduler.jobs.create', 'cloudscheduler.jobs.delete', 'cloudscheduler.jobs.update'],
      'iam.serviceAccounts.actAs',
    ],
  ),
  // compute/resource_compute_firewall.go: insert, get, patch, delete; each also changes the network's rules.
  google_compute_firewall: need(
    ['compute.firewalls.get'],
    [
      ...['compute.firewalls.create', 'compute.firewalls.delete', 'compute.firewalls.update'],
      ...['compute.networks.updatePolicy', 'compute.globalOperations.get'],
    ],
  ),
  // compute/resource_compute_global_address.go: insert, setLabels, get, delete. It is one of a network.
  google_compute_global_address: need(
    ['compute.globalAddresses.get'],
    [
      ...['compute.globalAddresses.create', 'compute.globalAddresses.createInternal'],
      ...['compute.globalAddresses.delete', 'compute.globalAddresses.deleteInternal'],
      ...['compute.globalAddresses.setLabels', 'compute.networks.use'],
      'compute.globalOperations.get',
    ],
  ),
  // compute/resource_compute_instance.go: the zone is read, then insert with a disk and a place in the subnet, get, its disk, and a
  // call for each thing that changes; a machine type while it is stopped. The image is Debian's and open to all.
  google_compute_instance: need(
    ['compute.instances.get', 'compute.disks.get', 'compute.zones.get'],
    [
      ...['compute.instances.create', 'compute.instances.delete', 'compute.disks.create'],
      ...['compute.instances.setLabels', 'compute.instances.setMachineType'],
      ...['compute.instances.setMetadata', 'compute.instances.setTags'],
      ...['compute.instances.start', 'compute.instances.stop'],
      ...['compute.instances.updateShieldedInstanceConfig', 'compute.subnetworks.use'],
      'compute.zoneOperations.get',
    ],
  ),
  // compute/iam_compute_instance.go: getIamPolicy and setIamPolicy.
  google_compute_instance_iam_member: need(
    ['compute.instances.getIamPolicy'],
    ['compute.instances.setIamPolicy'],
  ),
  // compute/resource_compute_network.go: insert, get, delete; default routes are listed and deleted.
  google_compute_network: need(
    ['compute.networks.get'],
    [
      ...['compute.networks.create', 'compute.networks.delete', 'compute.globalOperations.get'],
      ...['compute.routes.list', 'compute.routes.delete'],
    ],
  ),
  // compute/resource_compute_network_peering_routes_config.go: networks.updatePeering and networks.get.
  google_compute_network_peering_routes_config: need(
    ['compute.networks.get'],
    ['compute.networks.updatePeering', 'compute.globalOperations.get'],
  ),
  // compute/resource_compute_route.go: insert, get, delete; one that is made changes the network's policy.
  google_compute_route: need(
    ['compute.routes.get'],
    [
      ...['compute.routes.create', 'compute.routes.delete', 'compute.networks.updatePolicy'],
      'compute.globalOperations.get',
    ],
  ),
  // compute/resource_compute_subnetwork.go: insert, get, patch, setPrivateIpGoogleAccess, delete; a new one changes its network.
  google_compute_subnetwork: need(
    ['compute.subnetworks.get'],
    [
      ...['compute.subnetworks.create', 'compute.subnetworks.delete', 'compute.subnetworks.update'],
      ...['compute.subnetworks.setPrivateIpGoogleAccess', 'compute.networks.updatePolicy'],
      'compute.regionOperations.get',
    ],
  ),
  // dns/resource_dns_managed_zone.go: create, get, update, delete. A private one is bound to its network (roles/dns.admin).
  google_dns_managed_zone: need(
    ['dns.managedZones.get'],
    [
      ...['dns.managedZones.create', 'dns.managedZones.delete', 'dns.managedZones.update'],
      'dns.networks.bindPrivateDNSZone',
    ],
  ),
  // dns/resource_dns_record_set.go: records are listed, and changed by changes.create, which changes.get waits for; an
  // error asks for the zone.
  google_dns_record_set: need(
    ['dns.resourceRecordSets.list', 'dns.managedZones.get'],
    [
      ...['dns.changes.create', 'dns.changes.get', 'dns.resourceRecordSets.create'],
      ...['dns.resourceRecordSets.delete', 'dns.resourceRecordSets.update'],
    ],
  ),
  // iap/iam_iap_tunnel_instance.go: getIamPolicy and setIamPolicy.
  google_iap_tunnel_instance_iam_member: need(
    ['iap.tunnelInstances.getIamPolicy'],
    ['iap.tunnelInstances.setIamPolicy'],
  ),
  // kms/resource_kms_crypto_key.go: create, get, patch; to destroy it, its versions are listed and destroyed.
  google_kms_crypto_key: unlessKept(
    ['cloudkms.cryptoKeys.get'],
    ['cloudkms.cryptoKeys.create', 'cloudkms.cryptoKeys.update'],
    ['cloudkms.cryptoKeyVersions.list', 'cloudkms.cryptoKeyVersions.destroy'],
  ),
  // kms/iam_kms_crypto_key.go: getIamPolicy and setIamPolicy.
  google_kms_crypto_key_iam_binding: need(
    ['cloudkms.cryptoKeys.getIamPolicy'],
    ['cloudkms.cryptoKeys.setIamPolicy'],
  ),
  // kms/resource_kms_key_ring.go: create and get; it is never deleted.
  google_kms_key_ring: need(['cloudkms.keyRings.get'], ['cloudkms.keyRings.create']),
  // logging/resource_logging_project_bucket_config.go: createAsync with its operation, get, patch, delete.
  google_logging_project_bucket_config: unlessKept(
    ['logging.buckets.get'],
    ['logging.buckets.create', 'logging.buckets.update', 'logging.operations.get'],
    ['logging.buckets.delete'],
  ),
  // logging/data_source_google_logging_project_cmek_settings.go. The reference still says logging.cmekSettings.get,
  // which no role of Google's for people holds any more and custom roles do not take; roles/logging.configWriter has this.
  google_logging_project_cmek_settings: need(['logging.settings.get'], []),
  // logging/resource_logging_exclusion.go (made of logging_exclusion_project.go): create, get, patch, delete.
  google_logging_project_exclusion: need(
    ['logging.exclusions.get'],
    ['logging.exclusions.create', 'logging.exclusions.delete', 'logging.exclusions.update'],
  ),
  // logging/resource_logging_metric.go: create, get, update, delete.
  google_logging_metric: need(
    ['logging.logMetrics.get'],
    ['logging.logMetrics.create', 'logging.logMetrics.delete', 'logging.logMetrics.update'],
  ),
  // logging/resource_logging_project_sink.go: create, get, patch, delete.
  google_logging_project_sink: need(
    ['logging.sinks.get'],
    ['logging.sinks.create', 'logging.sinks.delete', 'logging.sinks.update'],
  ),
  // monitoring/resource_monitoring_alert_policy.go: create, get, patch, delete. One on log entries also makes a notification rule, which
  // without logging.notificationRules.create is refused with 403 (several public repositories, 2026).
  google_monitoring_alert_policy: ({ conditions }) => ({
    reads: ['monitoring.alertPolicies.get'],
    writes: [
      ...['monitoring.alertPolicies.create', 'monitoring.alertPolicies.delete'],
      'monitoring.alertPolicies.update',
      ...((conditions as readonly Json[]).some((each) => 'condition_matched_log' in each)
        ? ['create', 'delete', 'update'].map((verb) => `logging.notificationRules.${verb}`)
        : []),
    ],
  }),
  // monitoring/resource_monitoring_dashboard.go: create, get, patch, delete.
  google_monitoring_dashboard: need(
    ['monitoring.dashboards.get'],
    [
      ...['monitoring.dashboards.create', 'monitoring.dashboards.delete'],
      'monitoring.dashboards.update',
    ],
  ),
  // monitoring/resource_monitoring_notification_channel.go: create, get, patch, delete.
  google_monitoring_notification_channel: need(
    ['monitoring.notificationChannels.get'],
    [
      ...['monitoring.notificationChannels.create', 'monitoring.notificationChannels.delete'],
      'monitoring.notificationChannels.update',
    ],
  ),
  // resourcemanager/data_source_google_project.go: projects.get, and its billing account by the same permission.
  google_project: need(['resourcemanager.projects.get'], []),
  // resourcemanager/iam_project.go: getIamPolicy and setIamPolicy.
  google_project_iam_member: need(
    ['resourcemanager.projects.getIamPolicy'],
    ['resourcemanager.projects.setIamPolicy'],
  ),
  // secretmanager/resource_secret_manager_secret.go: create, get, patch, delete.
  google_secret_manager_secret: unlessKept(
    ['secretmanager.secrets.get'],
    ['secretmanager.secrets.create', 'secretmanager.secrets.update'],
    ['secretmanager.secrets.delete'],
  ),
  // secretmanager/iam_secret_manager_secret.go: getIamPolicy and setIamPolicy.
  google_secret_manager_secret_iam_binding: need(
    ['secretmanager.secrets.getIamPolicy'],
    ['secretmanager.secrets.setIamPolicy'],
  ),
  // resourcemanager/resource_google_service_account.go: create, get, patch, delete.
  google_service_account: need(
    ['iam.serviceAccounts.get'],
    ['iam.serviceAccounts.create', 'iam.serviceAccounts.delete', 'iam.serviceAccounts.update'],
  ),
  // servicenetworking/resource_service_networking_connection.go: list, create, patch with their operation, and the
  // project's number. It is abandoned, never deleted. roles/compute.networkAdmin has these. What the producer asks for of
  // the caller is listed in "Configure private services access" (Cloud SQL, 2026-04); provider issue 11195 is its refusal.
  google_service_networking_connection: need(
    ['servicenetworking.services.get', 'resourcemanager.projects.get'],
    [
      ...['servicenetworking.services.addPeering', 'servicenetworking.operations.get'],
      ...['compute.addresses.create', 'compute.addresses.list', 'compute.globalAddresses.create'],
      ...['compute.globalAddresses.createInternal', 'compute.globalAddresses.list'],
      ...['compute.networks.list', 'compute.networks.use', 'serviceusage.services.list'],
    ],
  ),
  // sql/resource_sql_database_instance.go: the network's connections are listed, then insert, get, patch and update,
  // delete; a restored one clone, or insert and restoreBackup, which reads the backup; a new one's root user of any host is deleted. An operation is read by instances.get (roles/cloudsql.viewer).
  google_sql_database_instance: ({ clone, restore_backup_context: backup }) => ({
    reads: ['cloudsql.instances.get', 'servicenetworking.services.get'],
    writes: [
      ...['cloudsql.instances.create', 'cloudsql.instances.delete', 'cloudsql.instances.update'],
      ...['cloudsql.users.list', 'cloudsql.users.delete'],
      ...(clone ? ['cloudsql.instances.clone'] : []),
      ...(backup ? ['cloudsql.instances.restoreBackup', 'cloudsql.backupRuns.get'] : []),
    ],
  }),
  // sql/data_source_sql_database_instances.go: list.
  google_sql_database_instances: need(['cloudsql.instances.list'], []),
  // sql/resource_sql_user.go: the instance, list, insert, delete. Update sets passwords, which none of ours has.
  google_sql_user: need(
    ['cloudsql.instances.get', 'cloudsql.users.list'],
    ['cloudsql.users.create', 'cloudsql.users.delete'],
  ),
  // storage/resource_storage_bucket.go: insert, get, patch; before a deletion its objects are listed.
  google_storage_bucket: need(
    ['storage.buckets.get'],
    [
      ...['storage.buckets.create', 'storage.buckets.delete', 'storage.buckets.update'],
      'storage.objects.list',
    ],
  ),
  // storage/iam_storage_bucket.go: getIamPolicy and setIamPolicy.
  google_storage_bucket_iam_member: need(
    ['storage.buckets.getIamPolicy'],
    ['storage.buckets.setIamPolicy'],
  ),
  // storage/data_source_storage_project_service_account.go: projects.serviceAccount.get ("IAM permissions for JSON methods").
  google_storage_project_service_account: need(['resourcemanager.projects.get'], []),
};

/**
 * What `kura sql apply` takes of the deploy account, from the source of Google Cloud SDK 528.0.0: `run jobs describe` and `execute
 * --wait` (command_lib/run/serverless_operations.py: GetJob, RunJob, GetExecution), and `storage cp --no-clobber`, which looks for
 * the object first (command_lib/storage/tasks/cp/file_upload_task.py). Of the bucket's objects it may list names: "IAM permissions
 * for gcloud storage commands" (Cloud Storage, 2026-05).
 */
export const APPLY_NEEDS = {
  jobs: ['run.executions.get', 'run.jobs.get', 'run.jobs.run'],
  objects: ['storage.objects.create', 'storage.objects.get', 'storage.objects.list'],
} as const;
