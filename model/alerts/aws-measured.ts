import type { AwsInstance } from '../deployment/aws-deployment';
import { KURA_METRICS, type KuraMetricName } from '../tables/kura-metrics';
import { TIERS } from '../tables/tiers';
import { awsDatabases } from './aws-databases';
import type { AlertName } from './alert-names';
import { awsMetric, LOGS_NAMESPACE } from './metric-name';
import type { AwsLogFilter } from './log-filter';
import type { AwsSignal, AwsStatistic } from './signal';
import { HOURLY_METRICS } from './watch-order';

/** One metric of CloudWatch, and what of its samples in a period counts. */
export interface AwsSeries {
  /** What an expression calls it. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: AwsStatistic;
}

/** What an alert measures of one database: a metric, or what an expression makes of several. */
export interface AwsMeasured {
  readonly series: readonly AwsSeries[];
  readonly expression?: string;
}

type MetricSignal = Extract<AwsSignal, { readonly kind: 'metric' }>;

/** What a signal measures of one of the instance’s databases. */
export function awsMeasured(
  signal: MetricSignal,
  subject: string,
  instance: AwsInstance,
): AwsMeasured {
  const { math, metric, statistic } = signal;
  const series = (id: string, name: MetricSignal['metric'], of: AwsStatistic, whose: string) => {
    const { namespace, dimension } = awsMetric(name);
    const owner = isOfInstance(name) ? instance.identifier : whose;
    return { id, namespace, name, dimensions: { [dimension]: owner }, statistic: of };
  };
  const own = series('m', metric, statistic, subject);
  if (!math) return { series: [own] };
  const { tier, storage, storageCeiling } = instance.decisions;
  const writer =
    awsDatabases(instance).find(({ identifier }) => identifier === subject)?.follows ?? subject;
  const others = Object.entries(math.others).map(([id, { of, ...other }]) =>
    series(id, other.metric, other.statistic, of === 'writer' ? writer : subject),
  );
  return {
    series: [own, ...others],
    expression: math.expression({
      tier: TIERS[tier.value],
      storage: storage.value,
      storageCeiling: storageCeiling.value,
    }),
  };
}

/** What a filter counts is called so: lines of text give no dimensions, so that an instance’s name is in it. */
export function countedName(alert: AlertName, home: string): string {
  return `${home}/${alert}`;
}

/** And so what of it was expected. */
export function expectedName(alert: AlertName, home: string): string {
  return `${countedName(alert, home)}-expected`;
}

/**
 * What filters count: all databases of an instance in one region into one.
 *
 * @param filters of which some may count what is expected: then that is taken off
 */
export function awsCounted(
  alert: AlertName,
  home: string,
  filters: readonly AwsLogFilter[] = [],
): AwsMeasured {
  const counted = (id: string, name: string): AwsSeries => ({
    ...{ id, namespace: LOGS_NAMESPACE, name, dimensions: {}, statistic: 'Sum' },
  });
  const all = counted('m', countedName(alert, home));
  if (!filters.some(({ expected }) => expected)) return { series: [all] };
  return {
    series: [all, counted('expected', expectedName(alert, home))],
    expression: 'm - FILL(expected, 0)',
  };
}

/** The metrics that come once an hour, and those that come every five minutes, of all that is measured. */
export function emittedIn({ series }: AwsMeasured): 'hourly' | 'often' | 'never' {
  const names = series.map(({ name }) => name);
  if (names.some((name) => HOURLY.has(name))) return 'hourly';
  return names.some((name) => isKuras(name)) ? 'often' : 'never';
}

const HOURLY: ReadonlySet<string> = new Set(HOURLY_METRICS);

const isKuras = (name: string): name is KuraMetricName => Object.hasOwn(KURA_METRICS, name);

/** Of passwords the watch knows only whose they are. */
const isOfInstance = (name: string): boolean =>
  isKuras(name) && KURA_METRICS[name].of === 'instance';
