import { databaseLogsFilter } from './database-logs';

/** What of a project goes to a trail. */
export interface Trailed {
  readonly project: string;
  /** Matches the identifiers of databases: RE2, whole. */
  readonly instances: string;
  /** Matches the names of jobs in the same way. */
  readonly jobs: string;
}

/** The jobs of an environment, the watches of instances in projects of their own among them. */
export function trailedJobs(prefix: string): string {
  return `${prefix}-(.+-)?(runner|drill|watch)`;
}

/** Those of them in the recovery region. */
export function recoveredJobs(prefix: string): string {
  return `${prefix}-.+-recovery-(runner|drill)`;
}

/**
 * Services that a database, its secrets, its way in or its trail can be changed through. Of a project that holds other things as well, a
 * trail has what is changed in those services whoever’s it is: a copy of a database may bear any name.
 */
export const CHANGED: readonly string[] = [
  'cloudkms',
  'cloudresourcemanager', // policies of the project: who takes a right, for how long, and who stops audit logs
  'cloudscheduler',
  'cloudsql',
  'compute', // networks, firewalls and the operators’ host
  'iam',
  'iap',
  'logging',
  'monitoring',
  'privilegedaccessmanager', // rights that are asked for and granted for a time
  'run',
  'secretmanager',
  'serviceusage', // an API that is switched off
  'storage',
];

/**
 * Services of which it also has who read or used something, where bootstrap switches that on. Cloud SQL’s is there by the databases’
 * names: it is each audited statement. Acting as a service account and coming from outside are `iam`’s to switch on and `sts`’s ("Service
 * Account Credentials audit logging", "Security Token Service audit logging", IAM, read 2026-11).
 */
export const USED: readonly string[] = [
  'cloudkms',
  'iam',
  'iamcredentials',
  'iap',
  'run',
  'secretmanager',
  'sts',
];

/** Each entry that a trail keeps may be a use of its key by Cloud Logging, which must not be an entry of the trail again. */
const OWN_WRITES =
  'protoPayload.serviceName="cloudkms.googleapis.com" AND protoPayload.authenticationInfo.principalEmail=~"@gcp-sa-logging[.]iam[.]gserviceaccount[.]com$"';

const ACTIVITY = 'log_id("cloudaudit.googleapis.com/activity")';
const DATA_ACCESS = 'log_id("cloudaudit.googleapis.com/data_access")';

const served = (services: readonly string[]): string =>
  `protoPayload.serviceName=(${services.map((service) => `"${service}.googleapis.com"`).join(' OR ')})`;

/** Who changed what in a project, who used its keys and secrets, and who took a right or a way in. */
export function projectFilter(): string {
  return `(${ACTIVITY} AND ${served(CHANGED)}) OR (${DATA_ACCESS} AND ${served(USED)} AND NOT (${OWN_WRITES}))`;
}

/** All that a trail has of a project that databases are in. */
export function trailFilter(trailed: Trailed): string {
  return `${databaseLogsFilter(trailed)} OR ${projectFilter()}`;
}

/** Who read a trail, or looked at how it is kept: who asked Cloud Logging for anything in the project that keeps it. */
export function readingFilter(): string {
  return `(${DATA_ACCESS} AND protoPayload.serviceName="logging.googleapis.com")`;
}
