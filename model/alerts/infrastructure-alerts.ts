import type { Alert, Gap, Possible } from './alert';
import { both } from './both-engines';
import { grownTo } from './disk-growth';
import { awsFreeMemory } from './free-memory';

const GIB = 1024 ** 3;

/** Nobody’s threshold may be what a share can never be more or less than. */
const SHARE: Possible = {
  always: { at: 0, why: 'some of it is always used' },
  never: { at: 100, why: 'there is no more than all of it' },
};

const NO_DISK_METRIC: Gap = {
  code: 'no-metric',
  why: 'Cloud SQL has no metric of the latency of its disk, or of what waits for it',
};

/** Seconds: "> 20 ms is likely a cause for investigation" (Recommended alarms, CloudWatch user guide, copy of 2025-07). */
const SLOW_DISK = 0.02;

/** Months for which a part of the ceiling is enough, at the growth that the ceiling was made for: five years of it at the most. */
function months(left: number, storage: number, ceiling: number): number {
  return Math.floor(left / ((ceiling - storage) / 60));
}

/** What the machine, its disk and its network give out. */
export const INFRASTRUCTURE_ALERTS: readonly Alert[] = [
  {
    name: 'unavailable',
    title: 'the database cannot be seen',
    layer: 'infrastructure',
    watches: 'databases',
    idle: true,
    unit: 'count',
    side: 'below',
    // One alert says that nothing is heard; the others would each say it again.
    missing: 'wrong',
    aws: both({ kind: 'metric', metric: 'CPUUtilization', statistic: 'SampleCount' }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/up',
      aligner: 'ALIGN_MAX',
    }),
    levels: () => [
      {
        severity: 'critical',
        threshold: 1,
        because: 'a database that runs gives a sample in each minute',
        minutes: 5,
      },
    ],
    cause: 'absence',
    first: [
      'See whether it is being failed over, maintained or restarted: then it comes back by itself within minutes.',
      'Where its zone or region is lost: `npx kura runbook {service}` has the steps, by what was lost.',
      'Where somebody stopped it: start it again.',
    ],
  },
  {
    name: 'not-serving',
    title: 'RDS says that the database does not serve',
    layer: 'infrastructure',
    watches: 'databases',
    idle: true,
    unit: 'count',
    side: 'above',
    // A machine may give samples while its engine takes no connection.
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'NotServing', statistic: 'Minimum' }),
    google: both({
      code: 'other-alert',
      why: 'what Cloud SQL samples is the database itself: `unavailable`',
    }),
    levels: () => [
      {
        severity: 'critical',
        threshold: 0,
        because: 'a restart and a failover are over within ten minutes',
        minutes: 10,
      },
    ],
    cause: 'absence',
    first: [
      'See its status and events: stopped, a full disk, a key out of reach, parameters that do not fit, or maintenance.',
      'Maintenance and upgrades end by themselves. For the rest the status has a page in the RDS user guide, with what to do.',
      'Where the database must be restored: `npx kura runbook {service}`.',
    ],
  },
  {
    name: 'standby-lost',
    title: 'nothing could take over',
    layer: 'infrastructure',
    watches: 'writers of the primary region',
    unit: 'count',
    side: 'below',
    missing: 'as before',
    aws: both({
      code: 'no-metric',
      why: 'RDS says nothing of a standby before a failover: it replaces one that fails by itself',
    }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/available_for_failover',
      aligner: 'ALIGN_MAX',
    }),
    unless: ({ highAvailability }) =>
      highAvailability ? undefined : { code: 'not-applicable', why: 'it has no standby' },
    levels: () => [
      {
        severity: 'warning',
        threshold: 1,
        because: 'above zero a failover is possible; maintenance takes minutes',
        minutes: 15,
      },
    ],
    first: [
      'Until it is mended the loss of a zone is an outage: hold back what may end the primary.',
      'See its operations and state: an update, a restart or a full disk keeps a standby from following.',
    ],
  },
  {
    name: 'cpu',
    title: 'the vCPUs are used up',
    layer: 'infrastructure',
    watches: 'databases',
    unit: 'percent',
    side: 'above',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'CPUUtilization', statistic: 'Average' }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/cpu/utilization',
      aligner: 'ALIGN_MEAN',
      scale: () => 0.01,
    }),
    levels: () => [
      {
        severity: 'warning',
        threshold: 90,
        because: 'what AWS recommends (Recommended alarms, CloudWatch user guide, 2025-07)',
        minutes: 15,
      },
      {
        severity: 'critical',
        threshold: 98,
        because:
          'six hours of it and Cloud SQL’s service level agreement ends (Operational guidelines, 2025-08); told after one',
        minutes: 60,
      },
    ],
    possible: () => SHARE,
    cause: 'load',
    first: [
      'See on the dashboard whether sessions or statements rose with it, and since when: a deploy, a job, a new query.',
      'Ask the database what runs: `pg_stat_activity` and `pg_stat_statements`, or `performance_schema`, through `npx kura connect {service}`.',
      'Stop what is new. Where it is growth, take a larger tier in the maintenance window.',
    ],
  },
  {
    name: 'memory',
    title: 'memory runs out',
    layer: 'infrastructure',
    watches: 'databases',
    unit: 'percent',
    side: 'above',
    missing: 'as before',
    aws: both({
      kind: 'metric',
      metric: 'FreeableMemory',
      statistic: 'Minimum',
      math: {
        expression: ({ tier }) => `100 - 100 * m / ${String(Math.floor(tier.memoryGib * GIB))}`,
        others: {},
      },
    }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/memory/components',
      aligner: 'ALIGN_MAX',
      labels: { component: 'Usage' },
    }),
    levels: (facts) => {
      if (facts.cloud === 'google') {
        return [
          {
            severity: 'warning',
            threshold: 90,
            because: 'what Google recommends (Optimize high memory usage, Cloud SQL, read 2026-11)',
            minutes: 15,
          },
          {
            severity: 'critical',
            threshold: 95,
            because: 'half of what Google’s recommendation leaves',
            minutes: 15,
          },
        ];
      }
      const free = awsFreeMemory(facts);
      const share = (part: number): number => round(100 - (free.percent * part) / 100);
      return [
        {
          severity: 'warning',
          threshold: share(35),
          because: `two thirds of the ${String(free.percent)} % are gone that ${free.of} leave`,
          minutes: 15,
        },
        {
          severity: 'critical',
          threshold: share(15),
          because: `six sevenths of the ${String(free.percent)} % are gone that ${free.of} leave`,
          minutes: 15,
        },
      ];
    },
    possible: (facts) => ({
      always:
        facts.cloud === 'google'
          ? { at: 0, why: 'some of it is always used' }
          : {
              at: round(100 - awsFreeMemory(facts).percent),
              why: `the operating system and ${awsFreeMemory(facts).of} take as much`,
            },
      never: { at: 100, why: 'there is no more than all of it' },
    }),
    cause: 'load',
    first: [
      'See on the dashboard whether connections rose with it: each has memory of its own.',
      'Look for statements that sort or hash much; `work_mem` counts for each of them.',
      'Close what is not used, lower the pools, or take a larger tier.',
    ],
  },
  {
    name: 'storage-runway',
    title: 'the disk has little room left to grow',
    layer: 'infrastructure',
    watches: 'databases',
    idle: true,
    unit: 'percent',
    side: 'above',
    missing: 'as before',
    // Free space alone says nothing where the disk grows by itself: what is used is what there is less what is free.
    aws: both({
      kind: 'metric',
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      math: {
        expression: (facts) =>
          `100 * (FILL(allocated, REPEAT) - m) / ${String(grownTo({ ...facts, cloud: 'aws' }) * GIB)}`,
        others: { allocated: { metric: 'AllocatedStorage', statistic: 'Maximum', of: 'itself' } },
      },
    }),
    google: both({
      kind: 'metric',
      metric: 'cloudsql.googleapis.com/database/disk/bytes_used',
      aligner: 'ALIGN_MAX',
      scale: ({ storageCeiling }) => (storageCeiling * GIB) / 100,
    }),
    levels: (facts) =>
      (
        [
          ['warning', 80],
          ['critical', 95],
        ] as const
      ).map(([severity, threshold]) => {
        const most = grownTo(facts);
        const left = ((100 - threshold) / 100) * most;
        const lasts = months(left, facts.storage, facts.storageCeiling);
        return {
          severity,
          threshold,
          because: `of the ${String(most)} GiB that it grows to by itself, ${String(Math.floor(left))} ${Math.floor(left) === 1 ? 'is' : 'are'} left: ${lasts === 0 ? 'weeks' : `${String(lasts)} months`} at the growth that its ceiling was made for`,
          minutes: 15,
        };
      }),
    possible: (facts) => ({
      always: {
        at: Math.ceil(100 / grownTo(facts)),
        why: 'an empty database takes some of it',
      },
      never: { at: 100, why: 'it grows no further by itself' },
    }),
    first: [
      'See what grew: tables, indexes, the write-ahead log that a replica holds back (`slot-lag`), temporary files.',
      'Raise `growth` or `storage` of the service in the estate: the ceiling follows without a restart.',
      'Delete or move what need not stay, by a migration.',
    ],
  },
  {
    name: 'storage-stuck',
    title: 'the disk is full and does not grow',
    layer: 'infrastructure',
    watches: 'databases',
    idle: true,
    unit: 'bytes',
    side: 'below',
    missing: 'as before',
    aws: both({ kind: 'metric', metric: 'FreeStorageSpace', statistic: 'Minimum' }),
    google: both({
      kind: 'promql',
      metrics: [
        'cloudsql.googleapis.com/database/disk/quota',
        'cloudsql.googleapis.com/database/disk/bytes_used',
      ],
      query:
        'min by (database_id) ({"cloudsql.googleapis.com/database/disk/quota", monitored_resource="cloudsql_database", database_id=~"{databases}"} - {"cloudsql.googleapis.com/database/disk/bytes_used", monitored_resource="cloudsql_database", database_id=~"{databases}"})',
    }),
    levels: ({ cloud, storage }) => [
      cloud === 'aws'
        ? {
            severity: 'critical',
            threshold: wholeMib(0.05 * storage),
            because: `a twentieth of the first ${String(storage)} GiB: RDS grows a disk of any size at a tenth`,
            minutes: 10,
          }
        : {
            severity: 'critical',
            threshold: 2 * GIB,
            because: '2 GiB: Cloud SQL grows a disk while it has 5 left at least',
            minutes: 10,
          },
    ],
    first: [
      'See what the cloud says of it: its events, and its quota of storage in this region.',
      'Where it has reached its ceiling: raise `growth` or `storage` of the service in the estate, and deploy.',
      'Where it has just grown and may not again for hours: stop what fills it.',
    ],
  },
  ...(['Read', 'Write'] as const).map((direction): Alert => ({
    name: direction === 'Read' ? 'read-latency' : 'write-latency',
    title: `the disk is slow to ${direction.toLowerCase()}`,
    layer: 'infrastructure',
    watches: 'databases',
    unit: 'seconds',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'metric', metric: `${direction}Latency`, statistic: 'p90' }),
    google: both(NO_DISK_METRIC),
    levels: () => [
      {
        severity: 'warning',
        threshold: SLOW_DISK,
        because:
          '20 ms: “likely a cause for investigation” (Recommended alarms, CloudWatch user guide, 2025-07)',
        minutes: 15,
      },
    ],
    possible: () => ({
      always: { at: 0.001, why: 'an operation of a network disk takes about a millisecond' },
      never: { at: 60, why: 'no operation of a disk takes a minute' },
    }),
    first: [
      'See on the dashboard whether operations or bytes in a second have reached what the disk or the class gives.',
      'Look for what reads or writes so much: a missing index, a vacuum, a bulk load.',
      'Where it is growth: from 400 GiB on gp3 is striped, and a larger tier has more bandwidth.',
    ],
  })),
  {
    name: 'queue-depth',
    title: 'much waits for the disk',
    layer: 'infrastructure',
    watches: 'databases',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'metric', metric: 'DiskQueueDepth', statistic: 'Average' }),
    google: both(NO_DISK_METRIC),
    levels: ({ iops }) => [
      {
        severity: 'warning',
        threshold: Math.ceil(iops * SLOW_DISK),
        because: `${String(iops)} operations in a second that take 20 ms each (Little’s law)`,
        minutes: 15,
      },
    ],
    possible: ({ iops }) => ({
      always: { at: 0, why: 'something waits now and then' },
      never: { at: iops, why: `${String(iops)} waiting would each wait a whole second` },
    }),
    first: [
      'Read it together with the latencies: a queue alone is work; a queue with slow operations is too much of it.',
      'Look for what reads or writes so much: a missing index, a vacuum, a bulk load.',
    ],
  },
  {
    name: 'burst-credits',
    title: 'a burstable class is used beyond its credits, which costs',
    layer: 'infrastructure',
    watches: 'databases',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'metric', metric: 'CPUSurplusCreditsCharged', statistic: 'Maximum' }),
    google: both({
      code: 'no-metric',
      why: 'a shared core of Cloud SQL has no credits: `cpu` says when it is used up',
    }),
    unless: ({ cloud, tier }) =>
      cloud === 'aws' && !tier.burstable.includes('aws')
        ? { code: 'not-applicable', why: `${tier.aws} is not burstable` }
        : undefined,
    levels: () => [
      {
        severity: 'warning',
        threshold: 0,
        because: 'RDS lets a burstable class go on and charges for what is beyond its credits',
        minutes: 60,
      },
    ],
    first: ['Take a tier that is not burstable: the load is no burst any more.'],
  },
];

const round = (value: number): number => Math.round(value * 10) / 10;

/** GiB in bytes, as people write them. */
const wholeMib = (gib: number): number => Math.floor(gib * 1024) * 1024 ** 2;
