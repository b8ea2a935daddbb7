import { decide, type Decision } from '../decision';
import type { Engine } from '../tables/engines';
import type { Tier } from '../tables/tiers';

const KIB = 1024;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** PostgreSQL counts shared_buffers in pages of 8 kB. */
const PAGE = 8 * KIB;

/** Share of a tier's memory that the sum below may take: the operating system and RDS's own processes keep the rest (Kura’s choice). */
const USABLE = 0.9;
/** A PostgreSQL backend before any work_mem, and MySQL's buffers for one connection (Kura’s assumption, in bytes). */
const PER_CONNECTION: Readonly<Record<Engine, number>> = { postgres: 5 * MIB, mysql: 3 * MIB };
/** autovacuum_max_workers of PostgreSQL: each may use maintenance_work_mem. */
const AUTOVACUUM_WORKERS = 3;
/** Shared memory: PostgreSQL’s documentation starts at 25 %; InnoDB's pool is the engine's only cache. */
const CACHE_SHARE: Readonly<Record<Engine, number>> = { postgres: 0.25, mysql: 0.7 };
/** innodb_buffer_pool_size is rounded to chunks of this size. */
const INNODB_CHUNK = 128 * MIB;

const CONNECTIONS_PER_GIB = 25;
const FEWEST_CONNECTIONS = 50;
const MOST_CONNECTIONS = 1000;
const WORK_MEM = { least: 4 * MIB, most: 64 * MIB } as const;

/** max_connections of a tier: 25 for each GiB, from 50 to 1000, so that the seed’s core instance (16 GiB, 200) has room. */
export function connectionsOf(tier: Tier): number {
  return Math.min(
    Math.max(tier.memoryGib * CONNECTIONS_PER_GIB, FEWEST_CONNECTIONS),
    MOST_CONNECTIONS,
  );
}

/** Memory in bytes that an instance plans to use, part by part. */
export interface MemoryPlan {
  /** shared_buffers or innodb_buffer_pool_size. */
  readonly cache: number;
  /** PostgreSQL: maintenance_work_mem; MySQL: 0. */
  readonly maintenance: number;
  /** PostgreSQL: work_mem; MySQL: 0. */
  readonly workMem: number;
  readonly connections: number;
  readonly planned: number;
  /** What the plan may take of the tier’s memory. */
  readonly usable: number;
}

/**
 * Plans the memory of an instance: cache + maintenance + connections × (backend + work_mem) against 90 % of the tier.
 * Without a stated work_mem the plan takes what is left for each connection, from 4 to 64 MiB; the caller refuses a plan
 * whose `planned` exceeds `usable`.
 */
export function planMemory(
  engine: Engine,
  tier: Tier,
  connections: number,
  statedWorkMem?: number,
): MemoryPlan {
  const memory = tier.memoryGib * GIB;
  const usable = memory * USABLE;
  const cache =
    engine === 'postgres'
      ? Math.floor((memory * CACHE_SHARE.postgres) / PAGE) * PAGE
      : Math.floor((memory * CACHE_SHARE.mysql) / INNODB_CHUNK) * INNODB_CHUNK;
  if (engine === 'mysql') {
    return {
      cache,
      maintenance: 0,
      workMem: 0,
      connections,
      planned: cache + connections * PER_CONNECTION.mysql,
      usable,
    };
  }
  const maintenance = Math.min(Math.max(memory / 16, 32 * MIB), GIB);
  const left =
    (usable - cache - AUTOVACUUM_WORKERS * maintenance) / connections - PER_CONNECTION.postgres;
  const workMem =
    statedWorkMem ??
    Math.min(Math.max(Math.floor(left / MIB) * MIB, WORK_MEM.least), WORK_MEM.most);
  const planned =
    cache + AUTOVACUUM_WORKERS * maintenance + connections * (PER_CONNECTION.postgres + workMem);
  return { cache, maintenance, workMem, connections, planned, usable };
}

/** TLS forced, and TLS 1.3 as its floor: seed 002 §8.1. No setting of the estate weakens these. */
const SECURITY: Readonly<
  Record<Engine, Readonly<Record<string, readonly [value: string, reason: string]>>>
> = {
  postgres: {
    'rds.force_ssl': ['1', 'every connection is encrypted'],
    ssl_min_protocol_version: ['TLSv1.3', 'TLS 1.3 is the floor'],
    ssl_max_protocol_version: ['TLSv1.3', 'TLS 1.3 is the newest there is'],
    password_encryption: ['scram-sha-256', 'MD5 is refused'],
    'rds.accepted_password_auth_method': ['scram', 'MD5 is refused'],
  },
  mysql: {
    require_secure_transport: ['1', 'every connection is encrypted'],
    tls_version: ['TLSv1.3', 'TLS 1.3 is the floor'],
    local_infile: ['0', 'a client’s files stay with the client'],
    slow_query_log: ['1', 'the exported slow log is written'],
    log_output: ['FILE', 'only log files are exported'],
  },
};

/** Parameters that take effect only after a restart: RDS calls them static ("Working with parameters", RDS user guide, 2026-08). */
const STATIC = new Set(['max_connections', 'shared_buffers']);

export function isStatic(parameter: string): boolean {
  return STATIC.has(parameter);
}

/** The parameters of an instance by name, as RDS takes them (pages, kB or bytes). */
export function parametersFor(
  engine: Engine,
  tier: Tier,
  plan: MemoryPlan,
  place: { readonly connections: string; readonly workMem: string },
): Readonly<Record<string, Decision<string>>> {
  const security = Object.entries(SECURITY[engine]).map(
    ([name, [value, reason]]) => [name, decide(value, reason, 'security table')] as const,
  );
  const memory = `${String(tier.memoryGib)} GiB of ${tier.name}`;
  const sized: readonly (readonly [string, Decision<string>])[] =
    engine === 'postgres'
      ? [
          [
            'shared_buffers',
            decide(String(plan.cache / PAGE), `25 % of ${memory}, in 8 kB pages`, 'tier table'),
          ],
          [
            'work_mem',
            decide(
              String(Math.floor(plan.workMem / KIB)),
              `for each of ${String(plan.connections)} connections, in kB`,
              place.workMem,
            ),
          ],
          [
            'maintenance_work_mem',
            decide(
              String(Math.floor(plan.maintenance / KIB)),
              `a sixteenth of ${memory}, 1 GiB at most, in kB`,
              'tier table',
            ),
          ],
        ]
      : [
          [
            'innodb_buffer_pool_size',
            decide(
              String(plan.cache),
              `70 % of ${memory}, in bytes, in chunks of 128 MiB`,
              'tier table',
            ),
          ],
        ];
  return Object.fromEntries([
    ...security,
    [
      'max_connections',
      decide(String(plan.connections), 'as many as the tier’s memory serves', place.connections),
    ],
    ...sized,
  ]);
}
