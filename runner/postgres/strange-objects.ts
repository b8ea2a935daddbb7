import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { beyond, report, sayGrantee, type Change } from './change';
import type { DatabaseCatalog } from './catalog';
import { sayObject } from './object-text';
import { extensionSchemas } from './plan-extensions';
import type { Scope } from './scope';
import { strangeGrants, isPlatforms } from './strange-grants';
import type { StrangeThing } from './strangers';

/** What a declared database has that Kura gives nobody, and that nobody has declared. */
export function strangeInside(
  scope: Scope,
  { name: database }: DeclaredDatabase,
  inside: DatabaseCatalog,
): readonly Change[] {
  const owners = [groupRole(database, 'owner'), groupRole(database, 'migrator')];
  const { grants, things } = inside.strangers;
  const own = extensionSchemas();
  return [
    ...strangeGrants(
      scope,
      database,
      grants.filter(
        ({ object, grantee, privilege }) =>
          !(
            object.kind === 'schema' &&
            own.includes(object.name) &&
            grantee === groupRole(database, 'migrator') &&
            privilege === 'USAGE'
          ),
      ),
      { phase: 'database', database },
    ),
    ...strangeThings(
      scope,
      database,
      things.filter(({ owned, who }) => !owned || who === null || !owners.includes(who)),
    ),
  ];
}

/** Nothing is to be made in the databases that belong to nobody: a new one may be a copy of `template1`. */
export function strangeInMaintenance(
  scope: Scope,
  database: string,
  { items, schemas, strangers }: DatabaseCatalog,
): readonly Change[] {
  const made = [
    ...schemas.filter(({ extension, object }) => !extension && object.name !== 'public'),
    ...items.filter(({ object }) => object.kind !== 'column'),
  ];
  return [
    ...strangeGrants(scope, database, strangers.grants, { phase: 'roles', database }),
    ...made
      .filter(({ owner }) => !isPlatforms(scope, owner))
      .map(({ owner, object }) => report(beyond(database, owner, sayObject(object)))),
    ...strangeThings(scope, database, strangers.things),
  ];
}

function strangeThings(
  scope: Scope,
  database: string,
  things: readonly StrangeThing[],
): readonly Change[] {
  return things
    .filter(({ who }) => who === null || !isPlatforms(scope, who))
    .map(({ who, what, owned }) =>
      report(beyond(database, sayGrantee(who), owned ? `owner of ${what}` : what)),
    );
}
