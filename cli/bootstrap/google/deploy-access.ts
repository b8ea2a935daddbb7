/**
 * What Terraform makes, changes and removes, beside what it reads. roles/cloudsql.admin would also log in, connect, execute
 * SQL and export; roles/secretmanager.admin would read every version (contents of the predefined roles, 2026-08).
 */
export const DEPLOY: readonly string[] = [
  'cloudkms.keyRings.create',
  'cloudsql.instances.create',
  'cloudsql.instances.delete',
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
  'compute.routes.create',
  'compute.routes.delete',
  'compute.routes.list', // a new network’s default ones, to delete them
  'dns.changes.create',
  'dns.changes.get',
  'dns.managedZones.create',
  'dns.managedZones.delete',
  'dns.managedZones.update',
  'dns.networks.bindPrivateDNSZone',
  'dns.resourceRecordSets.create',
  'dns.resourceRecordSets.delete',
  'dns.resourceRecordSets.update',
  'logging.buckets.create',
  'logging.buckets.delete',
  'logging.buckets.update',
  'logging.exclusions.create',
  'logging.exclusions.delete',
  'logging.exclusions.update',
  'logging.operations.get',
  'logging.sinks.create',
  'logging.sinks.delete',
  'logging.sinks.update',
  'secretmanager.secrets.create',
  'servicenetworking.operations.get',
  'servicenetworking.services.addPeering',
];

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
