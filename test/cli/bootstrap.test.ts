import path from 'node:path';
import { buildSync } from 'esbuild';
import { scriptOf } from '../../cli/bootstrap/script';
import { CI, PAYMENT, PROD, SHIPPED, planOf } from '../support/bootstrap-plan';
import { Machine, type Ran } from '../support/machine';
import { ROOT, scratch } from './kura';

describe('kura bootstrap', () => {
  const bundle = path.join(scratch(), 'bootstrap.cjs');
  beforeAll(() => {
    buildSync({
      stdin: {
        contents: `import { bootstrapCommand } from './cli/bootstrap';
void bootstrapCommand().parseAsync(process.argv.slice(2), { from: 'user' });`,
        resolveDir: ROOT,
        loader: 'ts',
      },
      ...{ outfile: bundle, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' },
    });
  });
  const kura = (machine: Machine, account: string, ...args: readonly string[]): Ran =>
    machine.run(account, process.execPath, [bundle, ...args]);

  test('prints the script, and says aside that nobody is trusted yet', () => {
    const { code, out, err, calls } = kura(new Machine(), PROD, 'prod');
    expect(code).toBe(0);
    expect(out).toBe(scriptOf(planOf(SHIPPED, 'prod', { principals: [] })));
    expect(err).toBe(
      'Nobody is trusted yet: fill in `trust`, or print this again with --trust ARN.\n',
    );
    expect(calls).toEqual([]);
  });

  test('prints one account’s section alone', () => {
    const { out } = kura(new Machine(), PROD, 'prod', '--account', PAYMENT, '--trust', CI);
    expect(out).toContain(`account_${PAYMENT}`);
    expect(out).not.toContain(`account_${PROD}`);
  });

  test('prints the plan as data', () => {
    const { code, out } = kura(new Machine(), PROD, 'prod', '--format', 'json', '--trust', CI);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(planOf(SHIPPED, 'prod'));
  });

  test('runs the script it prints', () => {
    const machine = new Machine();
    const { code, out, err, writes } = kura(machine, PAYMENT, 'prod', '--run', '--trust', CI);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^made +role kura-deploy$/m);
    expect(writes).toContain('iam create-role');
    expect(kura(machine, PAYMENT, 'prod', '--run', '--trust', CI).writes).toEqual([]);
  });

  test('exits 2 with credentials of another account', () => {
    const { code, err, writes } = kura(
      new Machine(),
      '999999999999',
      'prod',
      '--run',
      '--trust',
      CI,
      '--account',
      PROD,
    );
    expect([code, writes]).toEqual([2, []]);
    expect(err).toBe(
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333. Nothing was written.\n' +
        'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.\n',
    );
  });

  test.each([
    [
      ['prod', '--run'],
      '--run: somebody who may take the roles is required, got nobody. Add --trust ARN, or --github ORG/REPO.\n1 problem\n',
    ],
    [
      ['prod', '--trust', '*'],
      '--trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.\n1 problem\n',
    ],
    [['prod', '--google'], 'Google bootstrap is not built yet.\n'],
  ])('refuses %j', (args, message) => {
    const { code, out, err } = kura(new Machine(), PROD, ...args);
    expect([code, out, err]).toEqual([2, '', message]);
  });

  test('says that the aws command is missing', () => {
    const { code, out, err } = kura(
      new Machine({ aws: false }),
      PROD,
      'prod',
      '--run',
      '--trust',
      CI,
    );
    expect([code, out, err]).toEqual([
      2,
      '',
      '--run: the aws command is required, got no such program on the PATH. Install it, or leave --run out and run the printed script elsewhere.\n1 problem\n',
    ]);
  });
});
