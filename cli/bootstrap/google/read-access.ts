/**
 * What Terraform reads of everything that Kura makes. Neither secret values, data nor exports are among it: roles/viewer and
 * roles/cloudsql.viewer hold `cloudsql.instances.export` (contents of the predefined roles, 2026-08).
 */
export const READ: readonly string[] = [
  'cloudkms.cryptoKeys.get',
  'cloudkms.cryptoKeys.getIamPolicy',
  'cloudkms.keyRings.get',
  'cloudsql.instances.get',
  'cloudsql.users.list',
  'compute.firewalls.get',
  'compute.globalAddresses.get',
  'compute.networks.get',
  'compute.routes.get',
  'dns.managedZones.get',
  'dns.resourceRecordSets.list',
  'logging.buckets.get',
  'logging.exclusions.get',
  'logging.settings.get',
  'logging.sinks.get',
  'resourcemanager.projects.get',
  'resourcemanager.projects.getIamPolicy',
  'secretmanager.secrets.get',
  'secretmanager.secrets.getIamPolicy',
  'servicenetworking.services.get',
  // For credentials that name this project as the one whose quota they use.
  'serviceusage.services.use',
];
