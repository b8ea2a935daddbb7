import { DATA_CLASS_FACTS, type DataClass } from '../audit/data-class';
import { decide, type Decision } from '../decision';
import type { DatabaseContents } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import { oneOf, quote, type Problem } from '../problem';
import type { Engine } from '../tables/engines';
import { DEFAULT_SCHEMA, OPS_SCHEMA, type DeclaredSchema } from './declared-state';
import { EXTENSION_NAMES, extensionFacts, type ExtensionName } from './extensions';
import { tableOf } from './table-name';

const NOTHING: DatabaseContents = {
  schemas: [],
  searchPath: [],
  extensions: [],
  audit: null,
  partitions: [],
};

/** The keys that only PostgreSQL knows: a database of MySQL is a schema itself. */
const POSTGRES_KEYS = ['schemas', 'searchPath', 'extensions', 'partitions'] as const;

/** What a service's database holds before any migration: its schemas, their search path, extensions, audit and partitions. */
export function resolveContents(
  { statement, at, file }: ServiceFile,
  { engine, holds }: { readonly engine: Engine; readonly holds: DataClass },
  problems: Problem[],
): Decision<DatabaseContents> {
  if (engine === 'mysql') {
    for (const key of POSTGRES_KEYS) {
      if (statement[key] === undefined) continue;
      problems.push({
        place: at(key) ?? file,
        required: `${key} must be left out on MySQL: Kura declares it on PostgreSQL alone`,
        got: quote(statement[key]),
        cure: 'Take it out, or write `engine: postgres`.',
      });
    }
    return decide(NOTHING, 'MySQL has databases and no schemas', 'engine table');
  }
  const schemas = schemasOf(statement.schemas);
  const data = schemas.filter(({ holds }) => holds === 'data').map(({ name }) => name);
  const searchPath = statement.searchPath ?? data;
  searchPath.forEach((name, i) => {
    if (schemas.some((schema) => schema.name === name)) return;
    problems.push({
      place: at('searchPath', i) ?? file,
      required: `searchPath must name schemas of the service (${oneOf(schemas.map((schema) => schema.name))})`,
      got: quote(name),
      cure: 'Write it below `schemas:` too, or take it out.',
    });
  });
  if (data.length === 0) {
    problems.push({
      place: at('schemas') ?? file,
      required: 'one schema must hold data',
      got: oneOf(schemas.map(({ name, holds }) => `${name}: ${holds}`)),
      cure: 'Add `app: data`.',
    });
  }
  const partitions = Object.entries(statement.partitions ?? {}).flatMap(
    ([name, { column, keepMonths, expired }]) => {
      const place = at('partitions', name) ?? file;
      const table = tableOf(name, { schemas, searchPath }, place, problems);
      return table ? [{ ...table, column, keep: keepMonths, expired: expired ?? 'detach' }] : [];
    },
  );
  return decide(
    {
      schemas,
      searchPath: [...searchPath, OPS_SCHEMA],
      extensions: extensionsOf(statement.extensions ?? []),
      audit: DATA_CLASS_FACTS[holds].audited,
      partitions,
    },
    statement.schemas ? 'the service says so' : `one schema, ${DEFAULT_SCHEMA}`,
    at('schemas') ?? 'naming rule',
  );
}

function schemasOf(
  stated: Readonly<Record<string, DeclaredSchema['holds']>> | undefined,
): readonly DeclaredSchema[] {
  if (!stated) return [{ name: DEFAULT_SCHEMA, holds: 'data' }];
  return Object.entries(stated).map(([name, holds]) => ({ name, holds }));
}

/** In the order of the table, those of every database among them. */
function extensionsOf(stated: readonly ExtensionName[]): readonly ExtensionName[] {
  return EXTENSION_NAMES.filter(
    (name) => extensionFacts(name).everywhere === true || stated.includes(name),
  );
}
