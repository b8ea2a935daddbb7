import { CLOUDS } from '../../../model/access/identity';
import { LAYERS, MISSING, type Alert, type AlertUnit } from '../../../model/alerts/alert';
import { ALERT_NAMES } from '../../../model/alerts/alert-names';
import { ALERTS, alertOf } from '../../../model/alerts/catalogue';
import { DATABASE_ALERTS } from '../../../model/alerts/database-alerts';
import { INFRASTRUCTURE_ALERTS } from '../../../model/alerts/infrastructure-alerts';
import { RECOVERY_ALERTS } from '../../../model/alerts/recovery-alerts';
import { SEVERITIES } from '../../../model/alerts/severity';
import { TRAIL_ALERTS } from '../../../model/alerts/trail-alerts';
import { UPKEEP_ALERTS } from '../../../model/alerts/upkeep-alerts';
import { AWS_METRICS, type AwsMetric, type AwsMetricName } from '../../../model/tables/aws-metrics';
import { ENGINES, type Engine } from '../../../model/tables/engines';
import {
  GOOGLE_METRICS,
  type GoogleMetric,
  type GoogleMetricType,
} from '../../../model/tables/google-metrics';
import {
  KURA_METRICS,
  KURA_METRIC_NAMES,
  type KuraMetricName,
} from '../../../model/tables/kura-metrics';
import { FACTS } from './facts';

const isKuras = (name: string): name is KuraMetricName => Object.hasOwn(KURA_METRICS, name);

/** What a signal of AWS reads, with what an expression takes besides; none of what is no metric. */
function awsMetricsOf(alert: Alert, engine: Engine): readonly (AwsMetricName | KuraMetricName)[] {
  const signal = alert.aws[engine];
  if (!('kind' in signal) || signal.kind !== 'metric') return [];
  const others = Object.values(signal.math?.others ?? {}).map(({ metric }) => metric);
  return [signal.metric, ...others];
}

function googleMetricsOf(
  alert: Alert,
  engine: Engine,
): readonly (GoogleMetricType | KuraMetricName)[] {
  const signal = alert.google[engine];
  if (!('kind' in signal)) return [];
  if (signal.kind === 'metric' || signal.kind === 'emitted') return [signal.metric];
  return signal.kind === 'promql' ? signal.metrics : [];
}

const onEach = <Row>(of: (alert: Alert, engine: Engine) => readonly Row[]): readonly Row[] =>
  ALERTS.flatMap((alert) => ENGINES.flatMap((engine) => of(alert, engine)));

/** Units of metrics that a threshold of an alert can be compared with as it is, or times a scale. */
const AWS_UNITS: Readonly<Record<AlertUnit, readonly string[]>> = {
  percent: ['Percent'],
  seconds: ['Seconds', 'seconds'],
  bytes: ['Bytes', 'bytes'],
  count: ['Count', 'count'],
  days: ['days'],
};
const GOOGLE_UNITS: Readonly<Record<AlertUnit, readonly string[]>> = {
  percent: ['%'],
  seconds: ['s', 'seconds'],
  bytes: ['By'],
  count: ['1', 'count'],
  days: ['days'],
};

test('every alert stands in one table, once', () => {
  const rows = [
    ...[INFRASTRUCTURE_ALERTS, DATABASE_ALERTS, RECOVERY_ALERTS],
    ...[UPKEEP_ALERTS, TRAIL_ALERTS],
  ].flat();
  expect(rows.map(({ name }) => name).sort()).toEqual([...ALERT_NAMES].sort());
});

test('names are unique, and the catalogue has them in their order', () => {
  expect(new Set(ALERT_NAMES).size).toBe(ALERT_NAMES.length);
  expect(ALERTS.map(({ name }) => name)).toEqual(ALERT_NAMES);
  expect(() => alertOf('cpus' as never)).toThrow('cpus: no such alert in the catalogue');
});

test('no two alerts are called the same by people', () => {
  const titles = ALERTS.map(({ title }) => title);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

test('each has on each cloud and engine something that tells of it, or says why not', () => {
  for (const alert of ALERTS) {
    for (const cloud of CLOUDS) {
      for (const engine of ENGINES) {
        const signal = alert[cloud][engine];
        if ('code' in signal) expect(signal.why).toMatch(/^\S.*[^.\s]$/);
        else expect(signal.kind).toMatch(/^(?:metric|log|trail|event|own|emitted|promql|counted)$/);
      }
    }
  }
});

test('none is a gap everywhere', () => {
  const nowhere = ALERTS.filter((alert) =>
    CLOUDS.every((cloud) => ENGINES.every((engine) => 'code' in alert[cloud][engine])),
  );
  expect(nowhere).toEqual([]);
});

test('a gap that leaves it to another alert names one that the cloud and engine have', () => {
  const named = ALERTS.flatMap((alert) =>
    CLOUDS.flatMap((cloud) =>
      ENGINES.flatMap((engine) => {
        const signal = alert[cloud][engine];
        if (!('code' in signal) || signal.code !== 'other-alert') return [];
        const others = ALERT_NAMES.filter((name) => signal.why.includes(`\`${name}\``));
        expect([alert.name, others.length > 0]).toEqual([alert.name, true]);
        return others.map((name) => [alert.name, name, 'kind' in alertOf(name)[cloud][engine]]);
      }),
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(([, , isThere]) => isThere !== true)).toEqual([]);
});

test('the metrics that it reads on AWS are in the list, and their engine has them', () => {
  const read = onEach((alert, engine) =>
    awsMetricsOf(alert, engine).flatMap((metric) =>
      isKuras(metric) ? [] : [{ alert: alert.name, engine, metric }],
    ),
  );
  expect(read.length).toBeGreaterThan(20);
  const missing = read.filter(({ metric, engine }) => {
    const { dimension, engines = ENGINES }: AwsMetric = AWS_METRICS[metric];
    return dimension !== 'DBInstanceIdentifier' || !engines.includes(engine);
  });
  expect(missing).toEqual([]);
});

test('the metrics that it reads on Google Cloud are in the list, and their engine has them', () => {
  const read = onEach((alert, engine) =>
    googleMetricsOf(alert, engine).flatMap((metric) =>
      isKuras(metric) ? [] : [{ alert: alert.name, engine, metric }],
    ),
  );
  expect(read.length).toBeGreaterThan(20);
  const missing = read.filter(({ metric, engine }) => {
    const { resource, engines = ENGINES }: GoogleMetric = GOOGLE_METRICS[metric];
    return !resource.startsWith('cloudsql_') || !engines.includes(engine);
  });
  expect(missing).toEqual([]);
});

test('a metric that Kura emits is emitted on the cloud where it is read, and none for nobody', () => {
  const aws = onEach((alert, engine) => awsMetricsOf(alert, engine).filter(isKuras));
  const google = onEach((alert, engine) => googleMetricsOf(alert, engine).filter(isKuras));
  // What could not be read `watch-failed` tells, which is no database’s.
  const emitted = (cloud: 'aws' | 'google'): readonly string[] =>
    KURA_METRIC_NAMES.filter(
      (name) => KURA_METRICS[name][cloud] !== null && KURA_METRICS[name].of !== 'network',
    );
  expect([...new Set(aws)].sort()).toEqual([...emitted('aws')].sort());
  expect([...new Set(google)].sort()).toEqual([...emitted('google')].sort());
});

test('on AWS a threshold is in the metric’s unit, or an expression makes it so', () => {
  const odd = onEach((alert, engine) => {
    const signal = alert.aws[engine];
    if (!('kind' in signal) || signal.kind !== 'metric' || signal.math) return [];
    // It counts whether there are samples, of whatever.
    if (signal.statistic === 'SampleCount') return [];
    const { metric } = signal;
    const { unit } = isKuras(metric) ? KURA_METRICS[metric] : AWS_METRICS[metric];
    return AWS_UNITS[alert.unit].includes(unit) ? [] : [[alert.name, engine, unit]];
  });
  expect(odd).toEqual([]);
});

test('on Google Cloud a threshold is in the metric’s unit, or a scale makes it so', () => {
  const odd = onEach((alert, engine) => {
    const signal = alert.google[engine];
    if (!('kind' in signal) || (signal.kind !== 'metric' && signal.kind !== 'emitted')) return [];
    const { metric } = signal;
    const { unit } = isKuras(metric) ? KURA_METRICS[metric] : GOOGLE_METRICS[metric];
    const scaled = signal.kind === 'metric' && signal.scale !== undefined;
    return GOOGLE_UNITS[alert.unit].includes(unit) === scaled ? [[alert.name, engine, unit]] : [];
  });
  expect(odd).toEqual([]);
});

test('labels that a filter asks for are the metric’s own', () => {
  const strange = onEach((alert, engine) => {
    const signal = alert.google[engine];
    if (!('kind' in signal) || signal.kind !== 'metric') return [];
    const { labels = [] }: GoogleMetric = GOOGLE_METRICS[signal.metric];
    return Object.keys(signal.labels ?? {}).filter((label) => !labels.includes(label));
  });
  expect(strange).toEqual([]);
});

test('an aligner takes the kind of its metric', () => {
  const refused = onEach((alert, engine) => {
    const signal = alert.google[engine];
    if (!('kind' in signal) || signal.kind !== 'metric') return [];
    const { kind } = GOOGLE_METRICS[signal.metric];
    const counts = signal.aligner === 'ALIGN_DELTA' || signal.aligner === 'ALIGN_SUM';
    return counts === (kind === 'DELTA') ? [] : [[alert.name, engine, signal.aligner, kind]];
  });
  expect(refused).toEqual([]);
});

test('a query names every metric that it reads, and asks for the databases by name', () => {
  const queries = onEach((alert, engine) => {
    const signal = alert.google[engine];
    return 'kind' in signal && signal.kind === 'promql' ? [signal] : [];
  });
  expect(queries.length).toBeGreaterThan(0);
  for (const { query, metrics } of queries) {
    for (const metric of metrics) expect(query).toContain(`{"${metric}`);
    expect(query).toContain('{databases}');
  }
});

test('an expression of CloudWatch uses m and every other metric, and no more', () => {
  const used = onEach((alert, engine) => {
    const signal = alert.aws[engine];
    if (!('kind' in signal) || signal.kind !== 'metric' || !signal.math) return [];
    const { expression, others } = signal.math;
    const words = expression(FACTS).match(/\b[a-z]\w*/g) ?? [];
    return [[[...new Set(words)].sort(), ['m', ...Object.keys(others)].sort()]];
  });
  expect(used.length).toBeGreaterThan(0);
  for (const [words, known] of used) expect(words).toEqual(known);
});

test('events of RDS are ids, each heard by one alert', () => {
  const ids = ALERTS.flatMap(({ aws: { postgres, mysql } }) => {
    if (!('kind' in postgres) || postgres.kind !== 'event') return [];
    expect(mysql).toEqual(postgres);
    return postgres.ids;
  });
  expect(ids.length).toBeGreaterThan(10);
  expect(ids.filter((id) => !/^RDS-EVENT-\d{4}$/.test(id))).toEqual([]);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('each has first steps, whole sentences that name no other placeholder', () => {
  for (const { name, first } of ALERTS) {
    expect([name, first.length]).not.toEqual([name, 0]);
    for (const step of first) {
      expect(step).toMatch(/[.`]$|…$/);
      const placeholders = step.match(/\{\w+\}/g) ?? [];
      const known = ['{database}', '{instance}', '{service}'];
      expect(placeholders.filter((each) => !known.includes(each))).toEqual([]);
    }
  }
});

test('each belongs to a layer, and every layer has some', () => {
  expect([...new Set(ALERTS.map(({ layer }) => layer))].sort()).toEqual([...LAYERS].sort());
});

/** What beats by itself: of a beat that is missing somebody is told. */
const HEARTBEATS = [
  ...['unavailable', 'replicated-backup-age', 'runner-missed', 'watch-silent'],
  'trail-silent',
];

test('no data is an alarm of heartbeats alone, so that one silence is told of once', () => {
  const wrong = ALERTS.filter(({ missing }) => missing === 'wrong').map(({ name }) => name);
  expect(wrong).toEqual(HEARTBEATS.toSorted(byName));
});

const byName = (a: string, b: string): number =>
  ALERT_NAMES.indexOf(a as never) - ALERT_NAMES.indexOf(b as never);

test('no data of what counts events is none of them', () => {
  const counting = ALERTS.filter(({ aws, unit, side, missing }) =>
    ENGINES.some((engine) => {
      const signal = aws[engine];
      const counts = 'kind' in signal && ['log', 'trail', 'event'].includes(signal.kind);
      return counts && (unit !== 'count' || side !== 'above' || missing !== 'well');
    }),
  );
  expect(counting.map(({ name }) => name)).toEqual([]);
});

test('each says what no data means, and of which severity it is, a severity once', () => {
  for (const { name, missing, levels } of ALERTS) {
    expect(MISSING).toContain(missing);
    const severities = levels(FACTS).map(({ severity }) => severity);
    expect([name, severities.length]).not.toEqual([name, 0]);
    expect(severities).toEqual(SEVERITIES.filter((each) => severities.includes(each)));
  }
});

test('what the sources call a minimum is there, on both clouds and engines', () => {
  // seed 001: CPU, ディスクI/O; 接続数, ロック, クエリ遅延, レプリケーション遅延. seed 003 監視計画: 接続数, クエリ, エラー率, ディスク, CPU/メモリ.
  const minimum = ['cpu', 'memory', 'storage-runway', 'connections', 'replica-lag', 'deadlocks'];
  for (const name of [...minimum, 'login-failures', 'recovery-point-age'])
    for (const cloud of CLOUDS)
      for (const engine of ENGINES)
        expect([name, cloud, engine, 'kind' in alertOf(name as never)[cloud][engine]]).toEqual([
          name,
          cloud,
          engine,
          true,
        ]);
  for (const cloud of CLOUDS)
    for (const engine of ENGINES)
      expect(
        (['slow-queries', 'statement-latency'] as const).filter(
          (name) => 'kind' in alertOf(name)[cloud][engine],
        ),
      ).toHaveLength(1);
});

test('a cause is of several pages that one database may have at once, or it folds nothing', () => {
  const causes = new Map<string, string[]>();
  for (const { name, cause, levels } of ALERTS) {
    if (cause === undefined) continue;
    expect([name, levels(FACTS).some(({ severity }) => severity === 'critical')]).toEqual([
      name,
      true,
    ]);
    causes.set(cause, [...(causes.get(cause) ?? []), name]);
  }
  expect(Object.fromEntries(causes)).toEqual({
    absence: ['unavailable', 'not-serving'],
    load: ['cpu', 'memory', 'connections'],
    replication: ['replica-lag', 'replication-stopped', 'recovery-replica-lag'],
  });
});
