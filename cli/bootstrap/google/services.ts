/** Google’s APIs, and the Terraform types that call them, by how those begin. */
const CALLED_BY: Readonly<Record<string, readonly string[]>> = {
  'cloudkms.googleapis.com': ['google_kms_'],
  'cloudresourcemanager.googleapis.com': ['google_project', 'google_service_networking_'],
  'cloudscheduler.googleapis.com': ['google_cloud_scheduler_'],
  'compute.googleapis.com': ['google_compute_'],
  'dns.googleapis.com': ['google_dns_'],
  'iam.googleapis.com': ['google_service_account'],
  'iap.googleapis.com': ['google_iap_'],
  'logging.googleapis.com': ['google_logging_'],
  'monitoring.googleapis.com': ['google_monitoring_'],
  // Who logs in to a machine by OS Login.
  'oslogin.googleapis.com': ['google_compute_instance'],
  'run.googleapis.com': ['google_cloud_run_v2_'],
  'secretmanager.googleapis.com': ['google_secret_manager_'],
  'servicenetworking.googleapis.com': [
    'google_service_networking_',
    'google_sql_database_instance',
  ],
  'sqladmin.googleapis.com': ['google_sql_'],
  'storage.googleapis.com': ['google_storage_'],
};

/** What bootstrap itself and a sign-in call. */
const CALLED_ALWAYS = [
  'iamcredentials.googleapis.com',
  'serviceusage.googleapis.com',
  'sts.googleapis.com',
];

/** The APIs that a project needs. */
export const SERVICES: readonly string[] = [...Object.keys(CALLED_BY), ...CALLED_ALWAYS].sort();

const OF_TRAIL = ['cloudkms', 'cloudresourcemanager', 'iam', 'logging', 'monitoring', 'storage'];

/** The APIs of a project that has a trail’s store and nothing else. */
export const TRAIL_SERVICES: readonly string[] = [
  ...OF_TRAIL.map((name) => `${name}.googleapis.com`),
  ...CALLED_ALWAYS,
].sort();

/** The APIs that one Terraform type calls. */
export function servicesOf(type: string): readonly string[] {
  return Object.entries(CALLED_BY)
    .filter(([, prefixes]) => prefixes.some((prefix) => type.startsWith(prefix)))
    .map(([service]) => service);
}

/** The account by which a service works in a project. */
export interface ServiceAgent {
  readonly service: string;
  /** What its address has after the project’s number: `…@gcp-sa-cloud-sql.iam.gserviceaccount.com`. */
  readonly domain: string;
  /** What Google gives it on the project, but not where somebody asked for it. */
  readonly role?: string;
}

/**
 * Agents that are asked for, because a key is opened to them, or a network, before their service comes to make them. One
 * that is asked for gets no role by itself ("Create and grant roles to service agents", IAM, read 2026-11); which one it
 * would have is on "Service agents" there. Secret Manager’s has none. Cloud Storage’s and Cloud Logging’s are not asked
 * for in this way, and need no more than their keys. Cloud Run’s and Cloud Scheduler’s come with their APIs, use no key, and
 * lose their role where they are asked for; so does Compute Engine’s, which uses the key of a host’s disk. Terraform’s provider 6.50.0 has no resource for that.
 */
export const SERVICE_AGENTS: readonly ServiceAgent[] = [
  { service: 'secretmanager.googleapis.com', domain: 'gcp-sa-secretmanager' },
  {
    service: 'servicenetworking.googleapis.com',
    domain: 'service-networking',
    role: 'roles/servicenetworking.serviceAgent',
  },
  {
    service: 'sqladmin.googleapis.com',
    domain: 'gcp-sa-cloud-sql',
    role: 'roles/cloudsql.serviceAgent',
  },
];

/** A service, and which of its Data Access audit logs are switched on: `SERVICE=TYPE,TYPE`, or all where no type is said. */
export type Audited = string;

/**
 * They are off by default, and IAM logins, pgAudit’s lines, readings of secrets, tunnels of operators and who started a runner are in
 * no other log ("Enable Data Access audit logs", Cloud Logging, 2026-04). Who came in as a service account is in two others, as
 * `GenerateAccessToken` and `ExchangeToken`, both of them ADMIN_READ ("Service Account Credentials audit logging" and "Security Token
 * Service audit logging", IAM, read 2026-11): some each time that Terraform signs in, and what it reads of accounts beside them.
 */
export const AUDITED: readonly Audited[] = [
  'cloudkms.googleapis.com',
  'cloudsql.googleapis.com',
  'iam.googleapis.com=ADMIN_READ',
  'iap.googleapis.com',
  'run.googleapis.com',
  'secretmanager.googleapis.com',
  'sts.googleapis.com=ADMIN_READ',
];

/**
 * Where a store is: who reads it, as `ListLogEntries`, and how it is set up ("Cloud Logging audit logging", read 2026-11). Not what
 * is written: that would be of every program that logs.
 */
const STORE_AUDITED: Audited = 'logging.googleapis.com=ADMIN_READ,DATA_READ';

/** Where an environment’s store is among its databases. */
export const AUDITED_WITH_STORE: readonly Audited[] = [...AUDITED, STORE_AUDITED].sort();

/** In a project that has a store and nothing else: Cloud Storage’s are of the trail’s state. */
export const TRAIL_AUDITED: readonly Audited[] = [
  'cloudkms.googleapis.com',
  'iam.googleapis.com=ADMIN_READ',
  STORE_AUDITED,
  'storage.googleapis.com',
  'sts.googleapis.com=ADMIN_READ',
];
