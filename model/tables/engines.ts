import type { Cloud } from '../access/identity';

export const ENGINES = ['postgres', 'mysql'] as const;
export type Engine = (typeof ENGINES)[number];

/** A major version and its lifecycle on each cloud. A date passing changes this table, never a synth. */
export interface EngineVersion {
  readonly engine: Engine;
  /** Major version as people write it: minor versions follow by automatic upgrade. */
  readonly version: string;
  /** The community's last release (ISO date). */
  readonly communityEnd: string;
  readonly aws: {
    /** RDS parameter group family. */
    readonly family: string;
    /** Last day of RDS standard support (ISO date); afterwards Extended Support, which Kura switches off. */
    readonly standardSupportEnd: string;
    /** Why a new database may not use it; absent where it may. */
    readonly refused?: string;
  };
  readonly google: {
    /** Cloud SQL's name of it. */
    readonly databaseVersion: string;
    readonly refused?: string;
  };
}

/**
 * Sources: "Release calendars for Amazon RDS for PostgreSQL" and "Supported MySQL versions on Amazon RDS" (AWS, read
 * 2026-08); PostgreSQL versioning policy (postgresql.org, read 2026-08); MySQL 8.0 and 8.4 (Oracle lifetime support, 2026-08).
 */
export const ENGINE_VERSIONS: readonly EngineVersion[] = [
  {
    engine: 'postgres',
    version: '13',
    communityEnd: '2025-11-13',
    aws: {
      family: 'postgres13',
      standardSupportEnd: '2026-02-28',
      refused: 'PostgreSQL 13 ended with the community on 2025-11-13',
    },
    google: {
      databaseVersion: 'POSTGRES_13',
      refused: 'PostgreSQL 13 ended with the community on 2025-11-13',
    },
  },
  {
    engine: 'postgres',
    version: '14',
    communityEnd: '2026-11-12',
    aws: {
      family: 'postgres14',
      standardSupportEnd: '2027-02-28',
      refused: 'PostgreSQL 14 ended with the community on 2026-11-12',
    },
    google: {
      databaseVersion: 'POSTGRES_14',
      refused: 'PostgreSQL 14 ended with the community on 2026-11-12',
    },
  },
  {
    engine: 'postgres',
    version: '15',
    communityEnd: '2027-11-11',
    aws: {
      family: 'postgres15',
      standardSupportEnd: '2028-02-29',
      refused: 'RDS offers TLS 1.3 for PostgreSQL from 16 on',
    },
    google: {
      databaseVersion: 'POSTGRES_15',
      refused: 'Kura is proved from PostgreSQL 16 on, where RDS begins to offer TLS 1.3',
    },
  },
  {
    engine: 'postgres',
    version: '16',
    communityEnd: '2028-11-09',
    aws: { family: 'postgres16', standardSupportEnd: '2029-02-28' },
    google: { databaseVersion: 'POSTGRES_16' },
  },
  {
    engine: 'postgres',
    version: '17',
    communityEnd: '2029-11-08',
    aws: { family: 'postgres17', standardSupportEnd: '2030-02-28' },
    google: { databaseVersion: 'POSTGRES_17' },
  },
  {
    engine: 'postgres',
    version: '18',
    communityEnd: '2030-11-14',
    aws: { family: 'postgres18', standardSupportEnd: '2031-02-28' },
    google: {
      databaseVersion: 'POSTGRES_18',
      refused: 'Kura has not proved its flags on PostgreSQL 18 of Cloud SQL yet',
    },
  },
  {
    engine: 'mysql',
    version: '8.0',
    communityEnd: '2026-04-30',
    aws: {
      family: 'mysql8.0',
      standardSupportEnd: '2026-07-31',
      refused: 'MySQL 8.0 left RDS standard support on 2026-07-31',
    },
    google: {
      databaseVersion: 'MYSQL_8_0',
      refused: 'MySQL 8.0 ended with the community on 2026-04-30',
    },
  },
  {
    engine: 'mysql',
    version: '8.4',
    communityEnd: '2032-04-30',
    aws: { family: 'mysql8.4', standardSupportEnd: '2029-07-31' },
    google: { databaseVersion: 'MYSQL_8_4' },
  },
];

/** What an engine is where the service does not say: the version Kura's defaults are proved on, its port, its name in prose. */
export const ENGINE_FACTS: Readonly<
  Record<Engine, { readonly name: string; readonly defaultVersion: string; readonly port: number }>
> = {
  postgres: { name: 'PostgreSQL', defaultVersion: '17', port: 5432 },
  mysql: { name: 'MySQL', defaultVersion: '8.4', port: 3306 },
};

export function findVersion(engine: Engine, version: string): EngineVersion | undefined {
  return ENGINE_VERSIONS.find((row) => row.engine === engine && row.version === version);
}

/** The versions of an engine that a new database may use on a cloud. */
export function offeredVersions(engine: Engine, cloud: Cloud): readonly string[] {
  return ENGINE_VERSIONS.filter(
    (row) => row.engine === engine && row[cloud].refused === undefined,
  ).map((row) => row.version);
}
