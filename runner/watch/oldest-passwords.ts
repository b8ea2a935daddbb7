import { ageInDays, measured } from './measure';
import { withEach, type Reading } from './readings';

/** A container of a password, and of whose. */
export interface SecretName {
  readonly name: string;
  /** The instance’s identifier. */
  readonly instance: string;
}

/** How many secrets are asked for their versions at once. */
const AT_ONCE = 8;

/**
 * The age of the oldest password of each instance. One whose age could not be read may be the oldest, so that nothing is said of its
 * instance.
 *
 * @param since when a secret’s password was written, in milliseconds; null where none was yet
 */
export async function readOldest(
  reading: Reading,
  secrets: readonly SecretName[],
  since: (name: string) => Promise<number | null>,
  now: number,
): Promise<void> {
  const oldest = new Map<string, number>();
  const unread = new Set<string>();
  await withEach(secrets, AT_ONCE, async ({ name, instance }) => {
    unread.add(name);
    await reading.attempt(`versions of ${name}`, async () => {
      const age = ageInDays(await since(name), now);
      unread.delete(name);
      if (age !== null) oldest.set(instance, Math.max(age, oldest.get(instance) ?? 0));
    });
  });
  const unsaid = secrets.filter(({ name }) => unread.has(name)).map(({ instance }) => instance);
  for (const [instance, age] of oldest)
    if (!unsaid.includes(instance)) reading.take(measured(instance, 'SecretAge', age));
}
