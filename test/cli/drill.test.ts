import { spawnSync } from 'node:child_process';
import { awsOrder, copiesGroup, drillHome } from '../../cli/drill/aws-order';
import { drillsOf } from '../../cli/drill/choose-drill';
import type { AwsFoundation } from '../../model/deployment/aws-deployment';
import {
  belowCloud,
  awsInstanceOf,
  deploymentOf,
  estateFolder,
  GOOGLE_ESTATE,
  googleInstanceOf,
  orderWith,
  SMALL_ESTATE,
  type EstateFiles,
} from '../support/estate-folder';
import { RUNNER } from '../support/runner-files';
import type { Configuration } from '../support/posture-words';
import { synthesized } from '../support/synthesized';
import { declareGoogleDrill, drillText } from '../../model/recovery/declare-google-drill';
import type { DrillCall } from '../../model/recovery/drill-order';
import { readProgram } from '../../stacks/runner-asset';
import { onMachine } from './on-machine';

const paused: number[] = [];
let mockHow: 'over' | 'stopped' = 'over';
const mockPaused = paused;
jest.mock('../../cli/drill/pause', () => ({
  pause: (milliseconds: number) => {
    mockPaused.push(milliseconds);
    return Promise.resolve(mockHow);
  },
}));
beforeEach(() => {
  paused.length = 0;
  mockHow = 'over';
});

const RESTORE = ['--mechanism', 'point-in-time-recovery'];
const AWS = { FAKE_ACCOUNT: '333333333333', FAKE_GROUP: 'sg-0123456789abcdef0' };
const drill = (fake: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  onMachine(
    { ...AWS, ...fake },
    'drill',
    'prod/order',
    '--estate',
    estateFolder(SMALL_ESTATE),
    ...argv,
  );
const step = (name: string, report?: object): string => JSON.stringify({ step: name, report });
const answers = (...lines: readonly string[]) => ({ FAKE_ANSWERS: lines.join('\n') });
const PASSED = {
  instance: 'x',
  outcome: 'passed',
  rtoSeconds: 1980,
  rpoSeconds: 200,
  problems: [],
};
const failed = (what: string): string =>
  JSON.stringify({
    errorMessage: `acme-prod-order: the drill of ${what} failed.\nx: y must be z, got w. V.`,
  });

const SCHEDULED: Readonly<Record<string, EstateFiles>> = {
  'serves at home': SMALL_ESTATE,
  'serves from a restored instance': orderWith(
    "active: before\nrestoreFrom: { before: { time: '2026-11-20 09:00' } }",
  ),
  'serves from its recovery region': orderWith('active: recovery'),
  'is isolated': {
    ...orderWith('placement: isolated'),
    'estate.yaml': belowCloud(
      String(SMALL_ESTATE['estate.yaml']),
      'isolated: { order: { network: { cidr: 10.40.0.0/20 } } }',
    ),
  },
  'has MySQL': {
    ...SMALL_ESTATE,
    'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql'),
  },
  'has replicated backups': orderWith('objectives: { region: { rpo: 1h, rto: 2h } }'),
};

/** What schedules of a stack give its runner, with the names of what they refer to: of a security group, too, whose id AWS gives. */
function inputsOf({
  resource,
  data,
}: Configuration & { readonly data?: Configuration['resource'] }): readonly DrillCall[] {
  const kinds = { ...resource, ...data } as Record<string, Record<string, { name: string }>>;
  const schedules = Object.values(kinds.aws_scheduler_schedule ?? {}) as unknown as readonly {
    readonly target: { readonly input: string };
  }[];
  return schedules.map(
    ({ target }) =>
      JSON.parse(
        target.input.replace(
          /\$\{(?:data\.)?(\w+)\.(\w+)\.\w+\}/g,
          (whole, kind: string, name: string) => kinds[kind]?.[name]?.name ?? whole,
        ),
      ) as DrillCall,
  );
}

describe('kura drill on AWS', () => {
  test.each(Object.entries(SCHEDULED))(
    'orders what the schedule orders where order %s',
    (_, files) => {
      const deployment = deploymentOf(files);
      const instance = awsInstanceOf(files, 'prod-aws-order');
      const [foundation] = deployment.foundations as readonly [AwsFoundation];
      const ordered = [...synthesized(deployment).values()].flatMap((stack) =>
        inputsOf(stack).filter(({ phase }) => phase === 'start'),
      );
      const ours = drillsOf(instance).map((each) => {
        const home = drillHome(instance, foundation, each);
        return awsOrder(instance, each, home, copiesGroup(home));
      });
      expect(ours.length).toBeGreaterThan(0);
      const sorted = (orders: readonly { readonly mechanism: string }[]) =>
        [...orders].sort((a, b) => (a.mechanism < b.mechanism ? -1 : 1));
      expect(sorted(ours)).toEqual(sorted(ordered.map(({ drill: order }) => order)));
    },
  );

  test('makes a copy, waits for its answer, and removes it', async () => {
    const { code, out, err, calls } = await drill(
      answers(step('make'), step('wait'), step('ask'), step('ask', PASSED), step('remove')),
      ...RESTORE,
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(
        /^The drill of point-in-time-recovery passed; demanded: RPO 15m, RTO 2h\.\nIt answered after 33m\.\nIt would have lost the last 4m\.\nWith 15m for the deploy that moves the way in, in services\/order\.yaml:\noverrides: \{ prod: \{ measured: \{ point-in-time-recovery: \{ rto: 48m, on: "\d{4}-\d\d-\d\d" \} \} \} \}\n$/,
      ) as string,
    });
    expect(err).toBe(
      'acme-prod-order-drill is being made.\nacme-prod-order-drill is on its way.\nacme-prod-order-drill lets nobody in yet.\n',
    );
    const given = calls
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line.split('\u001f')[3] ?? '') as DrillCall);
    expect(given.map(({ phase }) => phase)).toEqual([
      'start',
      ...Array<string>(4).fill('continue'),
    ]);
    expect(given[0]?.drill).toMatchObject({ copy: { securityGroups: [AWS.FAKE_GROUP] } });
    expect(paused).toEqual(Array<number>(3).fill(180_000));
  });

  test('the line it prints is one that the estate takes', async () => {
    const { out } = await drill(
      answers(step('make'), step('ask', PASSED), step('remove')),
      ...RESTORE,
    );
    const line = out.trimEnd().split('\n').at(-1) ?? '';
    const { recovery } = awsInstanceOf(orderWith(line), 'prod-aws-order');
    expect(recovery.evidence.mistake?.rto).toMatchObject({
      milliseconds: 48 * 60_000,
      firmness: 'measured',
    });
  });

  test('runs what is rehearsed in the recovery region by the function there', async () => {
    const { calls, err } = await drill(
      answers(step('make'), step('ask', PASSED), step('remove')),
      '--mechanism',
      'recovery-replica',
    );
    expect(err).toContain('acme-prod-order-recovery-drill is being made.');
    expect(calls).toContain('--function-name acme-prod-recovery-drill --region ap-northeast-3 ');
  });

  test('waits for the copy of an earlier drill to go, and goes on with one that is there', async () => {
    const { err, calls } = await drill(
      answers(step('rest'), step('wait'), step('ask', PASSED), step('remove')),
      ...RESTORE,
    );
    expect(err).toContain(
      'of an earlier drill is on its way out.\nacme-prod-order-drill is on its way.',
    );
    expect(calls.match(/"phase":"\w+"/g)).toEqual(
      ['start', 'start', 'continue', 'continue'].map((phase) => `"phase":"${phase}"`),
    );
  });

  test('exits 1 where the drill failed, and removes the copy', async () => {
    const { code, out, calls } = await drill(
      answers(step('make'), failed('point-in-time-recovery'), step('remove')),
      ...RESTORE,
    );
    expect({ code, out }).toEqual({
      code: 1,
      out: 'acme-prod-order: the drill of point-in-time-recovery failed.\nx: y must be z, got w. V.\n',
    });
    expect(calls.trimEnd().split('\n')).toHaveLength(3);
  });

  test('says that the copy may be there where it was not removed', async () => {
    const { code, out } = await drill(
      answers(step('make'), failed('point-in-time-recovery'), failed('point-in-time-recovery')),
      ...RESTORE,
    );
    expect(code).toBe(1);
    expect(out).toContain('Its copy may still be there.');
  });

  test('goes on after a look that failed, and not after five', async () => {
    const lost = JSON.stringify({ errorMessage: 'Task timed out' });
    const once = await drill(
      answers(step('make'), lost, step('ask', PASSED), step('remove')),
      ...RESTORE,
    );
    expect(once.code).toBe(0);
    expect(once.err).toContain('this look failed, and another is to come ("Task timed out").');
    const always = await drill(answers(step('make'), lost), ...RESTORE);
    expect(always.code).toBe(1);
    expect(always.err).toContain('Go on with `npx kura drill prod/order --cloud aws');
    expect(always.calls.trimEnd().split('\n')).toHaveLength(6);
  });

  test('says how to go on where somebody stops it', async () => {
    mockHow = 'stopped';
    const { code, err, calls } = await drill(answers(step('make')), ...RESTORE);
    expect(code).toBe(1);
    expect(err).toMatch(
      /acme-prod-order-drill is there until a drill of it ends\. Go on with `npx kura drill prod\/order --cloud aws --mechanism point-in-time-recovery --estate \S+`; to end it at once, see `.* --print`\.\n$/,
    );
    expect(calls.trimEnd().split('\n')).toHaveLength(1);
  });

  test('exits 1 where the copy is gone before it is heard of', async () => {
    const { code, out } = await drill(answers(step('make'), step('rest')), ...RESTORE);
    expect({ code, out }).toEqual({
      code: 1,
      out: 'acme-prod-order-drill is gone, and nobody has heard what it answered. Its schedule may have ended it: the runner’s log says what it showed.\n',
    });
  });

  test('prints the calls, in which nothing is left but the phase', async () => {
    const { code, out, calls } = await drill({}, ...RESTORE, '--print');
    expect({ code, calls }).toEqual({ code: 0, calls: '' });
    const fakes = `aws() { case "$1" in ec2) echo sg-0 ;; *) cat drill.json ;; esac; }\n`;
    const folder = estateFolder({});
    const ran = spawnSync('bash', ['-eu', '-c', `${fakes}${out}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(ran.stderr).toBe('');
    const given = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as DrillCall);
    expect(given.map(({ phase }) => phase)).toEqual(['start', 'continue']);
    expect(given[0]?.drill).toMatchObject({
      target: 'acme-prod-order-drill',
      copy: { securityGroups: ['sg-0'] },
    });
  });

  test.each([
    [
      'no mechanism of two',
      [],
      {},
      'one mechanism must be meant: prod/order rehearses point-in-time-recovery or recovery-replica, got no --mechanism. Add --mechanism point-in-time-recovery.',
    ],
    [
      'one that it does not rehearse',
      ['--mechanism', 'replicated-backups'],
      {},
      '--mechanism: it must be one that prod/order rehearses (point-in-time-recovery, recovery-replica), got "replicated-backups".',
    ],
    [
      'the credentials of another account',
      RESTORE,
      { FAKE_ACCOUNT: '999999999999' },
      'kura drill: credentials of account 333333333333 are required, where prod-aws-foundation is, got "999999999999".',
    ],
    [
      'no group',
      RESTORE,
      { FAKE_GROUP: '' },
      'one security group must be called acme-prod-drill-databases, into which the copy comes, got "". See that prod-aws-foundation and what it stands on are deployed.',
    ],
    [
      'no function',
      RESTORE,
      { FAKE_ERROR: 'ResourceNotFoundException' },
      'the function acme-prod-drill must be there and start, got',
    ],
  ])('refuses %s', async (_, argv, fake, message) => {
    const { code, err } = await drill(fake, ...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('refuses an instance of which nothing is rehearsed, with the reason', async () => {
    const files = {
      ...SMALL_ESTATE,
      'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', 'development'),
    };
    const { code, err } = await onMachine(
      AWS,
      'drill',
      'prod/shared-postgres',
      '--estate',
      estateFolder(files),
    );
    expect({ code, err }).toEqual({
      code: 2,
      err: 'kura drill: prod/shared-postgres must have a drill, got none. Nothing demanded of it rests on what nobody publishes: state an objective, as `objectives: { mistake: { rto: 4h } }`, and deploy, and point-in-time-recovery is rehearsed every month.\n1 problem\n',
    });
  });
});

describe('kura drill on Google Cloud', () => {
  const AS = '--impersonate-service-account=kura-deploy@acme-prod.iam.gserviceaccount.com';
  const web = googleInstanceOf(GOOGLE_ESTATE, 'prod-google-web');
  const [restore, replica] = drillsOf(web);
  if (!restore || !replica) throw new Error('two are rehearsed');
  const PROGRAM = readProgram(RUNNER.script);
  const jobOf = (order: string, program = PROGRAM.sha256): string => {
    const args = ['/runner/x.cjs', program, order, 'prod/web'];
    const spec = { containers: [{ args }] };
    return JSON.stringify({ spec: { template: { spec: { template: { spec } } } } });
  };
  const labels = { environment: 'prod', stack: 'whatever' };
  const order = (which = restore) =>
    drillText(declareGoogleDrill(web, which, { network: 'projects/x', labels }));
  const log = (line: object): string => JSON.stringify([{ jsonPayload: { drill: line } }]);
  const onGoogle = (fake: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
    onMachine(
      {
        FAKE_ACCOUNT: 'mika@acme.example',
        FAKE_JOB: jobOf(order()),
        FAKE_LOG: log(PASSED),
        ...fake,
      },
      'drill',
      'prod/web',
      '--estate',
      estateFolder(GOOGLE_ESTATE),
      ...(argv.length > 0 ? argv : RESTORE),
    );

  test('brings the job its program, starts it, waits, and reads what it showed', async () => {
    const { code, out, err, calls } = await onGoogle({});
    expect({ code, err }).toEqual({
      code: 0,
      err: `Bringing ${PROGRAM.name} to acme-prod-runner-acme-prod.\nWaiting for the job acme-prod-web-drill. It goes on, and removes its copy, if you stop waiting.\n`,
    });
    expect(out).toContain('rto: 48m');
    const placed = `--region=asia-northeast1 --project=acme-prod ${AS}`;
    expect(calls.trimEnd().split('\n').slice(1)).toEqual([
      `run jobs describe acme-prod-web-drill --format=json ${placed}`,
      `storage cp --no-clobber ${RUNNER.script} gs://acme-prod-runner-acme-prod/${PROGRAM.name} ${AS}`,
      `run jobs execute acme-prod-web-drill --wait ${placed}`,
      expect.stringMatching(
        /^logging read resource\.labels\.job_name="acme-prod-web-drill" AND jsonPayload\.message="drill" AND timestamp>="\S+Z" --project=acme-prod --bucket=acme-prod-databases --location=asia-northeast1 --view=_AllLogs --limit=1 --format=json\(jsonPayload\)$/,
      ),
    ]);
  });

  test('starts the one of the recovery region there', async () => {
    const { code, calls } = await onGoogle(
      { FAKE_JOB: jobOf(order(replica)) },
      '--mechanism',
      'recovery-replica',
    );
    expect(code).toBe(0);
    expect(calls).toContain(
      'run jobs execute acme-prod-web-recovery-drill --wait --region=asia-northeast2 ',
    );
    expect(calls).toContain('--bucket=acme-prod-recovery-databases --location=asia-northeast2 ');
  });

  test('exits 1 with what the drill found', async () => {
    const problem = 'x: y must be z, got w. V.';
    const { code, out } = await onGoogle({
      FAKE_ERROR: 'The execution failed.',
      FAKE_LOG: log({ ...PASSED, outcome: 'failed', problem }),
    });
    expect({ code, out }).toEqual({ code: 1, out: `${problem}\n` });
  });

  test('says where the log is while what it showed cannot be read', async () => {
    const { code, out } = await onGoogle({ FAKE_LOG: '[]' });
    expect(code).toBe(1);
    expect(out).toMatch(/^The drill passed; what it showed is in its log: gcloud logging read /);
    expect(paused).toHaveLength(6);
  });

  test.each([
    [
      'another order',
      { FAKE_JOB: jobOf(order().replace('"rto":7200000', '"rto":1')) },
      'got another order. Deploy prod-google-web first.',
    ],
    [
      'another program',
      { FAKE_JOB: jobOf(order(), '0'.repeat(64)) },
      'got another program. Deploy',
    ],
    ['what is no drill', { FAKE_JOB: jobOf('{}') }, 'got a job that is not Kura’s.'],
    [
      'nothing',
      { FAKE_MISSING: 'Cannot find job' },
      'the job acme-prod-web-drill must be there and start',
    ],
  ])('starts nothing where the deployed job is %s', async (_, fake, message) => {
    const { code, err, calls } = await onGoogle(fake);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(calls).not.toMatch(/execute|^storage/m);
  });

  test('prints the commands', async () => {
    const { code, out } = await onGoogle({}, ...RESTORE, '--print');
    expect(code).toBe(0);
    expect(out).toContain('gcloud run jobs execute acme-prod-web-drill --wait \\\n');
    expect(out).toContain('gcloud logging read ');
  });
});
