import fc from 'fast-check';
import { grownTo } from '../../../model/alerts/disk-growth';
import { CLOUDS } from '../../../model/access/identity';
import type { AlertFacts } from '../../../model/alerts/alert';
import type { AlertName } from '../../../model/alerts/alert-names';
import { ALERTS, alertOf } from '../../../model/alerts/catalogue';
import { impossible, rangeText } from '../../../model/alerts/stated-thresholds';
import { thresholdText } from '../../../model/alerts/threshold-text';
import { MECHANISM_NAMES } from '../../../model/recovery/mechanisms';
import { connectionsOf } from '../../../model/sizing/resolve-memory';
import { gp3Of, storageFor } from '../../../model/sizing/storage';
import { ENGINES } from '../../../model/tables/engines';
import { TIER_NAMES, TIERS, type TierName } from '../../../model/tables/tiers';
import { HOURLY_METRICS } from '../../../model/alerts/watch-order';
import { FACTS } from './facts';

const GIB = 1024 ** 3;
const MINUTE = 60_000;
const YEAR = 365 * 86_400_000;

/** From the shortest duration that the estate reads to the longest. */
const rpo = fc.option(
  fc.oneof(
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 60 * 24 * 40 }).map((minutes) => minutes * MINUTE),
    fc.integer({ min: 1, max: 100 }).map((years) => years * YEAR),
  ),
);

/** Every instance that an estate can state. */
const facts: fc.Arbitrary<AlertFacts> = fc
  .record({
    cloud: fc.constantFrom(...CLOUDS),
    engine: fc.constantFrom(...ENGINES),
    tier: fc.constantFrom(...TIER_NAMES).map((name) => TIERS[name]),
    highAvailability: fc.boolean(),
    stated: fc.integer({ min: 0, max: 59_392 }),
    growth: fc.integer({ min: 0, max: 59_392 }),
    connections: fc.option(fc.integer({ min: 20, max: 5000 })),
    latencyBudget: fc.integer({ min: 10, max: 60_000 }),
    mistake: rpo,
    region: rpo,
    readers: fc.integer({ min: 0, max: 15 }),
    mechanisms: fc.subarray([...MECHANISM_NAMES]),
    drills: fc.array(fc.record({ rto: fc.option(fc.integer({ min: 1, max: 86_400_000 })) }), {
      maxLength: 3,
    }),
    secrets: fc.boolean(),
    trail: fc.constant(FACTS.trail),
  })
  .map(({ stated, growth, connections, mistake, region, ...rest }) => {
    const { storage, ceiling } = storageFor(stated * GIB, growth * GIB);
    return {
      ...rest,
      ...{ storage, storageCeiling: ceiling, iops: gp3Of(storage).iops ?? 3000 },
      maxConnections: connections ?? connectionsOf(rest.tier),
      rpo: { mistake, region },
    };
  });

/** The alerts that an instance has of some facts, with where each begins. */
function levelsOf(of: AlertFacts) {
  return ALERTS.filter(
    (alert) => 'kind' in alert[of.cloud][of.engine] && alert.unless?.(of) === undefined,
  ).map((alert) => ({ alert, levels: alert.levels(of) }));
}

const RUNS = { numRuns: 500 };

test('every threshold that is derived can ring and can be silent', () => {
  fc.assert(
    fc.property(facts, (of) => {
      const refused = levelsOf(of).flatMap(({ alert, levels }) =>
        levels.flatMap(({ threshold }) => {
          expect(Number.isFinite(threshold)).toBe(true);
          const problem = impossible(alert, of, threshold);
          return problem ? [`${alert.name}: ${problem.got}`] : [];
        }),
      );
      expect(refused).toEqual([]);
    }),
    RUNS,
  );
});

test('what may be stated at all leaves room for both', () => {
  fc.assert(
    fc.property(facts, (of) => {
      for (const { alert } of levelsOf(of)) {
        if (!alert.possible) continue;
        const { always, never } = alert.possible(of);
        const [least, most] = alert.side === 'above' ? [always, never] : [never, always];
        expect([alert.name, most.at - least.at > 1e-3]).toEqual([alert.name, true]);
      }
    }),
    RUNS,
  );
});

test('a warning comes before the page', () => {
  fc.assert(
    fc.property(facts, (of) => {
      for (const { alert, levels } of levelsOf(of)) {
        const [warning, critical] = levels;
        if (!warning || !critical) continue;
        expect([warning.severity, critical.severity]).toEqual(['warning', 'critical']);
        const room = critical.threshold - warning.threshold;
        expect([alert.name, alert.side === 'above' ? room > 0 : room < 0]).toEqual([
          alert.name,
          true,
        ]);
      }
    }),
    RUNS,
  );
});

test('every threshold is written as people write it, on one line and short', () => {
  fc.assert(
    fc.property(facts, (of) => {
      for (const { alert, levels } of levelsOf(of)) {
        for (const { threshold, because, minutes } of levels) {
          // The watch never says that a replica has stopped: the cloud does, by a lag below zero.
          expect(thresholdText(alert.unit, threshold)).toMatch(/^-?\d+(?:\.\d)?[%a-zA-Z]{0,2}$/);
          expect(because).toMatch(/^\S.*[^.\s]$/);
          expect(because).not.toMatch(/NaN|Infinity|undefined|null|\d\.\d{3}/);
          expect(Number.isInteger(minutes) && minutes >= 0).toBe(true);
        }
      }
    }),
    RUNS,
  );
});

const at = (name: AlertName, of: Partial<AlertFacts> = {}): number[] =>
  alertOf(name)
    .levels({ ...FACTS, ...of })
    .map(({ threshold }) => threshold);

test('a reader may be 5 seconds behind before anybody is told, and 30 before anybody is woken', () => {
  for (const cloud of CLOUDS)
    for (const engine of ENGINES) expect(at('replica-lag', { cloud, engine })).toEqual([5, 30]);
});

test('of an RPO of 15 minutes somebody is told at 10, and woken at 15', () => {
  for (const cloud of CLOUDS) expect(at('recovery-point-age', { cloud })).toEqual([600, 900]);
  expect(at('recovery-replica-lag')).toEqual([900]);
});

test('nobody is told of the age that backups have anyway, and the reason says so', () => {
  const strict = { rpo: { mistake: 5 * MINUTE, region: 5 * MINUTE } };
  expect(at('recovery-point-age', strict)).toEqual([600, 900]);
  expect(at('replicated-backup-age', strict)).toEqual([2100, 3150]);
  expect(at('recovery-replica-lag', strict)).toEqual([360]);
  expect(at('recovery-replica-lag', { ...strict, cloud: 'google' })).toEqual([300]);
  const reasons = (['recovery-point-age', 'recovery-replica-lag'] as const).flatMap((name) =>
    alertOf(name)
      .levels({ ...FACTS, ...strict })
      .map(({ because }) => because),
  );
  expect(reasons).toEqual([
    'an RPO of 5m, but backups are 10m behind anyway',
    'an RPO of 5m, but backups are 10m behind anyway: half as much again',
    'an RPO of 5m, but a replica of a quiet PostgreSQL says up to five minutes',
  ]);
});

test('an RPO beyond what any backup is kept is watched from 20 and 30 days on', () => {
  const day = 86_400;
  const of = { rpo: { mistake: YEAR, region: null } };
  expect(at('recovery-point-age', of)).toEqual([20 * day, 30 * day]);
  expect(alertOf('recovery-point-age').levels({ ...FACTS, ...of })[1]?.because).toBe(
    'the 30 days that are seen of an RPO of 365d',
  );
});

/** Whether each level of a row of facts is no smaller than the one before it, or no larger. */
function expectMonotone(
  name: AlertName,
  rows: readonly Partial<AlertFacts>[],
  direction: 'rising' | 'falling',
): void {
  const thresholds = rows.map((row) => at(name, row));
  for (const [i, levels] of thresholds.entries()) {
    const before = thresholds[i - 1];
    if (!before) continue;
    for (const [n, level] of levels.entries()) {
      const step = level - (before[n] ?? Number.NaN);
      expect([name, i, n, direction === 'rising' ? step >= 0 : step <= 0]).toEqual([
        ...[name, i, n, true],
      ]);
    }
  }
  // Otherwise a constant would pass.
  expect(thresholds[0]).not.toEqual(thresholds.at(-1));
}

const byMemory = [...TIER_NAMES].sort((a, b) => TIERS[a].memoryGib - TIERS[b].memoryGib);
const sized = (name: TierName): Partial<AlertFacts> => ({
  tier: TIERS[name],
  maxConnections: connectionsOf(TIERS[name]),
});

test.each(ENGINES)('on %s a larger tier never has a smaller threshold of connections', (engine) => {
  expectMonotone(
    'connections',
    byMemory.map((name) => ({ ...sized(name), engine })),
    'rising',
  );
});

test.each(ENGINES)(
  'on %s a larger tier on RDS is told of a smaller share of memory: RDS leaves it more',
  (engine) => {
    expectMonotone(
      'memory',
      byMemory.map((name) => ({ ...sized(name), engine })),
      'falling',
    );
  },
);

test('a larger machine may run more slow statements, and a longer budget allows fewer', () => {
  const tiers = [...TIER_NAMES].sort((a, b) => TIERS[a].vcpu - TIERS[b].vcpu);
  expectMonotone(
    'slow-queries',
    tiers.map((name) => ({ tier: TIERS[name] })),
    'rising',
  );
  const budgets = [10, 100, 500, 1000, 60_000].map((latencyBudget) => ({ latencyBudget }));
  expectMonotone('slow-queries', budgets, 'falling');
  expectMonotone('statement-latency', budgets, 'rising');
});

test('a larger disk may have more that waits for it, more that is held back, and more that is free', () => {
  const disks = [20, 100, 399, 400, 20_000].map((storage) => ({
    ...{ storage, storageCeiling: 2 * storage },
    iops: gp3Of(storage).iops ?? 3000,
  }));
  expectMonotone('queue-depth', disks, 'rising');
  expectMonotone('slot-lag', disks, 'rising');
  expectMonotone('storage-stuck', disks, 'rising');
});

test('the disk is told of as stuck only where the cloud should have grown it long before', () => {
  fc.assert(
    fc.property(facts, (of) => {
      const [level] = alertOf('storage-stuck').levels(of);
      // RDS grows at a tenth, Cloud SQL at 5 GiB and more.
      const grows = of.cloud === 'aws' ? 0.1 * of.storage * GIB : 5 * GIB;
      expect(level?.threshold).toBeGreaterThan(0);
      expect(level?.threshold).toBeLessThan(grows);
    }),
  );
});

test('of a disk that will be full somebody is told half a year before it grows no more, and woken weeks before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40_000 }),
      fc.integer({ min: 1, max: 5000 }),
      (stated, growth) => {
        const { storage, ceiling } = storageFor(stated * GIB, growth * GIB);
        const [warning, critical] = at('storage-runway', { storage, storageCeiling: ceiling });
        const most = grownTo({ cloud: 'aws', storage, storageCeiling: ceiling });
        expect(most).toBeLessThan(ceiling);
        const months = (threshold = 100): number => ((1 - threshold / 100) * most) / (growth / 12);
        expect(months(warning)).toBeGreaterThanOrEqual(6);
        expect(months(critical)).toBeGreaterThanOrEqual(1.5);
      },
    ),
  );
});

test('a longer RPO never rings sooner', () => {
  const rows = [1, 5, 15, 60, 600, 6000].map((minutes) => ({
    rpo: { mistake: minutes * MINUTE, region: minutes * MINUTE },
  }));
  for (const name of [
    'recovery-point-age',
    'replicated-backup-age',
    'recovery-replica-lag',
  ] as const)
    expectMonotone(name, rows, 'rising');
});

test('what is read once an hour is not expected more often', () => {
  const hourly = ALERTS.filter(({ aws: { postgres } }) =>
    'kind' in postgres && postgres.kind === 'metric'
      ? HOURLY_METRICS.includes(postgres.metric as never)
      : false,
  );
  expect(hourly.length).toBe(HOURLY_METRICS.length);
  // What rings without data would ring between two readings.
  expect(hourly.filter(({ missing }) => missing === 'wrong')).toEqual([]);
});

describe('a threshold as people write it', () => {
  test.each([
    ['percent', 74.9, '74.9%'],
    ['seconds', 0.029, '29ms'],
    ['seconds', 0.02, '20ms'],
    ['seconds', 900, '15m'],
    ['seconds', 599, '599s'],
    ['seconds', 0, '0s'],
    ['seconds', -1, '-1s'],
    ['bytes', 12_800 * 1024 ** 2, '12800MB'],
    ['count', 1_000_000_000, '1000000000'],
    ['days', 30, '30d'],
    ['days', 1.5, '36h'],
    ['days', 0, '0d'],
  ] as const)('in %s: %s', (unit, value, text) => {
    expect(thresholdText(unit, value)).toBe(text);
  });
});

test('what a threshold may be is said in whole numbers, from the least one that may be', () => {
  fc.assert(
    fc.property(facts, (of) => {
      for (const { alert } of levelsOf(of)) {
        const range = alert.possible ? rangeText(alert, alert.possible(of)) : '';
        expect([alert.name, range]).toEqual([alert.name, expect.not.stringMatching(/9s/)]);
      }
    }),
    RUNS,
  );
  const { possible } = alertOf('recovery-point-age');
  const range = possible && rangeText(alertOf('recovery-point-age'), possible(FACTS));
  expect(range).toBe('at least 10m and below 35d');
  expect(impossible(alertOf('recovery-point-age'), FACTS, 600)).toBeUndefined();
  expect(impossible(alertOf('recovery-point-age'), FACTS, 599)).toBeDefined();
});
