import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Platform } from '../../model/sql/declared-state';
import { scramVerifier } from '../../runner/scram-verifier';
import { IS_TOKEN_USER, PLATFORMS } from './postgres-platforms';
import { postgresProcess, type ServerProof } from './postgres-process';
import { RADIUS_SECRET, tokenServer } from './token-server';

export interface PostgresChoice {
  readonly major: 16 | 17 | 18;
  readonly platform: Platform;
  readonly tls?: ServerProof;
}

export interface PostgresServer {
  readonly port: number;
  /** A session of the provider's own superuser, who sees and may do all. */
  readonly superuser: (database?: string) => Promise<Client>;
  /** A session as anybody: by a password, or where there is none by a token as the platform's IAM gives one. */
  readonly connect: (database: string, user: string, password?: string) => Promise<Client>;
  /** Cloud SQL: a user of a service account, made as the cloud's API makes it. */
  readonly iamUser: (name: string) => Promise<void>;
  /** Gives a user a role as Cloud SQL's API does. */
  readonly assignRole: (user: string, role: string) => Promise<void>;
  /** Sets a password as the cloud's API does. */
  readonly setPassword: (user: string, password: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The token of a user: his name tells it from a password. */
export const tokenOf = (user: string): string => `token:${user}`;

/** Starts a PostgreSQL of its own that gives what a platform gives, and no more. */
export async function startPostgres({
  major,
  platform,
  tls,
}: PostgresChoice): Promise<PostgresServer> {
  const facts = PLATFORMS[platform];
  const open: Client[] = [];
  const login = async (database: string, user: string, password?: string): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port: server.port, database, user, password });
    // A test may leave a session open until the server stops.
    client.on('error', () => undefined);
    await client.connect();
    open.push(client);
    return client;
  };
  const superuser = (database = 'postgres'): Promise<Client> => login(database, facts.superuser);
  const tokens = await tokenServer((user, password) =>
    accepts(superuser, facts.tokens, { user, password }),
  );
  const logins = accessFile([`${facts.superuser} trust`, ...facts.logins], tokens.port);
  const cloud = platform !== 'local';
  const server = await postgresProcess({ ...facts, major, cloud, logins, tls });
  const provider = await started(superuser, server.log);
  for (const sql of facts.sql) await provider.query(sql);
  return {
    port: server.port,
    superuser,
    connect: (database, user, password) => login(database, user, password ?? tokenOf(user)),
    iamUser: async (name) => {
      await provider.query(`CREATE ROLE ${escapeIdentifier(name)} LOGIN`);
      await provider.query(`GRANT cloudsqliamserviceaccount TO ${escapeIdentifier(name)}`);
    },
    assignRole: async (user, role) => {
      await provider.query(`GRANT ${escapeIdentifier(role)} TO ${escapeIdentifier(user)}`);
    },
    setPassword: async (user, password) => {
      await provider.query(
        `ALTER ROLE ${escapeIdentifier(user)} PASSWORD ${escapeLiteral(password)}`,
      );
    },
    stop: async () => {
      await Promise.allSettled(open.map((client) => client.end()));
      tokens.stop();
      await server.stop();
    },
  };
}

/** The text of pg_hba.conf. */
function accessFile(logins: readonly string[], tokens: number): string {
  const byToken = `radius radiusservers=127.0.0.1 radiussecrets=${RADIUS_SECRET} radiusports=${tokens}`;
  return logins
    .map((each) => each.split(' '))
    .map(
      ([who, how]) =>
        `host all ${who ?? ''} 127.0.0.1/32 ${how === 'TOKEN' ? byToken : (how ?? '')}\n`,
    )
    .join('');
}

async function started(superuser: () => Promise<Client>, log: () => string): Promise<Client> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      return await superuser();
    } catch {
      await sleep(25);
    }
  }
  throw new Error(`PostgreSQL did not start: ${log()}`);
}

/** Whether a login that a token server decides is let in: who may have a token may have nothing else. */
async function accepts(
  superuser: () => Promise<Client>,
  tokens: string | undefined,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<boolean> {
  const session = await superuser();
  try {
    const member = await session.query<{ member: boolean }>(IS_TOKEN_USER, [user, tokens]);
    if (member.rows[0]?.member === true) return password === tokenOf(user);
    const known = await session.query<{ verifier: string | null }>(
      'SELECT rolpassword AS verifier FROM pg_catalog.pg_authid WHERE rolname = $1',
      [user],
    );
    const verifier = known.rows[0]?.verifier ?? '';
    const salt = Buffer.from(/:(.*?)\$/.exec(verifier)?.[1] ?? '', 'base64');
    return verifier === scramVerifier(password, salt);
  } finally {
    await session.end();
  }
}
