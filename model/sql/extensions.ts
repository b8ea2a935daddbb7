/** An extension that a service may have, and what must be so before it is created. */
export interface Extension {
  /** Where it goes: the schema of operations, or one that the extension itself makes. */
  readonly schema: 'ops' | null;
  /** What it is for. */
  readonly meaning: string;
  /** The library that the server must have loaded at its start. */
  readonly preload?: string;
  /** Every PostgreSQL database of Kura's has it. */
  readonly everywhere?: true;
  /** It works in one database of an instance only. */
  readonly once?: true;
}

/**
 * The allow-list. Left out is what reaches out of its database (postgres_fdw, dblink: seed 000 §6), the server's files, or other
 * languages. "Supported PostgreSQL extension versions" (RDS, read 2026-08); "Configure PostgreSQL extensions" (Cloud SQL, 2026).
 */
export const EXTENSIONS = {
  pg_stat_statements: {
    schema: 'ops',
    meaning: 'what each statement costs (seed 001 §4)',
    preload: 'pg_stat_statements',
    everywhere: true,
  },
  pgaudit: { schema: 'ops', meaning: 'the audit trail', preload: 'pgaudit', everywhere: true },
  pg_partman: { schema: 'ops', meaning: 'partitions of more kinds than `partitions:` knows' },
  pg_cron: { schema: null, meaning: 'jobs inside the database', preload: 'pg_cron', once: true },
  btree_gin: { schema: 'ops', meaning: 'GIN indexes over plain columns' },
  btree_gist: { schema: 'ops', meaning: 'exclusion constraints over plain columns' },
  citext: { schema: 'ops', meaning: 'text without regard to case' },
  fuzzystrmatch: { schema: 'ops', meaning: 'likeness of words' },
  hstore: { schema: 'ops', meaning: 'keys and values in a column' },
  intarray: { schema: 'ops', meaning: 'arrays of integers' },
  ltree: { schema: 'ops', meaning: 'trees of labels' },
  pg_trgm: { schema: 'ops', meaning: 'likeness of texts, and indexes for it' },
  pgcrypto: { schema: 'ops', meaning: 'digests and ciphers' },
  tablefunc: { schema: 'ops', meaning: 'crosstabs' },
  unaccent: { schema: 'ops', meaning: 'text without accents' },
  'uuid-ossp': { schema: 'ops', meaning: 'UUIDs of older kinds' },
} as const satisfies Readonly<Record<string, Extension>>;

export type ExtensionName = keyof typeof EXTENSIONS;
export const EXTENSION_NAMES = Object.keys(EXTENSIONS) as [ExtensionName, ...ExtensionName[]];

export function extensionFacts(name: ExtensionName): Extension {
  return EXTENSIONS[name];
}
