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
  /** One of its own, or one into which all databases of an instance in a region count. */
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
    return here.flatMap(({ identifier: database }) => {
      const metric = countedName(alert, countedOf(alert, instance, { region, database }));
      return signal.filters.map(({ log, pattern }) => ({ alert, database, log, pattern, metric }));
    });
  });
}

/** Whose lines are counted together: of what each machine does those of each database, of the rest all of a region. */
export function countedOf(
  alert: AlertName,
  instance: AwsInstance,
  { region, database }: { readonly region: AwsRegion; readonly database: string },
): string {
  return alertOf(alert).watches === 'databases' ? database : awsHomeName(instance, region);
}
