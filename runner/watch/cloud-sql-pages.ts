import type { CallGoogle } from '../hosts/google-request';
import { instantOf } from './measure';

/** An instance, as far as a watch looks at it ("instances", Cloud SQL Admin API v1, read 2026-11). */
export interface Instance {
  readonly name: string;
  readonly region?: string;
  readonly state?: string;
  readonly instanceType?: string;
  readonly createTime?: string;
  readonly serverCaCert?: { readonly expirationTime?: string };
  readonly scheduledMaintenance?: object;
  readonly maintenanceVersion?: string;
  readonly availableMaintenanceVersions?: readonly string[];
  readonly settings?: {
    readonly backupConfiguration?: {
      readonly enabled?: boolean;
      readonly pointInTimeRecoveryEnabled?: boolean;
      readonly binaryLogEnabled?: boolean;
    };
  };
}

interface Warning {
  readonly code?: string;
  readonly message?: string;
  readonly region?: string;
}

interface BackupRun {
  readonly status?: string;
  readonly type?: string;
  readonly endTime?: string;
}

const API = 'https://sqladmin.googleapis.com/v1';

/** Every page of a list. */
export async function* eachPage<Page extends { readonly nextPageToken?: string }>(
  call: CallGoogle,
  url: string,
  query: Readonly<Record<string, string>>,
): AsyncGenerator<Page> {
  let pageToken: string | undefined;
  do {
    const said = new URLSearchParams({ ...query, ...(pageToken ? { pageToken } : {}) });
    const page = await call<Page>({ method: 'GET', url: `${url}?${said.toString()}` });
    yield page;
    pageToken = page.nextPageToken;
  } while (pageToken);
}

/**
 * Every instance of the project. A region that Cloud SQL cannot reach is missing from an answer that is no refusal
 * ("SqlApiWarningCode", the same API).
 *
 * @param warn hears of what may be missing
 */
export async function* eachInstance(
  call: CallGoogle,
  project: string,
  warn: (why: string) => void,
): AsyncGenerator<Instance> {
  const pages = eachPage<{
    readonly items?: readonly Instance[];
    readonly warnings?: readonly Warning[];
    readonly nextPageToken?: string;
  }>(call, `${API}/projects/${project}/instances`, { maxResults: '500' });
  for await (const { items = [], warnings = [] } of pages) {
    for (const { code = '', message = '', region = '' } of warnings)
      warn([code, region, message].filter(Boolean).join(' '));
    yield* items;
  }
}

/**
 * The newest instant that an instance can be restored to, in milliseconds; null where Cloud SQL says none. It refuses to of one that has
 * none, as before its first backup.
 */
export async function latestRecovery(
  call: CallGoogle,
  project: string,
  name: string,
): Promise<number | null> {
  const url = `${API}/projects/${project}/instances/${name}/getLatestRecoveryTime`;
  const { latestRecoveryTime } = await call<{ readonly latestRecoveryTime?: string }>({
    method: 'GET',
    url,
  });
  return instantOf(latestRecoveryTime);
}

/** When the newest daily backup that succeeded ended; null where none did. Cloud SQL lists the newest first, so that no more is asked for than is needed. */
export async function latestBackup(
  call: CallGoogle,
  project: string,
  name: string,
): Promise<number | null> {
  const pages = eachPage<{
    readonly items?: readonly BackupRun[];
    readonly nextPageToken?: string;
  }>(call, `${API}/projects/${project}/instances/${name}/backupRuns`, { maxResults: '50' });
  for await (const { items = [] } of pages) {
    const ends = items
      .filter(({ status, type }) => status === 'SUCCESSFUL' && type === 'AUTOMATED')
      .map(({ endTime }) => instantOf(endTime))
      .filter((end) => end !== null);
    if (ends.length > 0) return Math.max(...ends);
  }
  return null;
}
