import { fittedName } from '../values/fitted-name';

/** Longest id of a service account ("Service accounts overview", IAM, read 2026-11). */
const LONGEST = 30;

/** The id of the service account that an instance's runner works as: `suzumina-prod-order-runner`, cut and with a digest where longer. */
export function runnerAccountId(identifier: string): string {
  return fittedName(identifier, '-runner', LONGEST);
}

/**
 * The id of the service account that starts runners on their day: one for an environment, since a project has 100 accounts, or for an
 * instance in a project of its own.
 */
export function schedulerAccountId(name: string): string {
  return fittedName(name, '-scheduler', LONGEST);
}
