/** Waits some milliseconds: a test's does not. */
export type Sleep = (milliseconds: number) => Promise<void>;

const SECOND = 1000;
const LONGEST_PAUSE = 15 * SECOND;

/** What may pass, and for how long it is waited for: pauses alone, in milliseconds. */
export interface Patience {
  readonly mayPass: (error: unknown) => boolean;
  readonly pauses: number;
}

/** Tries again, with growing pauses, what a cloud may let through only after a while. */
export async function persist<Value>(
  attempt: () => Promise<Value>,
  { mayPass, pauses }: Patience,
  sleep: Sleep,
): Promise<Value> {
  let waited = 0;
  for (let pause = SECOND; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error) || waited >= pauses) throw error;
    }
    await sleep(pause);
    waited += pause;
  }
}
