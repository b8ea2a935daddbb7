import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quote, type Problem } from '../model/problem';
import { shellWord } from './bootstrap/shell';
import { lastWords, notInstalled, runCommand, type Ended } from './cloud-command';
import { command } from './connect/block';

/** A function that is a runner. */
export interface RunnerFunction {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** Which has made it. */
  readonly stack: string;
}

/** What a function answered, as text; or why it never began. */
export type Answered = { readonly answer: string } | { readonly problem: Problem };

/** A minute more than the function’s own limit: the command’s is a minute, after which it starts a second run. */
const PATIENCE = 960;

/** What Lambda and the AWS command line are told: no second attempt, and no pager. */
const ENVIRONMENT = { AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '' };

/** Runs the AWS command line once. */
export function aws(args: readonly string[]): Promise<Ended | undefined> {
  return runCommand('aws', args, ENVIRONMENT);
}

/** Starts a function with a payload and waits for it. `place` is the verb, for messages. */
export async function invoke(
  place: string,
  runner: RunnerFunction,
  payload: string,
): Promise<Answered> {
  const folder = mkdtempSync(join(tmpdir(), 'kura-sql-'));
  const [file, answer] = [join(folder, 'state.json'), join(folder, 'answer.json')];
  try {
    writeFileSync(file, payload, { mode: 0o600 });
    const words = invocation(runner, `file://${file}`).flat();
    const ended = await aws([...words, '--output', 'json', answer]);
    if (!ended) return { problem: notInstalled(place, 'aws') };
    if (ended.status !== 0) return { problem: notStarted(place, runner, lastWords(ended)) };
    return { answer: readFileSync(answer, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same by hand, with the answer on the terminal. */
export function invocationText(runner: RunnerFunction, file: string): string[] {
  const [program = [], ...options] = invocation(runner, `file://${file}`);
  return command(
    ['AWS_MAX_ATTEMPTS=1', 'aws', ...program.map(shellWord)].join(' '),
    ...options.map((words) => words.map(shellWord).join(' ')),
    '/dev/stdout',
  );
}

/** The words of the command line, as they belong together. */
const invocation = ({ name, region }: RunnerFunction, payload: string): string[][] => [
  ['lambda', 'invoke', '--function-name', name],
  ['--region', region, '--cli-read-timeout', String(PATIENCE)],
  ['--cli-binary-format', 'raw-in-base64-out', '--payload', payload],
];

/** An account of the same name as another would be given what is not its own. */
export async function wrongCredentials(
  place: string,
  { account, stack }: Pick<RunnerFunction, 'account' | 'stack'>,
): Promise<Problem | undefined> {
  const args = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'];
  const ended = await aws(args);
  if (!ended) return notInstalled(place, 'aws');
  const found = ended.stdout.trim();
  if (ended.status === 0 && found === account) return undefined;
  return {
    place,
    required: `credentials of account ${account} are required, where ${stack} is`,
    got: ended.status === 0 ? quote(found) : lastWords(ended),
    cure: 'Log in, as with `aws sso login`, or set AWS_PROFILE.',
  };
}

/** The function is not there, or said what a runner does not say. */
export function notStarted(place: string, { name, stack }: RunnerFunction, got: string): Problem {
  return {
    place,
    required: `the function ${name} must be there and start`,
    got,
    cure: `See that ${stack} is deployed and that you may invoke the function.`,
  };
}

/** JSON, or undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
