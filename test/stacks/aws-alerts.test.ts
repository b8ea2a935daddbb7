import fc from 'fast-check';
import { dashboardBody } from '../../constructs/aws/dashboard-body';
import { awsDashboard } from '../../model/alerts/aws-dashboard';
import { alertOf } from '../../model/alerts/catalogue';
import type { AwsFoundation, AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import { AWS_METRICS } from '../../model/tables/aws-metrics';
import { KURA_METRICS } from '../../model/tables/kura-metrics';
import { SHIPPED } from '../support/bootstrap-plan';
import { resolveFiles } from '../support/estate-folder';
import { resource, synthAll, type Json } from '../support/synth';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly region?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly annotations?: { readonly horizontal: readonly { readonly label: string }[] };
  };
}

const aws: Deployment = {
  ...SHIPPED,
  foundations: SHIPPED.foundations.filter(({ cloud }) => cloud === 'aws'),
  instances: SHIPPED.instances.filter(({ cloud }) => cloud === 'aws'),
};
const stacks = synthAll(aws);
const all = (type: string): readonly Json[] =>
  [...stacks.values()].flatMap((config) => Object.values(config.resource[type] ?? {}));
const valuesOf = (type: string, key: string): ReadonlySet<string> =>
  new Set(all(type).map((each) => String(each[key])));

const databases = valuesOf('aws_db_instance', 'identifier');
/** What watches, by what it calls all that it watches. */
const watches = [...valuesOf('aws_lambda_function', 'function_name')].flatMap((name) =>
  name.endsWith('-watch') ? [name.slice(0, -'-watch'.length)] : [],
);
const named = new Set([...databases, ...watches]);
const alarms = all('aws_cloudwatch_metric_alarm');
const counted = new Set(
  all('aws_cloudwatch_log_metric_filter').map(
    ({ metric_transformation: made }) => (made as { readonly name: string }).name,
  ),
);
/** What alarms of drills watch: their program says it. */
const drilled = new Set(
  alarms.flatMap(({ namespace, metric_name: name }) =>
    namespace === 'Kura/Recovery' ? [String(name)] : [],
  ),
);

/** What is wrong with a metric: whose namespace and name nobody has, or whose database is not there. */
function faultOf(
  [namespace, name, dimension, value]: readonly string[],
  known: { readonly databases: ReadonlySet<string>; readonly counted?: ReadonlySet<string> },
): string | undefined {
  const says = [namespace, name, dimension, value].join(' ');
  if (namespace === 'Kura/Logs') {
    const there = known.counted?.has(name ?? '') ?? /^[\w-]+\/[a-z-]+$/.test(name ?? '');
    return there && dimension === undefined ? undefined : says;
  }
  if (namespace === 'Kura/Recovery') {
    return drilled.has(name ?? '') && dimension === 'Instance' ? undefined : says;
  }
  const row =
    namespace === 'Kura/Databases'
      ? name !== undefined && name in KURA_METRICS && { dimension: 'DBInstanceIdentifier' }
      : Object.entries(AWS_METRICS).find(
          ([metric, each]) => metric === name && each.namespace === namespace,
        )?.[1];
  if (!row || row.dimension !== dimension) return says;
  return dimension === 'DBInstanceIdentifier' && !known.databases.has(value ?? '')
    ? says
    : undefined;
}

const widgetsOf = (body: string): readonly Widget[] =>
  (JSON.parse(body) as { readonly widgets: readonly Widget[] }).widgets;

/** The metrics of a widget, without what is said of how they look. */
const metricsOf = ({ properties }: Widget): readonly (readonly string[])[] =>
  (properties.metrics ?? []).flatMap((entry) => {
    const words = entry.filter((each) => typeof each === 'string');
    return words.length > 0 ? [words] : [];
  });

describe('an alarm of the shipped estate', () => {
  test('watches a metric that there is, of a database that is in the output', () => {
    expect(alarms.length).toBeGreaterThan(400);
    const faults = alarms.flatMap(({ namespace, metric_name: name, dimensions, metric_query }) => {
      const queries = (metric_query ?? []) as readonly { readonly metric?: Json }[];
      const metrics = [
        ...(typeof name === 'string' ? [{ namespace, metric_name: name, dimensions }] : []),
        ...queries.flatMap(({ metric }) => (metric ? [metric] : [])),
      ];
      return metrics.flatMap((metric) => {
        const [dimension = []] = Object.entries(metric.dimensions ?? {});
        const words = [metric.namespace, metric.metric_name, ...dimension].map(String);
        return faultOf(words, { databases: named, counted }) ?? [];
      });
    });
    expect(faults).toEqual([]);
  });

  test('acts, or is told of by one that does', () => {
    const rules = all('aws_cloudwatch_composite_alarm').map(({ alarm_rule: rule }) => String(rule));
    for (const config of stacks.values()) {
      for (const [address, alarm] of Object.entries(
        config.resource.aws_cloudwatch_metric_alarm ?? {},
      )) {
        const acts = (alarm.alarm_actions as readonly string[]).length > 0;
        const told = rules.filter((rule) => rule.includes(`_alarm.${address}.alarm_name`));
        expect([address, acts ? 0 : 1]).toEqual([address, told.length]);
      }
    }
    for (const page of all('aws_cloudwatch_composite_alarm'))
      expect(page.alarm_actions).toEqual(page.ok_actions);
  });

  test('waits for what it watches', () => {
    const alarm = resource(
      stacks.get('prod-aws-order'),
      'aws_cloudwatch_metric_alarm',
      'suzumina_prod_order_reader_1_cpu_warning',
    );
    expect(alarm.depends_on).toEqual(['aws_db_instance.order_reader_1']);
    const replicated = resource(
      stacks.get('staging-aws-transaction-recovery'),
      'aws_cloudwatch_metric_alarm',
      'suzumina_staging_transaction_replicated_backup_age_critical',
    );
    expect(replicated.depends_on).toEqual([
      'aws_db_instance_automated_backups_replication.transaction',
    ]);
  });
});

describe('a filter of the shipped estate', () => {
  test('is on a log group that is in the output', () => {
    const groups = valuesOf('aws_cloudwatch_log_group', 'name');
    const filtered = valuesOf('aws_cloudwatch_log_metric_filter', 'log_group_name');
    expect(filtered.size).toBeGreaterThan(20);
    expect([...filtered].filter((group) => !groups.has(group))).toEqual([]);
  });
});

/** Every alert of an instance that a dashboard does not name, with the levels of its thresholds. */
function missingOf({ alerts }: AwsInstance, widgets: readonly Widget[]): readonly string[] {
  const text = widgets.map(({ properties }) => properties.markdown ?? '').join('\n');
  return alerts.told.flatMap(({ alert, severity }) => {
    const { title } = alertOf(alert);
    const graph = widgets.find(({ properties }) =>
      properties.title?.startsWith(`${alert}: ${title}`),
    );
    const levels = graph?.properties.annotations?.horizontal.map(({ label }) => label) ?? [];
    const there = graph
      ? levels.some((label) => label.startsWith(`${severity}: `))
      : text.includes(`**${alert}** (${severity})`);
    return there ? [] : [`${alert} ${severity}`];
  });
}

describe('the dashboards of the shipped estate', () => {
  const dashboards = all('aws_cloudwatch_dashboard').map(
    ({ dashboard_name: name, dashboard_body: body }) => [String(name), String(body)] as const,
  );

  test('are one for each service, in one region', () => {
    const services = aws.instances.flatMap((instance) =>
      instance.services.map(({ service }) => `suzumina-${instance.environment}-${service}`),
    );
    expect(dashboards.map(([name]) => name).sort()).toEqual(services.sort());
  });

  test('show metrics that there are, of databases that are in the output', () => {
    const faults = dashboards.flatMap(([, body]) =>
      widgetsOf(body).flatMap((widget) =>
        metricsOf(widget).flatMap((metric) => faultOf(metric, { databases: named, counted }) ?? []),
      ),
    );
    expect(faults).toEqual([]);
  });

  test('show the states of alarms that are in the output', () => {
    const names = new Set([
      ...valuesOf('aws_cloudwatch_metric_alarm', 'alarm_name'),
      ...valuesOf('aws_cloudwatch_composite_alarm', 'alarm_name'),
    ]);
    const shown = dashboards.flatMap(([, body]) =>
      widgetsOf(body).flatMap(({ properties }) => properties.alarms ?? []),
    );
    expect(shown.length).toBeGreaterThan(400);
    expect(shown.filter((arn) => !names.has(arn.split(':').at(-1) ?? ''))).toEqual([]);
  });

  test('have every alert with its thresholds, where nobody is told, too', () => {
    const missing = aws.instances.flatMap((instance) => {
      if (instance.cloud !== 'aws') return [];
      const name = `suzumina-${instance.environment}-${instance.services[0]?.service ?? ''}`;
      const body = dashboards.find(([each]) => each === name)?.[1] ?? '{}';
      return missingOf(instance, widgetsOf(body));
    });
    expect(missing).toEqual([]);
  });

  test('have three rows', () => {
    for (const [, body] of dashboards) {
      const texts = widgetsOf(body).flatMap(({ properties }) => properties.markdown ?? []);
      expect(texts.map((text) => text.split('\n')[0])).toEqual([
        '## Infrastructure',
        '## Database',
        '## Application',
      ]);
    }
  });

  test('show what is in the recovery region from there', () => {
    const [, body = ''] = dashboards.find(([name]) => name === 'suzumina-prod-order') ?? [];
    const there = widgetsOf(body).filter(
      ({ properties }) => properties.region === 'ap-northeast-3',
    );
    const metrics = there.flatMap(metricsOf);
    expect(metrics).toContainEqual(
      expect.arrayContaining(['ReplicaLag', 'suzumina-prod-order-recovery']),
    );
    expect(metrics.some((metric) => metric.includes('suzumina-prod-order'))).toBe(true);
  });
});

const PRESETS = ['development', 'staging', 'production'] as const;
const STATES = [
  '',
  "restoreFrom: { noon: { time: '2026-11-01 12:00', readers: 1 } }\n",
  "restoreFrom: { noon: { time: '2026-11-01 12:00', readers: 1 } }\nactive: noon\n",
] as const;

const estates = fc.record({
  preset: fc.constantFrom(...PRESETS),
  engine: fc.constantFrom('postgres', 'mysql'),
  traffic: fc.constantFrom('low', 'medium', 'high'),
  readers: fc.integer({ min: 0, max: 15 }),
  state: fc.constantFrom(...STATES),
  secret: fc.boolean(),
});

test('any service has a dashboard within CloudWatch’s limits, of metrics that there are', () => {
  fc.assert(
    fc.property(estates, ({ preset, engine, traffic, readers, state, secret }) => {
      const { deployment } = resolveFiles({
        'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: ${preset}
    notify: [oncall@acme.example]
    aws:
      account: '333333333333'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3
      network: { cidr: 10.1.0.0/16 }
`,
        'services/pay.yaml': `service: pay
owner: team
cloud: aws
engine: ${engine}
traffic: ${traffic}
${preset === 'development' ? '' : `readers: ${String(readers)}\n`}${state}access:
  - { identity: role/pay, role: writer${secret ? ', via: secret' : ''} }
`,
      });
      fc.pre(deployment !== undefined);
      const { foundations, instances } = deployment;
      const foundation = foundations.find(({ cloud }) => cloud === 'aws') as AwsFoundation;
      for (const instance of instances) {
        const [service] = instance.services;
        if (instance.cloud !== 'aws' || !service) continue;
        const widgets = widgetsOf(dashboardBody(awsDashboard(instance, service, foundation)));
        const metrics = widgets.map(metricsOf);
        const names = new Set([
          ...instance.alerts.told.flatMap(({ subjects }) => subjects),
          instance.identifier,
        ]);
        expect(missingOf(instance, widgets)).toEqual([]);
        expect(metrics.flat().flatMap((each) => faultOf(each, { databases: names }) ?? [])).toEqual(
          [],
        );
        expect(widgets.length).toBeLessThanOrEqual(500);
        expect(Math.max(...metrics.map(({ length }) => length))).toBeLessThanOrEqual(500);
        expect(metrics.flat().length).toBeLessThanOrEqual(2500);
      }
    }),
    { numRuns: 30, seed: 7 },
  );
});
