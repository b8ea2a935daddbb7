import { z } from 'zod';
import { quote, type Problem } from '../../model/problem';
import type { AwsDrillOrder, DrillCall, DrillPhase } from '../../model/recovery/drill-order';
import {
  aws,
  invoke,
  notStarted,
  parsed,
  wrongCredentials,
  type RunnerFunction,
} from '../aws-function';
import { lastWords, notInstalled } from '../cloud-command';
import type { DrillEnd, Shown } from './drill-end';
import { pause } from './pause';

const PLACE = 'kura drill';

const MINUTE = 60_000;
/** Between two looks at the copy. */
const BETWEEN = 3 * MINUTE;
/** Looks in a row that may fail, as with a network that is away for a while. */
const FAILURES = 5;

/** What a drill is run with, on AWS. */
export interface AwsDrillRun {
  readonly runner: RunnerFunction;
  /** The name of the group of copies, which lets in what rehearses. */
  readonly group: string;
  readonly order: (securityGroup: string) => AwsDrillOrder;
  /** The command line by which it is gone on with. */
  readonly again: string;
}

/**
 * Begins a drill, or goes on with one that has begun, and calls the runner every few minutes until it has an answer and its copy is on
 * its way out: the copy’s own tags say how far it is, so that anybody may call next.
 */
export async function drillOnAws(
  { runner, group, order, again }: AwsDrillRun,
  say: (line: string) => void,
): Promise<DrillEnd> {
  const wrong = await wrongCredentials(PLACE, runner);
  if (wrong) return { problem: wrong };
  const id = await groupId(runner, group);
  if (typeof id !== 'string') return { problem: id };
  const ordered = order(id);
  const ask = (phase: DrillPhase) => call(runner, { drill: ordered, phase });
  const { target } = ordered;
  const open = `${target} is there until a drill of it ends. Go on with \`${again}\`; to end it at once, see \`${again} --print\`.`;
  let begun = false;
  let failures = 0;
  for (;;) {
    const answer = await ask(begun ? 'continue' : 'start');
    if ('problem' in answer) {
      failures += 1;
      if (!begun) return answer;
      if (failures === FAILURES) return { open, problem: answer.problem };
      say(`${target}: this look failed, and another is to come (${answer.problem.got}).`);
    } else if ('thrown' in answer) {
      const left = ENDED.test(answer.thrown) ? await cleared(ask, open) : [];
      return { failed: [answer.thrown, ...left].join('\n') };
    } else if (answer.shown) {
      for (const line of await cleared(ask, open)) say(line);
      return { shown: answer.shown };
    } else {
      failures = 0;
      if (begun && answer.step === 'rest') return { failed: gone(target) };
      begun ||= !['rest', 'remove'].includes(answer.step);
      say(`${target} ${STEPS[answer.step]}.`);
    }
    if ((await pause(BETWEEN)) === 'stopped') return { open };
  }
}

const STEPS = {
  make: 'is being made',
  wait: 'is on its way',
  promote: 'is being promoted',
  ask: 'lets nobody in yet',
  remove: 'of an earlier drill is being removed',
  rest: 'of an earlier drill is on its way out',
} as const;

const gone = (target: string): string =>
  `${target} is gone, and nobody has heard what it answered. Its schedule may have ended it: the runner’s log says what it showed.`;

/** The id of the one group of a name. */
async function groupId({ region, stack }: RunnerFunction, name: string): Promise<string | Problem> {
  const ended = await aws([
    ...['ec2', 'describe-security-groups', '--region', region],
    ...['--filters', `Name=group-name,Values=${name}`],
    ...['--query', 'SecurityGroups[].GroupId', '--output', 'text'],
  ]);
  if (!ended) return notInstalled(PLACE, 'aws');
  const found = ended.stdout.trim();
  if (ended.status === 0 && /^sg-\w+$/.test(found)) return found;
  return {
    place: PLACE,
    required: `one security group must be called ${name}, into which the copy comes`,
    got: ended.status === 0 ? quote(found) : lastWords(ended),
    cure: `See that ${stack} and what it stands on are deployed.`,
  };
}

type Answer =
  | { readonly step: keyof typeof STEPS; readonly shown?: Shown }
  /** A drill that did not pass is thrown. */
  | { readonly thrown: string }
  | { readonly problem: Problem };

const report = z.object({ rtoSeconds: z.number().nullable(), rpoSeconds: z.number().nullable() });
const result = z.object({
  step: z.enum(['make', 'wait', 'promote', 'ask', 'remove', 'rest']),
  report: report.optional(),
});
const thrown = z.object({ errorMessage: z.string() });

async function call(runner: RunnerFunction, payload: DrillCall): Promise<Answer> {
  const answered = await invoke(PLACE, runner, JSON.stringify(payload));
  if ('problem' in answered) return answered;
  const value = parsed(answered.answer);
  const done = result.safeParse(value);
  if (done.success) {
    const { step, report: shown } = done.data;
    return { step, ...(shown && { shown }) };
  }
  const error = thrown.safeParse(value);
  if (!error.success) return { problem: notStarted(PLACE, runner, quote(answered.answer)) };
  const { errorMessage } = error.data;
  // What ends a drill says so in its first line; all else may be well at the next look.
  if (payload.phase === 'start' || ENDED.test(errorMessage)) return { thrown: errorMessage };
  return { problem: notStarted(PLACE, runner, quote(errorMessage)) };
}

const ENDED = /: the drill of \S+ failed\.$/m;

/** What answered is removed by the next call; what was given up is on its way out already. */
async function cleared(
  ask: (phase: DrillPhase) => Promise<Answer>,
  open: string,
): Promise<readonly string[]> {
  const answer = await ask('continue');
  return 'step' in answer ? [] : [`Its copy may still be there. ${open}`];
}
