import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { postgresProcess, type PostgresProcess } from './postgres-process';

/** Where Debian has PostgreSQL, by major version. */
const HOME = '/usr/lib/postgresql';

/** The newest PostgreSQL that has pgAudit, which no npm package has; undefined where there is none. */
function withPgAudit(): string | undefined {
  if (!existsSync(HOME)) return undefined;
  return readdirSync(HOME)
    .filter((major) => existsSync(path.join(HOME, major, 'lib/pgaudit.so')))
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1);
}

/** Tests on a PostgreSQL with pgAudit; where none is installed, they are skipped and say why. */
export function describeOnPgAudit(
  name: string,
  tests: (start: () => Promise<PostgresProcess>) => void,
): void {
  const major = withPgAudit();
  if (major === undefined) {
    describe.skip(`${name} (skipped: no PostgreSQL with pgAudit installed)`, () => {
      test.todo('install postgresql-15-pgaudit');
    });
    return;
  }
  describe(name, () => {
    tests(() =>
      postgresProcess({
        ...{ major: Number(major), cloud: false, superuser: 'postgres', preload: ['pgaudit'] },
        logins: 'host all all 127.0.0.1/32 trust\n',
        bin: path.join(HOME, major, 'bin'),
      }),
    );
  });
}
