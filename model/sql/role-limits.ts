import type { Role } from '../language/roles';

/** What a session of a role may take, in milliseconds; 0 is no limit. */
export interface Timeouts {
  readonly statement: number;
  readonly lock: number;
  /** A transaction that does nothing. */
  readonly idleInTransaction: number;
  /** A session that does nothing. */
  readonly idle: number;
}

/** The parameter of PostgreSQL behind each. */
export const TIMEOUT_PARAMETERS: Readonly<Record<keyof Timeouts, string>> = {
  statement: 'statement_timeout',
  lock: 'lock_timeout',
  idleInTransaction: 'idle_in_transaction_session_timeout',
  idle: 'idle_session_timeout',
};

/** What is so of a role wherever it is. */
export interface RoleFacts {
  readonly timeouts: Timeouts;
  /** Most sessions of one login; null where the application's pools decide. */
  readonly connections: number | null;
  /** Whether all it does is audited, statement by statement: people are, applications by the database's classes. */
  readonly audited: boolean;
  /** Whether its sessions begin as read-only. */
  readonly readOnly: boolean;
  /** What it is for. */
  readonly meaning: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A waiting lock request blocks all that come after it, so nobody waits long for one. A pool keeps idle sessions, so that the
 * roles of applications have no limit there. A migration may take hours in one statement.
 */
export const ROLE_FACTS: Readonly<Record<Role, RoleFacts>> = {
  owner: {
    timeouts: { statement: 0, lock: 5 * SECOND, idleInTransaction: 10 * MINUTE, idle: 30 * MINUTE },
    connections: 3,
    audited: true,
    readOnly: false,
    meaning: 'owns schemas, and may do all that a migrator does',
  },
  migrator: {
    timeouts: { statement: 0, lock: 5 * SECOND, idleInTransaction: 10 * MINUTE, idle: 0 },
    connections: 5,
    audited: false,
    readOnly: false,
    meaning: 'makes and changes tables, which belong to the role and not to the login',
  },
  writer: {
    timeouts: { statement: 30 * SECOND, lock: 5 * SECOND, idleInTransaction: MINUTE, idle: 0 },
    connections: null,
    audited: false,
    readOnly: false,
    meaning: 'reads and writes rows; appends to audit schemas',
  },
  reader: {
    timeouts: { statement: 5 * MINUTE, lock: 5 * SECOND, idleInTransaction: 5 * MINUTE, idle: 0 },
    connections: null,
    audited: false,
    readOnly: true,
    meaning: 'reads rows',
  },
  auditor: {
    timeouts: {
      statement: 5 * MINUTE,
      lock: 5 * SECOND,
      idleInTransaction: 5 * MINUTE,
      idle: 30 * MINUTE,
    },
    connections: 5,
    audited: true,
    readOnly: true,
    meaning: 'reads audit schemas, settings and roles, and no other row',
  },
  operator: {
    timeouts: {
      statement: MINUTE,
      lock: 5 * SECOND,
      idleInTransaction: 5 * MINUTE,
      idle: 30 * MINUTE,
    },
    connections: 3,
    audited: true,
    readOnly: true,
    meaning:
      'reads rows and, where one service has the instance, sees and ends what runs, until a day',
  },
};
