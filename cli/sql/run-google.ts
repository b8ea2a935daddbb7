import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoogleFoundation, GoogleInstance } from '../../model/deployment/google-deployment';
import type { Problem } from '../../model/problem';
import { declaredText, declareState } from '../../model/sql/declare';
import { runnerBucketOf, stateObject } from '../../model/sql/runner-store';
import { missingRunner, readProgram } from '../../stacks/runner-asset';
import { shellWord } from '../bootstrap/shell';
import { builtRunner } from '../built-runner';
import { lastWords, notInstalled, runCommand, type Ended } from '../cloud-command';
import { command } from '../connect/block';
import { pinnedElse, type Pinned } from './pinned-by-job';
import { runnerName, type RunEnd } from './run-end';

const PLACE = 'kura sql apply';

/** An instance, and who has the bucket of its runner. */
export interface GoogleRun {
  readonly instance: GoogleInstance;
  readonly foundation: GoogleFoundation;
}

/**
 * Brings what the instance's job is to run and to be given, starts it and waits for it. The deployed job takes only what it pins, so
 * that the estate must be what was deployed.
 */
export async function runOnGoogle(run: GoogleRun, say: (line: string) => void): Promise<RunEnd> {
  const { instance } = run;
  const { script } = builtRunner();
  const wrong = (await wrongCredentials()) ?? missingRunner(script)[0];
  if (wrong) return { problem: wrong };
  const text = declaredText(declareState(instance));
  const pinned: Pinned = {
    program: readProgram(script),
    state: stateObject(instance.stack, text),
  };
  const problem = (await notDeployed(instance, pinned)) ?? (await bring(run, pinned, text, say));
  if (problem) return { problem };
  say(`Waiting for the job ${runnerName(instance.identifier)}.`);
  const ended = await gcloud(execution(instance));
  if (ended.status === 0) return { log: logsOf(instance) };
  return FAILED.test(ended.stderr)
    ? { failed: `${lastWords(ended)}\nIts log: ${logsOf(instance)}` }
    : { problem: notStarted(instance, ended) };
}

/** What gcloud says of an execution that began and did not end well; all else is that none began. */
const FAILED = /^ERROR: .*(?:execution|task).*fail/im;

/** The same by hand. */
export function googleCommand(run: GoogleRun, name: string, estate: string): string[] {
  const { instance } = run;
  const { script } = builtRunner();
  const state = stateObject(instance.stack, declaredText(declareState(instance)));
  return [
    ...command(
      `npx kura sql ${shellWord(name)} --cloud google --estate ${shellWord(estate)} --format json`,
      // The runner is given one line: the bytes whose digest is pinned.
      `| node -e 'process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0))))' > state.json`,
    ),
    ...printed(upload(run, script, readProgram(script).name)),
    ...printed(upload(run, 'state.json', state.name)),
    ...printed(execution(instance)),
  ];
}

const printed = (parts: string[][]): string[] =>
  command(
    ...parts.map((words, i) => [...(i === 0 ? ['gcloud'] : []), ...words.map(shellWord)].join(' ')),
  );

/** As who Terraform deploys: that account may read the job, add to its bucket and start it. */
const asDeployer = ({ target }: GoogleInstance): string[] => [
  `--impersonate-service-account=${target.deployServiceAccount}`,
];

/** The words of the command lines, as they belong together. */
const placed = (instance: GoogleInstance): string[][] => [
  [`--region=${instance.target.region}`, `--project=${instance.target.project}`],
  asDeployer(instance),
];

const description = (instance: GoogleInstance): string[][] => [
  ['run', 'jobs', 'describe', runnerName(instance.identifier), '--format=json'],
  ...placed(instance),
];

const execution = (instance: GoogleInstance): string[][] => [
  ['run', 'jobs', 'execute', runnerName(instance.identifier), '--wait'],
  ...placed(instance),
];

/** An object that is there stays: its name tells its content, and the deploy account may replace none. */
const upload = (run: GoogleRun, file: string, name: string): string[][] => [
  ['storage', 'cp', '--no-clobber', file],
  [`gs://${bucketOf(run)}/${name}`],
  asDeployer(run.instance),
];

const bucketOf = ({ instance, foundation }: GoogleRun): string =>
  runnerBucketOf(instance, foundation);

/** Runs gcloud, which was there a moment ago. */
async function gcloud(parts: string[][]): Promise<Ended> {
  const ended = await runCommand('gcloud', parts.flat());
  return ended ?? { status: null, stdout: '', stderr: 'gcloud: no such program' };
}

async function wrongCredentials(): Promise<Problem | undefined> {
  const accounts = ['auth', 'list', '--filter=status:ACTIVE', '--format=value(account)'];
  const known = await runCommand('gcloud', accounts);
  if (!known) return notInstalled(PLACE, 'gcloud');
  if (known.status === 0 && known.stdout.trim() !== '') return undefined;
  const got = known.status === 0 ? 'none' : lastWords(known);
  const required = 'an account of gcloud is required';
  return { place: PLACE, required, got, cure: 'Run `gcloud auth login`.' };
}

/** What the deployed job pins is looked at first: it would refuse anything else, after a minute. */
async function notDeployed(instance: GoogleInstance, pinned: Pinned): Promise<Problem | undefined> {
  const ended = await gcloud(description(instance));
  if (ended.status !== 0) return notStarted(instance, ended);
  const got = pinnedElse(ended.stdout, pinned);
  if (got === undefined) return undefined;
  return {
    place: PLACE,
    required: `the job ${runnerName(instance.identifier)} must take what the estate declares now, and this runner`,
    got,
    cure: `Deploy ${instance.stack} first.`,
  };
}

async function bring(
  run: GoogleRun,
  { program, state }: Pinned,
  text: string,
  say: (line: string) => void,
): Promise<Problem | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'kura-sql-'));
  try {
    const file = join(folder, 'state.json');
    writeFileSync(file, text, { mode: 0o600 });
    const objects = [
      [builtRunner().script, program.name],
      [file, state.name],
    ] as const;
    for (const [from, name] of objects) {
      say(`Bringing ${name} to ${bucketOf(run)}.`);
      const ended = await gcloud(upload(run, from, name));
      if (ended.status !== 0) return notBrought(run, ended);
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notBrought(run: GoogleRun, ended: Ended): Problem {
  const { deployServiceAccount } = run.instance.target;
  return {
    place: PLACE,
    required: `the bucket ${bucketOf(run)} must take what the job runs`,
    got: lastWords(ended),
    cure: `See that you may act as ${deployServiceAccount}, and that its project was bootstrapped since.`,
  };
}

function notStarted({ identifier, stack, target }: GoogleInstance, ended: Ended): Problem {
  return {
    place: PLACE,
    required: `the job ${runnerName(identifier)} must be there and start`,
    got: lastWords(ended),
    cure: `See that ${stack} is deployed and that you may act as ${target.deployServiceAccount}.`,
  };
}

/** The command that reads the job’s log. */
function logsOf({ identifier, target }: GoogleInstance): string {
  const filter = `resource.labels.job_name="${runnerName(identifier)}"`;
  return `gcloud logging read ${shellWord(filter)} --project=${target.project} --freshness=1h --format='value(textPayload)'`;
}
