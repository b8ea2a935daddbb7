import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { connectionProblem } from '../connection-problem';
import type { Session } from '../host';
import type { Flavour } from './facts';

/** Opens a session as the admin: in a database, or in none. */
export type OpenSession = (database: string | null) => Promise<Session>;

/** A server that is the declared one, takes writes, and is nobody else's to change now. */
export interface Server {
  readonly session: Session;
  readonly flavour: Flavour;
}

/** Seconds a run waits for another. */
const LOCK_SECONDS = 300;

/** Opens the one session of a run: everything in MySQL that Kura rules is the server's, not a database's. */
export async function openServer(
  state: DeclaredState,
  open: OpenSession,
  standIn: 'mariadb' | undefined,
): Promise<Server | { readonly problem: Problem }> {
  let session: Session;
  try {
    session = await open(null);
  } catch (error) {
    return { problem: connectionProblem(state.stack, error) };
  }
  const problem = await refusal(session, state, standIn);
  if (problem !== null) {
    await session.end();
    return { problem };
  }
  return { session, flavour: standIn ?? 'mysql' };
}

type Refusal = Omit<Problem, 'place'>;

async function refusal(
  session: Session,
  state: DeclaredState,
  standIn: 'mariadb' | undefined,
): Promise<Problem | null> {
  try {
    await prepareSession(session);
    const refused =
      wrongEngine(state) ??
      (await wrongVersion(session, state, standIn)) ??
      (await readOnly(session)) ??
      (await locked(session));
    return refused === null ? null : { place: state.stack, ...refused };
  } catch (error) {
    return connectionProblem(state.stack, error);
  }
}

/** Whatever the instance's parameters say: values are quoted with backslashes, and nobody waits long for a lock. */
export async function prepareSession({ query }: Session): Promise<void> {
  await query(`SET SESSION sql_mode = 'TRADITIONAL', autocommit = 1, lock_wait_timeout = 5`);
  await query('SET SESSION TRANSACTION READ WRITE');
}

function wrongEngine({ engine }: DeclaredState): Refusal | null {
  if (engine === 'mysql') return null;
  return {
    required: 'the declared engine must be mysql here',
    got: engine,
    cure: 'Start the runner with the state of this server.',
  };
}

async function wrongVersion(
  { query }: Session,
  { version }: DeclaredState,
  standIn: 'mariadb' | undefined,
): Promise<Refusal | null> {
  const [row] = await query('SELECT VERSION() AS version');
  const running = String(row?.version);
  const isMariadb = /mariadb/i.test(running);
  if (isMariadb ? standIn === 'mariadb' : running.startsWith(`${version}.`)) return null;
  return {
    required: `the server must be MySQL ${version}`,
    got: running,
    cure: 'Deploy the stack, which upgrades the instance, or mend the `version` of the service.',
  };
}

async function readOnly({ query }: Session): Promise<Refusal | null> {
  const required = 'the server must take writes';
  const settings = await query(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only') AND Value NOT IN ('OFF', '0')`,
  );
  const [first] = settings;
  if (first !== undefined)
    return {
      required,
      got: `${String(first.Variable_name)} on`,
      cure: 'Point the runner at the primary, or end its maintenance.',
    };
  if (!(await isReplica(query))) return null;
  return { required, got: 'a replica', cure: 'Point the runner at the primary.' };
}

/** Who may not ask is answered by `read_only`, which every replica of RDS and Cloud SQL has on. */
async function isReplica(query: Session['query']): Promise<boolean> {
  try {
    return (await query('SHOW REPLICA STATUS')).length > 0;
  } catch (error) {
    const { errno } = error as { readonly errno?: unknown };
    if (errno === ACCESS_DENIED) return false;
    throw error;
  }
}

/** ER_SPECIFIC_ACCESS_DENIED_ERROR ("Server Error Message Reference", MySQL 8.4). */
const ACCESS_DENIED = 1227;

/** One run at a time on a server. The lock ends with the session, however that ends. */
async function locked({ query }: Session): Promise<Refusal | null> {
  const [row] = await query('SELECT GET_LOCK(?, ?) AS locked', ['kura', LOCK_SECONDS]);
  if (Number(row?.locked) === 1) return null;
  return {
    required: 'no other run may be at work on the server',
    got: `another one for ${LOCK_SECONDS} seconds`,
    cure: 'Wait for it and run again.',
  };
}
