import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../model/problem';
import { declaredText } from '../../model/sql/declare';
import { stateObject } from '../../model/sql/runner-store';
import { missingRunner, readProgram } from '../../stacks/runner-asset';
import { shellWord } from '../bootstrap/shell';
import { builtRunner } from '../built-runner';
import { lastWords } from '../cloud-command';
import { command } from '../connect/block';
import {
  description,
  execution,
  FAILED,
  gcloud,
  jobIn,
  logReading,
  notBrought,
  notStarted,
  oneLine,
  printed,
  upload,
  wrongAccount,
  type CloudRunJob,
  type GoogleRun,
} from '../google-job';
import { servingHome, servingState } from '../serving-home';
import { pinnedElse, type Pinned } from './pinned-by-job';
import { runnerName, type RunEnd } from './run-end';

const PLACE = 'kura sql apply';

/** The job that is the runner of the instance that serves. */
function runnerJob(run: GoogleRun): CloudRunJob {
  const home = servingHome(run.instance);
  return jobIn(home, run, runnerName(home.identifier));
}

/**
 * Brings what the instance's job is to run and to be given, starts it and waits for it. The deployed job takes only what it pins, so
 * that the estate must be what was deployed.
 */
export async function runOnGoogle(run: GoogleRun, say: (line: string) => void): Promise<RunEnd> {
  const job = runnerJob(run);
  const { script } = builtRunner();
  const wrong = (await wrongAccount(PLACE)) ?? missingRunner(script)[0];
  if (wrong) return { problem: wrong };
  const text = declaredText(servingState(run.instance));
  const pinned: Pinned = { program: readProgram(script), state: stateObject(job.stack, text) };
  const problem = (await notDeployed(job, pinned)) ?? (await bring(job, pinned, text, say));
  if (problem) return { problem };
  say(`Waiting for the job ${job.name}.`);
  const ended = await gcloud(execution(job));
  const log = oneLine(logReading(job, '', '--freshness=1h', '--format=value(textPayload)'));
  if (ended.status === 0) return { log };
  return FAILED.test(ended.stderr)
    ? { failed: `${lastWords(ended)}\nIts log: ${log}` }
    : { problem: notStarted(PLACE, job, ended) };
}

/** The same by hand. */
export function googleCommand(run: GoogleRun, name: string, estate: string): string[] {
  const job = runnerJob(run);
  const { script } = builtRunner();
  const state = stateObject(job.stack, declaredText(servingState(run.instance)));
  return [
    ...command(
      `npx kura sql ${shellWord(name)} --cloud google --estate ${shellWord(estate)} --format json`,
      // The runner is given one line: the bytes whose digest is pinned.
      `| node -e 'process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0))))' > state.json`,
    ),
    ...printed(upload(job, script, readProgram(script).name)),
    ...printed(upload(job, 'state.json', state.name)),
    ...printed(execution(job)),
  ];
}

/** What the deployed job pins is looked at first: it would refuse anything else, after a minute. */
async function notDeployed(job: CloudRunJob, pinned: Pinned): Promise<Problem | undefined> {
  const ended = await gcloud(description(job));
  if (ended.status !== 0) return notStarted(PLACE, job, ended);
  const got = pinnedElse(ended.stdout, pinned);
  if (got === undefined) return undefined;
  return {
    place: PLACE,
    required: `the job ${job.name} must take what the estate declares now, and this runner`,
    got,
    cure: `Deploy ${job.stack} first.`,
  };
}

async function bring(
  job: CloudRunJob,
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
      say(`Bringing ${name} to ${job.bucket}.`);
      const ended = await gcloud(upload(job, from, name));
      if (ended.status !== 0) return notBrought(PLACE, job, ended);
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
