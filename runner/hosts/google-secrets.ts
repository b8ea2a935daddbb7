import type { SecretVersion } from '../host';
import { statusOf, type CallGoogle } from './google-request';

interface Version {
  /** `projects/1/secrets/app/versions/3`. */
  readonly name: string;
  readonly createTime: string;
  readonly state: string;
}

const API = 'https://secretmanager.googleapis.com/v1';

/**
 * Which password a server has: the version, of which secret, and on which instance. Every secret counts its versions from 1, and a
 * clone brings its source’s marks along but not its passwords ("Clone instances", Cloud SQL, read 2026-11).
 */
function idOf({ name }: Pick<Version, 'name'>, instance: string): string {
  const [, , , secret = '', , version = ''] = name.split('/');
  return `${version} of ${secret} on ${instance}`;
}

/**
 * The newest version, whose value is not asked for. One that readers cannot get counts as none.
 *
 * @param instance the server that is to know it
 */
export async function newestVersion(
  call: CallGoogle,
  secret: string,
  instance: string,
): Promise<SecretVersion | undefined> {
  try {
    const version = await call<Version>({
      method: 'GET',
      url: `${API}/${secret}/versions/latest`,
    });
    if (version.state !== 'ENABLED') return undefined;
    return { id: idOf(version, instance), created: new Date(version.createTime) };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

export async function addVersion(
  call: CallGoogle,
  secret: string,
  instance: string,
  password: string,
): Promise<string> {
  const data = { payload: { data: Buffer.from(password).toString('base64') } };
  const url = `${API}/${secret}:addVersion`;
  return idOf(await call<Version>({ method: 'POST', url, data }), instance);
}
