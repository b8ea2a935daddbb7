const MINUTE = 60_000;

/** To make the instance and to answer. */
export const START = 30 * MINUTE;
/** GiB of disk that a minute brings back. Both clouds restore blocks before their logs, faster than this; neither says how fast. */
export const GIB_A_MINUTE = 10;
/** The restored instance has an id of its own: the next deploy issues login policies for it and moves the contract. */
export const REDEPLOY = 15 * MINUTE;

/**
 * How long a service is away while its instance is restored, in milliseconds: Kura’s assumption, which a drill replaces. It is
 * reckoned on the disk that the estate states: the drill tells when one has outgrown its objective.
 *
 * @param gib the disk
 */
export function restoreMilliseconds(gib: number): number {
  return START + Math.ceil(gib / GIB_A_MINUTE) * MINUTE + REDEPLOY;
}
