import { randomInt } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The sign that no library, shell or statement has to escape. */
const SIGN = '_';
const CHARACTERS = `${UPPER}${UPPER.toLowerCase()}0123456789${SIGN}`;
const CLASSES = [/[A-Z]/, /[a-z]/, /[0-9]/, /_/];

/** RDS takes 41 characters for MySQL at most ("Quotas and constraints", read 2026-11). */
const LENGTH = 40;

/** A password of over 230 bits, with one of each class: Cloud SQL's policy (COMPLEXITY_DEFAULT) asks for a sign, too. */
export function newPassword(): string {
  for (;;) {
    const password = Array.from({ length: LENGTH }, character).join('');
    if (CLASSES.every((each) => each.test(password))) return password;
  }
}

/** `randomInt` favours none, as a remainder of a random byte would. */
const character = (): string => CHARACTERS.charAt(randomInt(CHARACTERS.length));
