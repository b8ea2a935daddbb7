import type { AwsInstance } from '../deployment/aws-deployment';
import type { AlertName } from './alert-names';
import { awsDatabases, awsHomeName, type AwsRegion } from './aws-databases';
import { countedName } from './aws-measured';
import { alertOf } from './catalogue';
import type { AwsLog } from './signal';

/** A filter that counts lines of one log of one database. */
export interface AwsLogMetric {
  readonly alert: AlertName;
  /** The database whose log it is. */
  readonly database: string;
  readonly log: AwsLog;
  readonly pattern: string;
  /** All databases of an instance in a region count into one. */
  readonly metric: string;
}

/** What is counted of an instance’s logs in one region, whether anybody is told of it or not: dashboards have it. */
export function awsLogMetrics(instance: AwsInstance, region: AwsRegion): readonly AwsLogMetric[] {
  const { alerts, engine } = instance;
  const here = awsDatabases(instance).filter((each) => each.region === region);
  const declared = new Set(
    alerts.told.flatMap((each) => (each.region === region ? [each.alert] : [])),
  );
  return [...declared].flatMap((alert) => {
    const signal = alertOf(alert).aws[engine];
    if ('code' in signal || signal.kind !== 'log') return [];
    const metric = countedName(alert, awsHomeName(instance, region));
    return here.flatMap(({ identifier: database }) =>
      signal.filters.map(({ log, pattern }) => ({ alert, database, log, pattern, metric })),
    );
  });
}
