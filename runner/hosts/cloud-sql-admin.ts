import { persist, type Patience, type Sleep } from '../persist';
import { statusOf, type CallGoogle } from './google-request';

/** The one instance that a runner is for. */
export interface CloudSqlInstance {
  readonly project: string;
  readonly region: string;
  readonly name: string;
}

/** A call that has begun and goes on behind. */
interface Operation {
  readonly name: string;
  readonly status: string;
  readonly error?: {
    readonly errors?: readonly { readonly code?: string; readonly message?: string }[];
  };
}

const API = 'https://sqladmin.googleapis.com/v1';
const POLL = 2_000;
const WAIT = 10 * 60_000;

/** An instance does one thing at a time (409), and the API may be busy. */
const BUSY: Patience = {
  mayPass: (error) => [409, 429, 503].includes(statusOf(error)),
  pauses: 5 * 60_000,
};

/**
 * Gives a database user a role beside those that it has ("users.update", Cloud SQL Admin API, read 2026-11: roles go in the query,
 * and the body's are ignored). Exercised against a server that answers so, and not against Google.
 */
export async function assignRole(
  call: CallGoogle,
  instance: CloudSqlInstance,
  user: Readonly<Record<string, string>>,
  role: string,
  sleep: Sleep,
): Promise<void> {
  const query = new URLSearchParams({ ...user, databaseRoles: role });
  const url = `${API}/projects/${instance.project}/instances/${instance.name}/users?${query.toString()}`;
  const begun = await persist(() => call<Operation>({ method: 'PUT', url, data: {} }), BUSY, sleep);
  await finished(call, instance, begun, sleep);
}

async function finished(
  call: CallGoogle,
  { project }: CloudSqlInstance,
  begun: Operation,
  sleep: Sleep,
): Promise<void> {
  let operation = begun;
  for (let waited = 0; operation.status !== 'DONE'; waited += POLL) {
    if (waited >= WAIT) throw new Error(`Cloud SQL is still at ${operation.name}.`);
    await sleep(POLL);
    const url = `${API}/projects/${project}/operations/${operation.name}`;
    operation = await call<Operation>({ method: 'GET', url });
  }
  const [error] = operation.error?.errors ?? [];
  if (error) throw new Error(`Cloud SQL: ${error.code ?? ''} ${error.message ?? ''}`);
}
