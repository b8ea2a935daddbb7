import path from 'node:path';
import type { DeclaredAlert } from '../../model/alerts/alert';
import { ALERT_NAMES, type AlertName } from '../../model/alerts/alert-names';
import { alertOf } from '../../model/alerts/catalogue';
import type { Deployment } from '../../model/deployment/deployment';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { loadEstate } from '../../model/language/load-estate';
import { sayProblem } from '../../model/problem';
import { resolve } from '../../model/resolver/resolve';
import { GOOGLE_METRICS } from '../../model/tables/google-metrics';
import { KURA_METRIC_NAMES } from '../../model/tables/kura-metrics';
import { kuraMetricType } from '../../model/tables/kura-metrics';
import { GOOGLE_QUOTAS } from '../../model/tables/google-quotas';
import { deploymentOf, googleWith, webWith } from '../support/estate-folder';
import { conditionsIn, type SynthesizedCondition } from '../support/google-conditions';
import { manyServices } from '../support/many-services';
import { synthAll, type Config, type Json } from '../support/synth';

const MANY = 400;

function shipped(): Deployment {
  const estate = loadEstate(path.join(__dirname, '../../estate'));
  const resolved = estate.ok ? resolve(estate.value) : estate;
  if (!resolved.ok) throw new Error(resolved.problems.map(sayProblem).join('\n'));
  return resolved.value;
}

interface Synthesized {
  readonly instances: readonly GoogleInstance[];
  readonly stacks: ReadonlyMap<string, Config>;
  /** The stack with the policies of an instance. */
  readonly homeOf: (instance: GoogleInstance) => Config | undefined;
}

function synthesized(deployment: Deployment, only: (stack: string) => boolean): Synthesized {
  const stacks = synthAll(deployment, { only });
  return {
    instances: deployment.instances.flatMap((each) => (each.cloud === 'google' ? [each] : [])),
    stacks,
    homeOf: ({ environment, target, stack }) => {
      const foundation = deployment.foundations.find(
        (each) => each.cloud === 'google' && each.environment === environment,
      );
      const shared = foundation?.cloud === 'google' && foundation.target.project === target.project;
      return stacks.get(shared ? foundation.stack : stack);
    },
  };
}

const google = (stack: string): boolean => stack.includes('-google-');
const foundations = (stack: string): boolean => stack.endsWith('-google-foundation');
const SHIPPED = synthesized(shipped(), google);
const ESTATES: readonly (readonly [string, Synthesized])[] = [
  ['the shipped estate', SHIPPED],
  [
    'an instance in a project of its own',
    synthesized(
      deploymentOf({
        ...googleWith('isolated: { web: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }'),
        ...webWith('compliance: [pci-dss]\nreaders: 1'),
        'estate.yaml': googleWith(
          'isolated: { web: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }',
        )['estate.yaml'],
      }),
      google,
    ),
  ],
  [`${String(MANY)} services`, synthesized(deploymentOf(manyServices(MANY)), foundations)],
  [
    'services that have no threshold in common',
    synthesized(deploymentOf(manyServices(40, 'google', true)), foundations),
  ],
];

/** What constructs of their own tell of, and how the addresses of their policies end. */
const ELSEWHERE: Partial<Record<AlertName, string>> = {
  'runner-failed': '_runner_failed',
  'runner-missed': '_runner_missed',
  'drill-failed': '_drill_failed',
  'not-started': '_runner_not_started',
  'trail-changed': '_trail_changed',
};

const rung = ({ alerts }: GoogleInstance): readonly DeclaredAlert[] =>
  alerts.told.filter(({ severity }) => severity !== 'info');
const told = (instance: GoogleInstance): readonly DeclaredAlert[] =>
  rung(instance).filter(({ alert }) => ELSEWHERE[alert] === undefined);

/** A threshold as its metric counts: written apart from the catalogue’s scales. */
function expected(
  { alert, threshold: { value } }: DeclaredAlert,
  instance: GoogleInstance,
): number {
  switch (alert) {
    case 'cpu':
      return value / 100;
    case 'storage-runway':
      return (value / 100) * instance.decisions.storageCeiling.value * 1024 ** 3;
    case 'transaction-age':
      return value / 2_000_000_000;
    default:
      return value;
  }
}

/** What counters tell of: of an alert there may be several. */
const COUNTED: readonly AlertName[] = [
  'access-drift',
  'trail-silent',
  ...ALERT_NAMES.filter((name) =>
    Object.values(alertOf(name).google).some((each) => 'kind' in each && each.kind === 'counted'),
  ),
];

/** What entries themselves tell of. */
const LOGGED: ReadonlySet<AlertName> = new Set(['configuration-changed', 'trail-late']);

/** Whether a condition is on what tells of an alert, at any threshold. */
function isOn(condition: SynthesizedCondition, { alert, metric, side }: DeclaredAlert): boolean {
  if (condition.kind === 'log')
    return condition.text.includes('sink_error') === (alert === 'trail-late') && LOGGED.has(alert);
  if (LOGGED.has(alert)) return false;
  if (COUNTED.includes(alert)) {
    return condition.metrics.some((each) => new RegExp(`-${alert}(-\\d+)?$`).test(each));
  }
  if (alert.startsWith('watch-')) {
    return condition.text.includes(
      alert === 'watch-silent' ? 'job_name=monitoring' : 'kura/unreadable"',
    );
  }
  return (
    metric.split(', ').every((each) => condition.metrics.includes(each)) && condition.side === side
  );
}

describe.each(ESTATES)('of %s', (_, { instances, homeOf, stacks }) => {
  const conditions = new Map(
    instances.map((instance) => [homeOf(instance), conditionsIn(homeOf(instance))]),
  );

  test('each subject of each alert that is told is in one condition, at its threshold', () => {
    const wrong = instances.flatMap((instance) =>
      told(instance).flatMap((declared) => {
        const { alert, severity, subjects } = declared;
        const on = (conditions.get(homeOf(instance)) ?? []).filter(
          (each) => each.severity === severity && isOn(each, declared),
        );
        return subjects.flatMap((name) => {
          const found = on.filter((each) => each.selects(instance.target.project, name));
          const [only] = found;
          // Of silence there is no threshold.
          const silent = alert === 'watch-silent' || alert === 'trail-silent';
          const at = (silent ? undefined : only?.threshold) ?? declared.threshold.value;
          const right =
            found.length === 1 && Math.abs(at - expected(declared, instance)) <= 1e-9 * at;
          return right
            ? []
            : [`${alert} ${severity} of ${name}: ${found.map((each) => each.policy).join(', ')}`];
        });
      }),
    );
    expect(wrong).toEqual([]);
    expect(instances.flatMap(told).length).toBeGreaterThan(20);
  });

  test('each policy is of an alert that is told', () => {
    const every = [...stacks].flatMap(([stack, config]) =>
      conditionsIn(config).map((condition) => ({ stack, condition })),
    );
    const unknown = every.filter(
      ({ stack, condition }) =>
        !instances.some((instance) =>
          rung(instance).some((declared) => {
            const ending = ELSEWHERE[declared.alert];
            if (ending !== undefined) return condition.policy.endsWith(ending);
            const here = stacks.get(stack) === homeOf(instance);
            return here && condition.severity === declared.severity && isOn(condition, declared);
          }),
        ),
    );
    expect(unknown.map(({ condition: { policy } }) => policy)).toEqual([]);
    expect(every.length).toBeGreaterThan(20);
  });

  test('what a construct of its own tells of has its policy', () => {
    const addresses = [...stacks.values()].flatMap((config) =>
      conditionsIn(config).map(({ policy }) => policy),
    );
    const missing = instances.flatMap((instance) =>
      rung(instance).flatMap(({ alert }) => {
        const ending = ELSEWHERE[alert];
        const there = ending === undefined || addresses.some((each) => each.endsWith(ending));
        return there ? [] : [alert];
      }),
    );
    expect(missing).toEqual([]);
  });

  test('the copy of a drill is in none', () => {
    const selecting = [...conditions].flatMap(([home, all]) =>
      instances
        .filter((instance) => homeOf(instance) === home)
        .flatMap(({ identifier, target: { project } }) =>
          all.filter(({ selects }) => selects(project, `${identifier}-drill`)),
        ),
    );
    // A job has no copies: what counts those of runners takes whatever is named like one. A trail is the project’s.
    const ofNoDatabase = /job_name|-trail-silent/;
    expect(selecting.filter(({ text }) => !ofNoDatabase.test(text))).toEqual([]);
  });

  test('policies and their conditions have names of their own', () => {
    for (const home of conditions.keys()) {
      const policies = Object.values(home?.resource.google_monitoring_alert_policy ?? {});
      const names = policies.map((each) => each.display_name);
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
      for (const policy of policies) {
        const own = (policy.conditions as readonly Json[]).map((each) => each.display_name);
        expect(new Set(own).size).toBe(own.length);
      }
    }
  });

  test('policies stay within what Cloud Monitoring takes', () => {
    for (const home of conditions.keys()) {
      const policies = Object.values(home?.resource.google_monitoring_alert_policy ?? {});
      expect(policies.length).toBeLessThan(GOOGLE_QUOTAS.alertPolicies.quota / 2);
      for (const policy of policies) expectWithinLimits(policy);
    }
  });

  test('every metric exists, or is made in the same output', () => {
    const known = new Set<string>([
      ...Object.keys(GOOGLE_METRICS),
      ...KURA_METRIC_NAMES.map(kuraMetricType),
      ...[...stacks.values()].flatMap(({ resource }) =>
        Object.values(resource.google_logging_metric ?? {}).map(
          ({ name }) => `logging.googleapis.com/user/${String(name)}`,
        ),
      ),
    ]);
    const used = [...stacks.values()].flatMap((config) => [
      ...conditionsIn(config).flatMap(({ metrics }) => metrics),
      ...dashboardsIn(config).flatMap(metricsIn),
    ]);
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((each) => !known.has(each))).toEqual([]);
  });

  test('dashboards are what the API answers', () => {
    for (const dashboard of [...stacks.values()].flatMap(dashboardsIn)) {
      expect(hollowIn(JSON.parse(dashboard))).toEqual([]);
      expect(dashboard).not.toMatch(/[$%]\{/);
    }
  });
});

function expectWithinLimits({ conditions, documentation }: Json): void {
  const all = conditions as readonly Json[];
  const { content, subject } = documentation as Json;
  expect(all.length).toBeLessThanOrEqual(6);
  for (const { text, kind } of all.map((each) => readText(each))) {
    expect(text.length).toBeLessThanOrEqual(2048);
    if (kind !== 'condition_threshold') expect(all).toHaveLength(1);
  }
  expect(String(content).length).toBeLessThanOrEqual(8192);
  expect(Buffer.byteLength(String(content))).toBeLessThanOrEqual(10_240);
  expect(String(subject).length).toBeLessThanOrEqual(255);
  // Of the catalogue’s words none is left, and no variable is Terraform’s.
  expect(`${String(subject)}${String(content)}`).not.toMatch(
    /\{(?:database|service)\}|(?<!\$)\$\{/,
  );
}

function readText({ display_name: _, ...condition }: Json): { kind: string; text: string } {
  const [[kind, body] = ['', {}]] = Object.entries(condition);
  const { filter, query } = body as Json;
  return { kind, text: String(filter ?? query) };
}

const dashboardsIn = ({ resource }: Config): readonly string[] =>
  Object.values(resource.google_monitoring_dashboard ?? {}).map((each) =>
    String(each.dashboard_json),
  );

const metricsIn = (dashboard: string): readonly string[] =>
  [...dashboard.matchAll(/(?:metric\.type=|\{)\\"([^"\\]+)\\"/g)].map(([, type = '']) =>
    type.replace(/_bucket$/, ''),
  );

/** What the API leaves out of its answer, so that the provider plans it again and again: by where it stands. */
function hollowIn(value: unknown, at = ''): readonly string[] {
  if (value === 0 || value === '' || value === null || value === false) return [at];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [at];
  return entries.flatMap(([key, each]) => hollowIn(each, `${at}/${key}`));
}

describe('dashboards', () => {
  const { stacks, instances } = SHIPPED;

  test('show of starts what is told of them', () => {
    const told = [...stacks.values()].flatMap((config) =>
      conditionsIn(config).filter(({ policy }) => policy.endsWith('_runner_not_started')),
    );
    expect(told.length).toBeGreaterThan(1);
    const drawn = [...stacks.values()].flatMap(dashboardsIn).join();
    for (const { text } of told) expect(drawn).toContain(JSON.stringify(text).slice(1, -1));
  });

  test('each service has one, with what nobody is told of too', () => {
    for (const { stack, services, alerts } of instances) {
      const config = stacks.get(stack);
      const [dashboard = '', ...others] = config ? dashboardsIn(config) : [];
      expect(others).toHaveLength(services.length - 1);
      const drawn = alerts.told.filter(({ alert, metric }) => {
        const { google: signals } = alertOf(alert);
        return (
          !metric.startsWith('run.googleapis.com') &&
          Object.values(signals).some((each) => 'kind' in each && !isLogs(each))
        );
      });
      expect(drawn.length).toBeGreaterThan(15);
      for (const { alert, severity } of drawn) {
        expect(dashboard).toContain(`"title":"${alert}: `);
        expect(dashboard).toContain(`"label":"${severity}: `);
      }
    }
  });
});

const isLogs = (signal: { readonly kind: string }): boolean =>
  signal.kind === 'log' || 'unseen' in signal;
