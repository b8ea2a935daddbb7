import type { Construct } from 'constructs';
import { Secret, type SecretWiring } from '../constructs/aws/secret';
import type { AwsInstance } from '../model/deployment/aws-deployment';

/**
 * The containers of passwords in the recovery region, while another serves: under the names that they have there, readable by whom they
 * are for, and without a version, which the runner writes once an instance here serves. They are there from the first day, because what
 * is made for a failover would be deleted after it.
 */
export function createAwsRecoverySecrets(
  scope: Construct,
  { id: address, services, decisions }: AwsInstance,
  wiring: SecretWiring,
): readonly Secret[] {
  const accesses = services.flatMap(({ access }) => access);
  const names = new Map(accesses.flatMap(({ login, secret }) => (secret ? [[login, secret]] : [])));
  return [...names].map(([login, name]) => {
    const identities = accesses
      .filter((access) => access.login === login)
      .map(({ identity }) => identity);
    const readers = [...new Set(identities)].sort();
    const preventDestroy = decisions.preventDestroy.value;
    const settings = { address, name, login, readers, preventDestroy };
    return new Secret(scope, `secret-${login}`, settings, wiring);
  });
}
