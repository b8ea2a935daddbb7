import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's own number of rounds, and its length of a salt. */
const ROUNDS = 4096;
const SALT = 16;

/**
 * What PostgreSQL stores in a password's stead (RFC 5802, RFC 7677): with it in the statement the password itself is in no log.
 * Passwords are ASCII, so that SASLprep would change nothing.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(SALT)): string {
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256');
  const storedKey = createHash('sha256').update(keyed(salted, 'Client Key')).digest('base64');
  const serverKey = keyed(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

const keyed = (key: Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
