import type { Host, SecretVersion } from './host';
import { newPassword } from './password';

const DAY = 24 * 60 * 60 * 1000;

/** Well inside the 90 days that PCI DSS 4.0.1 gives a password (8.3.9, 8.6.3). */
const OLDEST = 60 * DAY;

/** A password that a secret holds and the server does not know yet. */
export interface NewPassword {
  /** The secret's version. */
  readonly version: string;
  readonly password: string;
}

/**
 * Whether a login needs a new password: its secret has none, the server knows another than the newest (a run ended between the
 * two, or somebody wrote the secret), or it is old. Nobody reads the secret to find out.
 *
 * @param known the version whose password the server has, as the login's comment says
 */
export function needsPassword(
  newest: SecretVersion | undefined,
  known: string | undefined,
  now: Date,
): boolean {
  return (
    newest === undefined || newest.id !== known || now.getTime() - newest.created.getTime() > OLDEST
  );
}

/** Makes a password and puts it into the secret. That comes before the server: a run that ends in between makes another. */
export async function addPassword(
  host: Pick<Host, 'addVersion'>,
  secret: string,
): Promise<NewPassword> {
  const password = newPassword();
  return { version: await host.addVersion(secret, password), password };
}
