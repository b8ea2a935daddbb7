import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import { ApplicationStack } from '../application-stack';
import type { GoogleConnection } from '../connection';

/**
 * The identities of an environment's Cloud Run services, deployed between Kura’s foundation and its instances: Kura makes
 * the database users of service accounts that are there, and binds them to its instances and secrets.
 */
export class CloudRunPlatformStack extends ApplicationStack {
  constructor(
    scope: Construct,
    id: string,
    connections: readonly [GoogleConnection, ...GoogleConnection[]],
  ) {
    super(scope, id, connections[0]);
    for (const each of connections) createIdentity(this, each);
  }
}

/** A service account without a key and without a role: Kura gives it its database, and nobody gives it more. */
function createIdentity(stack: Construct, connection: GoogleConnection): void {
  const accountId = accountIdOf(connection);
  const account = new ServiceAccount(stack, `identity-${accountId}`, {
    project: connection.target.project,
    accountId,
    displayName: accountId,
    description: `Logs in to the database ${connection.database} as ${connection.user}`,
  });
  pin(account, 'identity', accountId);
}

/** `serviceAccount:NAME@PROJECT.iam.gserviceaccount.com` → NAME. */
const accountIdOf = ({ identity }: GoogleConnection): string =>
  emailOf(identity).split('@')[0] ?? '';

/** What a service account’s member is after its kind. */
export const emailOf = (identity: string): string => identity.slice(identity.indexOf(':') + 1);
