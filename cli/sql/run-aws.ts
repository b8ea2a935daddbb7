import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { quote, type Problem } from '../../model/problem';
import { declareState, declaredText } from '../../model/sql/declare';
import { shellWord } from '../bootstrap/shell';
import { lastWords, notInstalled, runCommand } from '../cloud-command';
import { command } from '../connect/block';
import { runnerName, type RunEnd } from './run-end';

const PLACE = 'kura sql apply';

/** A minute more than the function’s own limit: the command’s is a minute, after which it starts a second run. */
const PATIENCE = 960;

/** What Lambda and the AWS command line are told: no second attempt, and no pager. */
const ENVIRONMENT = { AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '' };

/** Starts the function that is the instance’s runner with what the estate declares now, and waits for it. */
export async function runOnAws(instance: AwsInstance): Promise<RunEnd> {
  const wrong = await wrongCredentials(instance);
  if (wrong) return { problem: wrong };
  const folder = mkdtempSync(join(tmpdir(), 'kura-sql-'));
  const [state, answer] = [join(folder, 'state.json'), join(folder, 'answer.json')];
  try {
    writeFileSync(state, declaredText(declareState(instance)), { mode: 0o600 });
    const args = [...invocation(instance, `file://${state}`).flat(), '--output', 'json', answer];
    const ended = await runCommand('aws', args, ENVIRONMENT);
    if (!ended) return { problem: notInstalled(PLACE, 'aws') };
    if (ended.status !== 0) return { problem: notStarted(instance, lastWords(ended)) };
    return readAnswer(instance, readFileSync(answer, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same by hand. The file is named after the instance: one of another would be refused, and is not mistaken for it. */
export function awsCommand(instance: AwsInstance, name: string, estate: string): string[] {
  const state = `${instance.stack}.json`;
  const [program = [], ...options] = invocation(instance, `file://${state}`);
  return [
    ...command(
      `npx kura sql ${shellWord(name)} --cloud aws --estate ${shellWord(estate)}`,
      `--format json > ${shellWord(state)}`,
    ),
    ...command(
      ['AWS_MAX_ATTEMPTS=1', 'aws', ...program.map(shellWord)].join(' '),
      ...options.map((words) => words.map(shellWord).join(' ')),
      '/dev/stdout',
    ),
  ];
}

/** The words of the command line, as they belong together. */
const invocation = ({ identifier, target }: AwsInstance, payload: string): string[][] => [
  ['lambda', 'invoke', '--function-name', runnerName(identifier)],
  ['--region', target.region, '--cli-read-timeout', String(PATIENCE)],
  ['--cli-binary-format', 'raw-in-base64-out', '--payload', payload],
];

/** An account of the same name as another would be given what is not its own. */
async function wrongCredentials({ target, stack }: AwsInstance): Promise<Problem | undefined> {
  const args = ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'];
  const ended = await runCommand('aws', args, ENVIRONMENT);
  if (!ended) return notInstalled(PLACE, 'aws');
  const account = ended.stdout.trim();
  if (ended.status === 0 && account === target.account) return undefined;
  return {
    place: PLACE,
    required: `credentials of account ${target.account} are required, where ${stack} is`,
    got: ended.status === 0 ? quote(account) : lastWords(ended),
    cure: 'Log in, as with `aws sso login`, or set AWS_PROFILE.',
  };
}

function notStarted({ identifier, stack }: AwsInstance, got: string): Problem {
  return {
    place: PLACE,
    required: `the function ${runnerName(identifier)} must be there and start`,
    got,
    cure: `See that ${stack} is deployed and that you may invoke the function.`,
  };
}

const thrown = z.object({ errorMessage: z.string() });
const kept = z.object({
  outcome: z.enum(['converged', 'waiting']),
  applied: z.number(),
  waiting: z.array(z.string()),
  kept: z.array(z.string()),
  withheld: z.array(z.string()),
});

/** What the function returned, or what it threw: a run that did not end well is thrown. */
function readAnswer(instance: AwsInstance, text: string): RunEnd {
  const value = parse(text);
  const run = kept.safeParse(value);
  if (run.success) return { kept: run.data };
  const error = thrown.safeParse(value);
  if (error.success) return { failed: error.data.errorMessage };
  return { problem: notStarted(instance, quote(text)) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
