import { readIdentity } from './access/identity';
import type { DescribedService } from './deployment';
import type { ServiceFile } from './language/load-estate';
import { stated } from './language/stated';
import { quote, type Problem } from './problem';
import { resolveTier } from './sizing/resolve-size';
import { resolveVersion } from './sizing/resolve-version';
import type { Preset } from './tables/presets';
import { formatCidr, isPrivate } from './values/cidr';

/**
 * A service on Google Cloud: nothing is built for it yet, but what no cloud would allow is refused now, so that the description
 * holds when it is.
 */
export function describeService(
  service: ServiceFile,
  environment: string,
  preset: Preset,
): { readonly described: DescribedService; readonly problems: readonly Problem[] } {
  const { statement, file, at } = service;
  const problems: Problem[] = [];
  const alone = { engine: statement.engine, services: [service] } as const;
  resolveVersion(alone, problems);
  if (stated(service, environment, 'tier')) resolveTier(alone, environment, preset, '', problems);
  const access = stated(service, environment, 'access');
  for (const { identity } of access?.value ?? []) {
    if (readIdentity(identity)?.cloud === 'google') continue;
    problems.push({
      place: access?.place ?? file,
      required: 'an identity of a service on google must be a service account, user or group',
      got: quote(identity),
      cure: 'Write it as serviceAccount:suzumina-web.',
    });
  }
  const clients = stated(service, environment, 'clients');
  for (const client of clients?.value ?? []) {
    if (client.cidr !== undefined && isPrivate(client.cidr)) continue;
    problems.push({
      place: clients?.place ?? file,
      required: 'a client of a service on google must be a private range',
      got: quote(client.cidr ? formatCidr(client.cidr) : client.securityGroup),
      cure: 'Name a range of the network.',
    });
  }
  const place = at('service') ?? file;
  return {
    described: { environment, service: statement.service, cloud: 'google', place },
    problems,
  };
}
