import type { DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../../runner/result';
import { plan } from '../../runner/postgres/plan';
import { readCatalog } from '../../runner/postgres/read-catalog';
import { inSession, type OpenSession } from '../../runner/postgres/sessions';
import { MAINTENANCE } from '../../runner/postgres/statement';

/**
 * What of a server is otherwise than declared: what a run would mend, and what it may not. It changes nothing, and asks for no password.
 *
 * @param now for tests: another day than the server's
 */
export async function verifyPostgres(
  state: DeclaredState,
  open: OpenSession,
  now?: Date,
): Promise<readonly Finding[]> {
  const catalog = await inSession(open, MAINTENANCE, (session) =>
    readCatalog(state, session, open),
  );
  const { refused, mended, findings } = plan(state, catalog, now ?? catalog.server.now);
  return [
    ...refused.map(({ place, required, got }): Finding => ({
      ...{ kind: 'short', where: place, who: state.admin.role, what: `${required}, got ${got}` },
    })),
    ...mended,
    ...findings,
  ];
}
