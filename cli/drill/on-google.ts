import { z } from 'zod';
import type { Problem } from '../../model/problem';
import { declareGoogleDrill, drillText } from '../../model/recovery/declare-google-drill';
import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import { missingRunner, readProgram } from '../../stacks/runner-asset';
import { parsed } from '../aws-function';
import { builtRunner } from '../built-runner';
import { lastWords } from '../cloud-command';
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
import { argumentsOf } from '../sql/pinned-by-job';
import type { ChosenDrill } from './choose-drill';
import type { DrillEnd, Shown } from './drill-end';
import { pause } from './pause';

const PLACE = 'kura drill';

/** The job that a drill is: it is named after its copy, and its definition has the whole order. */
export function drillJob(run: GoogleRun, drill: ChosenDrill): CloudRunJob {
  const { instance } = run;
  const away = drill.runsIn === 'recovery' ? instance.recoveryHome : undefined;
  return jobIn(away ?? instance, run, declared(run, drill).target);
}

/** What the estate orders but for what is known at the deploy alone: that is taken from what was deployed. */
function declared({ instance }: GoogleRun, drill: ChosenDrill, deployed?: Deployed) {
  const { labels = {}, copy } = deployed?.drill ?? {};
  return declareGoogleDrill(instance, drill, { labels, network: copy?.network ?? '' });
}

/** Brings the job its program, starts it and waits; it removes its copy itself, whoever waits. */
export async function drillOnGoogle(
  run: GoogleRun,
  drill: ChosenDrill,
  { say, now }: { readonly say: (line: string) => void; readonly now: () => Date },
): Promise<DrillEnd> {
  const job = drillJob(run, drill);
  const { script } = builtRunner();
  const wrong = (await wrongAccount(PLACE)) ?? missingRunner(script)[0];
  const problem = wrong ?? (await notDeployed(run, drill, job)) ?? (await bring(job, say));
  if (problem) return { problem };
  const begun = now();
  const log = oneLine(reading(job, begun));
  say(`Waiting for the job ${job.name}. It goes on, and removes its copy, if you stop waiting.`);
  const ended = await gcloud(execution(job));
  if (ended.status === null) return { open: `The job ${job.name} goes on. Its log: ${log}` };
  if (ended.status !== 0 && !FAILED.test(ended.stderr)) {
    return { problem: notStarted(PLACE, job, ended) };
  }
  const line = await lastLine(job, begun);
  if (line?.outcome === 'passed') return { shown: line };
  if (line) return { failed: line.problem ?? `The drill of ${drill.mechanism} failed.` };
  const said = ended.status === 0 ? 'The drill passed; what it showed' : lastWords(ended);
  return { failed: `${said} is in its log: ${log}` };
}

/** The same by hand. */
export function googleDrillCommand(run: GoogleRun, drill: ChosenDrill): string[] {
  const job = drillJob(run, drill);
  const { script } = builtRunner();
  return [
    ...printed(upload(job, script, readProgram(script).name)),
    ...printed(execution(job)),
    ...printed(reading(job)),
  ];
}

/** The line in which a drill says what it has shown. */
const reading = (job: CloudRunJob, since?: Date) =>
  logReading(
    job,
    ` AND jsonPayload.message="drill"${since ? ` AND timestamp>="${since.toISOString()}"` : ''}`,
    '--limit=1',
    '--format=json(jsonPayload)',
  );

const deployedOrder = z.object({
  drill: z.looseObject({
    labels: z.record(z.string(), z.string()),
    copy: z.looseObject({ network: z.string() }).nullable(),
  }),
});
type Deployed = z.output<typeof deployedOrder>;

/** A job of before would rehearse what is not demanded any more, or ask for what is not there. */
async function notDeployed(
  run: GoogleRun,
  drill: ChosenDrill,
  job: CloudRunJob,
): Promise<Problem | undefined> {
  const ended = await gcloud(description(job));
  if (ended.status !== 0) return notStarted(PLACE, job, ended);
  const got = deployedElse(ended.stdout, (deployed) => declared(run, drill, deployed));
  if (got === undefined) return undefined;
  const required = `the job ${job.name} must rehearse what the estate demands now, with this runner`;
  return { place: PLACE, required, got, cure: `Deploy ${job.stack} first.` };
}

function deployedElse(
  described: string,
  orderOf: (deployed: Deployed) => GoogleDrillOrder,
): string | undefined {
  const [, sha256, text] = argumentsOf(described) ?? [];
  const deployed = deployedOrder.safeParse(parsed(text ?? ''));
  if (!deployed.success) return 'a job that is not Kura’s';
  if (sha256 !== readProgram(builtRunner().script).sha256) return 'another program';
  return text === drillText(orderOf(deployed.data)) ? undefined : 'another order';
}

async function bring(job: CloudRunJob, say: (line: string) => void): Promise<Problem | undefined> {
  const { script } = builtRunner();
  const { name } = readProgram(script);
  say(`Bringing ${name} to ${job.bucket}.`);
  const ended = await gcloud(upload(job, script, name));
  return ended.status === 0 ? undefined : notBrought(PLACE, job, ended);
}

const entries = z.array(
  z.object({
    jsonPayload: z.object({
      drill: z.object({
        outcome: z.enum(['passed', 'failed']),
        rtoSeconds: z.number().nullable(),
        rpoSeconds: z.number().nullable(),
        problem: z.string().optional(),
      }),
    }),
  }),
);
type Line = Shown & {
  readonly outcome: 'passed' | 'failed';
  readonly problem?: string | undefined;
};

const ATTEMPTS = 6;
const BETWEEN = 10_000;

/** What was logged can be read some seconds later. */
async function lastLine(job: CloudRunJob, since: Date): Promise<Line | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { status, stdout } = await gcloud(reading(job, since));
    const read = entries.safeParse(parsed(stdout));
    const [entry] = read.success ? read.data : [];
    if (status !== 0 || entry) return entry?.jsonPayload.drill;
    if ((await pause(BETWEEN)) === 'stopped') return undefined;
  }
  return undefined;
}
