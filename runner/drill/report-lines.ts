import { sayProblem } from '../../model/problem';
import type { DrillReport } from './report';

/** Where alarms find the drills of RDS. */
export const METRICS = 'Kura/Recovery';

/**
 * A line from which CloudWatch takes metrics ("Embedded metric format specification", CloudWatch user guide, read 2026-11). What was
 * not measured has no metric.
 *
 * @param now milliseconds
 */
export function metricLine(report: DrillReport, now: number): string {
  const { instance, mechanism, outcome, rtoSeconds, rpoSeconds } = report;
  const metrics = [
    { Name: 'DrillFailed', Unit: 'Count', value: outcome === 'failed' ? 1 : 0 },
    { Name: 'DrillRto', Unit: 'Seconds', value: rtoSeconds },
    { Name: 'DrillRpo', Unit: 'Seconds', value: rpoSeconds },
  ].filter(({ value }) => value !== null);
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: METRICS,
          Dimensions: [['Instance', 'Mechanism']],
          Metrics: metrics.map(({ Name, Unit }) => ({ Name, Unit })),
        },
      ],
    },
    ...{ Instance: instance, Mechanism: mechanism },
    ...Object.fromEntries(metrics.map(({ Name, value }) => [Name, value])),
    ...problemsOf(report),
  });
}

/** A line of Cloud Logging, which takes JSON apart and from which its metrics are made. */
export function structuredLine(report: DrillReport): string {
  const { instance, mechanism, outcome, rtoSeconds, rpoSeconds } = report;
  return JSON.stringify({
    severity: outcome === 'failed' ? 'ERROR' : 'INFO',
    message: 'drill',
    drill: { instance, mechanism, outcome, rtoSeconds, rpoSeconds, ...problemsOf(report) },
  });
}

const problemsOf = ({ problems }: DrillReport): { readonly problem?: string } =>
  problems.length === 0
    ? {}
    : { problem: problems.map((problem) => sayProblem(problem)).join('\n') };
