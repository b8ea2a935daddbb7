import { ROLES } from '../../model/language/roles';
import type { DeclaredLogin } from '../../model/sql/declared-state';
import { beyond, mend, report, SERVER, short, type Change } from './change';
import type { CatalogRole, RoleAttributes } from './catalog';
import { groupMarker, loginMarker, readRoleMarker } from './markers';
import {
  attributeChanges,
  attributeWords,
  GROUP_ATTRIBUTES,
  loginAttributes,
} from './plan-attributes';
import { literal, name } from './quoting';
import type { Group, Scope } from './scope';
import { MAINTENANCE, type Statement } from './statement';

/** The group roles of every declared database, and the logins. */
export function planRoles(scope: Scope): readonly Change[] {
  const groups = [...scope.groups.values()].sort(
    (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role),
  );
  return [
    ...groups.flatMap((group) => groupChanges(scope, group)),
    ...[...scope.logins.values()].flatMap((login) => loginChanges(scope, login)),
  ];
}

function groupChanges(
  scope: Scope,
  { name: role, role: word, database }: Group,
): readonly Change[] {
  return madeChanges(scope, role, {
    attributes: GROUP_ATTRIBUTES,
    marker: groupMarker(word, database.service),
    why: 'Group roles of each database',
  });
}

function loginChanges(scope: Scope, login: DeclaredLogin): readonly Change[] {
  const attributes = loginAttributes(login.connections);
  const role = scope.roles.get(login.name);
  if (login.made) {
    const version = versionOf(role);
    return [
      ...madeChanges(scope, login.name, {
        attributes,
        marker: loginMarker(login.via === 'secret' ? version : null),
        why: 'Logins',
      }),
      ...(role && version !== null && login.via === 'iam' ? [withoutPassword(scope, role)] : []),
    ];
  }
  return role?.administered
    ? attributeChanges(scope, role, { ...role, connections: attributes.connections })
    : [];
}

function versionOf(role: CatalogRole | undefined): string | null {
  const marker = readRoleMarker(role?.comment ?? null);
  return marker?.kind === 'login' ? marker.version : null;
}

/** A login by IAM has no password. */
function withoutPassword(scope: Scope, role: CatalogRole): Change {
  return mend(
    [beyond(SERVER, role.name, 'PASSWORD')],
    inRoles(scope, 'Logins', `ALTER ROLE ${name(role.name)} PASSWORD NULL`),
  );
}

interface Made {
  readonly attributes: RoleAttributes;
  readonly marker: string;
  readonly why: string;
}

/** A role that the runner makes, and marks as Kura's. */
function madeChanges(
  scope: Scope,
  role: string,
  { attributes, marker, why }: Made,
): readonly Change[] {
  const there = scope.roles.get(role);
  const mark = inRoles(scope, why, `COMMENT ON ROLE ${name(role)} IS ${literal(marker)}`);
  if (!there) {
    const create = `CREATE ROLE ${name(role)} ${attributeWords(attributes)}`;
    return [mend([short(SERVER, role, 'role')], inRoles(scope, why, create), mark)];
  }
  return [
    ...attributeChanges(scope, there, attributes),
    ...(there.comment === marker
      ? []
      : [
          there.administered
            ? mend([short(SERVER, role, `comment “${marker}”`)], mark)
            : report(short(SERVER, role, `comment “${marker}”`)),
        ]),
  ];
}

function inRoles({ admin }: Scope, why: string, sql: string): Statement {
  return { phase: 'roles', database: MAINTENANCE, as: admin, why, sql };
}
