import fc from 'fast-check';
import { CLOUDS, type Cloud } from '../../../model/access/identity';
import type { DeclaredAlert } from '../../../model/alerts/alert';
import { ALERT_NAMES, type AlertName } from '../../../model/alerts/alert-names';
import { alertOf } from '../../../model/alerts/catalogue';
import { watchedDatabases } from '../../../model/alerts/watched-databases';
import type { Instance } from '../../../model/deployment/deployment';
import { EMPTY_LOCK, formatLock, lockOf } from '../../../model/placement/instance-lock';
import { loadEstate } from '../../../model/language/load-estate';
import { resolve } from '../../../model/resolver/resolve';
import { ENGINES, type Engine } from '../../../model/tables/engines';
import { PRESET_NAMES, type PresetName } from '../../../model/tables/presets';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  instanceOf,
  orderWith,
  SMALL_ESTATE,
  smallEstate,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { ESTATE, SERVICE } from '../../support/refusals';
import { ESTATE as SHIPPED } from '../../cli/kura';

const shipped = (): readonly Instance[] => {
  const estate = loadEstate(SHIPPED);
  const deployment = estate.ok ? resolve(estate.value) : estate;
  if (!deployment.ok) throw new Error('the shipped estate does not resolve');
  return deployment.value.instances;
};

/** Each alert of the catalogue is told of or a gap, none is both, and a gap says why. */
function expectWhole({ stack, alerts: { told, gaps } }: Instance): void {
  const there = [...new Set(told.map(({ alert }) => alert))];
  const both = [...there, ...gaps.map(({ alert }) => alert)];
  expect([stack, [...both].sort()]).toEqual([stack, [...ALERT_NAMES].sort()]);
  for (const { alert, why } of gaps)
    expect([alert, why]).toEqual([alert, expect.stringMatching(/^\S.*[^.\s]$/)]);
}

const only = (alerts: readonly DeclaredAlert[], name: AlertName): readonly DeclaredAlert[] =>
  alerts.filter(({ alert }) => alert === name);

/** All that an alert watches, in both regions. */
const subjects = (instance: Instance, name: AlertName): readonly string[] => [
  ...new Set(only(instance.alerts.told, name).flatMap((each) => each.subjects)),
];

const levels = (instance: Instance, name: AlertName) =>
  only(instance.alerts.told, name).map(({ severity, threshold }) => [
    severity,
    threshold.value,
    threshold.place,
  ]);

describe('the estate that ships', () => {
  const instances = shipped();

  test.each(instances.map((instance) => [instance.stack, instance] as const))(
    'has on %s every alert of the catalogue, or the reason why not',
    (_, instance) => {
      expectWhole(instance);
    },
  );

  test('tells of each warning and of each critical alert somebody, and of the critical more', () => {
    const told = instances
      .filter(({ preset }) => preset !== 'development')
      .flatMap(({ alerts }) => alerts.told)
      .filter(({ severity }) => severity !== 'info');
    expect(told.length).toBeGreaterThan(300);
    expect(told.filter(({ route }) => route.length < 2 || route[0] !== 'dashboard')).toEqual([]);
    const prod = instances.find(({ stack }) => stack === 'prod-aws-order');
    const routes = Object.fromEntries(
      prod?.alerts.told.map(({ severity, route }) => [severity, route]) ?? [],
    );
    expect(routes).toEqual({
      info: ['dashboard'],
      warning: ['dashboard', 'dba@suzumina.example'],
      critical: ['dashboard', 'dba@suzumina.example', 'database-chat', 'night-shift'],
    });
  });

  test('watches every database of an instance, those of its recovery region too', () => {
    const order = instances.find(({ stack }) => stack === 'prod-aws-order');
    if (!order) throw new Error('no prod-aws-order');
    const all = ['', '-reader-1', '-reader-2', '-recovery'].map(
      (end) => `suzumina-prod-order${end}`,
    );
    expect(subjects(order, 'storage-runway')).toEqual(all);
    expect(subjects(order, 'unavailable')).toEqual(all);
    // An alarm of CloudWatch is of one database, and nobody reads from that replica.
    expect(subjects(order, 'cpu')).toEqual(all.slice(0, 3));
    expect(subjects(order, 'replica-lag')).toEqual(all.slice(1, 3));
    expect(subjects(order, 'recovery-replica-lag')).toEqual(all.slice(3));
    expect(subjects(order, 'transaction-age')).toEqual(all.slice(0, 1));
    // What an environment shares is named after it.
    expect(subjects(order, 'watch-silent')).toEqual(['suzumina-prod', 'suzumina-prod-recovery']);
    expect(
      only(order.alerts.told, 'storage-stuck').map(({ region, subjects: of }) => [
        region,
        of.length,
      ]),
    ).toEqual([
      ['primary', 3],
      ['recovery', 1],
    ]);
  });

  test('watches of an isolated service what it has for itself', () => {
    const payment = instances.find(({ stack }) => stack === 'prod-aws-payment');
    expect(payment && subjects(payment, 'watch-silent')).toEqual([
      'suzumina-prod-payment',
      'suzumina-prod-payment-recovery',
    ]);
    expect(payment && subjects(payment, 'copy-failed')).toEqual(['suzumina-prod-payment']);
  });
});

/** Development has one instance for each engine. */
const DEV = 'prod-aws-shared-postgres';

describe('development', () => {
  const withPreset = (preset: PresetName, notify: string): EstateFiles =>
    smallEstate({
      'estate.yaml': ESTATE.replace('production', preset).replace(/ {4}notify: .*\n/, notify),
    });

  test('has all its alerts on the dashboard alone, where it names nobody', () => {
    const instance = instanceOf(withPreset('development', ''), DEV);
    const { alerts } = instance;
    expectWhole(instance);
    expect(alerts.told.length).toBeGreaterThan(20);
    for (const { severity, route } of alerts.told)
      expect([severity, route]).toEqual(['info', ['dashboard']]);
  });

  test('has the severities of production, where it names somebody', () => {
    const files = withPreset('development', '    notify: [dba@acme.example]\n');
    const { told } = instanceOf(files, DEV).alerts;
    expect(only(told, 'cpu').map(({ severity, route }) => [severity, route])).toEqual([
      ['warning', ['dashboard', 'dba@acme.example']],
      ['critical', ['dashboard', 'dba@acme.example']],
    ]);
  });
});

test('where nobody is told, what no dashboard can show is a gap', () => {
  const codes = (cloud: Cloud) =>
    small(cloud, 'postgres', 'development', false).alerts.gaps.flatMap(({ alert, code }) =>
      code === 'nobody-to-tell' ? [alert] : [],
    );
  // `failover`, copies and restore tests it has none of.
  expect(codes('aws')).toEqual([
    ...['unhealthy', 'replication-error', 'configuration-changed', 'trail-changed'],
    ...['trail-late', 'trail-silent'],
  ]);
  expect(codes('google')).toEqual(['configuration-changed', 'trail-changed', 'trail-late']);
  expect(small('aws', 'postgres', 'production').alerts.gaps.map(({ code }) => code)).not.toContain(
    'nobody-to-tell',
  );
});

/** An instance of one service, of either cloud and engine and any preset. */
const small = (cloud: Cloud, engine: Engine, preset: PresetName, told = true): Instance => {
  const files = cloud === 'aws' ? SMALL_ESTATE : GOOGLE_ESTATE;
  const { instances } = deploymentOf(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        String(text)
          .replace('engine: postgres', `engine: ${engine}`)
          .replace('preset: production', `preset: ${preset}`)
          .replace(told ? /^$/ : /^ +notify: .*\n/m, ''),
      ]),
    ),
  );
  const [instance] = instances;
  if (!instance) throw new Error('no instance');
  return instance;
};

test('on every cloud, engine and preset each alert is told of or a gap', () => {
  for (const cloud of CLOUDS)
    for (const engine of ENGINES)
      for (const preset of PRESET_NAMES) expectWhole(small(cloud, engine, preset));
});

test('a reader is never without an alert on its lag, on either cloud and engine', () => {
  for (const cloud of CLOUDS)
    for (const engine of ENGINES) {
      const instance = small(cloud, engine, 'production');
      expect(instance.decisions.readers.value).toBe(2);
      const lag = only(instance.alerts.told, 'replica-lag');
      expect(lag.map(({ severity, threshold }) => [severity, threshold.value])).toEqual([
        ['warning', 5],
        ['critical', 30],
      ]);
      expect(lag.every(({ subjects: of }) => of.length === 2)).toBe(true);
      expect(lag[0]?.metric).toBe(
        cloud === 'aws'
          ? 'AWS/RDS ReplicaLag'
          : 'cloudsql.googleapis.com/database/replication/replica_lag',
      );
    }
});

describe('of a random estate', () => {
  const files = fc
    .record({
      cloud: fc.constantFrom(...CLOUDS),
      engine: fc.constantFrom(...ENGINES),
      preset: fc.constantFrom(...PRESET_NAMES),
      readers: fc.integer({ min: 0, max: 5 }),
      growth: fc.integer({ min: 0, max: 60 }),
      connections: fc.option(fc.integer({ min: 20, max: 120 })),
      budget: fc.integer({ min: 10, max: 60_000 }),
      secret: fc.boolean(),
    })
    .map(({ cloud, engine, preset, readers, growth, connections, budget, secret }) => {
      const lines = [
        `readers: ${String(preset === 'development' ? Math.min(readers, 1) : readers)}`,
        `growth: ${String(growth)}GB/year`,
        `latencyBudget: ${String(budget)}ms`,
        ...(connections === null
          ? []
          : // A pool is within four fifths of them.
            [`maxConnections: ${String(connections)}`, 'pool: { max: 4, min: 1, instances: 1 }']),
      ];
      const made = cloud === 'aws' ? orderWith(lines.join('\n')) : webWith(lines.join('\n'));
      return Object.fromEntries(
        Object.entries(made).map(([name, text]) => [
          name,
          String(text)
            .replace('engine: postgres', `engine: ${engine}`)
            .replace('preset: production', `preset: ${preset}`)
            .replace('role: writer }', secret ? 'role: writer, via: secret }' : 'role: writer }'),
        ]),
      );
    });

  test('each alert is told of or a gap, watches databases that there are, and is told to somebody', () => {
    fc.assert(
      fc.property(files, (estate) => {
        const [instance] = deploymentOf(estate).instances;
        if (!instance) throw new Error('no instance');
        expectWhole(instance);
        const there = watchedDatabases({
          identifier: instance.identifier,
          readers: instance.decisions.readers.value,
          restores: [],
          ...(instance.recoveryHome &&
          instance.recovery.mechanisms.some(({ value }) => value === 'recovery-replica')
            ? { replica: { identifier: instance.recoveryHome.identifier, serves: false } }
            : {}),
        });
        const names = there.map(({ identifier }) => identifier);
        expect([...subjects(instance, 'storage-runway')].sort()).toEqual([...names].sort());
        for (const { alert, subjects: of, severity, route } of instance.alerts.told) {
          expect([alert, of.length]).not.toEqual([alert, 0]);
          const { watches } = alertOf(alert);
          const known = watches.startsWith('network')
            ? ['acme-prod', 'acme-prod-recovery']
            : watches.startsWith('trail')
              ? ['audit-acme-prod', 'audit-acme-prod-recovery']
              : names;
          expect(known).toEqual(expect.arrayContaining([...of]));
          expect([alert, route.length > 1]).toEqual([alert, severity !== 'info']);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a restored instance is watched as its own, with its readers', () => {
  const files = orderWith(
    "restoreFrom: { before: { time: '2026-11-20 09:00:30' } }\nactive: before",
  );
  const instance = instanceOf(files, 'prod-aws-order');
  const all = subjects(instance, 'unavailable');
  expect(all).toContain('acme-prod-order-at-before');
  expect(all).toContain('acme-prod-order');
  expect(subjects(instance, 'recovery-point-age')).toEqual([
    'acme-prod-order',
    'acme-prod-order-at-before',
  ]);
  // Its runner keeps its name, whichever serves.
  expect(subjects(instance, 'runner-failed')).toEqual(['acme-prod-order']);
});

test('copies are expected of what serves in the primary region, which alone has some', () => {
  const restore = "restoreFrom: { before: { time: '2026-11-20 09:00:30' } }";
  const late = (lines: string) =>
    only(instanceOf(orderWith(lines), 'prod-aws-order').alerts.told, 'copy-late').map(
      ({ region, subjects: of }) => [region, ...of],
    );
  const [waiting, serving, away] = [restore, `${restore}\nactive: before`, 'active: recovery'].map(
    late,
  );
  expect(waiting).toEqual([
    ['recovery', 'acme-prod-order'],
    ['recovery', 'acme-prod-order'],
  ]);
  expect(serving?.[0]).toEqual(['recovery', 'acme-prod-order-at-before']);
  expect(away).toEqual([]);
});

test('after a failover to the recovery region its replica is watched as a writer', () => {
  const before = instanceOf(SMALL_ESTATE, 'prod-aws-order');
  const after = instanceOf(orderWith('active: recovery'), 'prod-aws-order');
  const replica = 'acme-prod-order-recovery';
  expect(subjects(before, 'recovery-replica-lag')).toEqual([replica]);
  expect(subjects(before, 'transaction-age')).toEqual(['acme-prod-order']);
  expect(subjects(after, 'recovery-replica-lag')).toEqual([]);
  expect(after.alerts.gaps.find(({ alert }) => alert === 'recovery-replica-lag')?.why).toBe(
    'it has no recovery replica',
  );
  expect(subjects(after, 'transaction-age')).toContain(replica);
  expect(subjects(after, 'recovery-point-age')).toContain(replica);
  const runner = only(after.alerts.told, 'runner-failed');
  expect(runner.map(({ region, subjects: of }) => [region, of])).toEqual([['recovery', [replica]]]);
});

test('a trail is watched wherever something is logged, and for silence where the runner works', () => {
  const watched = (files: EstateFiles, stack: string) => {
    const { told } = instanceOf(files, stack).alerts;
    return [only(told, 'trail-late'), only(told, 'trail-silent')].map((all) =>
      all.map(({ region, subjects: of }) => [region, ...of]),
    );
  };
  const primary = ['primary', 'audit-acme-prod'];
  const recovery = ['recovery', 'audit-acme-prod-recovery'];
  expect(watched(SMALL_ESTATE, 'prod-aws-order')).toEqual([[primary, recovery], [primary]]);
  expect(watched(orderWith('active: recovery'), 'prod-aws-order')).toEqual([
    [primary, recovery],
    [recovery],
  ]);
});

test('MySQL of Cloud SQL may be silent for days: that is a gap', () => {
  const { gaps } = small('google', 'mysql', 'production').alerts;
  expect(gaps.find(({ alert }) => alert === 'trail-silent')?.code).toBe('other-alert');
});

test('of a retired instance nothing is watched, and a threshold that it states may stay', () => {
  const approved = (state: string): string =>
    `alerts: { cpu: { warning: 80% } }\nstate: ${state}\nbreakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]`;
  const retiring = orderWith(approved('retiring'));
  const lock = formatLock(lockOf(deploymentOf(retiring), EMPTY_LOCK));
  const retired = instanceOf(
    { ...orderWith(approved('retired')), 'instances.lock.yaml': lock },
    'prod-aws-order',
  );
  expectWhole(retired);
  expect(retired.alerts.told).toEqual([]);
  expect(new Set(retired.alerts.gaps.map(({ why }) => why))).toEqual(new Set(['it is retired']));
});

describe('a threshold that a service states', () => {
  test('takes the place of the derived one, with its own place', () => {
    const instance = instanceOf(
      orderWith('alerts: { cpu: { warning: 80% }, read-latency: { warning: 29ms } }'),
      'prod-aws-order',
    );
    const cpu = levels(instance, 'cpu');
    expect(cpu[0]).toEqual(['warning', 80, 'services/order.yaml:7:18']);
    expect(cpu.at(-1)).toEqual(['critical', 98, 'alert catalogue']);
    expect(levels(instance, 'read-latency')[0]?.[1]).toBe(0.029);
    const [first] = only(instance.alerts.told, 'cpu');
    expect(first?.threshold.reason).toBe('the service says so');
  });

  test('of one environment is no other’s', () => {
    const files = orderWith('overrides:\n  prod: { alerts: { cpu: { warning: 70% } } }');
    const elsewhere = ESTATE.slice(ESTATE.indexOf('  prod:'))
      .replace('  prod:', '  next:')
      .replace('333333333333', '444444444444')
      .replace('10.30.0.0', '10.40.0.0');
    const two = { ...files, 'estate.yaml': `${ESTATE}${elsewhere}` };
    expect(levels(instanceOf(two, 'prod-aws-order'), 'cpu')[0]).toEqual([
      'warning',
      70,
      'services/order.yaml:8:28',
    ]);
    expect(levels(instanceOf(two, 'next-aws-order'), 'cpu')[0]).toEqual([
      'warning',
      90,
      'alert catalogue',
    ]);
  });

  test('of several services on one instance the strictest holds, whichever side is wrong', () => {
    const user = SERVICE.replace('order\n', 'user\n').replace('order-api', 'user-api');
    const instance = instanceOf(
      smallEstate({
        'estate.yaml': `${ESTATE}groups: { core: [order, user] }\n`,
        'services/order.yaml': `${SERVICE}alerts: { cpu: { warning: 80%, critical: 95% }, certificate-expiry: { warning: 60d } }\n`,
        'services/user.yaml': `${user}alerts: { cpu: { warning: 70% }, certificate-expiry: { warning: 45d } }\n`,
      }),
      'prod-aws-core',
    );
    const distinct = (name: AlertName): readonly string[] => [
      ...new Set(levels(instance, name).map((level) => level.join(' '))),
    ];
    expect(distinct('cpu')).toEqual([
      'warning 70 services/user.yaml:7:18',
      'critical 95 services/order.yaml:7:32',
    ]);
    expect(distinct('certificate-expiry')).toEqual([
      'warning 60 services/order.yaml:7:71',
      'critical 7 alert catalogue',
    ]);
  });
});
