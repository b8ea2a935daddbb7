import { statusOf, type CallGoogle, type GoogleRequest } from '../hosts/google-request';
import { persist, type Patience, type Sleep } from '../persist';
import { API } from './cloud-sql-copy';

/** What a change of an instance is waited for with. */
export interface Changing {
  readonly call: CallGoogle;
  readonly sleep: Sleep;
  readonly project: string;
  /** Milliseconds of pauses that one change may take. */
  readonly patience: number;
}

interface Operation {
  readonly name: string;
  readonly status: string;
  readonly error?: {
    readonly errors?: readonly { readonly code?: string; readonly message?: string }[];
  };
}

const POLL = 15_000;

/** An instance does one thing at a time (409), and the API may be busy. */
const BUSY: Patience = {
  mayPass: (error) => [409, 429, 503].includes(statusOf(error)),
  pauses: 10 * 60_000,
};

/** Begins a change. One of an instance that is there waits its turn; one that makes an instance finds its name taken. */
export function begin(
  { call, sleep }: Changing,
  request: GoogleRequest,
  waitsTurn = true,
): Promise<Operation> {
  return waitsTurn
    ? persist(() => call<Operation>(request), BUSY, sleep)
    : call<Operation>(request);
}

/** Waits until a change is done. */
export async function finish(
  { call, sleep, project, patience }: Changing,
  begun: Operation,
): Promise<void> {
  let operation = begun;
  for (let waited = 0; operation.status !== 'DONE'; waited += POLL) {
    if (waited >= patience) throw new Error(`Cloud SQL is still at ${operation.name}.`);
    await sleep(POLL);
    const url = `${API}/projects/${project}/operations/${operation.name}`;
    // A look that the network loses says nothing of the change.
    operation = await persist(() => call<Operation>({ method: 'GET', url }), BUSY, sleep);
  }
  const [error] = operation.error?.errors ?? [];
  if (error) throw new Error(`Cloud SQL: ${error.code ?? ''} ${error.message ?? ''}`);
}
