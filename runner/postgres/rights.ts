import type { Role } from '../../model/language/roles';

/** Who gets what: privileges of the group roles beside the owner, whom an object gives all. */
export type Rights = Readonly<Partial<Record<Role, readonly string[]>>>;

/** The kinds of objects inside a schema that privileges are on, and the schema itself. */
export type RightsKind = 'schema' | 'table' | 'sequence' | 'routine' | 'type';

/** `ops`: the schema of extensions. `undeclared`: what nobody has declared is nobody's. */
export type SchemaUse = 'data' | 'audit' | 'ops' | 'undeclared';

const READ = ['SELECT'];
const USE = ['USAGE'];

/** Rights in a schema, by what it holds. PUBLIC has none anywhere, and nobody may give on what he has. */
export const RIGHTS: Readonly<Record<SchemaUse, Readonly<Record<RightsKind, Rights>>>> = {
  data: {
    schema: { migrator: ['CREATE', 'USAGE'], writer: USE, reader: USE, operator: USE },
    table: { writer: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'], reader: READ, operator: READ },
    sequence: { writer: ['SELECT', 'USAGE'], reader: READ, operator: READ },
    routine: { writer: ['EXECUTE'] },
    type: {},
  },
  audit: {
    schema: { migrator: ['CREATE', 'USAGE'], writer: USE, auditor: USE },
    table: { writer: ['INSERT'], auditor: READ },
    sequence: { writer: USE },
    routine: {},
    type: {},
  },
  ops: {
    schema: { migrator: USE, writer: USE, reader: USE, auditor: USE, operator: USE },
    table: {},
    sequence: {},
    routine: {},
    type: {},
  },
  undeclared: { schema: {}, table: {}, sequence: {}, routine: {}, type: {} },
};

export const DATABASE_RIGHTS: Rights = {
  writer: ['CONNECT', 'TEMPORARY'],
  migrator: ['CONNECT', 'TEMPORARY'],
  reader: ['CONNECT'],
  auditor: ['CONNECT'],
  operator: ['CONNECT'],
};

/** Access to single tables: a writer deletes whole rows only, never some of their columns. */
export const TABLE_RIGHTS: Readonly<
  Record<
    'reader' | 'writer',
    { readonly table: readonly string[]; readonly column: readonly string[] }
  >
> = {
  reader: { table: READ, column: READ },
  writer: {
    table: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
    column: ['INSERT', 'SELECT', 'UPDATE'],
  },
};

/** What PostgreSQL gives to everybody where no default says otherwise ("GRANT", PostgreSQL 18, table 5.2). */
export const HARDWIRED: Readonly<Record<string, readonly string[]>> = {
  database: ['CONNECT', 'TEMPORARY'],
  routine: ['EXECUTE'],
  type: ['USAGE'],
};

/** PostgreSQL's roles that a group role is a member of. */
export const PLATFORM_RIGHTS: Rights = {
  operator: ['pg_read_all_stats', 'pg_read_all_settings', 'pg_signal_backend'],
  auditor: ['pg_read_all_settings'],
};

/**
 * Those that reach into every database of an instance: what all sessions run, and their end. An operator has them only where the instance
 * holds no other service, whose statements he would read and whose sessions he would end.
 */
const INSTANCE_WIDE: ReadonlySet<string> = new Set(['pg_read_all_stats', 'pg_signal_backend']);

/** PostgreSQL's roles that a group role is a member of on an instance of so many databases. */
export function platformRights(role: Role, databases: number): readonly string[] {
  return (PLATFORM_RIGHTS[role] ?? []).filter(
    (each) => databases === 1 || !INSTANCE_WIDE.has(each),
  );
}

/** Roles of the whole database may become their group role, so that what they make belongs to it. */
export const BECOMES: Readonly<Partial<Record<Role, Role>>> = {
  owner: 'migrator',
  migrator: 'migrator',
};
