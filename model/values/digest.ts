import { createHash } from 'node:crypto';

/** The first eight digits of a text’s SHA-256: what tells long names apart that are cut to one beginning. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
