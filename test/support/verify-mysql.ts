import type { DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../../runner/result';
import { readFacts } from '../../runner/mysql/catalog';
import { planMysql } from '../../runner/mysql/plan';
import { prepareSession, type OpenSession } from '../../runner/mysql/server';

/** What of a server is otherwise than declared. It changes nothing and asks for no password. */
export async function verifyMysql(
  state: DeclaredState,
  open: OpenSession,
  standIn?: 'mariadb',
): Promise<readonly Finding[]> {
  const session = await open(null);
  try {
    await prepareSession(session);
    const facts = await readFacts(session, state, standIn ?? 'mysql', null);
    const { problems, findings, steps } = planMysql(state, facts);
    return [
      ...problems.map(({ place, required, got }): Finding => ({
        kind: 'short',
        where: place,
        who: 'kura',
        what: `${required}, got ${got}`,
      })),
      ...findings,
      ...steps.flatMap(({ mends }) => mends),
    ];
  } finally {
    await session.end();
  }
}
