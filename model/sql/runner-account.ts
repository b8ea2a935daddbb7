import { digestOf } from '../values/digest';

/** Longest id of a service account ("Service accounts overview", IAM, read 2026-11). */
const LONGEST = 30;

/** The id of the service account that an instance's runner works as: `suzumina-prod-order-runner`, cut and with a digest where longer. */
export function runnerAccountId(identifier: string): string {
  const whole = `${identifier}-runner`;
  if (whole.length <= LONGEST) return whole;
  const end = `-${digestOf(identifier)}-runner`;
  return `${identifier.slice(0, LONGEST - end.length).replace(/-+$/, '')}${end}`;
}
