import {
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { instantOf } from './measure';
import type { SecretName } from './oldest-passwords';

/**
 * The containers whose names begin so: `acme-prod/order/order_app` is of the instance `acme-prod-order` (`model/access/aws-identities.ts`),
 * whichever databases there are. What the filter lets through is looked at again: it may split a name into words.
 */
export async function* eachSecret(
  client: SecretsManagerClient,
  beginning: string,
): AsyncGenerator<SecretName> {
  const Filters = [{ Key: 'name' as const, Values: [beginning] }];
  let NextToken: string | undefined;
  do {
    const command = new ListSecretsCommand({ Filters, MaxResults: 100, NextToken });
    const answer = await client.send(command);
    for (const { Name: name = '' } of answer.SecretList ?? []) {
      const [prefix = '', id = '', login] = name.split('/');
      if (!name.startsWith(beginning) || login === undefined) continue;
      yield { name, instance: `${prefix}-${id}` };
    }
    NextToken = answer.NextToken;
  } while (NextToken);
}

/**
 * Since when readers get the password that they get; null where none was written yet. `LastChangedDate` of the container will not do: it
 * is of any change, that of a tag too ("SecretListEntry", Secrets Manager API reference, read 2026-11). A page holds 100, and no more
 * than 20 versions have a label.
 */
export async function passwordSince(
  client: SecretsManagerClient,
  SecretId: string,
): Promise<number | null> {
  const command = new ListSecretVersionIdsCommand({ SecretId, MaxResults: 100 });
  const { Versions = [] } = await client.send(command);
  const current = Versions.find(({ VersionStages }) => VersionStages?.includes('AWSCURRENT'));
  return instantOf(current?.CreatedDate);
}
