import { decide, type Decision } from '../decision';
import type { DatabaseContents } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import { quote, type Problem } from '../problem';
import type { MarkedTable } from '../sql/marked-table';
import { tableOf } from '../sql/table-name';
import type { Engine } from '../tables/engines';
import { QUOTED_WORDS } from '../tables/reserved-words';
import { DATA_CLASS_FACTS, type DataClass } from './data-class';

/** Tables of a service that hold what is known about people: somebody is told of who reads much of them. */
export function resolvePersonalTables(
  { statement: { personalTables = [] }, at, file }: ServiceFile,
  {
    engine,
    holds,
    contents,
  }: {
    readonly engine: Engine;
    readonly holds: DataClass;
    readonly contents: DatabaseContents;
  },
  problems: Problem[],
): Decision<readonly MarkedTable[]> {
  if (personalTables.length === 0) return decide([], 'the service marks none', 'data classes');
  const place = at('personalTables') ?? file;
  const refusal = refused(engine, holds);
  if (refusal) {
    problems.push({ place, ...refusal });
    return decide([], 'the service marks none', 'data classes');
  }
  const tables = personalTables.flatMap((name, i) => {
    const own = at('personalTables', i) ?? place;
    const table = tableOf(name, contents, own, problems);
    const word = table && [table.schema, table.table].find((each) => QUOTED_WORDS.has(each));
    if (word !== undefined) {
      problems.push({
        place: own,
        required:
          'a marked table must have a name that PostgreSQL writes without quotes, as its lines are looked for by name',
        got: quote(word),
        cure: 'Rename it, or mark another: a keyword of SQL is quoted in the trail.',
      });
    }
    return table ? [table] : [];
  });
  return decide(tables, 'the service says so', place);
}

function refused(engine: Engine, holds: DataClass): Omit<Problem, 'place'> | undefined {
  if (engine === 'mysql') {
    return {
      required:
        'personalTables must be left out on MySQL: its audit log has statements, and no names of tables',
      got: 'personalTables',
      cure: 'Take it out, or write `engine: postgres`.',
    };
  }
  return DATA_CLASS_FACTS[holds].audited === null
    ? {
        required: 'reads are recorded of data: personal or payment alone',
        got: `personalTables with data: ${holds}`,
        cure: 'Write `data: personal`, or take personalTables out.',
      }
    : undefined;
}
