import type { DeployedService } from '../deployment/facts';
import type { GoogleInstance } from '../deployment/google-deployment';
import type { Engine } from '../tables/engines';
import type { GoogleMetricType } from '../tables/google-metrics';
import type { AlertName } from './alert-names';
import type { AlertHome } from './alert-home';
import type { DashboardRowName } from './dashboard';
import type { GoogleChart } from './google-dashboard';
import { metricFilter } from './google-filters';
import { HOUR, type FilterQuery } from './google-lines';
import { namePattern } from './name-patterns';
import { watchName } from './watch-order';

/** A chart that nobody is told of: what one looks at next. */
interface Extra {
  readonly row: DashboardRowName;
  readonly title: string;
  readonly metrics: readonly GoogleMetricType[];
  readonly aligner: 'ALIGN_RATE' | 'ALIGN_MEAN';
  /** The label whose values are lines; each database is one where absent. */
  readonly by?: string;
  /** Whether it is of the service’s own database alone. */
  readonly own?: boolean;
  /** The engine that has them; both where absent. */
  readonly engine?: Engine;
}

const EXTRAS: readonly Extra[] = [
  {
    row: 'infrastructure',
    title: 'Operations of the disk in a second',
    metrics: [
      'cloudsql.googleapis.com/database/disk/read_ops_count',
      'cloudsql.googleapis.com/database/disk/write_ops_count',
    ],
    aligner: 'ALIGN_RATE',
  },
  {
    row: 'infrastructure',
    title: 'Bytes of the network in a second',
    metrics: [
      'cloudsql.googleapis.com/database/network/received_bytes_count',
      'cloudsql.googleapis.com/database/network/sent_bytes_count',
    ],
    aligner: 'ALIGN_RATE',
  },
  {
    row: 'database',
    title: 'Sessions that wait, by what for',
    metrics: ['cloudsql.googleapis.com/database/postgresql/backends_in_wait'],
    ...{ aligner: 'ALIGN_MEAN', by: 'wait_event_type', engine: 'postgres' },
  },
  {
    row: 'database',
    title: 'Waits for locks of rows in a second',
    metrics: ['cloudsql.googleapis.com/database/mysql/innodb/row_lock_waits_count'],
    ...{ aligner: 'ALIGN_RATE', engine: 'mysql' },
  },
  {
    row: 'application',
    title: 'Sessions of the service’s database, by state',
    metrics: ['cloudsql.googleapis.com/database/postgresql/num_backends_by_state'],
    ...{ aligner: 'ALIGN_MEAN', by: 'state', own: true, engine: 'postgres' },
  },
  {
    row: 'application',
    title: 'Sessions, by what they do',
    metrics: ['cloudsql.googleapis.com/database/mysql/threads'],
    ...{ aligner: 'ALIGN_MEAN', by: 'thread_kind', engine: 'mysql' },
  },
  {
    row: 'application',
    title: 'Transactions of the service’s database in a second, by how they ended',
    metrics: ['cloudsql.googleapis.com/database/postgresql/transaction_count'],
    ...{ aligner: 'ALIGN_RATE', by: 'transaction_type', own: true, engine: 'postgres' },
  },
  {
    row: 'application',
    title: 'Statements in a second',
    metrics: ['cloudsql.googleapis.com/database/mysql/queries'],
    ...{ aligner: 'ALIGN_RATE', engine: 'mysql' },
  },
];

/** What a row has beside its alerts. */
export function googleExtraCharts(
  instance: GoogleInstance,
  { database }: DeployedService,
  { project }: AlertHome,
  row: DashboardRowName,
): readonly GoogleChart[] {
  const names = subjectsOf(instance, 'unavailable');
  if (names.length === 0) return [];
  const matcher = { pattern: namePattern(names), but: null };
  const queryOf = ({ aligner, by, own }: Extra, metric: GoogleMetricType): FilterQuery => ({
    kind: 'filter',
    filter: metricFilter(
      { metric, ...(own ? { labels: { database: database.value } } : {}) },
      project,
      matcher,
    ),
    ...{ period: 60, aligner },
    ...(by === undefined
      ? {}
      : {
          together: {
            reducer: 'REDUCE_SUM',
            by: ['resource.label.database_id', `metric.label.${by}`],
          },
        }),
  });
  const charts = EXTRAS.filter(
    (extra) => extra.row === row && (extra.engine ?? instance.engine) === instance.engine,
  ).map((extra) => ({
    title: extra.title,
    queries: extra.metrics.map((metric) => queryOf(extra, metric)),
    levels: [],
  }));
  return row === 'database' ? [...charts, ...runs(instance)] : charts;
}

const subjectsOf = ({ alerts }: GoogleInstance, name: AlertName): readonly string[] => [
  ...new Set(alerts.told.filter(({ alert }) => alert === name).flatMap(({ subjects }) => subjects)),
];

/** How the runs of the runner, of drills and of the watch ended, of which several alerts are told. */
function runs(instance: GoogleInstance): readonly GoogleChart[] {
  const jobs = [
    ...subjectsOf(instance, 'runner-failed').map((name) => `${name}-runner`),
    ...(subjectsOf(instance, 'drill-failed').length > 0
      ? [`${instance.identifier}(-recovery)?-drill`]
      : []),
    ...subjectsOf(instance, 'watch-silent').map(watchName),
  ];
  if (jobs.length === 0) return [];
  return [
    {
      title: 'Runs of the runner, drills and the watch in an hour, by how they ended',
      queries: [
        {
          kind: 'filter',
          filter: [
            'resource.type="cloud_run_job"',
            'metric.type="run.googleapis.com/job/completed_execution_count"',
            `resource.labels.job_name=monitoring.regex.full_match("${jobs.join('|')}")`,
          ].join(' AND '),
          ...{ period: HOUR, aligner: 'ALIGN_DELTA' },
          together: {
            reducer: 'REDUCE_SUM',
            by: ['resource.label.job_name', 'metric.label.result'],
          },
        },
      ],
      levels: [],
    },
  ];
}
