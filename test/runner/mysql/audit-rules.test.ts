import { auditRulesOf } from '../../../model/audit/audit-rules';
import type { DataClass } from '../../../model/audit/data-class';
import { reviewableMysql } from '../../../runner/mysql/reviewable';
import { setAuditPlugin, standInForCloudSqlAudit } from '../../support/cloud-sql-audit';
import { declare, mysqlBench, type Bench } from '../../support/mysql-host';
import { describeMysql, startMysql, type MysqlServer } from '../../support/mysql-server';
import { given } from '../../support/service';

const rulesOf = (databases: Readonly<Record<string, DataClass>>) =>
  auditRulesOf(
    Object.entries(databases).map(([name, data]) => ({ database: given(name), data: given(data) })),
  );
const stateOf = (databases: Readonly<Record<string, DataClass>>) =>
  declare([], { auditRules: rulesOf(databases) });

const STATE = stateOf({ order_service_db: 'personal', billing_db: 'internal' });
const PLATFORM = STATE.auditRules?.at(-1)?.user ?? '';
const WANTED = [
  ['*', '*', '*', 'connect,disconnect,ddl,dcl', 'B'],
  ['*', 'order_service_db', '*', 'dql,dml,call', 'B'],
  [PLATFORM, '*', '*', 'connect,disconnect', 'E'],
];

describeMysql('the rules of Cloud SQL’s audit log', () => {
  let server: MysqlServer;
  let bench: Bench;
  beforeAll(async () => {
    server = await startMysql();
    bench = await mysqlBench(server);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await bench.reset();
    await setAuditPlugin(bench.root, true);
    await standInForCloudSqlAudit(bench.root);
  });

  const rows = async (table = 'audit_log_rules'): Promise<readonly (readonly string[])[]> => {
    const [found] = await bench.root.query(
      `SELECT username, dbname, object, operation, op_result FROM mysql.${table} ORDER BY op_result, dbname`,
    );
    return (found as object[]).map((row) => Object.values(row) as string[]);
  };
  const made = async (values: readonly string[]): Promise<void> => {
    const list = values.map((value) => `'${value}'`).join(', ');
    await bench.asRoot(`CALL mysql.cloudsql_create_audit_rule(${list}, 1, @rc, @msg)`);
    const [[answer]] = (await bench.root.query('SELECT @rc AS rc')) as unknown as [
      { rc: number }[],
    ];
    expect(answer).toEqual({ rc: 0 });
  };
  const firstId = async (): Promise<number> => {
    const [[row]] = (await bench.root.query(
      `SELECT id FROM mysql.audit_log_rules WHERE dbname = 'order_service_db'`,
    )) as unknown as [{ id: number }[]];
    return row?.id ?? 0;
  };

  it('are made as the classes of the services say, and looked at again', async () => {
    const result = await bench.converge(STATE);
    expect(result).toMatchObject({ outcome: 'converged', problems: [], findings: [] });
    expect(result.plan.filter((sql) => sql.startsWith('CALL'))).toEqual([
      "CALL mysql.cloudsql_create_audit_rule('*', '*', '*', 'connect,disconnect,ddl,dcl', 'B', 0, @rc, @msg)",
      "CALL mysql.cloudsql_create_audit_rule('*', 'order_service_db', '*', 'dql,dml,call', 'B', 0, @rc, @msg)",
      `CALL mysql.cloudsql_create_audit_rule('${PLATFORM}', '*', '*', 'connect,disconnect', 'E', 1, @rc, @msg)`,
    ]);
    expect(await rows()).toEqual(WANTED);
    expect(await rows('stand_in_loaded')).toEqual(WANTED);
  });

  it('come before anything that they are to record', async () => {
    const { plan } = await bench.converge(STATE);
    expect(plan.map((sql) => sql.startsWith('CALL')).lastIndexOf(true)).toBe(2);
  });

  it('are left alone by the second run', async () => {
    await bench.converge(STATE);
    expect(await bench.converge(STATE)).toMatchObject({ outcome: 'converged', plan: [] });
    expect(await rows()).toEqual(WANTED);
  });

  it.each<[drift: string, change: () => Promise<void>, mends: number]>([
    [
      'one that is missing',
      async () =>
        bench.asRoot(`CALL mysql.cloudsql_delete_audit_rule('${await firstId()}', 1, @rc, @msg)`),
      1,
    ],
    [
      'one that was narrowed',
      async () =>
        bench.asRoot(
          `CALL mysql.cloudsql_update_audit_rule(${await firstId()}, NULL, NULL, NULL, 'dml', 'S', 1, @rc, @msg)`,
        ),
      2,
    ],
    [
      'one that excludes what nobody declared',
      () => made(['order_api@*', 'order_service_db', '*', 'dql', 'E']),
      1,
    ],
    ['one that records more', () => made(['*', 'billing_db', '*', 'dql', 'B']), 1],
  ])('mends %s', async (_, change, mends) => {
    await bench.converge(STATE);
    await change();
    const result = await bench.converge(STATE);
    expect(result).toMatchObject({ outcome: 'converged', applied: mends });
    expect(await rows()).toEqual(WANTED);
    expect(await rows('stand_in_loaded')).toEqual(WANTED);
    expect(await bench.converge(STATE)).toMatchObject({ plan: [] });
  });

  it('that hold what a declared one names go before it', async () => {
    await made(['*', '*', '*', 'ddl', 'B']);
    expect(await bench.converge(STATE)).toMatchObject({ outcome: 'converged' });
    expect(await rows()).toEqual(WANTED);
  });

  it('follow a class that is lowered', async () => {
    await bench.converge(STATE);
    await bench.converge(stateOf({ order_service_db: 'internal', billing_db: 'internal' }));
    expect(await rows()).toEqual([WANTED[0], WANTED[2]]);
  });

  it('take a name with other characters between backticks', async () => {
    const result = await bench.converge({
      ...STATE,
      auditRules: rulesOf({ 'order-db': 'payment' }),
    });
    expect(result.outcome).toBe('converged');
    expect((await rows()).map(([, database]) => database)).toContain('`order-db`');
  });

  it('that are refused fail the run, though the server has no error', async () => {
    await bench.asRoot(`DELETE FROM mysql.audit_log_supported_ops WHERE op_name = 'dcl'`);
    const result = await bench.converge(STATE);
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(result.problems[0]?.got).toContain('rc 7: The operation \\"dcl\\" is not supported');
    expect(await rows()).toEqual([]);
  });

  it('without an answer fail the run', async () => {
    await bench.asRoot(
      'DROP PROCEDURE mysql.cloudsql_create_audit_rule',
      `CREATE PROCEDURE mysql.cloudsql_create_audit_rule (IN a TEXT, IN b TEXT, IN c TEXT, IN d TEXT, IN e TEXT, IN f INT, OUT rc INT, OUT msg TEXT)
         BEGIN END`,
    );
    expect((await bench.converge(STATE)).problems[0]?.got).toContain('rc null: no reason given');
  });

  it('say that nothing is recorded where the plugin is not active', async () => {
    await bench.converge(STATE);
    await setAuditPlugin(bench.root, false);
    expect(await bench.converge(STATE)).toMatchObject({
      outcome: 'findings',
      findings: [{ kind: 'short', where: 'server', who: 'SERVER_AUDIT' }],
    });
  });

  it('are none of a server that declares none', async () => {
    await bench.asRoot('DROP TABLE mysql.audit_log_rules');
    const { auditRules: _, ...rds } = STATE;
    expect(await bench.converge(rds)).toMatchObject({ outcome: 'converged' });
  });

  it('are not written on a server that takes no writes', async () => {
    await bench.asRoot('SET GLOBAL read_only = ON');
    try {
      expect(await bench.converge(STATE)).toMatchObject({ outcome: 'refused', plan: [] });
    } finally {
      await bench.asRoot('SET GLOBAL read_only = OFF');
    }
    expect(await rows()).toEqual([]);
  });
});

test('the SQL to review asks each procedure for its answer', () => {
  const text = reviewableMysql(STATE);
  expect(text.startsWith('CALL mysql.cloudsql_create_audit_rule(')).toBe(true);
  expect(text.match(/^SELECT @rc, @msg;/gm)).toHaveLength(3);
});
