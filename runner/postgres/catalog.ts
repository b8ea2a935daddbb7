import type { DatabaseObject, DefaultObject, Grant } from './database-object';
import type { ReplicationSlot, StrangeGrant, Strangers } from './strangers';

/** What a server holds, as far as Kura decides it: plain data in one normal form, without an OID. */
export interface Catalog {
  readonly server: ServerCatalog;
  /** By name: those that the runner may look into. */
  readonly databases: ReadonlyMap<string, DatabaseCatalog>;
  /** Who is connected where. */
  readonly sessions?: readonly CatalogSession[];
}

export interface CatalogSession {
  readonly login: string;
  readonly database: string;
}

export interface ServerCatalog {
  /** Major version. */
  readonly version: number;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
  /** The server's clock. */
  readonly now: Date;
  readonly libraries: readonly string[];
  readonly available: readonly AvailableExtension[];
  readonly roles: readonly CatalogRole[];
  readonly memberships: readonly Membership[];
  readonly databases: readonly CatalogDatabase[];
  readonly settings: readonly Setting[];
  /** On parameters and tablespaces. */
  readonly grants: readonly StrangeGrant[];
  readonly slots: readonly ReplicationSlot[];
}

export interface AvailableExtension {
  readonly name: string;
  /** Whether one who is no superuser may create it. */
  readonly trusted: boolean;
}

/** What a role may do to the server itself. */
export interface RoleAttributes {
  readonly login: boolean;
  readonly superuser: boolean;
  readonly createDatabase: boolean;
  readonly createRole: boolean;
  readonly replication: boolean;
  readonly bypassRowSecurity: boolean;
  readonly inherit: boolean;
  /** Most sessions; -1 for no limit. */
  readonly connections: number;
}

export interface CatalogRole extends RoleAttributes {
  readonly name: string;
  readonly comment: string | null;
  /** When its password ends; null for never. */
  readonly validUntil: string | null;
  /** The superuser that initdb made: the platform itself. */
  readonly platform: boolean;
  /** Whether the admin role has ADMIN on it. */
  readonly administered: boolean;
  /** Whether the admin role has its privileges. */
  readonly inherited: boolean;
  /** What keeps it from being dropped. */
  readonly holds: readonly Holding[];
}

/** Objects that name a role as their owner or in their privileges. */
export interface Holding {
  /** Where they are, or the database that is the object; null for what belongs to no database. */
  readonly database: string | null;
  readonly owned: boolean;
  readonly count: number;
}

export interface Membership {
  readonly role: string;
  readonly member: string;
  readonly grantor: string;
  readonly admin: boolean;
  readonly inherit: boolean;
  readonly set: boolean;
}

export interface CatalogDatabase {
  readonly name: string;
  readonly owner: string;
  readonly comment: string | null;
  readonly acl: readonly Grant[];
  /** Of others than the runner. */
  readonly sessions: number;
  /** Whether the runner may look into it. */
  readonly open: boolean;
  /** Most sessions of those that are no superuser; -1 for no limit. */
  readonly connections: number;
  /** Whether anybody who may make databases may copy it. */
  readonly template: boolean;
  /** Whether it lets anybody in at all. */
  readonly connectable: boolean;
  /** Its dropping was interrupted: nothing but another one is left to do. */
  readonly invalid: boolean;
}

/** A default of sessions: of a database, of a role, or of a role in a database. */
export interface Setting {
  readonly database: string | null;
  readonly role: string | null;
  readonly name: string;
  readonly value: string;
  /** Whether the admin role may take it back. */
  readonly settable: boolean;
}

/** An object, who owns it and who may do what with it. */
export interface Item<Kind extends DatabaseObject = DatabaseObject> {
  readonly object: Kind;
  readonly owner: string;
  readonly acl: readonly Grant[];
}

export interface DatabaseCatalog {
  readonly schemas: readonly CatalogSchema[];
  /** Tables, columns with privileges of their own, sequences, routines and types; without what an extension made. */
  readonly items: readonly Item[];
  readonly defaults: readonly Item<DefaultObject>[];
  readonly extensions: readonly CatalogExtension[];
  readonly partitioned: readonly PartitionedTable[];
  /** The columns of the tables that were asked for. */
  readonly columns: readonly CatalogColumn[];
  readonly largeObjects: number;
  /** Objects of every kind, those of extensions left out that hold no rows: of a database that may be dropped. */
  readonly contents?: number;
  readonly strangers: Strangers;
}

export interface CatalogSchema extends Item<Extract<DatabaseObject, { kind: 'schema' }>> {
  /** Whether an extension made it. */
  readonly extension: boolean;
}

export interface CatalogExtension {
  readonly name: string;
  readonly schema: string;
}

export interface CatalogColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

export interface PartitionedTable {
  readonly schema: string;
  readonly table: string;
  readonly owner: string;
  readonly strategy: 'range' | 'list' | 'hash';
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly children: readonly Partition[];
}

export interface Partition {
  readonly schema: string;
  readonly name: string;
  /** As PostgreSQL writes it: `FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')`. */
  readonly bound: string;
}
