import type { Finding } from '../result';
import type { Statement } from './statement';

/** Something that is not as declared, and the statements that mend it. */
export interface Change {
  readonly findings: readonly Finding[];
  readonly statements: readonly Statement[];
  /** Whether it will be as declared after the plan; else the runner may not touch it. */
  readonly mended: boolean;
  /** What the platform lets nobody do. */
  readonly withheld?: readonly string[];
}

export const mend = (
  findings: readonly Finding[],
  ...statements: readonly Statement[]
): Change => ({ findings, statements, mended: true });

/** What the runner may not touch. */
export const report = (...findings: readonly Finding[]): Change => ({
  findings,
  statements: [],
  mended: false,
});

/** What the platform lets nobody do, the runner included. */
export const withhold = (what: string): Change => ({
  ...{ findings: [], statements: [], mended: true, withheld: [what] },
});

/** What goes with another change. */
export const follows = (...findings: readonly Finding[]): Change => ({
  findings,
  statements: [],
  mended: true,
});

export const beyond = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'beyond', where, who, what },
});

export const short = (where: string, who: string, what: string): Finding => ({
  ...{ kind: 'short', where, who, what },
});

/** Where a finding is that concerns no single database. */
export const SERVER = 'server';

/** Who has what everybody has. */
export const sayGrantee = (grantee: string | null): string => grantee ?? 'PUBLIC';
