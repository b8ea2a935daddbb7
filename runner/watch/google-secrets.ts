import type { CallGoogle } from '../hosts/google-request';
import { eachPage } from './cloud-sql-pages';
import { instantOf } from './measure';

interface Secret {
  /** `projects/1/secrets/acme-prod-order-app`. */
  readonly name: string;
}

interface Version {
  readonly createTime?: string;
  readonly state?: string;
}

const API = 'https://secretmanager.googleapis.com/v1';

/** The resource names of all secrets of a project: who may list them sees those of others too, and no value. */
export async function* eachSecret(call: CallGoogle, project: string): AsyncGenerator<string> {
  const pages = eachPage<{ readonly secrets?: readonly Secret[]; readonly nextPageToken?: string }>(
    call,
    `${API}/projects/${project}/secrets`,
    { pageSize: '1000' },
  );
  for await (const { secrets = [] } of pages) yield* secrets.map(({ name }) => name);
}

/** Since when readers get the password that they get, in milliseconds; null where there is none that is enabled. */
export async function passwordSince(call: CallGoogle, secret: string): Promise<number | null> {
  const pages = eachPage<{
    readonly versions?: readonly Version[];
    readonly nextPageToken?: string;
  }>(call, `${API}/${secret}/versions`, { pageSize: '1000' });
  let newest: number | null = null;
  for await (const { versions = [] } of pages) {
    for (const { createTime, state } of versions) {
      const created = state === 'ENABLED' ? instantOf(createTime) : null;
      if (created !== null) newest = Math.max(created, newest ?? 0);
    }
  }
  return newest;
}
