import { OPS_SCHEMA } from '../../model/sql/declared-state';
import { EXTENSION_NAMES, extensionFacts, type Extension } from '../../model/sql/extensions';
import { code, markdownTable, page } from './markdown';

/** The extensions that a service may have. */
export function extensionReference(): string {
  return page('Extensions', [
    `What \`extensions:\` may name on PostgreSQL. They are created by the runner, in the schema ${code(OPS_SCHEMA)}, which every role may use; those of every database need not be named. Left out is what reaches out of its database, such as ${code('postgres_fdw')}, and what brings other languages.`,
    markdownTable(
      ['Extension', 'What for', 'Where', 'Loaded at the start'],
      EXTENSION_NAMES.map((name) => {
        const facts = extensionFacts(name);
        return [
          code(name),
          facts.meaning,
          whereOf(facts),
          facts.preload === undefined ? '' : 'yes',
        ];
      }),
    ),
    'A library that is loaded at the start is a parameter of the instance (a flag on Cloud SQL): on a database that is there, it waits for a restart, and the runner says so until then.',
  ]);
}

function whereOf({ everywhere, once }: Extension): string {
  if (everywhere) return 'every database';
  return once ? 'one database of an instance' : 'where it is named';
}
