/** What may happen to a database: an operator’s error or corruption; the loss of a zone; the loss of a region. */
export const FAILURES = ['mistake', 'zone', 'region'] as const;
export type Failure = (typeof FAILURES)[number];

/** What is demanded after a failure, in milliseconds; null where nothing is. */
export interface Objective {
  /** How much of the newest data may be lost (RPO). */
  readonly rpo: number | null;
  /** How soon the service is back (RTO). */
  readonly rto: number | null;
}

export type Objectives = Readonly<Record<Failure, Objective>>;

export const NO_OBJECTIVE: Objective = { rpo: null, rto: null };

/** The shorter of two demands, each by itself. */
export function stricter(a: Objective, b: Objective): Objective {
  return { rpo: shorter(a.rpo, b.rpo), rto: shorter(a.rto, b.rto) };
}

function shorter(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
