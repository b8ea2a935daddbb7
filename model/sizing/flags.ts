import { decide } from '../decision';
import type { Stated } from '../language/stated';
import type { Engine } from '../tables/engines';
import { TIERS, type Tier, type TierName } from '../tables/tiers';
import {
  engineSettings,
  statedWorkMem,
  whyFixed,
  type EngineSettings,
  type FixedSettings,
} from './fixed-settings';
import { googleMaintenanceWorkMem, googleWorkMem } from './google-memory';

/**
 * Logins by IAM, an audit trail and logs. TLS is not a flag here: `ssl_mode` demands it. No setting of the estate weakens these.
 * MySQL's audit plugin is ON and not FORCE: a plugin that fails would keep the database from starting, while the runner finds it
 * inactive and says so. PERMANENT would but forbid to unload it, and who may do that may delete its rules as well. What it masks are
 * passwords, by default.
 * Flags: "Configure database flags" (Cloud SQL for MySQL, updated 2026-04-10; for PostgreSQL, copies of 2026); logging as CIS
 * Google Cloud Foundations 5.0, 6.1 and 6.2 asks. Failed logins of MySQL and its deadlocks are notes, which verbosity 3 alone
 * writes. Which texts of statements are logged follows from the preset: statement-logs.ts.
 */
const SECURITY: FixedSettings = {
  postgres: {
    'cloudsql.iam_authentication': ['on', 'logins are by IAM'],
    'cloudsql.enable_pgaudit': ['on', 'pgAudit is loaded'],
    'pgaudit.log': ['ddl,role', 'changes of schema, roles and grants are audited'],
    'pgaudit.log_relation': ['on', 'each table that a statement names has an entry of the trail'],
    'pgaudit.log_parameter': ['off', 'no bind value is in the trail'],
    'cloudsql.enable_auto_explain': ['on', 'auto_explain is loaded: a plan needs no restart'],
    password_encryption: ['scram-sha-256', 'MD5 is refused'],
    log_checkpoints: ['on', 'checkpoints are logged'],
    log_connections: ['on', 'connections are logged'],
    log_disconnections: ['on', 'ends of sessions are logged'],
    log_lock_waits: ['on', 'long waits for locks are logged'],
    log_min_error_statement: ['error', 'statements that fail are logged'],
    log_min_messages: ['warning', 'warnings and worse are logged'],
    log_statement: ['ddl', 'changes of schema are logged'],
    log_temp_files: ['0', 'every temporary file is logged'],
  },
  mysql: {
    cloudsql_iam_authentication: ['on', 'logins are by IAM'],
    cloudsql_mysql_audit: ['ON', 'the audit log is there: the runner writes its rules'],
    local_infile: ['off', 'a client’s files stay with the client'],
    skip_show_database: ['on', 'nobody lists the databases of others'],
    slow_query_log: ['on', 'slow statements are logged'],
    log_output: ['FILE', 'logs go to Cloud Logging'],
    innodb_print_all_deadlocks: ['on', 'every deadlock is logged, with its statements'],
    log_error_verbosity: ['3', 'notes are logged: failed logins and deadlocks are among them'],
  },
};

/** Why no setting of the estate changes a flag, where none does. */
export function fixedFlag(engine: Engine, flag: string): string | undefined {
  return whyFixed(SECURITY, engine, flag);
}

/**
 * The flags of an instance by name, as Cloud SQL takes them. Its caches are Cloud SQL's own to size: they follow the machine.
 *
 * @param workMem bytes, where a service states them
 * @param own what the services state beside, and what follows from the preset; it never replaces one that is decided here
 */
export function flagsFor(
  engine: Engine,
  tier: TierName,
  connections: Stated<number>,
  workMem?: Stated<number>,
  own: EngineSettings = {},
): EngineSettings {
  const sized = engine === 'postgres' ? sizedFlags(TIERS[tier], workMem) : watched(TIERS[tier]);
  return engineSettings(SECURITY, engine, connections, { sized, own });
}

function sizedFlags(tier: Tier, workMem: Stated<number> | undefined): EngineSettings {
  const inKilobytes = (bytes: number, meaning: string) =>
    decide(String(bytes / 1024), meaning, 'memory table');
  return {
    maintenance_work_mem: inKilobytes(
      googleMaintenanceWorkMem(tier),
      'a sixteenth of the machine’s memory, 1 GiB at most, in kB',
    ),
    work_mem: workMem
      ? statedWorkMem(workMem)
      : inKilobytes(
          googleWorkMem(tier),
          'half a MiB for each GiB of the machine, 4 MiB at least, in kB',
        ),
  };
}

/**
 * Cloud SQL has the performance schema on by itself from 12 GB on, and off below ("Configure database flags", Cloud SQL for
 * MySQL, updated 2026-04-10): there its tables would take memory that the plan has given away.
 */
function watched({ google: { memoryGib } }: Tier): EngineSettings {
  return memoryGib < 12
    ? {}
    : {
        performance_schema: decide(
          'on',
          'what statements cost and wait for is recorded, from 12 GB of memory on',
          'tier table',
        ),
      };
}
