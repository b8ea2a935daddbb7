/** Google’s APIs, and the Terraform types that call them, by how those begin. */
const CALLED_BY: Readonly<Record<string, readonly string[]>> = {
  'cloudkms.googleapis.com': ['google_kms_'],
  'cloudresourcemanager.googleapis.com': ['google_project', 'google_service_networking_'],
  'compute.googleapis.com': ['google_compute_'],
  'dns.googleapis.com': ['google_dns_'],
  'logging.googleapis.com': ['google_logging_'],
  'secretmanager.googleapis.com': ['google_secret_manager_'],
  'servicenetworking.googleapis.com': [
    'google_service_networking_',
    'google_sql_database_instance',
  ],
  'sqladmin.googleapis.com': ['google_sql_'],
};

/** What bootstrap itself and a sign-in call. */
const CALLED_ALWAYS = [
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'serviceusage.googleapis.com',
  'storage.googleapis.com',
  'sts.googleapis.com',
];

/** The APIs that a project needs. */
export const SERVICES: readonly string[] = [...Object.keys(CALLED_BY), ...CALLED_ALWAYS].sort();

/** The APIs that one Terraform type calls. */
export function servicesOf(type: string): readonly string[] {
  return Object.entries(CALLED_BY)
    .filter(([, prefixes]) => prefixes.some((prefix) => type.startsWith(prefix)))
    .map(([service]) => service);
}

/**
 * Services whose agent has to be asked for before a key can be opened to it, with its domain ("Service agents", IAM, read
 * 2026-11). Terraform’s provider 6.50.0 has no resource for that.
 */
export const SERVICE_IDENTITIES: readonly string[] = [
  'secretmanager.googleapis.com',
  'sqladmin.googleapis.com',
];
