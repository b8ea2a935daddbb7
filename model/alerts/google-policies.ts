import type { GoogleInstance } from '../deployment/google-deployment';
import { alertGroups, type AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import { policiesOf, type AlertCondition } from './google-conditions';
import { policyText, type PolicyText } from './policy-text';
import type { Routes } from './routes';
import type { ToldSeverity } from './severity';

/** An alert policy of Cloud Monitoring. */
export interface AlertPolicy extends PolicyText {
  /** What it is called among those of its home. It has no threshold where it is every database’s: another changes it in place. */
  readonly id: readonly string[];
  readonly severity: ToldSeverity;
  readonly conditions: readonly AlertCondition[];
  /** Seconds after which an incident that gets no more data is closed. */
  readonly autoClose: number;
}

/** Every policy of a home. */
export function alertPolicies(
  home: AlertHome,
  instances: readonly GoogleInstance[],
  routes: Routes,
): readonly AlertPolicy[] {
  return alertGroups(home, instances, routes).flatMap((group) =>
    policiesOf(home, group).map((conditions, i) => ({
      ...policyText(home, group, conditions),
      id: idOf(group, i),
      ...{ severity: group.severity, conditions, autoClose: autoCloseOf(group, conditions) },
    })),
  );
}

/** Names that a group watches are no part of its policies’: of too many for one the second has a number. */
function idOf(
  { alert, engine, severity, selection, value }: AlertGroup,
  i: number,
): readonly string[] {
  return [
    alert.name,
    ...(engine === null ? [] : [engine]),
    severity,
    ...(selection.kind === 'names' ? [String(value)] : []),
    ...(i === 0 ? [] : ['part', String(i + 1)]),
  ];
}

const DAY = 86_400;
/** The shortest: an incident of log entries is closed by nothing else. */
const HALF_AN_HOUR = 1800;

/** What is silent is not mended by being so: after a week, the longest, somebody has seen it. */
function autoCloseOf(
  { alert: { missing } }: AlertGroup,
  conditions: readonly AlertCondition[],
): number {
  if (conditions.some(({ kind }) => kind === 'log')) return HALF_AN_HOUR;
  return missing === 'wrong' ? 7 * DAY : DAY;
}
