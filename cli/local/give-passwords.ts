import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Host } from '../../runner/host';
import { readRoleMarker } from '../../runner/postgres/markers';
import { scramVerifier } from '../../runner/scram-verifier';

const ROLES = `
  SELECT rolname AS name, pg_catalog.shobj_description(oid, 'pg_authid') AS comment FROM pg_catalog.pg_roles`;

/**
 * Where there is no IAM, every login of the estate that is there gets the server’s one password: as its verifier, never as itself. A role
 * of the same name that somebody else made keeps its own.
 */
export async function givePasswords(
  { admin, logins }: Pick<DeclaredState, 'admin' | 'logins'>,
  { connect }: Pick<Host, 'connect'>,
  password: string,
): Promise<void> {
  const session = await connect('postgres', { user: admin.login });
  try {
    const there = await session.query(ROLES);
    const known = new Set(
      there
        .filter(({ comment }) => readRoleMarker(comment as string | null)?.kind === 'login')
        .map(({ name }) => name),
    );
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
