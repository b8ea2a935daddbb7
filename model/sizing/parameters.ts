import { decide } from '../decision';
import { restartsOnRds } from '../tables/database-parameters';
import type { Engine } from '../tables/engines';
import {
  BUFFER_POOL,
  MAINTENANCE_WORK_MEM,
  SHARED_BUFFERS,
  WORK_MEM,
  type MemoryFormula,
} from './aws-memory';
import type { Stated } from '../language/stated';
import {
  engineSettings,
  statedWorkMem,
  whyFixed,
  type EngineSettings,
  type FixedSettings,
} from './fixed-settings';

/**
 * TLS forced, and TLS 1.3 as its floor: seed 002 §8.1. No setting of the estate weakens these. `log_statement` stays none: pgAudit
 * logs changes of schema too, without the passwords in them ("PostgreSQL query logging", RDS user guide).
 */
const SECURITY: FixedSettings = {
  postgres: {
    'rds.force_ssl': ['1', 'every connection is encrypted'],
    ssl_min_protocol_version: ['TLSv1.3', 'TLS 1.3 is the floor'],
    ssl_max_protocol_version: ['TLSv1.3', 'TLS 1.3 is the newest there is'],
    password_encryption: ['scram-sha-256', 'MD5 is refused'],
    'rds.accepted_password_auth_method': ['scram', 'MD5 is refused'],
    'pgaudit.log': ['ddl,role', 'changes of schema, roles and grants are audited'],
    'pgaudit.log_relation': ['1', 'each table that a statement names has a line of the trail'],
    'pgaudit.log_parameter': ['0', 'no bind value is in the trail'],
    log_checkpoints: ['1', 'checkpoints are logged'],
    log_parameter_max_length_on_error: ['0', 'a failed statement is logged without bind values'],
  },
  mysql: {
    require_secure_transport: ['1', 'every connection is encrypted'],
    tls_version: ['TLSv1.3', 'TLS 1.3 is the floor'],
    local_infile: ['0', 'a client’s files stay with the client'],
    slow_query_log: ['1', 'the exported slow log is written'],
    log_output: ['FILE', 'only log files are exported'],
  },
};

/**
 * What is logged besides, by values that no family has by itself: they take effect at once. Failed logins of MySQL and its
 * deadlocks are notes, which verbosity 3 alone writes. `performance_schema` is left out: Database Insights switches it on where no
 * group sets it ("Overview of the Performance Schema", RDS user guide, read 2026-11).
 */
const LOGS: FixedSettings = {
  postgres: {
    log_disconnections: ['1', 'ends of sessions are logged'],
    log_lock_waits: ['1', 'long waits for locks are logged'],
    log_temp_files: ['0', 'every temporary file is logged'],
  },
  mysql: {
    innodb_print_all_deadlocks: ['1', 'every deadlock is logged, with its statements'],
    log_error_verbosity: ['3', 'notes are logged: failed logins and deadlocks are among them'],
  },
};

const FIXED: FixedSettings = {
  postgres: { ...SECURITY.postgres, ...LOGS.postgres },
  mysql: { ...SECURITY.mysql, ...LOGS.mysql },
};

/** Sized parameters that take effect only after a restart ("Working with parameters", RDS user guide, read 2026-08). */
const STATIC: Readonly<Record<Engine, readonly string[]>> = {
  postgres: ['max_connections', 'shared_buffers', 'shared_preload_libraries', 'cron.database_name'],
  mysql: [],
};

/**
 * Whether a parameter is to wait for a restart. So are all security parameters, static or not: they never change in a group’s
 * life and are in force at the first start, while RDS reports one that equals its family’s default as waiting, which a plan
 * with `immediate` would want to change for ever (hashicorp/terraform-provider-aws#39252).
 */
export function waitsForRestart(engine: Engine, parameter: string): boolean {
  return (
    parameter in SECURITY[engine] ||
    STATIC[engine].includes(parameter) ||
    restartsOnRds(engine, parameter)
  );
}

/** Why no setting of the estate changes a parameter, where none does. */
export function fixedParameter(engine: Engine, parameter: string): string | undefined {
  return whyFixed(FIXED, engine, parameter);
}

/**
 * The parameters of an instance by name, as RDS takes them: formulas on the class’s memory, or what a service states.
 *
 * @param workMem bytes, where a service states them
 * @param own what the services state beside, and what follows from the preset; it never replaces one that is decided here
 */
export function parametersFor(
  engine: Engine,
  connections: Stated<number>,
  workMem?: Stated<number>,
  own: EngineSettings = {},
): EngineSettings {
  const sized = Object.fromEntries(
    Object.entries(FORMULAS[engine]).map(([name, { formula, meaning }]) => [
      name,
      decide(formula, meaning, 'memory table'),
    ]),
  );
  const stated: EngineSettings = workMem ? { work_mem: statedWorkMem(workMem) } : {};
  return engineSettings(FIXED, engine, connections, { sized: { ...sized, ...stated }, own });
}

const FORMULAS: Readonly<Record<Engine, Readonly<Record<string, MemoryFormula>>>> = {
  postgres: {
    shared_buffers: SHARED_BUFFERS,
    maintenance_work_mem: MAINTENANCE_WORK_MEM,
    work_mem: WORK_MEM,
  },
  mysql: { innodb_buffer_pool_size: BUFFER_POOL },
};
