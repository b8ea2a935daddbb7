import type { Bounds, Mechanism, MechanismName, Size } from './mechanisms';
import { FAILURES, type Failure, type Objective, type Objectives } from './objectives';

/** A mechanism with the bounds it has for one instance. */
export interface Candidate extends Omit<Mechanism, 'bounds'> {
  readonly bounds: Bounds;
}

/** What meets one failure. */
export interface Evidence extends Bounds {
  readonly mechanism: MechanismName;
}

/** The mechanisms taken, and what each failure is met with; null where nothing meets it. */
export interface Choice {
  readonly mechanisms: readonly MechanismName[];
  readonly evidence: Readonly<Record<Failure, Evidence | null>>;
}

/** A failure that no mechanism meets as demanded. */
export interface Unmet {
  readonly failure: Failure;
  readonly objective: Objective;
  /** Every mechanism that helps at all, with what it gives: none on this cloud where it is empty. */
  readonly candidates: readonly Candidate[];
}

/**
 * The cheapest set that meets every objective, of those that hold the floor. It tries all: there are a handful of mechanisms. One
 * mechanism meets one failure by itself: a replica’s RPO and a restore’s RTO are never added up.
 *
 * @param floor what the preset demands whatever the objectives are
 */
export function chooseMechanisms(
  candidates: readonly Candidate[],
  objectives: Objectives,
  floor: readonly MechanismName[],
): Choice | { readonly unmet: readonly Unmet[] } {
  const unmet = FAILURES.flatMap((failure): Unmet[] => {
    const objective = objectives[failure];
    const helpful = candidates.filter(({ failures }) => failures.includes(failure));
    const met = !demands(objective) || helpful.some((each) => meets(each.bounds, objective));
    return met ? [] : [{ failure, objective, candidates: helpful }];
  });
  if (unmet.length > 0) return { unmet };
  const sufficient = subsetsOf(candidates).filter(
    (set) =>
      floor.every((name) => set.some((each) => each.name === name)) &&
      FAILURES.every((failure) => {
        const objective = objectives[failure];
        return !demands(objective) || evidenceOf(set, failure, objective) !== null;
      }),
  );
  const chosen = sufficient.reduce((best, next) => (costOf(next) < costOf(best) ? next : best));
  return {
    mechanisms: chosen.map(({ name }) => name),
    evidence: {
      mistake: evidenceOf(chosen, 'mistake', objectives.mistake),
      zone: evidenceOf(chosen, 'zone', objectives.zone),
      region: evidenceOf(chosen, 'region', objectives.region),
    },
  };
}

/** The candidates of a cloud for one instance, with what drills have measured. */
export function candidatesFor(
  mechanisms: readonly Mechanism[],
  size: Size,
  measured: (name: MechanismName, bounds: Bounds) => Bounds,
): readonly Candidate[] {
  return mechanisms.map(({ bounds, ...rest }) => ({
    ...rest,
    bounds: measured(rest.name, bounds(size)),
  }));
}

export function meets({ rpo, rto }: Bounds, objective: Objective): boolean {
  return (
    (objective.rpo === null || rpo.milliseconds <= objective.rpo) &&
    (objective.rto === null || rto.milliseconds <= objective.rto)
  );
}

export const demands = ({ rpo, rto }: Objective): boolean => rpo !== null || rto !== null;

/** Of what a set has for a failure, what loses least and then is soonest back, where it meets the objective. */
function evidenceOf(
  set: readonly Candidate[],
  failure: Failure,
  objective: Objective,
): Evidence | null {
  const best = set
    .filter(({ failures, bounds }) => failures.includes(failure) && meets(bounds, objective))
    .sort(
      ({ bounds: a }, { bounds: b }) =>
        a.rpo.milliseconds - b.rpo.milliseconds || a.rto.milliseconds - b.rto.milliseconds,
    )[0];
  return best ? { mechanism: best.name, ...best.bounds } : null;
}

/** Every subset, each in the order of the candidates, smaller ones first among equals in cost. */
function subsetsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  return candidates
    .reduce<readonly (readonly Candidate[])[]>(
      (sets, candidate) => [...sets, ...sets.map((set) => [...set, candidate])],
      [[]],
    )
    .toSorted((a, b) => a.length - b.length);
}

const costOf = (set: readonly Candidate[]): number => set.reduce((sum, { cost }) => sum + cost, 0);
