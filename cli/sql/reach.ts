import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { Instance } from '../../model/deployment/deployment';
import type { Engine } from '../../model/tables/engines';
import { quote, type Problem } from '../../model/problem';
import { portOf } from '../port-option';
import { systemRefusal } from '../refuse';

/** How the command line says where a database is. */
export interface ReachOptions {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly ca?: string;
  readonly serverName?: string;
  readonly tls: boolean;
  readonly local: boolean;
  readonly service?: string;
}

/** A database to connect to, and as whom. */
export interface Reach {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** From the environment: command lines are everybody’s to read. */
  readonly password: string | undefined;
  /** PostgreSQL’s file of passwords, where the environment has none. */
  readonly passfile: string;
  /** Null where a tunnel on this machine speaks it. */
  readonly tls: ReachTls | null;
}

export interface ReachTls {
  /** What the certificate must say. */
  readonly serverName: string;
  /** Who must have signed it, as PEM; null for RDS’s own authorities. */
  readonly ca: string | null;
}

/** Adds the options by which a verb connects to a database. */
export function withReachOptions(command: Command): Command {
  return command
    .option('--host <name>', 'name or address of the server, or of the near end of a tunnel')
    .option('--port <number>', 'its port; the engine’s own where absent')
    .option(
      '--user <name>',
      'database user; its password comes from PGPASSWORD, PGPASSFILE or MYSQL_PWD; an IAM token works too',
    )
    .addOption(
      new Option(
        '--ca <file>',
        'who must have signed the server’s certificate (PEM); RDS’s authorities where absent',
      ),
    )
    .option('--server-name <name>', 'the name in the certificate, where --host is a tunnel’s end')
    .option('--no-tls', 'speak without TLS, to a loopback address alone')
    .option('--local', 'a server of one’s own: without IAM, and without a cloud’s roles', false)
    .option(
      '--service <name>',
      'with --local, this service’s database alone: as `kura local` has it',
    );
}

const PASSWORDS: Readonly<Record<Engine, string>> = { postgres: 'PGPASSWORD', mysql: 'MYSQL_PWD' };

/** Where to connect to, or all that is wrong with how it was said. */
export function readReach(
  { engine, port, cloud }: Pick<Instance, 'engine' | 'port' | 'cloud'>,
  options: ReachOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Reach | { readonly problems: readonly Problem[] } {
  const { host = '', user = '' } = options;
  const stated = portOf('--port', options.port);
  const read = options.ca === undefined ? { pem: null } : readAuthorities(options.ca);
  const problems = [
    ...hostProblems(options.host),
    ...(options.user === undefined ? [userMissing(PASSWORDS[engine])] : []),
    ...(stated.problem ? [stated.problem] : []),
    ...('problem' in read ? [read.problem] : []),
    ...tlsProblems(options, cloud),
  ];
  if (problems.length > 0 || 'problem' in read || stated.problem) return { problems };
  return {
    ...{ host, user, port: stated.value ?? port },
    password: environment[PASSWORDS[engine]],
    passfile: environment.PGPASSFILE ?? path.join(homedir(), '.pgpass'),
    tls: options.tls ? { serverName: options.serverName ?? host, ca: read.pem } : null,
  };
}

/** As DNS and the machine’s own tables have names. */
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?$/;

function hostProblems(host: string | undefined): Problem[] {
  if (host !== undefined && (NAME.test(host) || isIP(host) !== 0)) return [];
  const cure = host?.includes('://')
    ? 'Take host, port and user out of the URL; a password belongs into the environment.'
    : 'Add --host NAME.';
  const required = 'the name or address of a server is required';
  return [{ place: '--host', required, got: quote(host?.replace(/^.*@/s, '…@')), cure }];
}

const userMissing = (variable: string): Problem => ({
  place: '--user',
  required: 'a database user is required',
  got: 'nothing',
  cure: `Add --user NAME, and its password as ${variable} of the environment.`,
});

function tlsProblems(
  { host, ca, serverName, tls, local }: ReachOptions,
  cloud: Instance['cloud'],
): Problem[] {
  const near = host !== undefined && isLoopback(host);
  const got = quote(host);
  if (!tls) {
    const beside =
      ca === undefined ? (serverName === undefined ? undefined : '--server-name') : '--ca';
    return [
      ...(near
        ? []
        : [
            {
              place: '--no-tls',
              required: 'a loopback address is required, as localhost or 127.0.0.1',
              got,
              cure: 'Leave --no-tls out: everything else speaks TLS.',
            },
          ]),
      ...(beside === undefined
        ? []
        : [
            {
              place: beside,
              required: 'it must be left out with --no-tls',
              got: quote(ca ?? serverName),
              cure: 'Take one of the two out.',
            },
          ]),
    ];
  }
  return [
    ...(serverName !== undefined && !near
      ? [
          {
            place: '--server-name',
            required: 'a loopback address is required as --host, where a tunnel ends',
            got,
            cure: 'Leave --server-name out: elsewhere the host’s own name is checked.',
          },
        ]
      : []),
    ...(ca === undefined && (cloud === 'google' || local)
      ? [
          {
            place: '--ca',
            required: 'a file of certificates is required',
            got: 'nothing',
            cure: local
              ? 'Add --ca FILE, or --no-tls on a loopback address.'
              : 'Go through cloud-sql-proxy, which speaks TLS, with --host 127.0.0.1 --no-tls; or add --ca FILE.',
          },
        ]
      : []),
  ];
}

/** This machine itself: nobody listens in between. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function readAuthorities(file: string): { readonly pem: string } | { readonly problem: Problem } {
  const problem = (got: string): { readonly problem: Problem } => ({
    problem: {
      place: '--ca',
      required: 'a file of certificates in PEM is required',
      got,
      cure: 'Name one that holds a -----BEGIN CERTIFICATE-----.',
    },
  });
  try {
    const pem = readFileSync(file, 'utf8');
    return pem.includes('-----BEGIN CERTIFICATE-----') ? { pem } : problem(quote(file));
  } catch (error) {
    const code = systemRefusal(error);
    if (code === undefined) throw error;
    return problem(`${quote(file)} (${code})`);
  }
}
