import type { DatabaseObject, DefaultObject } from './database-object';
import { objectKey, objectName, objectWord } from './object-text';
import type { PrivilegeChange } from './privilege-change';
import { dotted, grantee, name, names, privilegeWord } from './quoting';

/** So many objects stand in one statement. */
const MOST = 100;

type Column = Extract<DatabaseObject, { kind: 'column' }>;

/** The statements of many changes: what is taken first, one statement for all objects of one grantee and one list of privileges. */
export function privilegeStatements(changes: readonly PrivilegeChange[]): readonly string[] {
  const taken = changes.filter(({ action }) => action === 'revoke' || action === 'strip');
  const given = changes.filter(({ action }) => action === 'grant');
  return [taken, given].flatMap((each) => [
    ...wholes(each.filter(({ object }) => object.kind !== 'column')),
    ...columns(each.filter(({ object }) => object.kind === 'column')),
  ]);
}

function wholes(changes: readonly PrivilegeChange[]): readonly string[] {
  const groups = grouped(changes, (change) => {
    const { action, object, privileges, cascade } = change;
    const place = object.kind === 'default' ? objectKey(object) : object.kind;
    return JSON.stringify([action, place, change.grantee, privileges, cascade]);
  });
  return groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const words = first.privileges.map(privilegeWord).join(', ');
    if (first.object.kind === 'default') return [ofDefault(first.object, first, words)];
    return chunks(group.map(({ object }) => object)).map((objects) => {
      const list = objects.map((each) => wholeName(each)).join(', ');
      return sentence(first, words, `${wholeWord(first.object)} ${list}`);
    });
  });
}

/** Privileges on columns of one table, for one grantee. */
function columns(changes: readonly PrivilegeChange[]): readonly string[] {
  const groups = grouped(changes, (change) => {
    const { schema, table } = change.object as Column;
    return JSON.stringify([change.action, schema, table, change.grantee, change.cascade]);
  });
  return groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { schema, table } = first.object as Column;
    const words = [...new Set(group.flatMap(({ privileges }) => privileges))].sort();
    const list = words.map((privilege) => {
      const named = group.filter(({ privileges }) => privileges.includes(privilege));
      return `${privilegeWord(privilege)} (${names(named.map(({ object }) => (object as Column).name))})`;
    });
    return [sentence(first, list.join(', '), `TABLE ${dotted(schema, table)}`)];
  });
}

function sentence(change: PrivilegeChange, privileges: string, on: string): string {
  const who = grantee(change.grantee);
  if (change.action === 'grant') return `GRANT ${privileges} ON ${on} TO ${who}`;
  const option = change.action === 'strip' ? 'GRANT OPTION FOR ' : '';
  const cascade = change.cascade ? ' CASCADE' : '';
  return `REVOKE ${option}${privileges} ON ${on} FROM ${who}${cascade}`;
}

const DEFAULT_WORDS: Readonly<Record<DefaultObject['of'], string>> = {
  table: 'TABLES',
  sequence: 'SEQUENCES',
  routine: 'ROUTINES',
  type: 'TYPES',
  schema: 'SCHEMAS',
  'large object': 'LARGE OBJECTS',
};

function ofDefault(object: DefaultObject, change: PrivilegeChange, privileges: string): string {
  const schema = object.schema === null ? '' : ` IN SCHEMA ${name(object.schema)}`;
  const rest = sentence(change, privileges, DEFAULT_WORDS[object.of]);
  return `ALTER DEFAULT PRIVILEGES FOR ROLE ${name(object.creator)}${schema} ${rest}`;
}

function wholeWord(object: DatabaseObject): string {
  if (object.kind === 'column' || object.kind === 'default')
    throw new Error('It has a statement of its own.');
  return objectWord(object);
}

function wholeName(object: DatabaseObject): string {
  if (object.kind === 'column' || object.kind === 'default')
    throw new Error('It has a statement of its own.');
  return objectName(object);
}

function grouped<Each>(list: readonly Each[], keyOf: (each: Each) => string): readonly Each[][] {
  const groups = new Map<string, Each[]>();
  for (const each of list) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

function chunks<Each>(list: readonly Each[]): readonly (readonly Each[])[] {
  return Array.from({ length: Math.ceil(list.length / MOST) }, (_, i) =>
    list.slice(i * MOST, (i + 1) * MOST),
  );
}
