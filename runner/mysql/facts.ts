import type { DeclaredAuditRule } from '../../model/sql/declared-state';
import type { SecretVersion } from '../host';
import type { Account } from './account';
import type { Grant } from './grant';
import type { Recorded } from './record';

/** Which server it is: MariaDB only ever as a stand-in for tests. */
export type Flavour = 'mysql' | 'mariadb';

/** All that the plan knows of a server. */
export interface Facts {
  /** The server's clock. */
  readonly now: Date;
  readonly flavour: Flavour;
  readonly accounts: readonly AccountFacts[];
  readonly grants: readonly Grant[];
  readonly memberships: readonly Membership[];
  readonly defined: readonly Defined[];
  readonly databases: ReadonlyMap<string, DatabaseFacts>;
  /** By database, table and column: those of databases of which an access names tables. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  /** Users with a connection that is open now. */
  readonly connected: ReadonlySet<string>;
  readonly recorded: Recorded;
  /** Null where none is declared: only Cloud SQL has such rules. */
  readonly audit: AuditFacts | null;
  /** The newest version of each password login's secret; null where passwords are not looked at. */
  readonly secrets: ReadonlyMap<string, SecretVersion | undefined> | null;
}

/** What Cloud SQL's audit log records by. */
export interface AuditFacts {
  /** Whether the plugin works that writes it. */
  readonly active: boolean;
  readonly rules: readonly AuditRuleFacts[];
}

/** A rule that is there, whoever made it. */
export interface AuditRuleFacts extends Omit<DeclaredAuditRule, 'result'> {
  readonly id: number;
  /** `S` and `U` are what succeeds alone, and what fails. */
  readonly result: string;
}

export interface AccountFacts extends Account {
  readonly plugin: string;
  /** Whether it must come through TLS. */
  readonly tls: boolean;
  /** 0 is no limit. */
  readonly connections: number;
  readonly locked: boolean;
}

/** That an account has what another has: as a member of a role, or as a proxy. */
export interface Membership {
  readonly account: Account;
  /** In words: `member of role reporting`. */
  readonly what: string;
}

/** What works with the rights of the account that made it: a view, routine, trigger or event. */
export interface Defined {
  /** `user@host`. */
  readonly definer: string;
  readonly database: string;
  /** In words: `view order_db.totals`. */
  readonly what: string;
}

export interface DatabaseFacts {
  /** Views too. */
  readonly tables: number;
  readonly routines: number;
  readonly events: number;
  /** Sessions that are in it now. */
  readonly sessions: number;
}
