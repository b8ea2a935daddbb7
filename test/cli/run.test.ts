import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../cli/run';
import type * as resolver from '../../model/resolver/resolve';
import { ESTATE, kura, ROOT, scratch, type Ran } from './kura';

let mockDefect: Error | undefined;
jest.mock('../../model/resolver/resolve', () => {
  const actual = jest.requireActual<typeof resolver>('../../model/resolver/resolve');
  const resolve: typeof actual.resolve = (estate) => {
    if (mockDefect) throw mockDefect;
    return actual.resolve(estate);
  };
  return { resolve };
});

/** Runs the real command in a process of its own. */
function spawnKura(argv: readonly string[], env: Record<string, string> = {}): Ran {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const command = path.join(ROOT, 'cli/kura.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], {
    cwd: ROOT,
    env: { ...inherited, ...env },
    encoding: 'utf8',
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

describe('the kura command', () => {
  test('exits 0 where all holds', () => {
    const { code, out, err } = spawnKura(['list']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('prod/order');
  });

  test('exits 1 with findings', () => {
    const empty = path.join(scratch(), 'estate');
    const copied = spawnSync('cp', ['-r', ESTATE, empty]);
    expect(copied.status).toBe(0);
    spawnSync('rm', ['-f', path.join(empty, 'instances.lock.yaml')]);
    const { code, out } = spawnKura(['lock', '--check', '--estate', empty]);
    expect(code).toBe(1);
    expect(out).toBe('instances.lock.yaml is out of date: run `npx kura lock` and commit it.\n');
  });

  test('exits 2 on input it cannot use, with every problem on a line and then how many', () => {
    const nowhere = path.join(scratch(), 'nowhere');
    const { code, out, err } = spawnKura(['list'], { KURA_ESTATE: nowhere });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      `${nowhere}: a folder with estate.yaml and services/ is required, got nothing. ` +
        'Name the estate’s folder with --estate DIR or KURA_ESTATE.\n1 problem\n',
    );
  });

  test('takes an empty KURA_ESTATE for none', () => {
    expect(spawnKura(['list'], { KURA_ESTATE: '' })).toEqual(spawnKura(['list']));
    const stated = spawnKura(['list', '--estate', ESTATE], { KURA_ESTATE: '' });
    expect(stated).toMatchObject({ code: 0 });
  });

  test('writes no colours into a pipe', () => {
    const { out } = spawnKura(['explain', 'prod/order']);
    expect(out).not.toContain('\u001b');
  });

  test('stops quietly when its reader does', () => {
    const pipe = `set -o pipefail; "${process.execPath}" cli/kura.mjs schema estate | true`;
    const { status, stderr } = spawnSync('bash', ['-c', pipe], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  const SYNTH = 'See kura synth --help.';
  test.each([
    [['lst'], 'kura: a known verb is required, got "lst". Did you mean list? See kura --help.'],
    [['new', 'thing'], 'kura new: a known verb is required, got "thing". See kura new --help.'],
    [['synth', '--nope'], `kura synth: a known option is required, got "--nope". ${SYNTH}`],
    [
      ['list', '--quota'],
      'kura list: a known option is required, got "--quota". Did you mean --quotas? See kura list --help.',
    ],
    [
      ['list', "--it's\nso"],
      'kura list: a known option is required, got "--it\'s�so". See kura list --help.',
    ],
    [['explain'], 'kura explain: <env/service> is required, got nothing. See kura explain --help.'],
    [
      ['new', 'service'],
      'kura new service: <name> is required, got nothing. See kura new service --help.',
    ],
    [
      ['explain', 'prod/order', 'dev/order'],
      'kura explain: at most 1 argument may stand here, got 2. See kura explain --help.',
    ],
    [
      ['schema', 'services'],
      'kura schema: <name> must be one of estate, service, deployment, got "services". See kura schema --help.',
    ],
    [
      ['list', '--format', 'xml'],
      'kura list: --format must be one of text, json, got "xml". See kura list --help.',
    ],
    [
      ['docs', '--write', '--check'],
      'kura docs: only one of --write and --check is allowed, got both. See kura docs --help.',
    ],
    [['synth', '--out'], `kura synth: a value for --out is required, got nothing. ${SYNTH}`],
    [['synth', '--out', ''], `kura synth: a value for --out is required, got "". ${SYNTH}`],
    [['synth', '--out='], `kura synth: a value for --out is required, got "". ${SYNTH}`],
    [['synth', '--estate', ''], `kura synth: a value for --estate is required, got "". ${SYNTH}`],
    [
      ['new', 'service', 'shipping', '--estate', ''],
      'kura new service: a value for --estate is required, got "". See kura new service --help.',
    ],
  ])('refuses %j on one line and exits 2', async (argv, line) => {
    expect(await kura(...argv)).toEqual({ code: 2, out: '', err: `${line}\n` });
  });

  test('shows help on stderr and exits 2 where no verb is named', async () => {
    const { code, out, err } = await kura();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: kura');
  });

  test('says of each verb its first sentence, in 80 columns', async () => {
    const { out } = await kura('--help');
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    const flat = out.replaceAll(/\s+/g, ' ');
    expect(flat).toContain(
      ' or of one service every alert with its threshold. list [options] List the instances,',
    );
    expect(flat).not.toContain('Exit 1');
  });

  const verbsOf = (command: Command): readonly (readonly string[])[] =>
    command.commands.flatMap((verb) => [
      [verb.name()],
      ...verbsOf(verb).map((beneath) => [verb.name(), ...beneath]),
    ]);

  test('has help of every verb in 80 columns', async () => {
    const verbs = verbsOf(createProgram());
    expect(verbs.length).toBeGreaterThan(15);
    for (const verb of verbs) {
      const { code, out } = await kura(...verb, '--help');
      expect([verb, code]).toEqual([verb, 0]);
      expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    }
  });

  test.each([['--help'], ['--version']])('answers %s with 0', async (option) => {
    const { code, err } = await kura(option);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test.each([
    ['says that an unexpected error is its own defect, on one line', undefined, false],
    ['adds the stack under KURA_DEBUG=1', '1', true],
  ])('%s', async (_, debug, stack) => {
    mockDefect = new Error('a table\n  has no row');
    if (debug !== undefined) process.env.KURA_DEBUG = debug;
    const { code, out, err } = await kura('list', '--estate', ESTATE);
    delete process.env.KURA_DEBUG;
    mockDefect = undefined;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^kura: a table has no row\nThis is a defect of Kura\.\n/);
    expect(err.includes('    at ')).toBe(stack);
  });

  test('leaves the exit code of the process to its caller', async () => {
    const before = process.exitCode;
    await kura('explain', 'nothing');
    expect(process.exitCode).toBe(before);
  });

  test.each([
    [['list', '--estate', ESTATE]],
    [['list', '--quotas', '--estate', ESTATE]],
    [['explain', 'prod/payment', '--estate', ESTATE]],
    [['explain', 'prod/payment', '--format', 'json', '--estate', ESTATE]],
    [['schema', 'deployment']],
  ])('prints the same for %j on two runs, in 80 columns where it is no JSON', async (argv) => {
    const first = await kura(...argv);
    expect(await kura(...argv)).toEqual(first);
    expect(first.code).toBe(0);
    if (first.out.startsWith('{')) return;
    expect(first.out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
  });
});
