import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Session } from '../../runner/host';
import { readFacts } from '../../runner/mysql/catalog';
import type { Flavour } from '../../runner/mysql/facts';
import { planMysql } from '../../runner/mysql/plan';
import { prepareSession } from '../../runner/mysql/server';
import type { Comparison, Incomparable } from './comparison';

/** Compares a MySQL with what is declared. It only reads, on a replica too, and needs to see the database `mysql`. */
export async function compareMysql(
  state: DeclaredState,
  open: () => Promise<Session>,
  flavour: Flavour = 'mysql',
): Promise<Comparison | Incomparable> {
  const session = await open();
  try {
    const problems = await serverProblems(state, session, flavour);
    if (problems.length > 0) return { problems };
    await prepareSession(session);
    const plan = planMysql(state, await readFacts(session, state, flavour, null));
    if (plan.problems.length > 0) return { problems: plan.problems };
    const { steps, findings, waiting, kept, withheld } = plan;
    return {
      ...{ stack: state.stack, waiting, kept, withheld, unseen: [], left: findings },
      statements: steps.map(({ sql }) => sql),
      findings: [...steps.flatMap(({ mends }) => mends), ...findings],
    };
  } finally {
    await session.end();
  }
}

async function serverProblems(
  { stack: place, version }: DeclaredState,
  { query }: Session,
  flavour: Flavour,
): Promise<readonly Problem[]> {
  const [row] = await query('SELECT VERSION() AS version');
  const running = String(row?.version);
  const isIt = flavour === 'mysql' ? running.startsWith(`${version}.`) : /mariadb/i.test(running);
  if (isIt && (flavour !== 'mysql' || !/mariadb/i.test(running))) return [];
  return [
    {
      place,
      required: `the server must be MySQL ${version}`,
      got: running,
      cure: 'Name the instance’s own server, or mend the `version` of the service.',
    },
  ];
}
