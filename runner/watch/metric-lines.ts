import { KURA_METRICS, KURA_METRIC_NAMES, KURA_NAMESPACE } from '../../model/tables/kura-metrics';
import type { Measure } from './measure';

/** CloudWatch’s units. It has none for days. */
const UNITS = { seconds: 'Seconds', bytes: 'Bytes', days: 'None', count: 'Count' } as const;

/**
 * Lines from which CloudWatch takes metrics, one for each database ("Embedded metric format specification", CloudWatch user guide, read
 * 2026-11): to print them takes no right to write metrics, and no way to CloudWatch.
 *
 * @param now milliseconds
 */
export function metricLines(measures: readonly Measure[], now: number): readonly string[] {
  const databases = [...new Set(measures.map(({ database }) => database))].sort();
  return databases.map((database) =>
    metricLine(
      database,
      measures.filter((each) => each.database === database),
      now,
    ),
  );
}

function metricLine(database: string, measures: readonly Measure[], now: number): string {
  const own = KURA_METRIC_NAMES.flatMap((name) =>
    measures.filter(({ metric }) => metric === name).slice(-1),
  );
  const metrics = own.map(({ metric }) => ({
    Name: metric,
    Unit: UNITS[KURA_METRICS[metric].unit],
  }));
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: KURA_NAMESPACE,
          Dimensions: [['DBInstanceIdentifier']],
          Metrics: metrics,
        },
      ],
    },
    DBInstanceIdentifier: database,
    ...Object.fromEntries(own.map(({ metric, value }) => [metric, value])),
  });
}
