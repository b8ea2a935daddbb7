import { createHash } from 'node:crypto';

/** A text’s SHA-256, in hexadecimal. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The first eight digits of it: what tells long names apart that are cut to one beginning. */
export function digestOf(text: string): string {
  return sha256Of(text).slice(0, 8);
}
