import { z } from 'zod';
import type { AwsWatchOrder, GoogleWatchOrder, WatchCall } from '../../model/alerts/watch-order';
import type { Mirrors } from '../../model/deployment/mirrors';
import type { Problem } from '../../model/problem';
import { callProblem, text } from '../read-call';

/** What was ordered, or what is wrong with it. */
export type ReadWatch = { readonly call: WatchCall } | { readonly problems: readonly Problem[] };

const facts = {
  ...{ format: z.literal(1), stack: text },
  ...{ databases: z.array(text).min(1), namespace: text },
};

const aws = z.strictObject({
  ...facts,
  cloud: z.literal('aws'),
  secrets: text.endsWith('/', { error: 'it ends with a slash' }).nullable(),
  replicated: z.boolean(),
});

const google = z.strictObject({
  ...facts,
  cloud: z.literal('google'),
  ...{ project: text, region: text },
});

const call = z.strictObject({ watch: z.discriminatedUnion('cloud', [aws, google]) });

true satisfies Mirrors<typeof aws, AwsWatchOrder>;
true satisfies Mirrors<typeof google, GoogleWatchOrder>;

/** Whether this is a call to watch, right or wrong, and no declared state. */
export function isWatchCall(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'watch' in value;
}

/** Reads a call: a key too many or too few is another version's. */
export function readWatch(value: unknown): ReadWatch {
  const read = call.safeParse(value);
  if (read.success) return { call: read.data };
  return {
    problems: read.error.issues.map((issue) => callProblem('the call to watch', issue, value)),
  };
}
