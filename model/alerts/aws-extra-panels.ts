import type { AwsInstance } from '../deployment/aws-deployment';
import type { DeployedService } from '../deployment/facts';
import { servesIn } from '../recovery/serving';
import type { AwsMetricName } from '../tables/aws-metrics';
import type { Engine } from '../tables/engines';
import { TIERS } from '../tables/tiers';
import { awsDatabases, awsRegionName, type AwsRegion } from './aws-databases';
import type { DashboardLevel, DashboardLine, DashboardRowName, Graph, LogTable } from './dashboard';
import { awsMetric } from './metric-name';

/** A graph that nobody is told of: what one looks at next. */
interface Extra {
  readonly row: DashboardRowName;
  readonly title: string;
  readonly metrics: readonly AwsMetricName[];
  /** The engine that has them; both where absent. */
  readonly engine?: Engine;
  /** What there is of it. */
  readonly level?: (instance: AwsInstance) => DashboardLevel | undefined;
}

const EXTRAS: readonly Extra[] = [
  {
    row: 'infrastructure',
    title: 'Operations of the disk in a second',
    metrics: ['ReadIOPS', 'WriteIOPS'],
    level: ({ decisions: { iops } }) =>
      iops.value === null ? undefined : { label: 'paid for', value: iops.value },
  },
  {
    row: 'infrastructure',
    title: 'Bytes of the disk in a second',
    metrics: ['ReadThroughput', 'WriteThroughput'],
  },
  {
    row: 'infrastructure',
    title: 'Bytes of the network in a second',
    metrics: ['NetworkReceiveThroughput', 'NetworkTransmitThroughput'],
  },
  {
    row: 'database',
    title: 'The write-ahead log on disk',
    metrics: ['TransactionLogsDiskUsage'],
    engine: 'postgres',
  },
  {
    row: 'database',
    title: 'The binary log on disk',
    metrics: ['BinLogDiskUsage'],
    engine: 'mysql',
  },
  {
    row: 'application',
    title: 'Sessions that are active: more than vCPUs wait',
    metrics: ['DBLoad', 'DBLoadNonCPU'],
    level: ({ decisions: { tier } }) => ({ label: 'vCPUs', value: TIERS[tier.value].vcpu }),
  },
];

/** What a row has beside its alerts. Load is measured only where Performance Insights is on, which the smallest classes cannot have. */
export function awsExtraGraphs(instance: AwsInstance, row: DashboardRowName): readonly Graph[] {
  const region = servesIn(instance);
  const measuresLoad = instance.decisions.insightsRetentionDays.value !== null;
  return EXTRAS.filter(
    (extra) =>
      extra.row === row &&
      (extra.engine === undefined || extra.engine === instance.engine) &&
      (measuresLoad || !extra.metrics.includes('DBLoad')),
  ).map(({ title, metrics, level }) => {
    const own = level?.(instance);
    return {
      kind: 'graph',
      title,
      region: awsRegionName(instance, region),
      period: 60,
      lines: linesOf(instance, region, metrics),
      levels: own ? [own] : [],
    };
  });
}

function linesOf(
  instance: AwsInstance,
  region: AwsRegion,
  metrics: readonly AwsMetricName[],
): readonly DashboardLine[] {
  return awsDatabases(instance)
    .filter((each) => each.region === region)
    .flatMap(({ identifier }) =>
      metrics.map((name): DashboardLine => {
        const { namespace, dimension } = awsMetric(name);
        const dimensions = { [dimension]: identifier };
        return {
          label: metrics.length === 1 ? identifier : `${identifier} ${name}`,
          series: [{ id: 'm', namespace, name, dimensions, statistic: 'Average' }],
        };
      }),
    );
}

/**
 * The newest errors of a service’s own database, where the instance serves. A line of PostgreSQL begins with when, whence, and who in which
 * database; MySQL’s error log does not say in which.
 */
export function lastErrors(instance: AwsInstance, { database }: DeployedService): LogTable {
  const region = servesIn(instance);
  const log = instance.engine === 'postgres' ? 'postgresql' : 'error';
  const sources = awsDatabases(instance)
    .filter((each) => each.region === region)
    .map(({ identifier }) => `SOURCE '/aws/rds/instance/${identifier}/${log}'`);
  const found =
    instance.engine === 'postgres'
      ? `filter @message like /ERROR|FATAL|PANIC/ and @message like "@${database.value}:"`
      : 'filter @message like /\\[ERROR\\]|\\[Warning\\]/';
  return {
    kind: 'logs',
    title:
      instance.engine === 'postgres'
        ? `The newest errors in ${database.value}`
        : 'The newest errors and warnings',
    region: awsRegionName(instance, region),
    query: [
      ...sources,
      'fields @timestamp, @message',
      found,
      'sort @timestamp desc',
      'limit 50',
    ].join(' | '),
  };
}
