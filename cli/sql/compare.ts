import type { DeclaredState } from '../../model/sql/declared-state';
import { compareMysql } from './compare-mysql';
import { comparePostgres } from './compare-postgres';
import type { Comparison, Incomparable } from './comparison';
import type { Reach } from './reach';
import { reachProblem } from './reach-problem';
import { openByReach } from './reach-session';

/** Compares a database that can be reached with what is declared; changes nothing. */
export async function compare(
  state: DeclaredState,
  reach: Reach,
): Promise<Comparison | Incomparable> {
  const open = (database: string | null) => openByReach(state.engine, reach, database);
  try {
    return state.engine === 'postgres'
      ? await comparePostgres(state, open)
      : await compareMysql(state, () => open(null));
  } catch (error) {
    return { problems: [reachProblem(state.engine, reach, error)] };
  }
}
