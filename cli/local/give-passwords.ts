import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Host } from '../../runner/host';
import { scramVerifier } from '../../runner/scram-verifier';

/** Where there is no IAM, every login of the estate gets the server’s one password: as its verifier, never as itself. */
export async function givePasswords(
  { admin, logins }: Pick<DeclaredState, 'admin' | 'logins'>,
  { connect }: Pick<Host, 'connect'>,
  password: string,
): Promise<void> {
  const session = await connect('postgres', { user: admin.login });
  try {
    const there = await session.query('SELECT rolname AS name FROM pg_catalog.pg_roles');
    const known = new Set(there.map(({ name }) => name));
    for (const { name } of logins) {
      if (!known.has(name)) continue;
      await session.query(
        `ALTER ROLE ${escapeIdentifier(name)} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
      );
    }
  } finally {
    await session.end();
  }
}
