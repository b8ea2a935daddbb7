import { chmodSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runnerName as functionName } from '../../../constructs/aws/runner-function';
import { runnerJobName } from '../../../constructs/google/runner-job';
import { runnerName } from '../../../cli/sql/run-end';
import { declareState } from '../../../model/sql/declare';
import { estateFolder, GOOGLE_ESTATE, instanceOf, SMALL_ESTATE } from '../../support/estate-folder';
import { kura, scratch, type Ran } from '../kura';

const SUPPORT = path.resolve(__dirname, '../../support');
const aws = estateFolder(SMALL_ESTATE);
const google = estateFolder(GOOGLE_ESTATE);
const order = instanceOf(SMALL_ESTATE, 'prod-aws-order');
if (order.cloud !== 'aws') throw new Error('not on AWS');
const { account } = order.target;

/** Runs a command line on a machine whose clouds are as the test wants; without an account nobody is logged in. */
async function onMachine(
  fake: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Ran & { readonly calls: string }> {
  const bin = scratch();
  for (const program of ['aws', 'gcloud']) {
    copyFileSync(path.join(SUPPORT, `fake-runner-${program}.sh`), path.join(bin, program));
    chmodSync(path.join(bin, program), 0o755);
  }
  const FAKE_CALLS = path.join(bin, 'calls');
  const before = { ...process.env };
  Object.assign(process.env, { PATH: `${bin}:${before.PATH ?? ''}`, FAKE_CALLS, ...fake });
  try {
    const ran = await kura('sql', 'apply', ...argv);
    return { ...ran, calls: existsSync(FAKE_CALLS) ? readFileSync(FAKE_CALLS, 'utf8') : '' };
  } finally {
    process.env = before;
  }
}

const onAws = (fake: Readonly<Record<string, string>>) =>
  onMachine({ FAKE_ACCOUNT: account, ...fake }, 'prod/order', '--estate', aws);

const onGoogle = (fake: Readonly<Record<string, string>>) =>
  onMachine({ FAKE_ACCOUNT: 'mika@acme.example', ...fake }, 'prod/web', '--estate', google);

const KEPT = { outcome: 'waiting', applied: 1, waiting: ['orders'], kept: [], withheld: ['x'] };

test('knows the runner by the name that its constructs give it', () => {
  expect(runnerName('acme-prod-order')).toBe(functionName('acme-prod-order'));
  expect(runnerName('acme-prod-web')).toBe(runnerJobName('acme-prod-web'));
});

describe('kura sql apply on AWS', () => {
  test('gives the function what the estate declares, and says how the run ended', async () => {
    const { code, out, err, calls } = await onAws({ FAKE_ANSWER: JSON.stringify(KEPT) });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      'prod-aws-order: waiting, 1 statement applied.\n' +
        'Waits for a migration:\n  - orders\nWithheld by the platform:\n  - x\n',
    );
    const [words = '', attempts, mode, payload = ''] = calls.split('\u001f');
    expect(words).toMatch(
      /^lambda invoke --function-name acme-prod-order-runner --region ap-northeast-1 --cli-read-timeout 660 --cli-binary-format raw-in-base64-out --payload file:\/\/\S+state\.json --output json \S+$/,
    );
    // A second attempt would be a second run, and nobody else is to read what is given.
    expect({ attempts, mode }).toEqual({ attempts: '1', mode: '-rw-------' });
    expect(JSON.parse(payload)).toEqual(JSON.parse(JSON.stringify(declareState(order))));
    const file = /file:\/\/(\S+)/.exec(words)?.[1] ?? '';
    expect(existsSync(path.dirname(file))).toBe(false);
  });

  test('exits 1 with what the function threw', async () => {
    const errorMessage = 'prod-aws-order: nothing was done.\nprod-aws-order: server must be …';
    const { code, out } = await onAws({ FAKE_ANSWER: JSON.stringify({ errorMessage }) });
    expect({ code, out }).toEqual({ code: 1, out: `${errorMessage}\n` });
  });

  test.each([
    [
      'is not logged in',
      { FAKE_ACCOUNT: '' },
      `kura sql apply: credentials of account ${account} are required, where prod-aws-order is, got "Unable to locate credentials. You can configure credentials by running \\"aws login\\".". Log in, as with \`aws sso login\`, or set AWS_PROFILE.`,
    ],
    [
      'is logged in elsewhere',
      { FAKE_ACCOUNT: '999999999999' },
      `kura sql apply: credentials of account ${account} are required, where prod-aws-order is, got "999999999999". Log in, as with \`aws sso login\`, or set AWS_PROFILE.`,
    ],
    [
      'finds no function',
      { FAKE_ERROR: 'ResourceNotFoundException' },
      'kura sql apply: the function acme-prod-order-runner must be there and start, got "An error occurred (ResourceNotFoundException) when calling the Invoke operation: as the test wants". See that prod-aws-order is deployed and that you may invoke the function.',
    ],
    [
      'gets another answer',
      { FAKE_ANSWER: 'null' },
      'kura sql apply: the function acme-prod-order-runner must be there and start, got "null". See that prod-aws-order is deployed and that you may invoke the function.',
    ],
    [
      'has no aws command',
      { PATH: '/nonexistent' },
      'kura sql apply: the aws command is required, got no such program on the PATH. Install it, or print the command with --print and run it elsewhere.',
    ],
  ])('exits 2 where the machine %s', async (_, fake, message) => {
    const { code, out, err } = await onAws(fake);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${message}\n1 problem\n` });
  });

  test('prints the command, and runs nothing', async () => {
    const { code, out, calls } = await onMachine({}, 'prod/order', '--print', '--estate', aws);
    expect({ code, calls }).toEqual({ code: 0, calls: '' });
    expect(out.split('\n')).toEqual([
      `npx kura sql prod/order --cloud aws --estate ${aws} \\`,
      '  --format json > state.json',
      'AWS_MAX_ATTEMPTS=1 aws lambda invoke --function-name acme-prod-order-runner \\',
      '  --region ap-northeast-1 --cli-read-timeout 660 \\',
      '  --cli-binary-format raw-in-base64-out --payload file://state.json \\',
      '  /dev/stdout',
      '',
    ]);
  });
});

describe('kura sql apply on Google Cloud', () => {
  const SAYS = 'A job of Cloud Run applies the state that was deployed, not a later estate.\n';

  test('starts the job, waits for it, and says what it applied', async () => {
    const { code, out, err, calls } = await onGoogle({});
    expect({ code, err }).toEqual({ code: 0, err: SAYS });
    expect(calls).toBe(
      'run jobs execute acme-prod-web-runner --wait --region=asia-northeast1 --project=acme-prod',
    );
    expect(out).toMatch(/^prod-google-web: the run ended well\.\nIts log: gcloud logging read /);
  });

  test('exits 1 where the execution failed', async () => {
    const { code, out } = await onGoogle({
      FAKE_ERROR:
        'Execution acme-prod-web-runner-x has failed to complete, 0/1 tasks were a success.',
    });
    expect(code).toBe(1);
    expect(out).toContain('has failed to complete');
    expect(out).toContain('Its log: gcloud logging read');
  });

  test.each([
    ['nobody is logged in', { FAKE_ACCOUNT: '' }, 'an account of gcloud is required, got none.'],
    [
      'there is no job',
      { FAKE_ERROR: 'Job [acme-prod-web-runner] could not be found.' },
      'the job acme-prod-web-runner must be there and start, got "ERROR: (gcloud.run.jobs.execute) Job [acme-prod-web-runner] could not be found.".',
    ],
    ['there is no gcloud', { PATH: '/nonexistent' }, 'the gcloud command is required'],
  ])('exits 2 where %s', async (_, fake, message) => {
    const { code, err } = await onGoogle(fake);
    expect(code).toBe(2);
    expect(err).toContain(`kura sql apply: ${message}`);
  });

  test('prints the command', async () => {
    const { out } = await onMachine({}, 'prod/web', '--print', '--estate', google);
    expect(out).toBe(
      'gcloud run jobs execute acme-prod-web-runner --wait \\\n' +
        '  --region=asia-northeast1 --project=acme-prod\n',
    );
  });
});

test('refuses what is no instance', async () => {
  const { code, err } = await onMachine({}, 'prod/nothing', '--estate', aws);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'kura sql apply: the instance must be one of prod (order), got "nothing". Choose one of these.\n1 problem\n',
  });
});
