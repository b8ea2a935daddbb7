import { sayProblem } from '../../model/problem';
import type { Finding, Outcome, Result } from '../result';

/** Whether a run ended as it should: with what was declared, but for what a migration brings later. */
export const isWell = ({ outcome }: Pick<Result, 'outcome'>): boolean => WELL.includes(outcome);

const WELL: readonly Outcome[] = ['converged', 'waiting'];

/** Why a run did not end well, in lines for people. */
export function sayResult({ stack, outcome, problems, findings }: Result): string {
  return [
    `${stack}: ${HEADLINES[outcome]}`,
    ...problems.map(sayProblem),
    ...findings.map(sayFinding),
  ].join('\n');
}

const HEADLINES: Readonly<Record<Outcome, string>> = {
  converged: 'all is as declared.',
  waiting: 'all is as declared but for what waits for a migration.',
  findings: 'something is not as declared that the runner does not change.',
  refused: 'nothing was done.',
  failed: 'the run stopped, and another goes on from there.',
};

const sayFinding = ({ kind, where, who, what }: Finding): string =>
  `${where}: ${who} ${kind === 'beyond' ? 'has, beyond what is declared,' : 'lacks'} ${what}.`;
