import type { SecretVersion } from '../host';
import { statusOf, type CallGoogle } from './google-request';

interface Version {
  /** `projects/1/secrets/app/versions/3`. */
  readonly name: string;
  readonly createTime: string;
  readonly state: string;
}

const API = 'https://secretmanager.googleapis.com/v1';
const idOf = ({ name }: Pick<Version, 'name'>): string => name.slice(name.lastIndexOf('/') + 1);

/** The newest version, whose value is not asked for. One that readers cannot get counts as none. */
export async function newestVersion(
  call: CallGoogle,
  secret: string,
): Promise<SecretVersion | undefined> {
  try {
    const version = await call<Version>({
      method: 'GET',
      url: `${API}/${secret}/versions/latest`,
    });
    if (version.state !== 'ENABLED') return undefined;
    return { id: idOf(version), created: new Date(version.createTime) };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

export async function addVersion(
  call: CallGoogle,
  secret: string,
  password: string,
): Promise<string> {
  const data = { payload: { data: Buffer.from(password).toString('base64') } };
  const url = `${API}/${secret}:addVersion`;
  return idOf(await call<Version>({ method: 'POST', url, data }));
}
