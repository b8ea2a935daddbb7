/**
 * In which statuses RDS itself says that a database does not serve ("Viewing Amazon RDS DB instance status", RDS user guide, read
 * 2026-11). Nothing comes of the first by itself.
 */
const BROKEN = [
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-create',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'insufficient-capacity',
  'restore-error',
  'stopped',
  'storage-full',
];

/**
 * These pass, and no client gets in meanwhile: who is told of it is told after ten minutes. A database that is renamed has another address.
 *
 * Not among them are `creating`, since nobody is served yet; `modifying` and `maintenance`, which may take hours of which most are served,
 * but for a restart or a failover; and what changes beside the sessions: backups, logs, passwords, the disk.
 */
const AWAY = ['deleting', 'rebooting', 'renaming', 'starting', 'stopping', 'upgrading'];

const NOT_SERVING: ReadonlySet<string> = new Set([...BROKEN, ...AWAY]);

/** 1 where a status says that a database does not serve, and 0 where it says so of none or is not known; null where there is no status. */
export function notServing(status: string | undefined): number | null {
  if (status === undefined || status === '') return null;
  return NOT_SERVING.has(status) ? 1 : 0;
}
