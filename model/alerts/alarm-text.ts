import { formatDuration } from '../values/duration';
import type { Alert, DeclaredAlert } from './alert';
import { thresholdText } from './threshold-text';

/** Of an alarm’s description ("PutMetricAlarm" and "PutCompositeAlarm", CloudWatch API reference, read 2026-11). */
const LONGEST = 1024;

/** Who an alarm speaks of, and where the rest about it is. */
export interface AlarmPlace {
  readonly database: string;
  /** What the verbs of Kura take: one of its services, `prod/user`, and the instance, `prod/core`. */
  readonly service: string;
  readonly instance: string;
}

/**
 * What an alarm says: what is wrong, from where on and why, what to do first, and where the rest is. Of the steps as many as there is room
 * for: half a step may be worse than none.
 */
export function alarmText(alert: Alert, declared: DeclaredAlert, place: AlarmPlace): string {
  const head = `${alert.title} (${conditionText(declared)}: ${declared.threshold.reason}).`;
  return fitted(place, head, alert.first);
}

/** What one says that stands for several: of each what to do first. */
export function pageText(alerts: readonly Alert[], place: AlarmPlace): string {
  const several = [...new Set(alerts)];
  const head = `One cause, told once: ${several.map(({ title }) => title).join('; ')}.`;
  const first = several.map(({ name, first: [step = ''] }) => `${name}: ${step}`);
  return fitted(place, head, ['See which of its alarms ring: each says more.', ...first]);
}

/** `above 90% for 15m`. */
export function conditionText({
  side,
  unit,
  threshold,
  minutes,
}: Pick<DeclaredAlert, 'side' | 'unit' | 'threshold' | 'minutes'>): string {
  const lasts = minutes > 0 ? ` for ${formatDuration(minutes * 60_000)}` : '';
  return `${side} ${thresholdText(unit, threshold.value)}${lasts}`;
}

function fitted(
  { database, service, instance }: AlarmPlace,
  head: string,
  steps: readonly string[],
): string {
  const filled = steps.map((step, i) => {
    const text = step
      .replaceAll('{database}', database)
      .replaceAll('{service}', service)
      .replaceAll('{instance}', instance);
    return `${String(i + 1)}. ${text}`;
  });
  const end = `More: npx kura alerts ${service}`;
  const text = (count: number): string =>
    [`${database}: ${head}`, ...filled.slice(0, count), end].join('\n');
  const most = filled.length;
  const fits = Array.from({ length: most + 1 }, (_, i) => text(most - i));
  return fits.find((each) => each.length <= LONGEST) ?? text(0).slice(0, LONGEST);
}
