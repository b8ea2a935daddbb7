import { database, declared, login } from './declared';
import { normalForm } from './normal-form';
import { running, type Running } from './running';

/** A crash is the end of the program's sessions in the middle of a run. */
const CRASH = new Error('crashed');

describe('a run that ends in the middle', () => {
  let server: Running;
  beforeAll(async () => {
    server = await running(17);
  });
  beforeEach(() => server.wipe());
  afterAll(() => server.stop());

  const migrator = login('migrator', [{ database: 'order_db', role: 'migrator' }]);
  const schemas = [{ name: 'app', holds: 'data' }] as const;
  const before = declared(
    17,
    [database('gone_db', { schemas }), database('user_before', { service: 'user', schemas })],
    [login('gone', [{ database: 'gone_db', role: 'writer' }])],
  );
  const after = declared(
    17,
    [database('order_db', { schemas }), database('user_db', { service: 'user', schemas })],
    [migrator, login('reader', [{ database: 'user_db', role: 'reader' }])],
  );

  /** Runs until before the n-th text is sent, and returns what was sent; undefined where the run came to its end. */
  const crashAt = async (n: number): Promise<readonly string[] | undefined> => {
    const crash = { came: false };
    const sent: string[] = [];
    const { outcome, problems } = await server.converge(after, {
      beforeStatement: (sql) => {
        crash.came = sent.length === n;
        if (crash.came) throw CRASH;
        sent.push(sql);
      },
    });
    expect([outcome, problems.length]).toEqual(crash.came ? ['failed', 1] : ['converged', 0]);
    return crash.came ? sent : undefined;
  };

  test('is gone on with by the next, wherever it ended', async () => {
    await server.converge(before);
    await server.converge(after);
    const normal = normalForm(await server.catalog(after));
    await server.wipe();
    await server.converge(before);
    // Each run ends one text later than the last, and from the start again once one has left something behind.
    let crashes = 0;
    for (let n = 0; ; crashes++) {
      const sent = await crashAt(n);
      if (!sent) break;
      n = leavesSomething(sent.at(-1)) ? 0 : n + 1;
    }
    expect(crashes).toBeGreaterThan(80);
    expect(await server.converge(after)).toMatchObject({
      outcome: 'converged',
      plan: [],
      kept: [],
    });
    expect(normalForm(await server.catalog(after))).toEqual(normal);
    // So many runs take a while where others work too.
  }, 600_000);

  /** The end of a transaction, and what runs in none. */
  const leavesSomething = (sql = ''): boolean =>
    /^(?:COMMIT|CREATE DATABASE|DROP DATABASE)/.test(sql);
});
