/**
 * The order in which a plan is applied. `rename`: databases and roles of a service that got another name. `roles`: roles, their
 * members, and what is taken from databases. `create`: databases. `sessions`: the end of those that hold what was taken. `defaults`:
 * what a database gives to sessions, before the runner enters it. `database`: all inside one. `drop`: what is no longer declared.
 */
export type Phase = (typeof PHASES)[number];

export const PHASES = [
  'rename',
  'roles',
  'create',
  'sessions',
  'defaults',
  'database',
  'drop',
] as const;

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
  /** Those of one word are a transaction of their own: what fails elsewhere does not keep them, nor they anything else. */
  readonly apart?: string;
  /** It may call code of applications', which must stay what its role may do. */
  readonly guarded?: true;
}

/** The line of a plan. */
export function sayStatement({ database, sql }: Pick<Statement, 'database' | 'sql'>): string {
  return `${database}: ${sql}`;
}
