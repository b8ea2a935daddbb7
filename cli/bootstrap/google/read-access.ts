/**
 * What Terraform reads of everything that Kura makes. Neither secret values, data nor exports are among it: roles/viewer and
 * roles/cloudsql.viewer hold `cloudsql.instances.export` (contents of the predefined roles, 2026-08).
 */
export const READ: readonly string[] = [
  'cloudkms.cryptoKeys.get',
  'cloudkms.cryptoKeys.getIamPolicy',
  'cloudkms.keyRings.get',
  'cloudscheduler.jobs.get',
  'cloudsql.instances.get',
  'cloudsql.instances.list', // how large a disk has grown
  'cloudsql.users.list',
  'compute.firewalls.get',
  'compute.globalAddresses.get',
  'compute.networks.get',
  'compute.routes.get',
  'compute.subnetworks.get',
  'dns.managedZones.get',
  'dns.resourceRecordSets.list',
  'iam.serviceAccounts.get',
  'logging.buckets.get',
  'logging.exclusions.get',
  'logging.logMetrics.get',
  'logging.settings.get',
  'logging.sinks.get',
  'monitoring.alertPolicies.get',
  'monitoring.dashboards.get',
  'monitoring.notificationChannels.get',
  'resourcemanager.projects.get',
  'resourcemanager.projects.getIamPolicy',
  'run.jobs.get',
  'run.jobs.getIamPolicy',
  'secretmanager.secrets.get',
  'secretmanager.secrets.getIamPolicy',
  'servicenetworking.services.get',
  // For credentials that name this project as the one whose quota they use.
  'serviceusage.services.use',
];

/** Of the bucket that runners read, whose objects hold no secret. */
export const BUCKET_READ: readonly string[] = [
  'storage.buckets.get',
  'storage.buckets.getIamPolicy',
  'storage.objects.get',
];

/** Of the host that operators go through. */
export const JUMP_READ: readonly string[] = [
  'compute.disks.get',
  'compute.instances.get',
  'compute.instances.getIamPolicy',
  'compute.zones.get',
  'iap.tunnelInstances.getIamPolicy',
];
