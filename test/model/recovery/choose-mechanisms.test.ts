import fc from 'fast-check';
import { CLOUDS, type Cloud } from '../../../model/access/identity';
import {
  candidatesFor,
  chooseMechanisms,
  type Choice,
} from '../../../model/recovery/choose-mechanisms';
import { MECHANISMS, type Mechanism } from '../../../model/recovery/mechanisms';
import { FAILURES, type Objective, type Objectives } from '../../../model/recovery/objectives';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../../model/tables/presets';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NONE: Objective = { rpo: null, rto: null };

function choose(
  cloud: Cloud,
  objectives: Objectives,
  { preset = 'development', storage = 100 }: { preset?: PresetName; storage?: number } = {},
) {
  const candidates = candidatesFor(MECHANISMS[cloud], { storage }, (_, bounds) => bounds);
  return chooseMechanisms(candidates, objectives, PRESETS[preset].floor[cloud]);
}

function chosen(...args: Parameters<typeof choose>): Choice {
  const choice = choose(...args);
  if ('unmet' in choice) throw new Error(`unmet: ${JSON.stringify(choice.unmet)}`);
  return choice;
}

const duration = fc.option(
  fc.constantFrom(0, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 2 * HOUR, 28 * HOUR, 99 * HOUR),
  { nil: null },
);
const objective = fc.record({ rpo: duration, rto: duration });
const objectives = fc.record({ mistake: objective, zone: objective, region: objective });
const size = fc.integer({ min: 20, max: 4000 });

/** Each figure the same or shorter, or one where there was none. */
const tighter = (figure: number | null): fc.Arbitrary<number | null> =>
  figure === null ? duration : fc.integer({ min: 0, max: figure });
const tightened = (loose: Objectives) =>
  fc.record({
    mistake: fc.record({ rpo: tighter(loose.mistake.rpo), rto: tighter(loose.mistake.rto) }),
    zone: fc.record({ rpo: tighter(loose.zone.rpo), rto: tighter(loose.zone.rto) }),
    region: fc.record({ rpo: tighter(loose.region.rpo), rto: tighter(loose.region.rto) }),
  });

const costOf = (cloud: Cloud, { mechanisms }: Choice): number =>
  MECHANISMS[cloud]
    .filter(({ name }) => mechanisms.includes(name))
    .reduce((sum, { cost }) => sum + cost, 0);

describe.each(CLOUDS)('on %s', (cloud) => {
  test('every objective that is met is met by a mechanism of the set, within its bounds', () => {
    fc.assert(
      fc.property(
        objectives,
        size,
        fc.constantFrom(...PRESET_NAMES),
        (demanded, storage, preset) => {
          const choice = choose(cloud, demanded, { preset, storage });
          if ('unmet' in choice) return;
          for (const failure of FAILURES) {
            const { rpo, rto } = demanded[failure];
            const met = choice.evidence[failure];
            if (rpo === null && rto === null) continue;
            expect(choice.mechanisms).toContain(met?.mechanism);
            expect(met?.rpo.milliseconds).toBeLessThanOrEqual(rpo ?? Infinity);
            expect(met?.rto.milliseconds).toBeLessThanOrEqual(rto ?? Infinity);
          }
          expect(choice.mechanisms).toEqual(
            expect.arrayContaining([...PRESETS[preset].floor[cloud]]),
          );
        },
      ),
    );
  });

  test('a stricter objective never yields fewer mechanisms, nor a cheaper set, nor a worse bound', () => {
    fc.assert(
      fc.property(
        objectives.chain((loose) => fc.tuple(fc.constant(loose), tightened(loose))),
        size,
        fc.constantFrom(...PRESET_NAMES),
        ([loose, strict], storage, preset) => {
          const before = choose(cloud, loose, { preset, storage });
          const after = choose(cloud, strict, { preset, storage });
          if ('unmet' in after) return;
          expect('unmet' in before).toBe(false);
          if ('unmet' in before) return;
          expect(after.mechanisms.length).toBeGreaterThanOrEqual(before.mechanisms.length);
          expect(costOf(cloud, after)).toBeGreaterThanOrEqual(costOf(cloud, before));
          for (const failure of FAILURES) {
            expect(after.evidence[failure]?.rpo.milliseconds ?? Infinity).toBeLessThanOrEqual(
              before.evidence[failure]?.rpo.milliseconds ?? Infinity,
            );
          }
        },
      ),
    );
  });

  test('no mechanism can be left out of a set, but what the preset has whatever is demanded', () => {
    fc.assert(
      fc.property(
        objectives,
        size,
        fc.constantFrom(...PRESET_NAMES),
        (demanded, storage, preset) => {
          const choice = choose(cloud, demanded, { preset, storage });
          if ('unmet' in choice) return;
          const floor = PRESETS[preset].floor[cloud];
          for (const name of choice.mechanisms.filter((each) => !floor.includes(each))) {
            const without = MECHANISMS[cloud].filter(
              (each) => each.name !== name && choice.mechanisms.includes(each.name),
            );
            const candidates = candidatesFor(without, { storage }, (_, bounds) => bounds);
            expect('unmet' in chooseMechanisms(candidates, demanded, floor)).toBe(true);
          }
        },
      ),
    );
  });

  test('a higher preset never has a weaker protection for the same demand', () => {
    fc.assert(
      fc.property(objectives, size, (demanded, storage) => {
        const choices = PRESET_NAMES.map((preset) => choose(cloud, demanded, { preset, storage }));
        for (const [i, higher] of choices.entries()) {
          const lower = choices[i - 1];
          if (!lower || 'unmet' in lower || 'unmet' in higher) continue;
          for (const failure of FAILURES) {
            expect(higher.evidence[failure]?.rpo.milliseconds ?? Infinity).toBeLessThanOrEqual(
              lower.evidence[failure]?.rpo.milliseconds ?? Infinity,
            );
          }
          expect(higher.mechanisms.length).toBeGreaterThanOrEqual(lower.mechanisms.length);
        }
      }),
    );
  });
});

test('the presets never fall from one to the next: floors, objectives and days', () => {
  const presets = PRESET_NAMES.map((name) => PRESETS[name]);
  for (const [i, higher] of presets.entries()) {
    const lower = presets[i - 1];
    if (!lower) continue;
    for (const cloud of CLOUDS) {
      expect(higher.floor[cloud]).toEqual(expect.arrayContaining([...lower.floor[cloud]]));
    }
    for (const failure of FAILURES) {
      for (const key of ['rpo', 'rto'] as const) {
        expect(higher.objectives[failure][key] ?? Infinity).toBeLessThanOrEqual(
          lower.objectives[failure][key] ?? Infinity,
        );
      }
    }
    expect(higher.backupRetentionDays).toBeGreaterThanOrEqual(lower.backupRetentionDays);
  }
});

const AFTER = (failure: keyof Objectives, demanded: Objective): Objectives => ({
  mistake: NONE,
  zone: NONE,
  region: NONE,
  [failure]: demanded,
});

test.each([
  ['aws', 'mistake', { rpo: 15 * MINUTE, rto: 2 * HOUR }, 'point-in-time-recovery'],
  ['aws', 'zone', { rpo: 15 * MINUTE, rto: 2 * HOUR }, 'point-in-time-recovery'],
  ['aws', 'zone', { rpo: 5 * MINUTE, rto: 10 * MINUTE }, 'standby'],
  ['aws', 'region', { rpo: 28 * HOUR, rto: null }, 'replicated-backups'],
  ['aws', 'region', { rpo: 30 * MINUTE, rto: 2 * HOUR }, 'replicated-backups'],
  ['aws', 'region', { rpo: 15 * MINUTE, rto: 2 * HOUR }, 'recovery-replica'],
  ['aws', 'region', { rpo: null, rto: 30 * MINUTE }, 'recovery-replica'],
  ['google', 'mistake', { rpo: 15 * MINUTE, rto: 2 * HOUR }, 'point-in-time-recovery'],
  ['google', 'zone', { rpo: 5 * MINUTE, rto: 10 * MINUTE }, 'standby'],
  ['google', 'region', { rpo: 28 * HOUR, rto: null }, 'recovery-replica'],
] as const)('on %s against a %s, %o takes %s', (cloud, failure, demanded, mechanism) => {
  const { evidence, mechanisms } = chosen(cloud, AFTER(failure, demanded));
  expect(evidence[failure]?.mechanism).toBe(mechanism);
  expect(new Set(mechanisms)).toEqual(new Set(['point-in-time-recovery', mechanism]));
});

test.each([
  ['aws', 'mistake', { rpo: MINUTE, rto: null }, 100],
  ['aws', 'mistake', { rpo: null, rto: 10 * MINUTE }, 100],
  ['aws', 'mistake', { rpo: null, rto: 2 * HOUR }, 2000],
  ['aws', 'region', { rpo: 0, rto: null }, 100],
  ['google', 'region', { rpo: MINUTE, rto: null }, 100],
] as const)(
  'on %s against a %s nothing gives %o with %i GiB',
  (cloud, failure, demanded, storage) => {
    const choice = choose(cloud, AFTER(failure, demanded), { storage });
    expect('unmet' in choice && choice.unmet.map((each) => each.failure)).toEqual([failure]);
  },
);

test('a restore is never assumed to be shorter for more data', () => {
  fc.assert(
    fc.property(size, size, (a, b) => {
      const rto = (storage: number): number =>
        (MECHANISMS.aws[0] as Mechanism).bounds({ storage }).rto.milliseconds;
      expect(Math.sign(rto(a) - rto(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a copy in a vault meets nothing by itself, since nobody measures its restore', () => {
  const production = chosen('aws', PRESETS.production.objectives, { preset: 'production' });
  expect(production.mechanisms).toContain('vault-copy');
  for (const failure of FAILURES) {
    expect(production.evidence[failure]?.mechanism).not.toBe('vault-copy');
  }
});

test('every bound names who says so, and what is assumed says that it is', () => {
  for (const mechanism of CLOUDS.flatMap((cloud) => MECHANISMS[cloud])) {
    const { rpo, rto } = mechanism.bounds({ storage: 100 });
    for (const { firmness, source } of [rpo, rto]) {
      expect(firmness).not.toBe('measured');
      expect(source.startsWith('Kura’s assumption: ')).toBe(firmness === 'assumed');
      if (firmness === 'published') expect(source).toMatch(/\(.*read 20\d\d-\d\d\)$/);
    }
  }
});
