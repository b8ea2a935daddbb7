import type { GoogleInstance } from '../../model/deployment/google-deployment';
import type { Problem } from '../../model/problem';
import { shellWord } from '../bootstrap/shell';
import { lastWords, notInstalled, runCommand, type Ended } from '../cloud-command';
import { command } from '../connect/block';
import { runnerName, type RunEnd } from './run-end';

const PLACE = 'kura sql apply';

/** Starts the job that is the instance’s runner, and waits for it. What it applies is the state that was deployed. */
export async function runOnGoogle(instance: GoogleInstance): Promise<RunEnd> {
  const accounts = ['auth', 'list', '--filter=status:ACTIVE', '--format=value(account)'];
  const known = await runCommand('gcloud', accounts);
  if (!known) return { problem: notInstalled(PLACE, 'gcloud') };
  if (known.status !== 0 || known.stdout.trim() === '') {
    const got = known.status === 0 ? 'none' : lastWords(known);
    const required = 'an account of gcloud is required';
    return { problem: { place: PLACE, required, got, cure: 'Run `gcloud auth login`.' } };
  }
  const ended = await runCommand('gcloud', execution(instance).flat());
  if (!ended) return { problem: notInstalled(PLACE, 'gcloud') };
  if (ended.status === 0) return { log: logsOf(instance) };
  return FAILED.test(ended.stderr)
    ? { failed: `${lastWords(ended)}\nIts log: ${logsOf(instance)}` }
    : { problem: notStarted(instance, ended) };
}

/** What gcloud says of an execution that began and did not end well; all else is that none began. */
const FAILED = /^ERROR: .*(?:execution|task).*fail/im;

/** The same by hand. */
export const googleCommand = (instance: GoogleInstance): string[] =>
  command(
    ...execution(instance)
      .map((words) => words.map(shellWord).join(' '))
      .map(withProgram),
  );

const withProgram = (part: string, i: number): string => (i === 0 ? `gcloud ${part}` : part);

/** The words of the command line, as they belong together. */
const execution = ({ identifier, target }: GoogleInstance): string[][] => [
  ['run', 'jobs', 'execute', runnerName(identifier), '--wait'],
  [`--region=${target.region}`, `--project=${target.project}`],
];

function notStarted({ identifier, stack }: GoogleInstance, ended: Ended): Problem {
  return {
    place: PLACE,
    required: `the job ${runnerName(identifier)} must be there and start`,
    got: lastWords(ended),
    cure: `See that ${stack} is deployed and that you may run the job.`,
  };
}

/** The command that reads the job’s log. */
function logsOf({ identifier, target }: GoogleInstance): string {
  const filter = `resource.labels.job_name="${runnerName(identifier)}"`;
  return `gcloud logging read ${shellWord(filter)} --project=${target.project} --freshness=1h --format='value(textPayload)'`;
}
