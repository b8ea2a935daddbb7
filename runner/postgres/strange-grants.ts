import { beyond, mend, report, sayGrantee, type Change } from './change';
import type { DatabaseObject } from './database-object';
import { objectName, objectWord, sayObject } from './object-text';
import { grantee as granteeName, name, names, parameterName, privilegeWord } from './quoting';
import type { Scope } from './scope';
import type { Statement } from './statement';
import type { NamedObject, StrangeGrant, StrangeObject } from './strangers';

/** Privileges that nobody declares on what Kura makes nothing of: taken back where the admin role may, and reported else. */
export function strangeGrants(
  scope: Scope,
  where: string,
  grants: readonly StrangeGrant[],
  place: Pick<Statement, 'phase' | 'database'>,
): readonly Change[] {
  return together(grants.filter((grant) => isStrange(scope, grant))).map((group) => {
    const [first] = group;
    const privileges = group.map(({ privilege }) => privilege);
    const what = `${privileges.join(', ')} on ${sayStrange(first.object)}`;
    const finding = beyond(where, sayGrantee(first.grantee), what);
    return mayRevoke(scope, first)
      ? mend([finding], {
          ...{ ...place, as: scope.admin, why: 'Privileges that nobody declares' },
          sql: revocation(
            first,
            privileges,
            group.some(({ grantable }) => grantable),
          ),
        })
      : report(finding);
  });
}

type Group = readonly [StrangeGrant, ...StrangeGrant[]];

/** What one has given to one on one object. */
function together(grants: readonly StrangeGrant[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const grant of grants) {
    const key = JSON.stringify([grant.object, grant.grantee, grant.grantor]);
    const group = groups.get(key);
    groups.set(key, group ? [...group, grant] : [grant]);
  }
  return [...groups.values()];
}

/** A platform gives its own roles what it likes, and to everybody what its functions need; never to a role of Kura's. */
function isStrange(scope: Scope, { grantee, grantor }: StrangeGrant): boolean {
  if (grantee !== null && scope.isOurs(grantee)) return true;
  if (grantee !== null && scope.isExempt(grantee)) return false;
  return !isPlatforms(scope, grantor) || grantor === scope.admin;
}

/** Whether a role is a cloud's. On a server of one's own the superuser is a person. */
export function isPlatforms({ state, isExempt }: Scope, role: string): boolean {
  return state.platform !== 'local' && isExempt(role);
}

/**
 * Whose gift a REVOKE takes back is PostgreSQL's choice: the owner's if one has the owner's privileges, and one's own else ("REVOKE",
 * PostgreSQL 18). A role that is renamed by the same plan has lost its name by then, and waits for the next round.
 */
function mayRevoke({ admin, roles }: Scope, { owner, grantee, grantor }: StrangeGrant): boolean {
  if (grantee !== null && !roles.has(grantee)) return false;
  return roles.get(owner)?.inherited === true ? grantor === owner : grantor === admin;
}

const WORDS: Readonly<Record<NamedObject['kind'], string>> = {
  language: 'LANGUAGE',
  tablespace: 'TABLESPACE',
  wrapper: 'FOREIGN DATA WRAPPER',
  server: 'FOREIGN SERVER',
  parameter: 'PARAMETER',
};

const isNamed = (object: StrangeObject): object is NamedObject => object.kind in WORDS;

function sayStrange(object: StrangeObject): string {
  if (!isNamed(object)) return sayObject(object satisfies DatabaseObject);
  return `${WORDS[object.kind].toLowerCase()} ${object.name}`;
}

function revocation(
  { object, grantee }: StrangeGrant,
  privileges: readonly string[],
  grantable: boolean,
): string {
  const from = `FROM ${granteeName(grantee)}${grantable ? ' CASCADE' : ''}`;
  const words = privileges.map(privilegeWord);
  if (object.kind === 'column') {
    const list = words.map((word) => `${word} (${name(object.name)})`).join(', ');
    return `REVOKE ${list} ON TABLE ${name(object.schema)}.${name(object.table)} ${from}`;
  }
  return `REVOKE ${words.join(', ')} ON ${onWhat(object)} ${from}`;
}

function onWhat(object: Exclude<StrangeObject, { kind: 'column' }>): string {
  if (!isNamed(object)) return `${objectWord(object)} ${objectName(object)}`;
  const { kind } = object;
  return `${WORDS[kind]} ${kind === 'parameter' ? parameterName(object.name) : names([object.name])}`;
}
