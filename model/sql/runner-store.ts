import type { GoogleFoundation, GoogleInstance } from '../deployment/google-deployment';
import { digestOf, sha256Of } from '../values/digest';
import { fittedName } from '../values/fitted-name';

/** "Bucket names" (Cloud Storage, read 2026-11): 63 characters, unique in the world, and nothing that looks like Google's. */
const LONGEST = 63;
const GOOGLES = /^goog|google|g00gle/;

/**
 * The bucket that runners take their program and their states from: `suzumina-prod-runner-suzumina-project`. The project makes it
 * unique, as nobody else has its id.
 */
export function runnerBucket(name: string, project: string): string {
  const own = GOOGLES.test(name) ? `kura-${digestOf(name)}` : name;
  return fittedName(own, `-runner-${project}`, LONGEST);
}

/** The bucket of an instance's runner: the environment's, or one of its own in a project of its own. */
export function runnerBucketOf(
  { identifier, target: { project } }: GoogleInstance,
  { prefix, target }: GoogleFoundation,
): string {
  return runnerBucket(project === target.project ? prefix : identifier, project);
}

/** An object that a runner's job takes: its name tells its content in short, and nothing of another digest is taken. */
export interface PinnedObject {
  readonly name: string;
  /** SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** The object of the program. Another program has another name: a job that pins the one before still finds it. */
export function programObject(sha256: string): PinnedObject {
  return { name: `runner-${sha256.slice(0, 16)}.cjs`, sha256 };
}

/** The object of an instance's declared state. No stack has a dot in its name, so that none begins like another's states. */
export function stateObject(stack: string, text: string): PinnedObject {
  return { name: `${stack}.${digestOf(text)}.json`, sha256: sha256Of(text) };
}
