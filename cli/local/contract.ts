import path from 'node:path';
import { ROLES, type Role } from '../../model/language/roles';
import { shellWord } from '../bootstrap/shell';
import { points } from '../sql/points';
import { table } from '../table';
import { paint } from '../terminal';
import type { LocalService } from './local-service';
import type { LocalDatabase } from './open-local';

/** How an application connects to a local database: what it needs of its contract in the cloud. */
export interface LocalContract {
  readonly service: string;
  /** As which environment has it. */
  readonly environment: string;
  readonly engine: string;
  readonly version: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly database: string;
  /** Database users of each role that somebody has. */
  readonly users: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** For PGPASSFILE: it holds the password of them all. */
  readonly passfile: string;
  /** What waits for the first migration. */
  readonly waiting: readonly string[];
  /** Extensions that a cloud has and npm’s PostgreSQL has not. */
  readonly leftOut: readonly string[];
}

export function localContract(
  { instance, service }: LocalService,
  { port, passfile, state, result, leftOut }: LocalDatabase,
): LocalContract {
  const access = state.logins.flatMap((login) =>
    login.access.map(({ role }) => ({ role, name: login.name })),
  );
  const users = ROLES.flatMap((role) => {
    const names = access.filter((each) => each.role === role).map(({ name }) => name);
    return names.length > 0 ? [[role, names]] : [];
  });
  return {
    service: service.service,
    environment: instance.environment,
    engine: instance.engine,
    version: instance.decisions.engineVersion.value,
    host: '127.0.0.1',
    port,
    database: service.database.value,
    users: Object.fromEntries(users) as LocalContract['users'],
    passfile: path.resolve(passfile),
    waiting: result.waiting,
    leftOut,
  };
}

/** The same for people, with a command to try it. */
export function contractLines(contract: LocalContract): string[] {
  const { service, environment, version, host, port, database, users, passfile } = contract;
  const [user = ''] = Object.values(users).flat();
  const rows = [
    ['host', host],
    ['port', String(port)],
    ['database', database],
    ...Object.entries(users).map(([role, names]) => [role, names.join(', ')]),
    ['PGPASSFILE', passfile],
  ];
  return [
    `${paint('bold', service)}: PostgreSQL ${version}, as ${environment} has it`,
    ...table(
      [{ header: '' }, { header: '' }],
      rows.map((cells) => ({ cells })),
      '  ',
    ),
    ...points('Waits for a migration', contract.waiting),
    ...points('Left out, since npm’s PostgreSQL lacks it', contract.leftOut),
    'Try it:',
    `  PGPASSFILE=${shellWord(passfile)} \\`,
    `  psql -h ${host} -p ${port} -U ${shellWord(user)} ${shellWord(database)}`,
  ];
}
