import { ROLES, type Role } from '../../model/language/roles';
import { DATABASE_PRIVILEGES, SERVER_PRIVILEGES } from '../../runner/mysql/role-privileges';
import { PLATFORM_RIGHTS, RIGHTS } from '../../runner/postgres/rights';
import { groupRole } from '../../model/sql/role-names';
import { ROLE_FACTS } from '../../model/sql/role-limits';
import { formatDuration } from '../../model/values/duration';
import { code, markdownTable, page } from './markdown';

/** The roles of a database: what each is for, and what its sessions may take. */
export function roleReference(): string {
  return page('Roles', [
    `Each database has six group roles that never log in, such as ${code(groupRole('order_service_db', 'writer'))}; a login is a member of one. On MySQL a login has the role’s rights itself. The database belongs to its owner role, tables to its migrator role: a migrator’s session works as that role, so that default privileges cover what it makes. Nobody may grant what they were granted.`,
    markdownTable(
      [
        'Role',
        'What it is for',
        'Longest statement',
        'Wait for a lock',
        'Idle in a transaction',
        'Idle',
        'Sessions of a login',
        'Audited',
      ],
      ROLES.map((role) => {
        const { meaning, timeouts, connections, audited, readOnly } = ROLE_FACTS[role];
        const { statement, lock, idleInTransaction, idle } = timeouts;
        return [
          code(role),
          `${meaning}${readOnly ? '; read-only' : ''}`,
          ...[statement, lock, idleInTransaction, idle].map(timeoutText),
          connections === null ? 'its pools, twice' : String(connections),
          audited ? 'each statement' : 'as the database',
        ];
      }),
    ),
    'A service changes these with `limits:`. A timeout that it states as the instance’s parameter is left to the instance. On Cloud SQL, where the platform may not let anyone alter a login that IAM made, the database itself has the widest timeouts of its applications and people, migrators set their own, and statements are audited as everybody’s are.',
    '## What each may do',
    privilegesTable(),
    MYSQL,
    markdownTable(
      ['Role', 'Privileges'],
      ROLES.map((role) => [
        code(role),
        [...DATABASE_PRIVILEGES[role], ...(SERVER_PRIVILEGES[role] ?? [])].join(', '),
      ]),
    ),
  ]);
}

const timeoutText = (milliseconds: number): string =>
  milliseconds === 0 ? 'no limit' : formatDuration(milliseconds);

/** Roles that own what is in a schema, which gives them all. */
const OWN: readonly Role[] = ['owner', 'migrator'];

const MYSQL = 'On MySQL a login has these, on its database and no other; PROCESS is the server’s:';

function privilegesTable(): string {
  return markdownTable(
    ['Role', 'Tables of data', 'Sequences', 'Functions', 'Tables of audit', 'Besides'],
    ROLES.map((role) => {
      const rights = (use: 'data' | 'audit', kind: 'table' | 'sequence' | 'routine'): string =>
        OWN.includes(role) ? 'all' : (RIGHTS[use][kind][role] ?? []).join(', ');
      return [
        code(role),
        rights('data', 'table'),
        rights('data', 'sequence'),
        rights('data', 'routine'),
        rights('audit', 'table'),
        (PLATFORM_RIGHTS[role] ?? []).map(code).join(', '),
      ];
    }),
  );
}
