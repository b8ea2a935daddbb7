import { formatDuration } from '../values/duration';
import { formatSize } from '../values/size';
import type { AlertUnit } from './alert';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** A threshold as people write it: what the estate reads as `29ms` is no whole number of thousandths. */
export function thresholdText(unit: AlertUnit, value: number): string {
  switch (unit) {
    case 'percent':
      return `${String(value)}%`;
    case 'seconds':
      return value < 0 ? `${String(value)}s` : formatDuration(Math.round(value * SECOND));
    case 'bytes':
      return formatSize(value);
    case 'count':
      return String(value);
    case 'days':
      return value === 0 ? '0d' : formatDuration(Math.round(value * DAY));
  }
}
