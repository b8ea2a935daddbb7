import fc from 'fast-check';
import type {
  DeclaredAccess,
  DeclaredLogin,
  DeclaredSchema,
  DeclaredState,
} from '../../../model/sql/declared-state';
import type { Catalog } from '../../../runner/postgres/catalog';
import { database, declared, login } from './declared';
import { normalForm } from './normal-form';
import { running, SUPERUSER, type Running } from './running';

const SERVICES = ['a', 'b'] as const;
const LOGINS = ['u', 'v'] as const;
const SCHEMAS: readonly (readonly DeclaredSchema[])[] = [
  [{ name: 'app', holds: 'data' }],
  [{ name: 'app', holds: 'audit' }],
  [
    { name: 'app', holds: 'data' },
    { name: 'log', holds: 'audit' },
  ],
];
const ROLES = ['owner', 'migrator', 'writer', 'reader', 'auditor', 'operator'] as const;

const service = fc.record({
  name: fc.constantFrom('first', 'Second'),
  schemas: fc.constantFrom(...SCHEMAS),
  timeouts: fc.constantFrom({}, { writer: { statement: 5 }, reader: { statement: 7, lock: 0 } }),
});
const single: fc.Arbitrary<Pick<DeclaredAccess, 'role' | 'tables'>> = fc.record({
  role: fc.constantFrom('reader', 'writer'),
  tables: fc.constantFrom(
    [{ schema: 'app', table: 't', columns: null }],
    [{ schema: 'app', table: 't', columns: ['id', 'Last "one"'] }],
  ),
});
const whole: fc.Arbitrary<Pick<DeclaredAccess, 'role' | 'tables'>> = fc.record({
  role: fc.constantFrom(...ROLES),
});
const until = fc.constantFrom(undefined, '2000-01-01T00:00:00Z', '2999-01-01T00:00:00Z');

/** Two services with two logins, each of which may have any access to any of them. */
const estate: fc.Arbitrary<DeclaredState> = fc
  .record({
    services: fc.record({
      a: fc.option(service, { nil: undefined }),
      b: fc.option(service, { nil: undefined }),
    }),
    access: fc.array(
      fc.record({
        login: fc.constantFrom(...LOGINS),
        service: fc.constantFrom(...SERVICES),
        what: fc.oneof(whole, single),
        until,
      }),
      { maxLength: 4 },
    ),
    connections: fc.constantFrom(null, 5),
  })
  .map(({ services, access, connections }) => {
    const databases = SERVICES.flatMap((each) => {
      const { name, schemas, timeouts } = services[each] ?? {};
      if (name === undefined || !schemas) return [];
      const searchPath = schemas.map((schema) => schema.name);
      return [
        database(`${each}_${name}`, {
          service: each,
          schemas,
          searchPath,
          ...(timeouts && { timeouts }),
        }),
      ];
    });
    const logins = LOGINS.map((name): DeclaredLogin => {
      const own = access.filter((each) => each.login === name);
      const accesses = databases.flatMap(({ service: of, name: into }) => {
        const found = own.find((each) => each.service === of);
        if (!found) return [];
        return [
          {
            ...found.what,
            database: into,
            ...(found.until !== undefined && { until: found.until }),
          },
        ];
      });
      return login(name, accesses, { connections });
    });
    return declared(
      17,
      databases,
      logins.filter(({ access: list }) => list.length > 0),
    );
  });

/** What people do by hand that the runner may undo. */
const drift = fc.constantFrom(
  'GRANT ALL ON ALL TABLES IN SCHEMA app TO PUBLIC',
  'REVOKE ALL ON ALL TABLES IN SCHEMA app FROM $_writer',
  'GRANT SELECT ON app.t TO $_reader WITH GRANT OPTION',
  'GRANT SELECT ("Last ""one""") ON app.t TO PUBLIC',
  'GRANT ALL ON SCHEMA public TO PUBLIC',
  'ALTER DEFAULT PRIVILEGES FOR ROLE $_migrator GRANT ALL ON TABLES TO PUBLIC',
  'ALTER DEFAULT PRIVILEGES FOR ROLE $_owner IN SCHEMA app REVOKE ALL ON TABLES FROM $_writer',
  'GRANT $_writer TO $_reader GRANTED BY kura_admin',
  'ALTER ROLE $_operator LOGIN CREATEDB',
  'COMMENT ON DATABASE $ IS NULL',
);

const MIGRATION = [
  'CREATE TABLE IF NOT EXISTS app.t (id serial, "Last ""one""" int)',
  'CREATE OR REPLACE FUNCTION app.f() RETURNS int LANGUAGE sql RETURN 1',
  'CREATE OR REPLACE VIEW app.v AS SELECT 1 AS one',
];

describe('whatever an estate was before', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  afterAll(() => server.stop());

  /** Converges, migrates and converges again: tables come after the first run. */
  const bringAbout = async (state: DeclaredState): Promise<Catalog> => {
    await converged(state);
    for (const { name } of state.databases)
      await server.as(SUPERUSER, name, `SET ROLE "${name}_migrator"`, ...MIGRATION);
    await converged(state);
    return server.catalog(state);
  };
  const converged = async (state: DeclaredState): Promise<void> => {
    const { problems } = await server.converge(state);
    expect(problems).toEqual([]);
  };

  test('it becomes what it would be from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(estate, { maxLength: 2 }),
        fc.array(drift, { maxLength: 4 }),
        estate,
        async (earlier, drifts, last) => {
          await server.wipe();
          const fromNothing = declaredForm(last, await bringAbout(last));
          await server.wipe();
          for (const each of earlier) await bringAbout(each);
          const [there] = earlier.at(-1)?.databases ?? [];
          for (const sql of there ? drifts : [])
            await server.as(
              SUPERUSER,
              there?.name ?? '',
              `SET search_path = pg_catalog`,
              byName(sql, there?.name ?? ''),
            );
          expect(declaredForm(last, await bringAbout(last))).toEqual(fromNothing);
          expect(await server.converge(last)).toMatchObject({ plan: [], problems: [] });
        },
      ),
      { numRuns: 12 },
    );
  });
});

const byName = (sql: string, name: string): string =>
  sql.replace(/\$(\w*)/g, (_, end: string) => `"${name}${end}"`);

/** What is declared, without what is kept of earlier estates. */
function declaredForm(state: DeclaredState, { server, databases }: Catalog): unknown {
  const names = state.databases.map(({ name }) => name);
  const schemas = new Map(
    state.databases.map((each) => [
      each.name,
      ['ops', 'public', ...each.schemas.map(({ name }) => name)],
    ]),
  );
  const isOurs = (role: string): boolean =>
    state.logins.some(({ name }) => name === role) ||
    names.some((name) => role.startsWith(`${name}_`));
  return normalForm({
    server: {
      ...server,
      roles: server.roles
        .filter(({ name }) => isOurs(name))
        .map((role) => ({ ...role, holds: [] })),
      memberships: server.memberships.filter(({ role, member }) => isOurs(role) || isOurs(member)),
      databases: server.databases.filter(({ name }) => names.includes(name)),
      settings: server.settings.filter((each) => names.includes(each.database ?? '')),
    },
    databases: new Map(
      [...databases].map(([name, inside]) => [
        name,
        {
          ...inside,
          schemas: inside.schemas.filter(({ object }) => schemas.get(name)?.includes(object.name)),
        },
      ]),
    ),
  });
}
