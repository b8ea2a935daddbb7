import { digestOf } from '../values/digest';
import { fittedName } from '../values/fitted-name';

/** "Bucket names" (Cloud Storage, read 2026-11): 63 characters, unique in the world, and nothing that looks like Google's. */
const LONGEST = 63;
const GOOGLES = /^goog|google|g00gle/;

/**
 * The bucket that runners read their program and their states from: `suzumina-prod-runner-suzumina-project`. The project makes it
 * unique, as nobody else has its id.
 */
export function runnerBucket(name: string, project: string): string {
  const own = GOOGLES.test(name) ? `kura-${digestOf(name)}` : name;
  return fittedName(own, `-runner-${project}`, LONGEST);
}

/**
 * The object of an instance's declared state: another text has another name, so that its job is seen to change. No stack has a dot in
 * its name, so that none begins like another's states.
 */
export function stateObject(stack: string, text: string): string {
  return `${stack}.${digestOf(text)}.json`;
}
