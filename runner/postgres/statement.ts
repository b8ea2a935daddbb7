/**
 * The order in which a plan is applied. `rename`: databases and roles of a service that got another name. `roles`: roles, their
 * members, and what is taken from databases. `create`: databases. `database`: all inside one. `drop`: what is no longer declared.
 */
export type Phase = 'rename' | 'roles' | 'create' | 'database' | 'drop';

export const PHASES: readonly Phase[] = ['rename', 'roles', 'create', 'database', 'drop'];

/** The database that belongs to nobody, in which the runner does what concerns the whole server. */
export const MAINTENANCE = 'postgres';

/** One statement, and where and as whom it runs. */
export interface Statement {
  readonly phase: Phase;
  readonly database: string;
  readonly as: string;
  /** What it is for, the same for neighbours that belong together. */
  readonly why: string;
  readonly sql: string;
  /** PostgreSQL runs it in no transaction with others. */
  readonly alone?: true;
}

/** The line of a plan. */
export function sayStatement({ database, sql }: Pick<Statement, 'database' | 'sql'>): string {
  return `${database}: ${sql}`;
}
