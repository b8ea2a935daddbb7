import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsLogMetric } from '../../model/alerts/aws-log-metrics';
import { addressOf, pin } from '../address';
import { logGroupName } from './database-logs';

export interface LogFiltersSettings {
  readonly filters: readonly AwsLogMetric[];
  /** CloudWatch’s namespace of what they count. */
  readonly namespace: string;
}

export interface LogFiltersWiring {
  /** What a database of that name is: its log groups are there before it. */
  readonly after: (database: string) => readonly ITerraformDependable[];
}

/**
 * Counts lines of databases’ logs. A group has 100 filters at most ("PutMetricFilter", CloudWatch Logs API reference, read 2026-11). Where a
 * group gets lines and none of these is among them, it counts a zero, so that a dashboard has a line.
 */
export class LogFilters extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { filters, namespace }: LogFiltersSettings,
    { after }: LogFiltersWiring,
  ) {
    super(scope, id);
    for (const { name, database, log, pattern, metric } of filters) {
      createLogFilter(
        this,
        `${database}-${log}-${name}`,
        {
          address: addressOf(database, log, name),
          name,
          group: logGroupName(database, log),
          pattern,
          namespace,
          metric,
        },
        { after: after(database) },
      );
    }
  }
}

/** A filter on one group, counted under one name. */
export function createLogFilter(
  scope: Construct,
  id: string,
  {
    address,
    name,
    group,
    pattern,
    namespace,
    metric,
  }: {
    readonly address: string;
    readonly name: string;
    readonly group: string;
    readonly pattern: string;
    readonly namespace: string;
    readonly metric: string;
  },
  { after }: { readonly after: readonly ITerraformDependable[] },
): void {
  const filter = new CloudwatchLogMetricFilter(scope, id, {
    name,
    logGroupName: group,
    pattern,
    metricTransformation: {
      ...{ namespace, name: metric },
      ...{ value: '1', defaultValue: '0', unit: 'Count' },
    },
    dependsOn: [...after],
  });
  pin(filter, address);
}
