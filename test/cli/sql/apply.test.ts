import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runnerName as functionName } from '../../../constructs/aws/runner-function';
import { runnerJobName } from '../../../constructs/google/runner-job';
import { runnerName } from '../../../cli/sql/run-end';
import { declaredText, declareState } from '../../../model/sql/declare';
import { stateObject } from '../../../model/sql/runner-store';
import { readProgram } from '../../../stacks/runner-asset';
import {
  deploymentOf,
  estateFolder,
  GOOGLE_ESTATE,
  instanceOf,
  orderWith,
  SMALL_ESTATE,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { synthesized } from '../../support/synthesized';
import { retiredFiles } from '../retired-estate';
import { RUNNER } from '../../support/runner-files';
import { kura } from '../kura';
import { onMachine, sha256 } from '../on-machine';

const aws = estateFolder(SMALL_ESTATE);
const google = estateFolder(GOOGLE_ESTATE);
const order = instanceOf(SMALL_ESTATE, 'prod-aws-order');
if (order.cloud !== 'aws') throw new Error('not on AWS');
const { account } = order.target;

const web = instanceOf(GOOGLE_ESTATE, 'prod-google-web');
const PROGRAM = readProgram(RUNNER.script);
const STATE = stateObject(web.stack, declaredText(declareState(web)));
const OTHER = '0'.repeat(64);

/** What `gcloud run jobs describe --format=json` says of a job, as far as it is read. */
const jobOf = ([program = '', state = '']: readonly string[]): string => {
  const args = ['/runner/x.cjs', program, '/runner/y.json', state, 'prod/web'];
  const spec = { containers: [{ args, command: ['node', '-e', '…'], image: 'node' }] };
  return JSON.stringify({
    kind: 'Job',
    spec: { template: { spec: { taskCount: 1, template: { spec } } } },
  });
};

const apply = (fake: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  onMachine(fake, 'sql', 'apply', ...argv);

const onAws = (fake: Readonly<Record<string, string>>) =>
  apply({ FAKE_ACCOUNT: account, ...fake }, 'prod/order', '--estate', aws);

const onGoogle = (fake: Readonly<Record<string, string>>) =>
  apply(
    {
      FAKE_ACCOUNT: 'mika@acme.example',
      FAKE_JOB: jobOf([PROGRAM.sha256, STATE.sha256]),
      ...fake,
    },
    'prod/web',
    '--estate',
    google,
  );

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
        'Waits for a migration:\n  - orders\n' +
        'Migrate, and then run `npx kura sql apply prod/order` again.\nWithheld by the platform:\n  - x\n',
    );
    const [words = '', attempts, mode, payload = ''] = calls.split('\u001f');
    expect(words).toMatch(
      /^lambda invoke --function-name acme-prod-order-runner --region ap-northeast-1 --cli-read-timeout 960 --cli-binary-format raw-in-base64-out --payload file:\/\/\S+state\.json --output json \S+$/,
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
    const { code, out, calls } = await apply({}, 'prod/order', '--print', '--estate', aws);
    expect({ code, calls }).toEqual({ code: 0, calls: '' });
    expect(out.split('\n')).toEqual([
      `npx kura sql prod/order --cloud aws --estate ${aws} \\`,
      '  --format json > prod-aws-order.json',
      'AWS_MAX_ATTEMPTS=1 aws lambda invoke --function-name acme-prod-order-runner \\',
      '  --region ap-northeast-1 --cli-read-timeout 960 \\',
      '  --cli-binary-format raw-in-base64-out --payload file://prod-aws-order.json \\',
      '  /dev/stdout',
      '',
    ]);
  });
});

describe('kura sql apply on Google Cloud', () => {
  const BUCKET = 'acme-prod-runner-acme-prod';
  const AS = '--impersonate-service-account=kura-deploy@acme-prod.iam.gserviceaccount.com';
  const PLACED = `--region=asia-northeast1 --project=acme-prod ${AS}`;

  test('brings the program and the state that the job pins, starts it and waits for it', async () => {
    const { code, out, err, calls, brought } = await onGoogle({});
    expect({ code, err }).toEqual({
      code: 0,
      err:
        `Bringing ${PROGRAM.name} to ${BUCKET}.\nBringing ${STATE.name} to ${BUCKET}.\n` +
        'Waiting for the job acme-prod-web-runner.\n',
    });
    const [, ...after] = calls.trimEnd().split('\n');
    expect(after).toEqual([
      `run jobs describe acme-prod-web-runner --format=json ${PLACED}`,
      `storage cp --no-clobber ${RUNNER.script} gs://${BUCKET}/${PROGRAM.name} ${AS}`,
      expect.stringMatching(
        new RegExp(
          `^storage cp --no-clobber \\S+/state\\.json gs://${BUCKET}/${STATE.name} ${AS}$`,
        ),
      ),
      `run jobs execute acme-prod-web-runner --wait ${PLACED}`,
    ]);
    expect(brought(PROGRAM.name)).toEqual({ ...PROGRAM, mode: expect.any(Number) as number });
    expect(brought(STATE.name)).toEqual({ ...STATE, mode: 0o100600 });
    expect(existsSync(/(\S+)\/state\.json/.exec(calls)?.[1] ?? '')).toBe(false);
    expect(out).toMatch(/^prod-google-web: the run ended well\.\nIts log: gcloud logging read /);
  });

  test('exits 1 where the execution failed', async () => {
    // As gcloud says it (Google Cloud SDK 528.0.0, command_lib/run/serverless_operations.py).
    const { code, out } = await onGoogle({ FAKE_ERROR: 'The execution failed.' });
    expect(code).toBe(1);
    expect(out).toContain('The execution failed.');
    expect(out).toContain('Its log: gcloud logging read');
  });

  test.each([
    ['another program', [OTHER, STATE.sha256], 'another program'],
    ['another state', [PROGRAM.sha256, OTHER], 'another declared state'],
    ['neither', [OTHER, OTHER], 'another program and another declared state'],
  ])('brings and starts nothing where the deployed job pins %s', async (_, pinned, got) => {
    const { code, err, calls } = await onGoogle({ FAKE_JOB: jobOf(pinned) });
    expect({ code, err }).toEqual({
      code: 2,
      err: `kura sql apply: the job acme-prod-web-runner must take what the estate declares now, and this runner, got ${got}. Deploy prod-google-web first.\n1 problem\n`,
    });
    expect(calls).not.toMatch(/^storage|execute/m);
  });

  test.each([
    ['nobody is logged in', { FAKE_ACCOUNT: '' }, 'an account of gcloud is required, got none.'],
    [
      'there is no job',
      { FAKE_MISSING: 'Cannot find job [acme-prod-web-runner].' },
      'the job acme-prod-web-runner must be there and start, got "ERROR: (gcloud.run.jobs.describe) Cannot find job [acme-prod-web-runner].". See that prod-google-web is deployed and that you may act as kura-deploy@acme-prod.iam.gserviceaccount.com.',
    ],
    ['the job is another’s', { FAKE_JOB: '{}' }, 'got a job that is not Kura’s. Deploy'],
    [
      'the bucket takes nothing',
      { FAKE_REFUSED: 'HTTPError 403' },
      `the bucket ${BUCKET} must take what the job runs, got "ERROR: (gcloud.storage.cp) HTTPError 403".`,
    ],
    [
      'the job may not be started',
      { FAKE_ERROR: "Permission 'run.jobs.run' denied" },
      'the job acme-prod-web-runner must be there and start, got',
    ],
    ['there is no gcloud', { PATH: '/nonexistent' }, 'the gcloud command is required'],
  ])('exits 2 where %s', async (_, fake, message) => {
    const { code, err } = await onGoogle(fake);
    expect(code).toBe(2);
    expect(err).toContain('kura sql apply: ');
    expect(err).toContain(message);
  });

  test('prints the commands, which bring the same bytes', async () => {
    const { out } = await apply({}, 'prod/web', '--print', '--estate', google);
    expect(out.split('\n')).toEqual([
      `npx kura sql prod/web --cloud google --estate ${google} --format json \\`,
      "  | node -e 'process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0))))' > state.json",
      `gcloud storage cp --no-clobber ${RUNNER.script} \\`,
      `  gs://${BUCKET}/${PROGRAM.name} \\`,
      `  ${AS}`,
      'gcloud storage cp --no-clobber state.json \\',
      `  gs://${BUCKET}/${STATE.name} \\`,
      `  ${AS}`,
      'gcloud run jobs execute acme-prod-web-runner --wait \\',
      '  --region=asia-northeast1 --project=acme-prod \\',
      `  ${AS}`,
      '',
    ]);
    const { out: json } = await kura('sql', 'prod/web', '--estate', google, '--format', 'json');
    const program = /node -e '(.*?)'/.exec(out)?.[1] ?? '';
    const { stdout } = spawnSync(process.execPath, ['-e', program], { input: json });
    expect(sha256(stdout)).toBe(STATE.sha256);
  });
});

describe('kura sql apply follows who serves', () => {
  const RESTORED = "active: before\nrestoreFrom: { before: { time: '2026-11-20 09:00' } }";
  const AWAY = 'active: recovery';
  /** The bytes that the stack of whoever serves has pinned or sends. */
  const deployed = (files: EstateFiles, stack: string): string =>
    JSON.stringify(synthesized(deploymentOf(files)).get(stack));

  test.each([
    [
      'the primary’s region',
      RESTORED,
      'prod-aws-order',
      'acme-prod-order-runner',
      'ap-northeast-1',
    ],
    [
      'the recovery region',
      AWAY,
      'prod-aws-order-recovery',
      'acme-prod-order-recovery-runner',
      'ap-northeast-3',
    ],
  ])(
    'in %s on AWS: it gives the runner there the state of its own stack',
    async (_, lines, stack, runner, region) => {
      const files = orderWith(lines);
      const { out, calls } = await apply(
        { FAKE_ACCOUNT: account, FAKE_ANSWER: JSON.stringify(KEPT) },
        ...['prod/order', '--estate', estateFolder(files)],
      );
      expect(out).toContain(`${stack}: waiting`);
      const [words = '', , , payload = ''] = calls.split('\u001f');
      expect(words).toContain(`--function-name ${runner} --region ${region} `);
      expect(JSON.parse(payload)).toMatchObject({ stack });
      const text = JSON.stringify(JSON.stringify(JSON.parse(payload)));
      expect(deployed(files, stack)).toContain(text.slice(1, -1));
    },
  );

  test.each([
    [
      'the primary’s region',
      RESTORED,
      'prod-google-web',
      'acme-prod-web-runner',
      'acme-prod-runner-acme-prod',
    ],
    [
      'the recovery region',
      AWAY,
      'prod-google-web-recovery',
      'acme-prod-web-recovery-runner',
      'acme-prod-recovery-runner-acme-prod',
    ],
  ])(
    'in %s on Google Cloud: it brings what the job there pins',
    async (_, lines, stack, job, bucket) => {
      const secret = "  - { identity: 'serviceAccount:export', role: reader, via: secret }";
      const files = webWith(`${secret}\n${lines}`);
      const jobs = synthesized(deploymentOf(files)).get(stack)?.resource.google_cloud_run_v2_job;
      const pins = JSON.stringify(Object.values(jobs ?? {}).find(({ name }) => name === job));
      const [program = '', state = ''] = Array.from(
        pins.matchAll(/"([0-9a-f]{64})"/g),
        ([, digest]) => digest,
      );
      const { err, calls } = await apply(
        { FAKE_ACCOUNT: 'mika@acme.example', FAKE_JOB: jobOf([program, state]) },
        ...['prod/web', '--estate', estateFolder(files)],
      );
      expect(err).toContain(`Waiting for the job ${job}.`);
      expect(err).toContain(` to ${bucket}.`);
      expect(pins).toContain(`"bucket":"${bucket}"`);
      expect(calls).toContain(`run jobs execute ${job} --wait --region=`);
    },
  );

  test('is refused where the instance is gone', async () => {
    const folder = estateFolder(retiredFiles(SMALL_ESTATE));
    const { code, err } = await apply({}, 'prod/order', '--estate', folder);
    expect(code).toBe(2);
    expect(err).toContain('kura sql apply: prod/order must have an instance, got `state: retired`');
  });
});

test('refuses what is no instance', async () => {
  const { code, err } = await apply({}, 'prod/nothing', '--estate', aws);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'kura sql apply: the instance must be one of prod (order), got "nothing". Choose one of these.\n1 problem\n',
  });
});
