import type { DeclaredLogin, DeclaredState } from '../../model/sql/declared-state';
import type { Host } from '../host';
import { scramVerifier } from '../scram-verifier';
import { addPassword, needsPassword } from '../secret-password';
import type { Session } from '../host';
import type { ServerCatalog } from './catalog';
import { loginMarker, readRoleMarker } from './markers';
import { literal, name } from './quoting';
import { MAINTENANCE, sayStatement } from './statement';

/** Where passwords are kept. */
export type Passwords = Pick<Host, 'newestVersion' | 'addVersion'>;

/** The logins whose password is missing, unknown to the server, or old. */
export async function duePasswords(
  { logins }: DeclaredState,
  { roles }: ServerCatalog,
  passwords: Passwords,
  now: Date,
): Promise<readonly DeclaredLogin[]> {
  const due: DeclaredLogin[] = [];
  for (const login of logins) {
    if (login.via !== 'secret' || login.secret === undefined || !login.made) continue;
    const marker = readRoleMarker(roles.find((role) => role.name === login.name)?.comment ?? null);
    const known = marker?.kind === 'login' ? (marker.version ?? undefined) : undefined;
    if (needsPassword(await passwords.newestVersion(login.secret), known, now)) due.push(login);
  }
  return due;
}

/** The line of a plan: no verifier is ever shown. */
export const sayPassword = ({ name: login }: DeclaredLogin): string =>
  sayStatement({ database: MAINTENANCE, sql: `ALTER ROLE ${name(login)} PASSWORD '…'` });

/** Gives a login a new password: first into the secret, then, with the version that holds it, into the server. */
export async function givePassword(
  { name: login, secret = '' }: DeclaredLogin,
  session: Session,
  passwords: Passwords,
): Promise<void> {
  const { version, password } = await addPassword(passwords, secret);
  await session.query('BEGIN');
  try {
    await session.query(`ALTER ROLE ${name(login)} PASSWORD ${literal(scramVerifier(password))}`);
    await session.query(`COMMENT ON ROLE ${name(login)} IS ${literal(loginMarker(version))}`);
    await session.query('COMMIT');
  } catch (error) {
    await session.query('ROLLBACK');
    throw error;
  }
}
