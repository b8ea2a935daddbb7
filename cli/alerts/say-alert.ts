import type { DeclaredAlert, Missing } from '../../model/alerts/alert';
import { thresholdText } from '../../model/alerts/threshold-text';
import { formatDuration } from '../../model/values/duration';

/** `above 90%`. */
export function conditionText({
  side,
  unit,
  threshold,
}: Pick<DeclaredAlert, 'side' | 'unit' | 'threshold'>): string {
  return `${side} ${thresholdText(unit, threshold.value)}`;
}

const MINUTE = 60_000;

/** `for 15m`; an event is told of at once. */
export function holdText(minutes: number): string {
  return minutes === 0 ? 'at once' : `for ${formatDuration(minutes * MINUTE)}`;
}

/** What no data means. */
export const NO_DATA: Readonly<Record<Missing, string>> = {
  wrong: 'it rings',
  well: 'all is well',
  'as before': 'as it was',
};
