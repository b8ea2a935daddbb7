import { extensionProblems } from './refuse-extensions';
import { quote, type Problem } from '../../model/problem';
import type { DeclaredDatabase, DeclaredLogin } from '../../model/sql/declared-state';
import { groupRole } from '../../model/sql/role-names';
import type { CatalogDatabase, CatalogRole, ServerCatalog } from './catalog';
import { ownerService, readDatabaseMarker, readRoleMarker } from './markers';
import type { Group, Scope } from './scope';

/** What a membership says of who inherits and who becomes is known from this major version on. */
const OLDEST = 16;

/** Why nothing may be done on this server at all. */
export function serverProblems(
  { engine, version, stack: place }: Scope['state'],
  server: ServerCatalog,
): readonly Problem[] {
  const problems: readonly (Problem | false)[] = [
    engine !== 'postgres' && {
      place,
      required: 'engine must be postgres',
      got: quote(engine),
      cure: 'Run it against the instance that it was written for.',
    },
    String(server.version) !== version && {
      place,
      required: `server must be PostgreSQL ${version}`,
      got: String(server.version),
      cure: 'Synthesize again with the version that the instance has.',
    },
    server.version < OLDEST && {
      place,
      required: `server must be PostgreSQL ${OLDEST} or later`,
      got: String(server.version),
      cure: 'Upgrade the instance first.',
    },
    server.inRecovery && {
      place,
      required: 'server must be the primary',
      got: 'a replica',
      cure: 'Run it against the primary, from which replicas get all of this.',
    },
    server.readOnly &&
      !server.inRecovery && {
        place,
        required: 'server must take writes',
        got: 'default_transaction_read_only = on',
        cure: 'Switch it off on the instance.',
      },
  ];
  return problems.filter((problem) => problem !== false);
}

/** What is there under a declared name and is not Kura's to take. */
export function nameProblems(scope: Scope): readonly Problem[] {
  return [
    ...[...scope.declared.values()].flatMap((database) => databaseProblems(scope, database)),
    ...[...scope.groups.values()].flatMap((group) => groupProblems(scope, group)),
    ...[...scope.logins.values()].flatMap((login) => loginProblems(scope, login)),
    ...extensionProblems(scope),
  ];
}

function databaseProblems(scope: Scope, { name, service }: DeclaredDatabase): readonly Problem[] {
  const there = scope.databases.get(name);
  if (!there) return [];
  const required = `database ${name} must be ${service}’s`;
  // Its comment alone gives a database to Kura only where no owner role of Kura's could have written it.
  const marked = ownerService(scope.roles, there.owner) ?? readDatabaseMarker(there.comment);
  if (there.invalid) {
    return [
      {
        place: name,
        required: `database ${name} must be whole`,
        got: 'one whose dropping was interrupted',
        cure: 'Drop it by hand, and restore it from a backup.',
      },
    ];
  }
  if (marked !== undefined && marked !== service) {
    return [
      {
        place: name,
        required,
        got: `a database of ${quote(marked)}`,
        cure: 'Give the service another `database:`.',
      },
    ];
  }
  if (marked === undefined) {
    return [
      {
        place: name,
        required,
        got: `a database of ${quote(there.owner)} that Kura has not made`,
        cure: `Rename it, or give it to Kura with \`COMMENT ON DATABASE ${name} IS 'kura: database of ${service}'\`.`,
      },
    ];
  }
  return ownerProblems(scope, there);
}

function ownerProblems(scope: Scope, { name, owner }: CatalogDatabase): readonly Problem[] {
  const right = groupRole(name, 'owner');
  if (owner === right || scope.roles.get(owner)?.inherited === true) return [];
  return [
    {
      place: name,
      required: `database ${name} must belong to ${right}`,
      got: quote(owner),
      cure: `Run \`ALTER DATABASE ${name} OWNER TO ${right}\` as its owner, or GRANT ${owner} to ${scope.admin}.`,
    },
  ];
}

function groupProblems(scope: Scope, { name, role, database }: Group): readonly Problem[] {
  const there = scope.roles.get(name);
  if (!there) return [];
  const required = `role ${name} must be Kura’s`;
  const problem = (got: string): readonly Problem[] => [
    {
      place: database.name,
      required,
      got,
      cure: `Rename or drop the role: the name is that of the ${role}s of ${database.name}.`,
    },
  ];
  const marker = readRoleMarker(there.comment);
  if (marker?.kind === 'login') return problem('a login of Kura’s');
  if (!there.administered) return problem(`a role that ${scope.admin} has no ADMIN on`);
  if (marker) return [];
  if (there.login) return problem('a login');
  const members = scope.server.memberships.filter(
    (row) => row.role === name && row.member !== scope.admin,
  );
  return members.length > 0 ? problem(`a role with the member ${quote(members[0]?.member)}`) : [];
}

function loginProblems(scope: Scope, { name, made, identity }: DeclaredLogin): readonly Problem[] {
  const there = scope.roles.get(name);
  const required = `login ${name} must be ${identity}’s alone`;
  const problem = (got: string, cure: string): readonly Problem[] => [
    { place: scope.state.stack, required, got, cure },
  ];
  if (!there) {
    return made
      ? []
      : [
          {
            place: scope.state.stack,
            required: `login ${name} must exist`,
            got: 'none',
            cure: 'Apply the stack again: Terraform makes it.',
          },
        ];
  }
  const marker = readRoleMarker(there.comment);
  if (scope.groups.has(name) || marker?.kind === 'group' || scope.isPlatform(name))
    return problem('a role that is another’s', 'Give the identity another name.');
  if (!made) return [];
  if (!there.administered) {
    return problem(
      `a role that ${scope.admin} has no ADMIN on`,
      `Drop it, or GRANT ${name} TO ${scope.admin} WITH ADMIN TRUE.`,
    );
  }
  const power = marker ? undefined : powerOf(there);
  return power === undefined
    ? []
    : problem(`a role with ${power}`, `Drop it, or take ${power} from it.`);
}

function powerOf(role: CatalogRole): string | undefined {
  if (role.superuser) return 'SUPERUSER';
  if (role.createRole) return 'CREATEROLE';
  if (role.createDatabase) return 'CREATEDB';
  if (role.replication) return 'REPLICATION';
  return role.bypassRowSecurity ? 'BYPASSRLS' : undefined;
}
