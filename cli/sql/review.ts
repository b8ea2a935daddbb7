import type { DeclaredState } from '../../model/sql/declared-state';
import { reviewableMysql } from '../../runner/mysql/reviewable';
import { reviewablePostgres } from '../../runner/postgres/reviewable';

/** The SQL that a server of the platform gets on which nobody has done anything yet: for psql, or for mysql. */
export function reviewSql(state: DeclaredState): string {
  return state.engine === 'postgres' ? reviewablePostgres(state) : reviewableMysql(state);
}
