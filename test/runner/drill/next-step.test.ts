import fc from 'fast-check';
import type { DrillOrder, DrillPhase } from '../../../model/recovery/drill-order';
import { NO_MARKS, type Copy } from '../../../runner/drill/copy';
import { nextStep, type Step } from '../../../runner/drill/next-step';

const MINUTE = 60_000;
const NOW = Date.parse('2026-12-01T03:00:00Z');
const LONGEST = 180 * MINUTE;
const RESTORE = { mechanism: 'point-in-time-recovery', longest: LONGEST } as const;
const REPLICA = { mechanism: 'recovery-replica', longest: LONGEST } as const;

const copy = (
  more: Partial<Omit<Copy, 'marks'>> = {},
  marks: Partial<Copy['marks']> = {},
): Copy => ({
  ...{ ours: true, state: 'ready', replica: false },
  ...more,
  marks: { ...NO_MARKS, started: NOW - 20 * MINUTE, ...marks },
});

it.each<[string, Step, Pick<DrillOrder, 'mechanism' | 'longest'>, DrillPhase, Copy | null]>([
  ['makes a copy at the start', 'make', RESTORE, 'start', null],
  ['makes none later: the drill is over', 'rest', RESTORE, 'continue', null],
  ['finds none at the end', 'rest', RESTORE, 'end', null],
  ['waits for what is made', 'wait', RESTORE, 'continue', copy({ state: 'busy' })],
  ['waits also where it is started twice', 'wait', RESTORE, 'start', copy({ state: 'busy' })],
  ['asks what is ready', 'ask', RESTORE, 'continue', copy()],
  ['promotes a replica first', 'promote', REPLICA, 'continue', copy({ replica: true })],
  [
    'promotes it again where that was not taken',
    'promote',
    REPLICA,
    'continue',
    copy({ replica: true }, { promoted: NOW }),
  ],
  ['waits for the promotion', 'wait', REPLICA, 'continue', copy({ replica: true, state: 'busy' })],
  ['asks the promoted', 'ask', REPLICA, 'continue', copy({}, { promoted: NOW })],
  ['removes what has answered', 'remove', RESTORE, 'continue', copy({}, { answered: true })],
  ['removes it also at the end', 'remove', RESTORE, 'end', copy({}, { answered: true })],
  ['lets go what goes', 'rest', RESTORE, 'end', copy({ state: 'going' })],
  ['gives up at the end', 'give-up', RESTORE, 'end', copy({ state: 'busy' })],
  ['gives up what is broken', 'give-up', RESTORE, 'continue', copy({ state: 'broken' })],
  ['gives up what is late', 'give-up', RESTORE, 'continue', copy({}, { started: NOW - LONGEST })],
  ['gives up what an earlier drill left', 'give-up', RESTORE, 'start', copy({}, { started: 0 })],
  ['gives up what says no beginning', 'give-up', RESTORE, 'continue', copy({}, { started: null })],
  ['leaves another’s alone', 'refuse', RESTORE, 'end', copy({ ours: false })],
])('%s', (_case, step, order, phase, seen) => {
  expect(nextStep(order, phase, seen, NOW)).toBe(step);
});

const marks = fc.record({
  started: fc.option(fc.integer({ min: NOW - 400 * MINUTE, max: NOW }), { nil: null }),
  promoted: fc.option(fc.integer({ min: NOW - 400 * MINUTE, max: NOW }), { nil: null }),
  rpo: fc.constant(null),
  answered: fc.boolean(),
});
const seen = fc.option(
  fc.record({
    ours: fc.constant(true),
    state: fc.constantFrom('busy', 'ready', 'broken', 'going'),
    replica: fc.boolean(),
    marks,
  }),
  { nil: null },
);
const order = fc.constantFrom(RESTORE, REPLICA);

/** How often a schedule calls: until the time is over, and some times after. */
const TICK = 10 * MINUTE;
const CALLS = LONGEST / TICK + 6;

/** A cloud that takes each change or is too busy for it, and gets along with it or breaks. */
function after(step: Step, before: Copy | null, now: number, fate: number): Copy | null {
  const isTaken = fate % 4 !== 0;
  if (step === 'make') return isTaken ? copy({ state: 'busy' }, { started: now }) : null;
  if (before === null) return null;
  if ((step === 'remove' || step === 'give-up') && isTaken) return { ...before, state: 'going' };
  if (step === 'promote' && isTaken)
    return { ...before, state: 'busy', marks: { ...before.marks, promoted: now } };
  if (step === 'ask' && isTaken) return { ...before, marks: { ...before.marks, answered: true } };
  if (before.state === 'going') return fate % 3 === 0 ? before : null;
  if (before.state !== 'busy' || fate % 3 !== 0) return before;
  return fate % 5 === 0
    ? { ...before, state: 'broken' }
    : { ...before, state: 'ready', replica: before.replica && before.marks.promoted === null };
}

it('leaves nothing behind, whatever it finds and however the cloud gets along', () => {
  fc.assert(
    fc.property(order, seen, fc.infiniteStream(fc.nat()), (ordered, first, fates) => {
      let there: Copy | null = first;
      for (let i = 0; i < CALLS * 4; i++) {
        const phase = i === 0 ? 'start' : i > LONGEST / TICK ? 'end' : 'continue';
        const now = NOW + i * TICK;
        const step = nextStep(ordered, phase, there, now);
        there = after(step, there, now, fates.next().value as number);
      }
      // Only a cloud that takes no change in dozens of calls keeps it.
      expect(there).toBeNull();
    }),
    { numRuns: 300 },
  );
});

it('never makes a copy where there is one, and never touches another’s', () => {
  const phases = fc.constantFrom<DrillPhase>('start', 'continue', 'end');
  fc.assert(
    fc.property(order, phases, seen, (ordered, phase, found) => {
      const step = nextStep(ordered, phase, found, NOW);
      if (step === 'make') expect({ phase, found }).toEqual({ phase: 'start', found: null });
      const strangers = found && { ...found, ours: false };
      if (strangers) expect(nextStep(ordered, phase, strangers, NOW)).toBe('refuse');
    }),
  );
});

it('asks no replica that still follows, and nothing twice', () => {
  fc.assert(
    fc.property(seen, (found) => {
      if (nextStep(REPLICA, 'continue', found, NOW) !== 'ask') return;
      expect(found).toMatchObject({ replica: false, state: 'ready', marks: { answered: false } });
    }),
  );
});
