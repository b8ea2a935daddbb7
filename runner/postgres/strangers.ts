import type { DatabaseObject, Grant } from './database-object';

/**
 * What nobody declares: Kura gives no privilege on it, so that whoever has one has it from somebody else. What the platform itself has
 * given, and what an extension gives when it is made, is left out.
 */
export interface Strangers {
  readonly grants: readonly StrangeGrant[];
  readonly things: readonly StrangeThing[];
}

/** A privilege on what is PostgreSQL's own, an extension's or the server's. */
export interface StrangeGrant extends Grant {
  readonly object: StrangeObject;
  /** Of the object. */
  readonly owner: string;
}

export type StrangeObject =
  NamedObject | Extract<DatabaseObject, { kind: 'schema' | 'table' | 'column' | 'routine' }>;

/** What has a name and is in no schema. */
export interface NamedObject {
  readonly kind: 'language' | 'tablespace' | 'wrapper' | 'server' | 'parameter';
  readonly name: string;
}

/** An object of a kind that Kura knows no more of than whose it is. */
export interface StrangeThing {
  /** As PostgreSQL says it: `collation app.c`. */
  readonly what: string;
  /** Null for PUBLIC. */
  readonly who: string | null;
  /** Whether whoever owns the database may have it. */
  readonly owned: boolean;
}

/** What keeps what was written until somebody has read it, and shows it to whoever reads it. */
export interface ReplicationSlot {
  readonly name: string;
  /** Whose changes a logical one tells; null for a physical one. */
  readonly database: string | null;
}
