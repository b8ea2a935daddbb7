import type { Finding } from '../result';
import { beyond, sayGrantee, short } from './change';
import type { Item } from './catalog';
import type { DatabaseObject, Grant } from './database-object';
import { sayObject } from './object-text';

/** What one grantee has on one object, as far as it must be changed. */
export interface PrivilegeChange {
  /**
   * `strip`: the privilege stays, the right to give it on goes. `follows`: it goes with the right of the one who gave it. `stays`: only the
   * one who gave it takes it back.
   */
  readonly action: 'revoke' | 'strip' | 'grant' | 'follows' | 'stays';
  readonly object: DatabaseObject;
  readonly grantee: string | null;
  readonly privileges: readonly string[];
  /** Whether others may have it from this grantee. */
  readonly cascade: boolean;
}

/** Privileges that must be, by grantee. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** Compares an object's privileges with those that must be. The owner has all of them in any case. */
export function privilegeChanges(
  { object, owner, acl }: Item,
  wanted: Wanted,
  isExempt: (role: string) => boolean,
): readonly PrivilegeChange[] {
  const grants = acl.filter(
    ({ grantee }) => grantee === null || (grantee !== owner && !isExempt(grantee)),
  );
  const own = grants.filter(({ grantor }) => grantor === owner);
  const foreign = grants.filter(({ grantor }) => grantor !== owner);
  const isWanted = ({ grantee, privilege }: Grant): boolean =>
    grantee !== null && wanted.get(grantee)?.has(privilege) === true;
  const change = (action: PrivilegeChange['action'], list: readonly Grant[]): PrivilegeChange[] =>
    [...byGrantee(list)].map(([grantee, each]) => ({
      ...{ action, object, grantee },
      privileges: each.map(({ privilege }) => privilege).sort(),
      cascade: each.some(({ grantable }) => grantable),
    }));
  const excess = own.filter((grant) => !isWanted(grant));
  return [
    ...change('revoke', excess),
    ...change(
      'strip',
      own.filter((grant) => isWanted(grant) && grant.grantable),
    ),
    ...change(
      'follows',
      foreign.filter((grant) => hangsOn(grant, grants, owner)),
    ),
    ...change(
      'stays',
      foreign.filter((grant) => !hangsOn(grant, grants, owner)),
    ),
    ...missing(object, own, wanted, owner),
  ];
}

/** Whether a grant comes from somebody who may no longer give anything on, or from one who has that from him. */
function hangsOn(
  { grantor, privilege }: Grant,
  grants: readonly Grant[],
  owner: string,
  through: readonly string[] = [],
): boolean {
  if (through.includes(grantor)) return false;
  return grants.some(
    (each) =>
      each.grantee === grantor &&
      each.privilege === privilege &&
      each.grantable &&
      (each.grantor === owner || hangsOn(each, grants, owner, [...through, grantor])),
  );
}

function byGrantee(grants: readonly Grant[]): ReadonlyMap<string | null, readonly Grant[]> {
  const by = new Map<string | null, Grant[]>();
  for (const grant of grants) by.set(grant.grantee, [...(by.get(grant.grantee) ?? []), grant]);
  return by;
}

function missing(
  object: DatabaseObject,
  own: readonly Grant[],
  wanted: Wanted,
  owner: string,
): PrivilegeChange[] {
  const there = byGrantee(own);
  return [...wanted].flatMap(([grantee, privileges]): PrivilegeChange[] => {
    if (grantee === owner) return [];
    const has = new Set(there.get(grantee)?.map(({ privilege }) => privilege));
    const lacks = [...privileges].filter((privilege) => !has.has(privilege)).sort();
    if (lacks.length === 0) return [];
    return [{ action: 'grant', object, grantee, privileges: lacks, cascade: false }];
  });
}

/** A change as what it mends. */
export function sayChange(where: string, change: PrivilegeChange): Finding {
  const { action, object, grantee, privileges } = change;
  const what = `${privileges.join(', ')} on ${sayObject(object)}`;
  const who = sayGrantee(grantee);
  if (action === 'grant') return short(where, who, what);
  if (action === 'strip') return beyond(where, who, `GRANT OPTION for ${what}`);
  return beyond(where, who, action === 'revoke' ? what : `${what}, not from its owner`);
}
