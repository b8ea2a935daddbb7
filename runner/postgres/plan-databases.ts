import type { DeclaredDatabase } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import { beyond, mend, report, SERVER, short, type Change } from './change';
import type { CatalogDatabase } from './catalog';
import { databaseMarker } from './markers';
import { literal, name } from './quoting';
import { isPlatformDatabase } from './platform-roles';
import type { Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

/** The declared databases themselves: that they are there, whose they are, and their mark. */
export function planDatabases(scope: Scope): readonly Change[] {
  return [...scope.declared.values()].flatMap((database) => {
    const there = scope.databases.get(database.name);
    return there ? kept(scope, database, there) : [created(scope, database)];
  });
}

/** A new database is everybody's until PUBLIC has lost it, so that nothing comes between. */
function created(scope: Scope, { name: database, service }: DeclaredDatabase): Change {
  const owner = name(groupRole(database, 'owner'));
  return mend(
    [short(SERVER, database, 'database')],
    {
      ...inCreate(
        scope,
        database,
        `CREATE DATABASE ${name(database)} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8'`,
      ),
      alone: true,
    },
    inCreate(scope, database, `REVOKE ALL ON DATABASE ${name(database)} FROM PUBLIC`),
    marked(scope, database, service),
  );
}

function kept(
  scope: Scope,
  { name: database, service }: DeclaredDatabase,
  there: CatalogDatabase,
): readonly Change[] {
  const owner = groupRole(database, 'owner');
  return [
    ...(there.owner === owner
      ? []
      : [
          mend(
            [beyond(database, there.owner, `owner of database ${database}`)],
            inCreate(scope, database, `ALTER DATABASE ${name(database)} OWNER TO ${name(owner)}`),
          ),
        ]),
    ...(there.comment === databaseMarker(service)
      ? []
      : [
          mend(
            [short(database, database, `comment “${databaseMarker(service)}”`)],
            marked(scope, database, service),
          ),
        ]),
    ...(scope.catalog.databases.has(database)
      ? []
      : [report(short(database, scope.admin, `CONNECT on database ${database}`))]),
  ];
}

function marked(scope: Scope, database: string, service: string): Statement {
  return inCreate(
    scope,
    database,
    `COMMENT ON DATABASE ${name(database)} IS ${literal(databaseMarker(service))}`,
  );
}

/** A database that is not Kura's and not the platform's: whoever made it has it for himself. */
export function strangeDatabases({
  state,
  server,
  declared,
  undeclared,
}: Scope): readonly Change[] {
  return server.databases
    .filter(
      (database) =>
        !declared.has(database.name) &&
        !undeclared.includes(database) &&
        !['postgres', 'template1'].includes(database.name) &&
        !isPlatformDatabase(state.platform, database.name),
    )
    .map(({ name: database, owner }) => report(beyond(SERVER, owner, `database ${database}`)));
}

function inCreate({ admin }: Scope, database: string, sql: string): Statement {
  return { phase: 'create', database: MAINTENANCE, as: admin, why: `Database ${database}`, sql };
}
