import { beyond, mend, report, SERVER, short, type Change } from './change';
import type { CatalogDatabase } from './catalog';
import { MAINTENANCES } from './maintenance';
import { name } from './quoting';
import type { Scope } from './scope';
import { isPlatforms, strangeGrants } from './strange-grants';
import { strangeInMaintenance } from './strange-objects';
import { MAINTENANCE, type Statement } from './statement';

/** Who and what is on a server, or in the databases that belong to nobody, and is neither the platform's nor declared. */
export function strangeServer(scope: Scope): readonly Change[] {
  const { server } = scope;
  return [
    ...[...scope.declared.keys()].flatMap((each) => limits(scope, scope.databases.get(each))),
    ...strangeLogins(scope),
    ...strangeGrants(scope, SERVER, server.grants, { phase: 'roles', database: MAINTENANCE }),
    ...strangeSlots(scope),
    ...MAINTENANCES.flatMap((each) => [
      ...strangeGuests(scope, each),
      ...inMaintenance(scope, each),
    ]),
  ];
}

function inMaintenance(scope: Scope, database: string): readonly Change[] {
  const inside = scope.catalog.databases.get(database);
  return inside ? strangeInMaintenance(scope, database, inside) : [];
}

/** Whom and how many a declared database lets in at all: what its owner may say, against everybody else of his own. */
function limits(scope: Scope, there: CatalogDatabase | undefined): readonly Change[] {
  if (!there || there.invalid) return [];
  const { name: database, connections, template, connectable } = there;
  const alter = (words: string): Statement => ({
    ...{ phase: 'create', database: MAINTENANCE, as: scope.admin, why: 'Who gets in at all' },
    sql: `ALTER DATABASE ${name(database)} ${words}`,
  });
  const wanted = [
    { wrong: !connectable, say: short, words: 'ALLOW_CONNECTIONS true' },
    { wrong: connections !== -1, say: short, words: 'CONNECTION LIMIT -1' },
    { wrong: template, say: beyond, words: 'IS_TEMPLATE false' },
  ] as const;
  return wanted
    .filter(({ wrong }) => wrong)
    .map(({ say, words }) => {
      const what = words === 'IS_TEMPLATE false' ? 'IS_TEMPLATE' : words;
      return mend([say(database, database, what)], alter(words));
    });
}

/** One who logs in, and whom nobody has declared. */
function strangeLogins({ server, isOurs, isExempt }: Scope): readonly Change[] {
  return server.roles
    .filter((role) => role.login && !isOurs(role.name) && !isExempt(role.name))
    .map((role) => report(beyond(SERVER, role.name, 'LOGIN')));
}

/** Clouds feed their own replicas from physical ones. */
function strangeSlots(scope: Scope): readonly Change[] {
  const { state, declared, admin, server } = scope;
  return server.slots
    .filter(({ database }) =>
      database === null ? state.platform === 'local' : declared.has(database),
    )
    .map(({ name: slot, database }) =>
      report(beyond(database ?? SERVER, admin, `replication slot ${slot}`)),
    );
}

/** One who is let into a database that belongs to nobody: the platform's are its affair, and Kura's are let out with PUBLIC. */
function strangeGuests(scope: Scope, database: string): readonly Change[] {
  const there = scope.databases.get(database);
  const guests = new Map<string, string[]>();
  for (const { grantee, grantor, privilege } of there?.acl ?? []) {
    const isNews =
      grantee !== null &&
      grantee !== there?.owner &&
      !scope.isOurs(grantee) &&
      !scope.isExempt(grantee) &&
      (!isPlatforms(scope, grantor) || grantor === scope.admin || grantor === there?.owner);
    if (isNews) guests.set(grantee, [...(guests.get(grantee) ?? []), privilege]);
  }
  return [...guests].map(([grantee, privileges]) =>
    report(beyond(database, grantee, `${privileges.join(', ')} on database ${database}`)),
  );
}
