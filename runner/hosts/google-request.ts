import { GoogleAuth } from 'google-auth-library';

export interface GoogleRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly data?: unknown;
}

/** Calls an API of Google's and gives the answer's body. */
export type CallGoogle = <Body>(request: GoogleRequest) => Promise<Body>;

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

/** Calls as the job's own service account. What the network drops is sent again; who is refused hears so at once. */
export function googleCaller(): CallGoogle {
  const auth = new GoogleAuth({ scopes: SCOPES });
  return async <Body>(request: GoogleRequest) => {
    const { data } = await auth.request<Body>({ ...request, timeout: 30_000, retry: true });
    return data;
  };
}

/** The HTTP status of a refused call; 0 of another error. */
export function statusOf(error: unknown): number {
  const { status, response } = (error ?? {}) as {
    status?: unknown;
    response?: { status?: unknown };
  };
  return Number(response?.status ?? status ?? 0) || 0;
}
