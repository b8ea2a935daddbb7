import type { DatabaseObject, TypeName } from './database-object';
import { dotted, name } from './quoting';

type Granted = Exclude<DatabaseObject, { kind: 'column' | 'default' }>;

/** The word for the kind of an object in GRANT and REVOKE. */
const WORDS: Readonly<Record<Granted['kind'], string>> = {
  database: 'DATABASE',
  schema: 'SCHEMA',
  table: 'TABLE',
  sequence: 'SEQUENCE',
  routine: 'ROUTINE',
  type: 'TYPE',
};

export function objectWord(object: Granted): string {
  return WORDS[object.kind];
}

/** An object in GRANT, REVOKE and ALTER. A procedure whose arguments are not said to go in may be one that gives them out. */
export function objectName(object: Granted): string {
  switch (object.kind) {
    case 'database':
    case 'schema':
      return name(object.name);
    case 'routine':
      return `${dotted(object.schema, object.name)}(${object.args.map((type) => `IN ${dotted(...type)}`).join(', ')})`;
    default:
      return dotted(object.schema, object.name);
  }
}

/** An object as people read it: `table app.orders`. */
export function sayObject(object: DatabaseObject): string {
  switch (object.kind) {
    case 'database':
    case 'schema':
      return `${object.kind} ${object.name}`;
    case 'routine':
      return `routine ${object.schema}.${object.name}(${object.args.map(sayType).join(', ')})`;
    case 'column':
      return `column ${object.schema}.${object.table}.${object.name}`;
    case 'default':
      return `each future ${object.of} of ${object.creator}${object.schema === null ? '' : ` in schema ${object.schema}`}`;
    default:
      return `${object.kind} ${object.schema}.${object.name}`;
  }
}

function sayType([schema, type]: TypeName): string {
  return schema === 'pg_catalog' ? type : `${schema}.${type}`;
}

/** One text for one object. */
export function objectKey(object: DatabaseObject): string {
  const { kind } = object;
  switch (kind) {
    case 'database':
    case 'schema':
      return JSON.stringify([kind, object.name]);
    case 'routine':
      return JSON.stringify([kind, object.schema, object.name, object.args]);
    case 'column':
      return JSON.stringify([kind, object.schema, object.table, object.name]);
    case 'default':
      return JSON.stringify([kind, object.creator, object.schema, object.of]);
    default:
      return JSON.stringify([kind, object.schema, object.name]);
  }
}
