import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import type { Problem } from '../model/problem';
import { runnerBucket } from '../model/sql/runner-store';
import { shellWord } from './bootstrap/shell';
import { lastWords, notInstalled, runCommand, type Ended } from './cloud-command';
import { command } from './connect/block';
import { recoveryPrefix, type Home } from './serving-home';

/** A job of Cloud Run that a stack has made: a runner, or what rehearses a recovery. */
export interface CloudRunJob {
  readonly name: string;
  readonly stack: string;
  readonly project: string;
  readonly region: string;
  /** As who Terraform deploys: that account may read the job, add to its bucket and start it. */
  readonly deployer: string;
  /** Where it takes from what it runs. */
  readonly bucket: string;
  /** Where its log is, and what of it is read. */
  readonly logs: { readonly bucket: string; readonly region: string };
}

/** An instance, and what its environment shares. */
export interface GoogleRun {
  readonly instance: GoogleInstance;
  readonly foundation: GoogleFoundation;
}

/** A job in one of an instance’s regions. In a project of its own an instance has all that others share. */
export function jobIn(
  { stack, target, identifier }: Home<GoogleInstance>,
  { instance, foundation }: GoogleRun,
  name: string,
): CloudRunJob {
  const { project, region, deployServiceAccount: deployer } = target;
  const shared = stack === instance.stack ? foundation.prefix : recoveryPrefix(foundation.prefix);
  const owner = project === foundation.target.project ? shared : identifier;
  return {
    ...{ name, stack, project, region, deployer },
    bucket: runnerBucket(owner, project),
    logs: { bucket: `${owner}-databases`, region },
  };
}

/** Parts of command lines: words that belong together. */
type Parts = readonly (readonly string[])[];

const actingAs = ({ deployer }: CloudRunJob): string[] => [
  `--impersonate-service-account=${deployer}`,
];

const placed = (job: CloudRunJob): Parts => [
  [`--region=${job.region}`, `--project=${job.project}`],
  actingAs(job),
];

export const description = (job: CloudRunJob): Parts => [
  ['run', 'jobs', 'describe', job.name, '--format=json'],
  ...placed(job),
];

export const execution = (job: CloudRunJob): Parts => [
  ['run', 'jobs', 'execute', job.name, '--wait'],
  ...placed(job),
];

/** An object that is there stays: its name tells its content, and the deploy account may replace none. */
export const upload = (job: CloudRunJob, file: string, name: string): Parts => [
  ['storage', 'cp', '--no-clobber', file],
  [`gs://${job.bucket}/${name}`],
  actingAs(job),
];

/** What reads a job’s log, which is in its environment’s own bucket ("gcloud logging read", Google Cloud SDK, read 2026-11). */
export const logReading = (
  { name, project, logs }: CloudRunJob,
  more: string,
  ...last: readonly string[]
): Parts => [
  ['logging', 'read', `resource.labels.job_name="${name}"${more}`],
  [`--project=${project}`, `--bucket=${logs.bucket}`, `--location=${logs.region}`],
  ['--view=_AllLogs', ...last],
];

/** A command line on one line, for messages. */
export const oneLine = (parts: Parts): string =>
  ['gcloud', ...parts.flat().map(shellWord)].join(' ');

/** A command line over several lines. */
export const printed = (parts: Parts): string[] =>
  command(
    ...parts.map((words, i) => [...(i === 0 ? ['gcloud'] : []), ...words.map(shellWord)].join(' ')),
  );

/** Runs gcloud, which was there a moment ago. */
export async function gcloud(parts: Parts): Promise<Ended> {
  const ended = await runCommand('gcloud', parts.flat());
  return ended ?? { status: null, stdout: '', stderr: 'gcloud: no such program' };
}

/** What gcloud says of an execution that began and did not end well; all else is that none began. */
export const FAILED = /^ERROR: .*(?:execution|task).*fail/im;

export async function wrongAccount(place: string): Promise<Problem | undefined> {
  const accounts = ['auth', 'list', '--filter=status:ACTIVE', '--format=value(account)'];
  const known = await runCommand('gcloud', accounts);
  if (!known) return notInstalled(place, 'gcloud');
  if (known.status === 0 && known.stdout.trim() !== '') return undefined;
  const got = known.status === 0 ? 'none' : lastWords(known);
  const required = 'an account of gcloud is required';
  return { place, required, got, cure: 'Run `gcloud auth login`.' };
}

export function notBrought(
  place: string,
  { bucket, deployer }: CloudRunJob,
  ended: Ended,
): Problem {
  return {
    place,
    required: `the bucket ${bucket} must take what the job runs`,
    got: lastWords(ended),
    cure: `See that you may act as ${deployer}, and that its project was bootstrapped since.`,
  };
}

export function notStarted(
  place: string,
  { name, stack, deployer }: CloudRunJob,
  ended: Ended,
): Problem {
  return {
    place,
    required: `the job ${name} must be there and start`,
    got: lastWords(ended),
    cure: `See that ${stack} is deployed and that you may act as ${deployer}.`,
  };
}
