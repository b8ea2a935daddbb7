import type { TrailFacts } from '../../model/audit/trail-facts';
import { CLOUDS, type Cloud } from '../../model/access/identity';
import { LAYERS, type Alert, type AlertFacts, type Missing } from '../../model/alerts/alert';
import { ALERTS, alertOf } from '../../model/alerts/catalogue';
import { awsMetric } from '../../model/alerts/metric-name';
import { kuraMetricType } from '../../model/tables/kura-metrics';
import type { AwsSignal, GoogleSignal } from '../../model/alerts/signal';
import { rangeText } from '../../model/alerts/stated-thresholds';
import { thresholdText } from '../../model/alerts/threshold-text';
import { HOURLY_METRICS } from '../../model/alerts/watch-order';
import { STATABLE } from '../../model/language/alerts-language';
import { MECHANISM_NAMES } from '../../model/recovery/mechanisms';
import { connectionsOf } from '../../model/sizing/resolve-memory';
import { GP3 } from '../../model/sizing/storage';
import { AWS_METRICS, type AwsMetric } from '../../model/tables/aws-metrics';
import { ENGINE_FACTS, ENGINES, type Engine } from '../../model/tables/engines';
import { GOOGLE_METRICS, type GoogleMetric } from '../../model/tables/google-metrics';
import {
  EMITTED_EVERY,
  KURA_METRIC_NAMES,
  KURA_METRICS,
  type KuraMetricName,
} from '../../model/tables/kura-metrics';
import { TIER_NAMES, TIERS, type TierName } from '../../model/tables/tiers';
import { formatDuration } from '../../model/values/duration';
import { holdText } from '../alerts/say-alert';
import { code, markdownTable, page } from './markdown';

const MINUTE = 60_000;
const BASELINE_IOPS = 3000;

/** The instance that the figures are of: it has all that an alert can watch. */
const example = (
  tier: TierName,
  cloud: Cloud = 'aws',
  engine: Engine = 'postgres',
): AlertFacts => ({
  ...{ cloud, engine, tier: TIERS[tier], highAvailability: true },
  ...{ storage: 50, storageCeiling: 300, iops: BASELINE_IOPS },
  ...{ maxConnections: connectionsOf(TIERS[tier]), latencyBudget: 500 },
  rpo: { mistake: 15 * MINUTE, region: 15 * MINUTE },
  ...{ readers: 2, mechanisms: MECHANISM_NAMES, secrets: true },
  drills: [{ rto: 120 * MINUTE }],
  trail: TRAIL,
});

/** As a service’s first file names them. */
const TRAIL: TrailFacts = {
  ...{ admin: 'kura_admin', own: ['kura_admin'], migrators: ['order_migrate'] },
  marked: [{ database: 'order_service_db', schema: 'app', table: 'users' }],
};

/** One that has nothing of it. */
const bare = (cloud: Cloud): AlertFacts => ({
  ...example('balanced-2', cloud),
  ...{ highAvailability: false, readers: 0, mechanisms: [], drills: [], secrets: false },
  trail: { ...TRAIL, marked: [] },
});

const EXAMPLE_TIER: TierName = 'medium';

/** Every alert: what it reads on each cloud and engine, from where on it is told, and what is done first. */
export function alertsReference(): string {
  const facts = example(EXAMPLE_TIER);
  return page('Alerts', [
    `Every instance has these from its first deploy. Thresholds derive from what the instance is; a service may state others, and switch none off. ${code('npx kura alerts')} says which instance has which and who hears of them, ${code('npx kura alerts prod/order')} each with its threshold, ${code('npx kura explain prod/order')} why from there.`,
    `- ${code('critical')} wakes people, ${code('warning')} is for somebody to look at in the day, ${code('info')} stands on the dashboard. Who hears of warnings hears of what is critical, too.
- Who that is the environment says, below ${code('notify')}: staging and production must. Development that names nobody has everything as ${code('info')}.
- No data is an alarm only of what beats by itself (“it rings”); for the rest it means that all is well, or that it is as it was. A database that is gone is told of once, by ${code('unavailable')}, and not by each of its metrics.
- Why it is so: [decision 0030](../decisions/0030-alerts.md).`,
    'What one hears beside it, because a cloud tells no better:',
    `- RDS takes no names for what is subscribed to in an environment: ${code('configuration-changed')} also tells of copies of drills, which end in ${code('-drill')}, and of all other databases in the account and region, another environment’s too. An account for each environment keeps them apart.
- Of what stops a database RDS mails twice who reads warnings: ${code('unhealthy')} by its event, and the subscription to the category ${code('failure')}, which Security Hub asks for (RDS.19). It mails what it will maintain in the same way, while ${code('maintenance-pending')} itself stands on the dashboard alone.
- A disk that fills up rings as ${code('storage-runway')}, ${code('storage-stuck')} and at last ${code('unhealthy')}: each is worse than the one before, so that none is folded into another.
- Where ${code('watch-silent')} is new on AWS it may ring once, until the watch has run for half an hour; on Google Cloud it waits for a first success, which the first ${code('npx kura sql apply')} of an environment brings. Until then runners and the watch fail there, which are warnings.
- Before the first copy in a vault ${code('copy-late')} says nothing: nobody knows there yet that one is to come. ${code('copy-failed')} hears of a job that fails, and of none that never began.
- That no drill ran at all no alarm can tell: CloudWatch looks back seven days, Cloud Monitoring 25 hours, and drills are a month apart. ${code('not-started')} hears of a start that failed.
- On Cloud SQL ${code('slot-lag')} is that of replicas that are connected: a slot whose reader is away shows as the disk that it fills.
- An engine that takes no connections while its machine lives CloudWatch does not show: ${code('not-serving')} is what RDS itself says of it.`,
    `Figures below are of an instance of tier ${code(EXAMPLE_TIER)} with a disk of ${String(facts.storage)} GiB that grows to ${String(facts.storageCeiling)}, two readers, max_connections ${String(facts.maxConnections)}, the usual latency budget and production’s objectives. ${code('prod/order')} stands for a service.`,
    '## All of them',
    markdownTable(
      ['Alert', 'When', 'Watches', 'Severities', 'No data', ...CLOUDS.map((cloud) => HEADS[cloud])],
      ALERTS.map((alert) => [
        `[${alert.name}](#${alert.name})`,
        alert.title,
        alert.watches,
        alert
          .levels(facts)
          .map(({ severity }) => severity)
          .join(', '),
        NO_DATA[alert.missing],
        ...CLOUDS.map((cloud) => thereText(alert, cloud)),
      ]),
    ),
    ...LAYERS.flatMap((layer) => [
      `## ${LAYER_TITLES[layer]}`,
      ...ALERTS.filter((alert) => alert.layer === layer).flatMap(alertSection),
    ]),
    '## What derives from the tier',
    `Where the service states neither ${code('maxConnections')} nor ${code('latencyBudget')}: from where on is a warning / is critical. Memory is the share that is in use; on Cloud SQL it is ${levelsText('memory', example(EXAMPLE_TIER, 'google'))} on every tier.`,
    tierTable(),
    `${code('queue-depth')} follows the disk: ${levelsText('queue-depth', facts)} operations below ${String(GP3.striped)} GiB, ${levelsText('queue-depth', { ...facts, iops: GP3.stripedIops })} from there on.`,
    '## Thresholds that a service may state',
    `Below ${code('alerts')}, for all environments or below ${code('overrides')} for one: ${code('alerts: { replica-lag: { warning: 10s }, connections: { critical: 300 } }')}. One that could never ring, or would ring without end, is refused with the arithmetic; so is a warning that comes after the page, and a threshold of what is not watched. Of several services on one instance the strictest holds. The ranges are of the same example, on RDS; those of ${code('connections')}, ${code('memory')} and ${code('slow-queries')} by tier stand below.`,
    statableTable(facts),
    rangeTable(),
    '## Metrics of CloudWatch',
    'Those that RDS, Lambda and EventBridge Scheduler have without anybody’s doing. Sources, read 2026-11: “Amazon CloudWatch metrics for Amazon RDS” and “Monitoring read replication” (RDS user guide), without what they give Aurora alone; “Types of metrics for Lambda functions” (Lambda developer guide); “Monitoring with CloudWatch” (EventBridge Scheduler user guide).',
    awsMetricTable(),
    '## Metrics of Cloud Monitoring',
    'Source, read 2026-11: “Google Cloud metrics” (Cloud Monitoring: Cloud SQL, Cloud Run, log-based metrics of the system), without what it calls deprecated.',
    googleMetricTable(),
    '## Metrics that Kura emits',
    `What no cloud measures the watch reads from its APIs every ${formatDuration(EMITTED_EVERY * 1000)}, and ${HOURLY_METRICS.map(code).join(', ')} once an hour. It runs inside the network of each environment, and of each isolated service that has its own, and has rights to read that and to write these metrics alone.`,
    emittedTable(),
    `Beside these what rehearses recoveries on AWS counts by ${code('Instance')} and ${code('Mechanism')}, in ${code('Kura/Recovery')}: ${code('DrillFailed')}, and ${code('DrillRpo')} and ${code('DrillRto')} in seconds.`,
  ]);
}

const HEADS: Readonly<Record<Cloud, string>> = { aws: 'RDS', google: 'Cloud SQL' };

const LAYER_TITLES: Readonly<Record<Alert['layer'], string>> = {
  infrastructure: 'The machine, its disk and its network',
  database: 'Inside the engine',
  application: 'What applications feel',
  upkeep: 'Upkeep: backups, drills, the cloud’s own doing, Kura’s programs',
};

const NO_DATA: Readonly<Record<Missing, string>> = {
  wrong: 'it rings',
  well: 'all is well',
  'as before': 'as it was',
};

/** Whether a cloud has an alert, for both engines or for one. */
function thereText(alert: Alert, cloud: Cloud): string {
  const has = ENGINES.filter((engine) => 'kind' in alert[cloud][engine]);
  if (has.length === ENGINES.length) return 'yes';
  const [one] = has;
  return one === undefined ? 'no' : ENGINE_FACTS[one].name;
}

function alertSection(alert: Alert): string[] {
  const { name, title, first } = alert;
  const unless = [...new Set(CLOUDS.flatMap((cloud) => alert.unless?.(bare(cloud))?.why ?? []))];
  return [
    `### ${name}`,
    `${capital(title)}.${unless.length > 0 ? ` Not there where reports say ${unless.map((why) => `“${why}”`).join(' or ')}.` : ''}`,
    markdownTable(
      ['On', 'Engine', 'What tells of it'],
      CLOUDS.flatMap((cloud) => signalRows(alert, cloud)),
    ),
    levelTable(alert),
    first.map((step, i) => `${String(i + 1)}. ${filled(step)}`).join('\n'),
  ];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const filled = (step: string): string =>
  step
    .replaceAll('{service}', 'prod/order')
    .replaceAll('{instance}', 'prod/order')
    .replaceAll('{database}', 'suzumina-prod-order');

/** One row where both engines have the same. */
function signalRows(alert: Alert, cloud: Cloud): string[][] {
  const rows = ENGINES.map((engine) => [
    ...[HEADS[cloud], ENGINE_FACTS[engine].name, signalCell(alert, cloud, engine)],
  ]);
  const [first, ...rest] = rows;
  return first && rest.every(([, , cell]) => cell === first[2])
    ? [[HEADS[cloud], 'both', first[2] ?? '']]
    : rows;
}

function signalCell(alert: Alert, cloud: Cloud, engine: Engine): string {
  const signal = alert[cloud][engine];
  if ('code' in signal) return `none (${signal.code}): ${signal.why}`;
  const facts = example(EXAMPLE_TIER, cloud, engine);
  return 'filters' in signal ||
    (signal.kind === 'metric' && 'statistic' in signal) ||
    signal.kind === 'event'
    ? awsCell(signal, facts)
    : googleCell(signal);
}

function awsCell(signal: AwsSignal, facts: AlertFacts): string {
  switch (signal.kind) {
    case 'metric': {
      const { metric, statistic, math } = signal;
      const name = `${code(`${awsMetric(metric).namespace} ${metric}`)}, ${statistic}`;
      if (!math) return name;
      const others = Object.entries(math.others).map(
        ([key, other]) =>
          `${code(key)} = ${code(other.metric)}, ${other.statistic}, of ${other.of === 'itself' ? 'the same database' : 'the one that it follows'}`,
      );
      return [`${code(math.expression(facts))} with ${code('m')} = ${name}`, ...others].join('; ');
    }
    case 'log':
      return signal.filters
        .map(({ log, pattern }) => `lines with ${code(pattern)} in the ${log} log`)
        .join('; ');
    case 'trail':
      return `lines of the ${[...new Set(signal.filters(facts.trail).map(({ log }) => log))].join(', ')} log${signal.filters(facts.trail).some(({ expected }) => expected) ? ', less those that are expected' : ''}`;
    case 'event':
      return `events of RDS: ${signal.ids.map((id) => id.replace('RDS-EVENT-', '')).join(', ')}`;
    case 'own':
      return signal.metric;
  }
}

function googleCell(signal: GoogleSignal): string {
  switch (signal.kind) {
    case 'metric': {
      const { metric, aligner, reducer, labels = {} } = signal;
      const of = Object.entries(labels).map(([label, value]) => `${label} = ${value}`);
      return [code(metric), aligner, ...(reducer ? [reducer] : []), ...of].join(', ');
    }
    case 'emitted':
      return code(kuraMetricType(signal.metric));
    case 'promql':
      return code(signal.query);
    case 'log':
      return `entries of the logs with ${code(signal.filter)}`;
    case 'counted':
      return 'entries of the audit trail, less those that are expected';
    case 'own':
      return signal.metric;
  }
}

/** From where on an alert is told, of the example: once, where both clouds have the same. */
function levelTable(alert: Alert): string {
  const rows = new Map<string, string[]>();
  for (const cloud of CLOUDS) {
    for (const engine of ENGINES) {
      if ('code' in alert[cloud][engine]) continue;
      for (const { severity, threshold, minutes, because } of alert.levels(
        example(EXAMPLE_TIER, cloud, engine),
      )) {
        const row = [
          severity,
          `${alert.side} ${thresholdText(alert.unit, threshold)}, ${holdText(minutes)}`,
          because,
        ];
        const key = JSON.stringify(row);
        rows.set(key, [...(rows.get(key) ?? []), `${HEADS[cloud]}, ${ENGINE_FACTS[engine].name}`]);
      }
    }
  }
  const everywhere = CLOUDS.flatMap((cloud) =>
    ENGINES.filter((engine) => 'kind' in alert[cloud][engine]),
  ).length;
  const differs = [...rows.values()].some((where) => where.length < everywhere);
  return markdownTable(
    [...(differs ? ['On'] : []), 'Severity', 'From where on', 'Why'],
    [...rows].map(([row, where]) => [
      ...(differs ? [where.join('; ')] : []),
      ...(JSON.parse(row) as string[]),
    ]),
  );
}

const right = (header: string) => ({ header, align: 'right' }) as const;

/** `796 / 945`. */
function levelsText(name: Alert['name'], facts: AlertFacts): string {
  const { unit, levels } = alertOf(name);
  return levels(facts)
    .map(({ threshold }) => thresholdText(unit, threshold))
    .join(' / ');
}

function tierTable(): string {
  const names = ENGINES.map((engine) => ENGINE_FACTS[engine].name);
  return markdownTable(
    [
      'Tier',
      ...names.map((name) => right(`connections, ${name}`)),
      ...names.map((name) => right(`memory on RDS, ${name}`)),
      right('slow-queries'),
    ],
    TIER_NAMES.map((tier) => [
      code(tier),
      ...(['connections', 'memory'] as const).flatMap((name) =>
        ENGINES.map((engine) => levelsText(name, example(tier, 'aws', engine))),
      ),
      levelsText('slow-queries', example(tier)),
    ]),
  );
}

/** What a threshold of an instance may be. */
const rangeOf = (alert: Alert, facts: AlertFacts): string =>
  alert.possible ? rangeText(alert, alert.possible(facts)) : '';

/** The example’s own threshold, as the estate writes one. */
function writtenAs({ unit, levels }: Alert, facts: AlertFacts): string {
  const value = levels(facts)[0]?.threshold ?? 0;
  return thresholdText(unit, value);
}

function statableTable(facts: AlertFacts): string {
  return markdownTable(
    ['Alert', 'Written as', 'Severities', 'Range', 'Below that', 'Above that'],
    STATABLE.map((alert) => {
      const { name, side, possible, levels } = alert;
      const limits = possible?.(facts);
      const ringing =
        limits && limits.always.at >= 0 ? `it rings without end: ${limits.always.why}` : '';
      const silent = `it can never ring: ${limits?.never.why ?? ''}`;
      return [
        `[${name}](#${name})`,
        code(writtenAs(alert, facts)),
        levels(facts)
          .map(({ severity }) => severity)
          .join(', '),
        rangeOf(alert, facts),
        ...(side === 'above' ? [ringing, silent] : [silent, ringing]),
      ];
    }),
  );
}

function rangeTable(): string {
  const names = ENGINES.map((engine) => ENGINE_FACTS[engine].name);
  return markdownTable(
    [
      'Tier',
      ...names.map((name) => `connections, ${name}`),
      ...names.map((name) => `memory on RDS, ${name}`),
      'slow-queries',
    ],
    TIER_NAMES.map((tier) => [
      code(tier),
      ...(['connections', 'memory'] as const).flatMap((name) =>
        ENGINES.map((engine) => rangeOf(alertOf(name), example(tier, 'aws', engine))),
      ),
      rangeOf(alertOf('slow-queries'), example(tier)),
    ]),
  );
}

/** The alerts that read a metric, on a cloud. */
function readersOf(cloud: Cloud, metric: string): string {
  const names = ALERTS.filter((alert) =>
    ENGINES.some((engine) => {
      const signal = alert[cloud][engine];
      if ('code' in signal) return false;
      if (signal.kind === 'promql') return signal.metrics.some((each) => each === metric);
      if (signal.kind === 'own') return signal.metric.split(' ').at(-1) === metric;
      if (signal.kind === 'emitted') return signal.metric === metric;
      if (signal.kind !== 'metric') return false;
      const others = 'math' in signal ? Object.values(signal.math?.others ?? {}) : [];
      return [signal, ...others].some((each) => each.metric === metric);
    }),
  );
  return names.map(({ name }) => `[${name}](#${name})`).join(', ') || '–';
}

const enginesText = (engines: readonly Engine[] = ENGINES): string =>
  engines.length === ENGINES.length
    ? 'both'
    : engines.map((engine) => ENGINE_FACTS[engine].name).join(', ');

function awsMetricTable(): string {
  return markdownTable(
    ['Metric', 'Unit', 'Engines', 'What', 'Read by'],
    Object.entries<AwsMetric>(AWS_METRICS).map(([name, { namespace, unit, engines, meaning }]) => [
      code(`${namespace} ${name}`),
      unit,
      enginesText(engines),
      meaning,
      readersOf('aws', name),
    ]),
  );
}

function googleMetricTable(): string {
  return markdownTable(
    ['Metric', 'Kind', 'Unit', 'Engines', 'Read by'],
    Object.entries<GoogleMetric>(GOOGLE_METRICS).map(([name, { kind, value, unit, engines }]) => [
      code(name),
      `${kind} ${value}`,
      unit,
      enginesText(engines),
      readersOf('google', name),
    ]),
  );
}

const EMITTED_OF = {
  database: 'each database',
  instance: 'an instance',
  network: 'all that one watch watches',
} as const;

function emittedTable(): string {
  const row = (name: KuraMetricName): string[] => {
    const { meaning, unit, of, aws, google } = KURA_METRICS[name];
    return [
      `${code(name)}<br>${code(kuraMetricType(name))}`,
      meaning,
      `${unit}, of ${EMITTED_OF[of]}`,
      ...[aws, google].map((where) => where ?? 'not emitted: nothing there needs it'),
      [...new Set(CLOUDS.map((cloud) => readersOf(cloud, name)))]
        .filter((text) => text.startsWith('['))
        .join(', '),
    ];
  };
  return markdownTable(
    ['Metric', 'What', 'Unit', 'Read on RDS from', 'Read on Cloud SQL from', 'Read by'],
    KURA_METRIC_NAMES.map(row),
  );
}
