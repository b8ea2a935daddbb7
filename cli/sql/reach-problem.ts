import type { Problem } from '../../model/problem';
import type { Engine } from '../../model/tables/engines';
import { errorCode } from '../../runner/error-code';
import { LoginRefused } from '../../runner/host';
import { passwordOf } from './passfile';
import type { Reach } from './reach';

interface Words {
  readonly codes: RegExp;
  readonly required: string;
  readonly cure: string;
}

/** By the codes of Node's sockets, of OpenSSL, PostgreSQL and MySQL. */
const KINDS: readonly Words[] = [
  {
    codes: /^(?:ENOTFOUND|EAI_AGAIN)$/,
    required: 'the host’s name must have an address',
    cure: 'See --host: a database of Kura’s has its name inside its network alone; `kura connect` prints the way in.',
  },
  {
    codes:
      /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|PROTOCOL_CONNECTION_LOST|57P0[123])$/,
    required: 'the server must be reachable',
    cure: 'See --host and --port, and that the tunnel stands: `kura connect` prints the way in.',
  },
  {
    codes: /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SIGNATURE|HANDSHAKE_SSL|ALTNAME/,
    required: 'the server must prove who it is',
    cure: 'See --server-name, the instance’s own name where --host is a tunnel’s end, and --ca.',
  },
  {
    codes: /^(?:53300|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS|ER_USER_LIMIT_REACHED)$/,
    required: 'the server must have a free session',
    cure: 'End sessions that nobody needs.',
  },
  {
    codes:
      /^(?:42501|3D000|ER_DBACCESS_DENIED_ERROR|ER_TABLEACCESS_DENIED_ERROR|ER_SPECIFIC_ACCESS_DENIED_ERROR)$/,
    required: 'the user must be allowed to look',
    cure: 'Take a --user who may connect to a database of the instance; on MySQL, one who may read the database mysql.',
  },
];

const PASSWORDS: Readonly<Record<Engine, string>> = { postgres: 'PGPASSWORD', mysql: 'MYSQL_PWD' };

/** Drivers' own words for a server that asks for a password where there is none, or speaks no TLS. */
const NO_PASSWORD = /password must be a (?:non-empty )?string/;
const NO_TLS = /does not support (?:SSL|secure) connection/;
const TIMEOUT = /timeout/i;

/** Why a database could not be looked at. Those errors hold no secret: no password is in a statement or an address. */
export function reachProblem(engine: Engine, reach: Reach, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const { user, host, port } = reach;
  const place = `${host}:${port}`;
  const variable = PASSWORDS[engine];
  if (error instanceof LoginRefused || NO_PASSWORD.test(message)) {
    const unset = (reach.password ?? fromFile(engine, reach) ?? '') === '';
    return {
      place,
      required: `the server must let ${user} in`,
      got: unset ? `no ${variable}` : said(message),
      cure: unset
        ? `Set ${variable} of the environment, to a password or an IAM token.`
        : `See ${reach.password === undefined ? reach.passfile : variable}: an IAM token holds for 15 minutes, and for its own host, port and user.`,
    };
  }
  const code = codeOf(error, message);
  const kind = KINDS.find(({ codes }) => codes.test(code));
  return {
    place,
    required: kind?.required ?? 'the server must answer',
    got: said([code, message].filter((part) => part !== '').join(': ')),
    cure: kind?.cure ?? 'Mend what it says, and run it again.',
  };
}

/** Whichever database it was about: most lines are for all. */
const fromFile = (engine: Engine, reach: Reach): string | undefined =>
  engine === 'postgres' ? passwordOf(reach, 'postgres') : undefined;

const LONGEST = 300;

const said = (text: string): string =>
  JSON.stringify(text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, LONGEST));

function codeOf(error: unknown, message: string): string {
  const code = errorCode(error);
  if (code !== '') return code;
  if (NO_TLS.test(message)) return 'ERR_TLS';
  return TIMEOUT.test(message) ? 'ETIMEDOUT' : '';
}
