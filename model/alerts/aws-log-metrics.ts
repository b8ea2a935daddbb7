import { trailOf } from '../audit/trail-facts';
import type { AwsInstance } from '../deployment/aws-deployment';
import type { AlertName } from './alert-names';
import { awsDatabases, awsHomeName, type AwsRegion } from './aws-databases';
import { countedName, expectedName } from './aws-measured';
import { alertOf } from './catalogue';
import type { AwsLogFilter } from './log-filter';
import type { AwsLog } from './signal';

/** A filter that counts lines of one log of one database. */
export interface AwsLogMetric {
  readonly alert: AlertName;
  /** What it is called among those of its log: after its alert, and what else of that it counts. */
  readonly name: string;
  /** The database whose log it is. */
  readonly database: string;
  readonly log: AwsLog;
  readonly pattern: string;
  /** One of its own, or one into which all databases of an instance in a region count. */
  readonly metric: string;
}

/** What is counted of an instance’s logs in one region, whether anybody is told of it or not: dashboards have it. */
export function awsLogMetrics(instance: AwsInstance, region: AwsRegion): readonly AwsLogMetric[] {
  const here = awsDatabases(instance).filter((each) => each.region === region);
  const declared = new Set(
    instance.alerts.told.flatMap((each) => (each.region === region ? [each.alert] : [])),
  );
  return [...declared].flatMap((alert) => {
    const filters = logFiltersOf(alert, instance);
    return here.flatMap(({ identifier: database }) => {
      const whose = countedOf(alert, instance, { region, database });
      return filters.map(({ log, pattern, expected }, i) => ({
        ...{ alert, database, log, pattern, name: nameOf(alert, filters, i) },
        metric: expected ? expectedName(alert, whose) : countedName(alert, whose),
      }));
    });
  });
}

/** The filters of an alert; none of one that no log tells of. */
export function logFiltersOf(alert: AlertName, instance: AwsInstance): readonly AwsLogFilter[] {
  const signal = alertOf(alert).aws[instance.engine];
  if ('code' in signal) return [];
  if (signal.kind === 'trail') return signal.filters(trailOf(instance));
  return signal.kind === 'log' ? signal.filters : [];
}

/** Of several of one log the second has a number. */
function nameOf(alert: AlertName, filters: readonly AwsLogFilter[], i: number): string {
  const { log, expected } = filters[i] ?? {};
  const before = filters
    .slice(0, i)
    .filter((each) => each.log === log && each.expected === expected).length;
  return [
    alert,
    ...(expected ? ['expected'] : []),
    ...(before > 0 ? [String(before + 1)] : []),
  ].join('-');
}

/** Whose lines are counted together: of what each machine does those of each database, of the rest all of a region. */
export function countedOf(
  alert: AlertName,
  instance: AwsInstance,
  { region, database }: { readonly region: AwsRegion; readonly database: string },
): string {
  return alertOf(alert).watches === 'databases' ? database : awsHomeName(instance, region);
}
