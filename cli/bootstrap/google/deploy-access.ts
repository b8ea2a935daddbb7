/**
 * What Terraform makes, changes and removes, beside what it reads; and what `kura sql apply` starts. roles/cloudsql.admin would also
 * log in, connect, execute SQL and export; roles/secretmanager.admin would read every version (contents of the predefined roles,
 * 2026-08).
 */
export const DEPLOY: readonly string[] = [
  'cloudkms.keyRings.create',
  'cloudscheduler.jobs.create',
  'cloudscheduler.jobs.delete',
  'cloudscheduler.jobs.update',
  // What is restored: a copy as of a time, or a backup into a new instance.
  'cloudsql.backupRuns.get',
  'cloudsql.instances.clone',
  'cloudsql.instances.create',
  'cloudsql.instances.delete',
  'cloudsql.instances.restoreBackup',
  'cloudsql.instances.update',
  'cloudsql.users.create',
  'cloudsql.users.delete',
  // What "Configure private services access" (Cloud SQL, 2026-04) lists beside what its calls take. Without the lists the
  // connection is refused (terraform-provider-google#11195).
  'compute.addresses.create',
  'compute.addresses.list',
  'compute.globalAddresses.list',
  'compute.networks.list',
  'serviceusage.services.list',
  'compute.firewalls.create',
  'compute.firewalls.delete',
  'compute.firewalls.update',
  'compute.globalAddresses.create',
  'compute.globalAddresses.createInternal',
  'compute.globalAddresses.delete',
  'compute.globalAddresses.deleteInternal',
  'compute.globalAddresses.setLabels',
  'compute.globalOperations.get',
  'compute.networks.create',
  'compute.networks.delete',
  'compute.networks.updatePeering',
  'compute.networks.updatePolicy',
  'compute.networks.use',
  'compute.regionOperations.get',
  'compute.routes.create',
  'compute.routes.delete',
  'compute.routes.list', // a new network’s default ones, to delete them
  'compute.subnetworks.create',
  'compute.subnetworks.delete',
  'compute.subnetworks.setPrivateIpGoogleAccess',
  'compute.subnetworks.update',
  'compute.subnetworks.use',
  'dns.changes.create',
  'dns.changes.get',
  'dns.managedZones.create',
  'dns.managedZones.delete',
  'dns.managedZones.update',
  'dns.networks.bindPrivateDNSZone',
  'dns.resourceRecordSets.create',
  'dns.resourceRecordSets.delete',
  'dns.resourceRecordSets.update',
  'iam.serviceAccounts.create',
  'logging.buckets.create',
  'logging.exclusions.create',
  'logging.exclusions.delete',
  'logging.exclusions.update',
  'logging.logMetrics.create',
  'logging.logMetrics.delete',
  'logging.logMetrics.update',
  // A policy on log entries also makes a rule of Cloud Logging’s, as `monitoring.alertPolicies.*` alone may not.
  'logging.notificationRules.create',
  'logging.notificationRules.delete',
  'logging.notificationRules.update',
  'logging.operations.get',
  'logging.sinks.create',
  'logging.sinks.delete',
  'logging.sinks.update',
  'monitoring.alertPolicies.create',
  'monitoring.alertPolicies.delete',
  'monitoring.alertPolicies.update',
  'monitoring.dashboards.create',
  'monitoring.dashboards.delete',
  'monitoring.dashboards.update',
  'monitoring.notificationChannels.create',
  'monitoring.notificationChannels.delete',
  'monitoring.notificationChannels.update',
  // `kura sql apply` starts a job and waits for its end. Overriding what a job runs would be run.jobs.runWithOverrides.
  'run.executions.get',
  'run.jobs.create',
  'run.jobs.delete',
  'run.jobs.run',
  'run.jobs.update',
  'run.operations.get',
  'secretmanager.secrets.create',
  'servicenetworking.operations.get',
  'servicenetworking.services.addPeering',
  // A bucket that is not there yet is judged by its project.
  'storage.buckets.create',
];

/** On every service account but those of trails. Who makes a job says as whom it runs. */
export const ACCOUNTS: readonly string[] = [
  'iam.serviceAccounts.actAs',
  'iam.serviceAccounts.delete',
  'iam.serviceAccounts.update',
];

/** On the log buckets of its databases. */
export const LOG_BUCKETS: readonly string[] = ['logging.buckets.delete', 'logging.buckets.update'];

/** On keys of its own: roles.ts says which, and what may be granted on them. */
export const KEYS: readonly string[] = [
  'cloudkms.cryptoKeys.create',
  'cloudkms.cryptoKeys.setIamPolicy',
  'cloudkms.cryptoKeys.update',
];

/** On the key of the foundation’s logs alone, outside production: Terraform destroys no other key. */
export const LOG_KEY_DESTRUCTION: readonly string[] = [
  'cloudkms.cryptoKeyVersions.destroy',
  'cloudkms.cryptoKeyVersions.list',
];

/** On containers of passwords of its own. Nothing here reads or writes a version. */
export const SECRETS: readonly string[] = [
  'secretmanager.secrets.setIamPolicy',
  'secretmanager.secrets.update',
];
export const SECRET_DESTRUCTION: readonly string[] = ['secretmanager.secrets.delete'];

/** Only under a condition on what is granted. */
export const LOGIN_GRANTS: readonly string[] = ['resourcemanager.projects.setIamPolicy'];

/** On the bucket that runners read, by its name. `kura sql apply` adds objects there; none is replaced or deleted. */
export const BUCKET: readonly string[] = [
  'storage.buckets.delete',
  'storage.buckets.setIamPolicy',
  'storage.buckets.update',
  'storage.objects.create',
  'storage.objects.list', // before a bucket is deleted
];

/** The policies of jobs: no condition limits them to some, nor what they grant. */
export const STARTING: readonly string[] = ['run.jobs.setIamPolicy'];

/** The host that operators go through, where an environment has operators: roles.ts says which. */
export const JUMP: readonly string[] = [
  'compute.disks.create',
  'compute.instances.create',
  'compute.instances.delete',
  'compute.instances.setIamPolicy',
  'compute.instances.setLabels',
  'compute.instances.setMachineType',
  'compute.instances.setMetadata',
  'compute.instances.setTags',
  'compute.instances.start',
  'compute.instances.stop',
  'compute.instances.updateShieldedInstanceConfig',
];

/** What no name limits: how far the making of a host is, and the policies of tunnels to machines, whatever they grant. */
export const TUNNELS: readonly string[] = [
  'compute.zoneOperations.get',
  'iap.tunnelInstances.setIamPolicy',
];

/**
 * What a runner makes itself the administrator of its database with. No condition names the users of one instance, so that a runner
 * may do this to each user of its project's: also set the password of one that has one.
 */
export const RUNNER: readonly string[] = [
  'cloudsql.instances.get',
  'cloudsql.users.get',
  'cloudsql.users.list',
  'cloudsql.users.update',
];

/**
 * What a rehearsal does with its copy, and what it takes of the copy's source. Both are given under a condition on the instance's name,
 * in each instance's stack.
 */
export const DRILL: readonly string[] = [
  'cloudsql.instances.clone',
  'cloudsql.instances.create',
  'cloudsql.instances.delete',
  'cloudsql.instances.get',
  'cloudsql.instances.promoteReplica',
  'cloudsql.instances.update',
];
export const DRILL_SOURCE: readonly string[] = [
  'cloudsql.instances.clone',
  'cloudsql.instances.get',
];

/** What sees how databases, their backups and the versions of their secrets stand, and writes time series. It reads no secret. */
export const WATCH: readonly string[] = [
  'cloudsql.backupRuns.list',
  'cloudsql.instances.get',
  'cloudsql.instances.list',
  // Of the first point of a metric, which makes it.
  'monitoring.metricDescriptors.create',
  'monitoring.timeSeries.create',
  'secretmanager.secrets.list',
  'secretmanager.versions.list',
];

/** What gcloud asks for before it opens a tunnel. */
export const OPERATOR: readonly string[] = ['compute.instances.get', 'compute.projects.get'];
