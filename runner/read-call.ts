import { z } from 'zod';
import { quote, type Problem } from '../model/problem';

/** What stands in a request or a log line: never two lines. */
export const text = z
  .string()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'no control characters');

/**
 * What is wrong with a call that the runner is given beside a declared state.
 *
 * @param what the call, as messages name it
 */
export function callProblem(
  what: string,
  { path, message }: z.core.$ZodIssue,
  value: unknown,
): Problem {
  const found = path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return {
    place: [what, ...path.map(String)].join('.'),
    required: `must be right (${message})`,
    got: quote(found),
    cure: 'Apply what this version of Kura writes: nobody writes an order by hand.',
  };
}
