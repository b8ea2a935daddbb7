import type { DeployedService } from '../deployment/facts';
import type { DeclaredAuditRule } from '../sql/declared-state';
import { MYSQL_AUDIT } from './mysql-audit';

const ANY = '*';

/** Of every database: logins and their ends, changes of schema, and of accounts and rights. */
const EVERYWHERE = ['connect', 'disconnect', 'ddl', 'dcl'];

/**
 * Cloud SQL's own accounts on the machine itself, where nobody else logs in: they come and go every few seconds. What they do is
 * recorded all the same, as a user that is made through the API is made by one of them ("About MySQL users", Cloud SQL, read 2026-11).
 */
const PLATFORM = [
  ...at('root'),
  'cloudsqlapplier@localhost',
  'cloudsqlobservabilityadmin@localhost',
  ...['cloudsqlexport', 'cloudsqlimport', 'cloudsqloneshot'].flatMap(at),
];

function at(user: string): readonly string[] {
  return ['localhost', '127.0.0.1', '::1'].map((host) => `${user}@${host}`);
}

/** The rules of an instance: one of all databases, one of each whose class asks for its statements, and the platform's own logins. */
export function auditRulesOf(
  services: readonly Pick<DeployedService, 'data' | 'database'>[],
): readonly DeclaredAuditRule[] {
  const record = { user: ANY, object: ANY, result: 'B' as const };
  return [
    { ...record, database: ANY, operations: EVERYWHERE.join(',') },
    ...services.flatMap(({ data, database }) => {
      const { operations } = MYSQL_AUDIT[data.value];
      return operations === null
        ? []
        : [{ ...record, database: nameInRule(database.value), operations: operations.join(',') }];
    }),
    {
      ...{ user: PLATFORM.join(','), database: ANY, object: ANY },
      ...{ operations: 'connect,disconnect', result: 'E' },
    },
  ];
}

/** A rule takes letters, digits and `_` bare, and all else between backticks ("Use MySQL database auditing", Cloud SQL, read 2026-11). */
function nameInRule(name: string): string {
  return /^\w+$/.test(name) ? name : `\`${name}\``;
}
