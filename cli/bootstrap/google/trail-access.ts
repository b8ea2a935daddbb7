/** What an account of the trail reads and makes where its logs come from: Kura knows no condition that limits sinks to some. */
export const SINKS_READ: readonly string[] = [
  'logging.sinks.get',
  'resourcemanager.projects.get',
  // For credentials that name this project as the one whose quota they use.
  'serviceusage.services.use',
];
export const SINKS: readonly string[] = [
  'logging.sinks.create',
  'logging.sinks.delete',
  'logging.sinks.update',
];

/** What it reads in the project of the store. */
export const TRAIL_READ: readonly string[] = [
  ...SINKS_READ,
  'cloudkms.cryptoKeys.get',
  'cloudkms.cryptoKeys.getIamPolicy',
  'cloudkms.keyRings.get',
  'logging.buckets.get',
  'logging.logMetrics.get',
  'logging.settings.get',
  'monitoring.alertPolicies.get',
  'monitoring.notificationChannels.get',
  'resourcemanager.projects.getIamPolicy',
];

/** What it makes there: what is not there yet is judged by its project. And what counts, and tells whom. */
export const TRAIL: readonly string[] = [
  ...SINKS,
  'cloudkms.keyRings.create',
  'logging.buckets.create',
  'logging.logMetrics.create',
  'logging.logMetrics.delete',
  'logging.logMetrics.update',
  'logging.notificationRules.create',
  'logging.notificationRules.delete',
  'logging.notificationRules.update',
  'logging.operations.get',
  'monitoring.alertPolicies.create',
  'monitoring.alertPolicies.delete',
  'monitoring.alertPolicies.update',
  'monitoring.notificationChannels.create',
  'monitoring.notificationChannels.delete',
  'monitoring.notificationChannels.update',
];

/** On the store’s log bucket. It is lengthened so, and shortened; where it is locked, no account of Kura’s deletes it. */
export const STORE: readonly string[] = ['logging.buckets.update'];
export const STORE_DELETION: readonly string[] = ['logging.buckets.delete'];
