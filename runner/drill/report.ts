import { sayProblem, type Problem } from '../../model/problem';
import type { DrillOrder } from '../../model/recovery/drill-order';

/** How a drill ended. What could not be verified has failed. It holds no secret. */
export interface DrillReport {
  readonly instance: string;
  readonly mechanism: DrillOrder['mechanism'];
  readonly outcome: 'passed' | 'failed';
  /** Seconds until it answered, the wait between two calls included; null where it did not. */
  readonly rtoSeconds: number | null;
  /** Seconds of the newest data that were missing; null where that is measured elsewhere, or was not. */
  readonly rpoSeconds: number | null;
  readonly problems: readonly Problem[];
}

/** What was measured, in milliseconds. */
export interface Measured {
  readonly rto: number | null;
  readonly rpo: number | null;
}

const SECOND = 1000;
const seconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.ceil(milliseconds / SECOND);

/** What a drill has shown, beside what it may show at most. */
export function judge(
  order: Pick<DrillOrder, 'stack' | 'instance' | 'mechanism' | 'rto' | 'rpo'>,
  measured: Measured,
  found: readonly Problem[],
): DrillReport {
  const { instance, mechanism } = order;
  const problems = [
    ...found,
    ...tooMuch(order, 'rto', measured.rto),
    // How far a replica is behind is the clouds' own metric, which has an alarm of its own.
    ...(mechanism === 'recovery-replica' ? [] : tooMuch(order, 'rpo', measured.rpo)),
  ];
  return {
    ...{ instance, mechanism, problems },
    outcome: problems.length === 0 ? 'passed' : 'failed',
    rtoSeconds: seconds(measured.rto),
    rpoSeconds: seconds(measured.rpo),
  };
}

/** A drill that could not be brought to an answer, whatever it has measured on the way. */
export function failedDrill(
  { instance, mechanism }: Pick<DrillOrder, 'instance' | 'mechanism'>,
  problems: readonly Problem[],
): DrillReport {
  const measures = { rtoSeconds: null, rpoSeconds: null };
  return { instance, mechanism, outcome: 'failed', ...measures, problems };
}

const CURES = {
  rto: 'Take a larger class, or state the objective that this instance can meet.',
  rpo: 'See why its backups are behind, or state the objective that they can meet.',
} as const;

function tooMuch(
  order: Pick<DrillOrder, 'stack' | 'mechanism' | 'rto' | 'rpo'>,
  what: keyof typeof CURES,
  measured: number | null,
): readonly Problem[] {
  const limit = order[what];
  if (limit === null || (measured !== null && measured <= limit)) return [];
  return [
    {
      place: `${order.stack}, drill of ${order.mechanism}`,
      required: `the ${what} must be shown to be ${String(seconds(limit))} seconds or less`,
      got: measured === null ? 'no measure' : `${String(seconds(measured))} seconds`,
      cure: CURES[what],
    },
  ];
}

/** Why a drill failed, in lines for people. */
export function sayReport({ instance, mechanism, problems }: DrillReport): string {
  return [
    `${instance}: the drill of ${mechanism} failed.`,
    ...problems.map((problem) => sayProblem(problem)),
  ].join('\n');
}
