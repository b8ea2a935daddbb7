import { formatDuration } from '../values/duration';
import type { Bound, Bounds } from './mechanisms';
import type { Objective } from './objectives';

/** `RPO 15m, RTO 2h`; `none` where nothing is demanded. */
export function demandText({ rpo, rto }: Objective): string {
  const parts = [
    ...(rpo === null ? [] : [`RPO ${formatDuration(rpo)}`]),
    ...(rto === null ? [] : [`RTO ${formatDuration(rto)}`]),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** `RPO 5m (published), RTO 1h (assumed)`. */
export function boundsText({ rpo, rto }: Bounds): string {
  return `RPO ${boundText(rpo)}, RTO ${boundText(rto)}`;
}

const boundText = ({ milliseconds, firmness }: Bound): string =>
  `${formatDuration(milliseconds)} (${firmness})`;
