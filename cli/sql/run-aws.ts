import { z } from 'zod';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { quote } from '../../model/problem';
import { declaredText } from '../../model/sql/declare';
import {
  invocationText,
  invoke,
  notStarted,
  parsed,
  wrongCredentials,
  type RunnerFunction,
} from '../aws-function';
import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import { servingHome, servingState, type Home } from '../serving-home';
import { runnerName, type RunEnd } from './run-end';

const PLACE = 'kura sql apply';

/** The function that is the runner of what is in one place. */
export function runnerFunction({ stack, identifier, target }: Home<AwsInstance>): RunnerFunction {
  const { account, region } = target;
  return { name: runnerName(identifier), region, account, stack };
}

/** Starts the function that is the instance’s runner with what the estate declares now, and waits for it. */
export async function runOnAws(instance: AwsInstance): Promise<RunEnd> {
  const runner = runnerFunction(servingHome(instance));
  const wrong = await wrongCredentials(PLACE, runner);
  if (wrong) return { problem: wrong };
  const answered = await invoke(PLACE, runner, declaredText(servingState(instance)));
  return 'problem' in answered ? answered : readAnswer(runner, answered.answer);
}

/** The same by hand. The file is named after the instance: one of another would be refused, and is not mistaken for it. */
export function awsCommand(instance: AwsInstance, name: string, estate: string): string[] {
  const runner = runnerFunction(servingHome(instance));
  const state = `${runner.stack}.json`;
  return [
    ...command(
      `npx kura sql ${shellWord(name)} --cloud aws --estate ${shellWord(estate)}`,
      `--format json > ${shellWord(state)}`,
    ),
    ...invocationText(runner, state),
  ];
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
function readAnswer(runner: RunnerFunction, text: string): RunEnd {
  const value = parsed(text);
  const run = kept.safeParse(value);
  if (run.success) return { kept: run.data };
  const error = thrown.safeParse(value);
  if (error.success) return { failed: error.data.errorMessage };
  return { problem: notStarted(PLACE, runner, quote(text)) };
}
