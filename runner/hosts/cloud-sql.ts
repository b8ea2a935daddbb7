import { AuthTypes, Connector, IpAddressTypes } from '@google-cloud/cloud-sql-connector';
import type { Engine } from '../../model/tables/engines';
import type { Host, Session } from '../host';
import type { Sleep } from '../persist';
import { assignRole, type CloudSqlInstance } from './cloud-sql-admin';
import type { CallGoogle } from './google-request';
import { addVersion, newestVersion } from './google-secrets';

/** What the program gives the host. */
export interface CloudSqlSurroundings {
  readonly call: CallGoogle;
  readonly log: (line: string) => void;
  readonly sleep: Sleep;
}

/**
 * An instance of Cloud SQL and the APIs beside it. No login has a password: the connector logs in by IAM, over TLS with a
 * certificate of its own to the instance's port 3307. The connector is declared and not exercised: it takes a real instance.
 */
export function cloudSqlHost(
  instance: CloudSqlInstance,
  engine: Engine,
  { call, log, sleep }: CloudSqlSurroundings,
): Host {
  const connector = new Connector();
  return {
    connect: (database, { user }) => connect(connector, instance, engine, { database, user }),
    assignAdminRole: (user, role) =>
      assignRole(call, instance, userOf(engine, instance, user), role, sleep),
    newestVersion: (secret) => newestVersion(call, secretName(instance, secret), instance.name),
    addVersion: (secret, password) =>
      addVersion(call, secretName(instance, secret), instance.name, password),
    log,
  };
}

/** The connector's stream is TLS already, so that the drivers are told of none. */
async function connect(
  connector: Connector,
  { project, region, name }: CloudSqlInstance,
  engine: Engine,
  login: { readonly database: string; readonly user: string },
): Promise<Session> {
  const { stream } = await connector.getOptions({
    instanceConnectionName: `${project}:${region}:${name}`,
    ipType: IpAddressTypes.PRIVATE,
    authType: AuthTypes.IAM,
  });
  if (engine === 'postgres') {
    const { postgresSession } = await import('./postgres-session');
    return postgresSession({ ...login, stream });
  }
  const { mysqlSession } = await import('./mysql-session');
  return mysqlSession({ ...login, stream, enableCleartextPlugin: true });
}

/**
 * How the API names a database user: PostgreSQL as the server does, MySQL by the whole address ("Manage IAM users", Cloud SQL for
 * MySQL, read 2026-11).
 */
export function userOf(
  engine: Engine,
  { project }: CloudSqlInstance,
  user: string,
): Readonly<Record<string, string>> {
  return engine === 'postgres'
    ? { name: user }
    : { name: `${user}@${project}.iam.gserviceaccount.com`, host: '%' };
}

/** The state has the id alone, as the estate's contracts do: an instance's secrets are in its project. */
function secretName({ project }: CloudSqlInstance, secret: string): string {
  return `projects/${project}/secrets/${secret}`;
}
