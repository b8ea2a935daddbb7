import type { Problem } from '../model/problem';
import { errorCode } from './error-code';

interface Kind {
  readonly codes: RegExp;
  readonly required: string;
  readonly cure: string;
}

/** By the codes of Node's sockets, of OpenSSL, PostgreSQL and MySQL. */
const KINDS: readonly Kind[] = [
  {
    codes: /^(?:ENOTFOUND|EAI_AGAIN)$/,
    required: 'the names of the server and of the cloud’s APIs must have addresses',
    cure: 'See that the instance exists and that the runner’s network resolves these names.',
  },
  {
    codes:
      /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|PROTOCOL_CONNECTION_LOST|57P0[123])$/,
    required: 'the server must be reachable',
    cure: 'See that the instance runs and that the runner’s network is let in to its port; then run again.',
  },
  {
    codes: /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SIGNATURE|HANDSHAKE_SSL/,
    required: 'the server must prove who it is',
    cure: 'See that the host is the instance’s own name, and that the runner’s certificates are as new as the instance’s authority.',
  },
  {
    codes: /^(?:53300|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS)$/,
    required: 'the server must have a free session',
    cure: 'End sessions that nobody needs, or raise the instance’s tier; then run again.',
  },
];

const OTHER: Omit<Kind, 'codes'> = {
  required: 'the run must go through',
  cure: 'Mend what it names and run again: a run goes on where the last one stopped.',
};

/**
 * An error of a server, a network or a cloud as a message. Those errors hold no secret. PostgreSQL's
 * statements hold no password but its verifier. MySQL's CREATE USER and ALTER USER hold the password itself: where they fail,
 * `mysql/apply-step.ts` says the code and the statement without it, and none of the server's words, which may quote it.
 */
export function connectionProblem(place: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const code = errorCode(error);
  const { required, cure } = KINDS.find(({ codes }) => codes.test(code)) ?? OTHER;
  const said = [code, message].filter(Boolean).join(': ');
  return { place, required, got: JSON.stringify(printable(said)), cure };
}

const LONGEST = 400;
const printable = (text: string): string =>
  text
    .replace(/:\/\/[^/@\s]*@/g, '://…@')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, LONGEST);
