import type { Foundation } from '../../model/deployment/deployment';
import type { DatabaseContents, DeployedService, Pool } from '../../model/deployment/facts';
import { formatDuration } from '../../model/values/duration';

type NetworkPlan = Foundation['network']['value'];

/** A value on one line, as people write it. */
export function valueText(value: unknown): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(' ');
  // A formula has no spaces to wrap at.
  if (typeof value === 'string') return value.replace(/,(?=\S)/g, ', ');
  if (typeof value !== 'object') return JSON.stringify(value);
  if ('cidr' in value) return networkText(value as NetworkPlan);
  return Object.entries(value)
    .map(([key, part]) => `${key} ${String(part)}`)
    .join(', ');
}

/** Times as the estate writes them. */
export function poolText({ max, min, acquire, idle, instances }: Pool): string {
  return `max ${max}, min ${min}, acquire ${formatDuration(acquire)}, idle ${formatDuration(idle)}, instances ${instances}`;
}

export function contentsText({ schemas, extensions, audit, partitions }: DatabaseContents): string {
  return [
    schemas.map(({ name, holds }) => `${name} (${holds})`).join(', '),
    `extensions ${extensions.join(', ')}`,
    ...(audit === null ? [] : [`audit ${audit.replaceAll(',', ', ')}`]),
    ...partitions.map(
      ({ schema, table, column, keep, expired }) =>
        `${schema}.${table} by months of ${column}, ${String(keep)} kept, then ${expired}`,
    ),
  ].join('; ');
}

export function limitsText(limits: DeployedService['limits']['value']): string {
  return Object.entries(limits)
    .map(([role, { timeouts, connections }]) => {
      const times = Object.entries(timeouts).map(
        ([name, value]) => `${name} ${value === 0 ? 'none' : formatDuration(value)}`,
      );
      return `${role}: ${[`${String(connections)} sessions`, ...times].join(', ')}`;
    })
    .join('; ');
}

function networkText(network: NetworkPlan): string {
  const inside =
    'subnets' in network ? `${network.subnets.length} subnets` : `services in ${network.services}`;
  return network.kind === 'made' ? `${network.cidr}, ${inside}` : `${network.vpc}, ${inside}`;
}
