import type { GoogleInstance } from '../deployment/google-deployment';
import { alertGroups, type AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import { conditionsOf, LONGEST, mostOf, type AlertCondition } from './google-conditions';
import { conditionName, policyText, type PolicyText } from './policy-text';
import type { Routes } from './routes';
import type { ToldSeverity } from './severity';

/** An alert policy of Cloud Monitoring. */
export interface AlertPolicy extends PolicyText {
  /** What it is called among those of its home. */
  readonly id: readonly string[];
  readonly severity: ToldSeverity;
  readonly conditions: readonly AlertCondition[];
  /** What each is called: an incident has no other word for which threshold is its database’s. */
  readonly conditionNames: readonly string[];
  /** Seconds after which an incident that gets no more data is closed. */
  readonly autoClose: number;
}

/**
 * Every policy of a home. Of many instances each may have a threshold of its own, and a project has 2,000 policies: what is told of names
 * shares policies, as many thresholds in each as it takes conditions.
 */
export function alertPolicies(
  home: AlertHome,
  instances: readonly GoogleInstance[],
  routes: Routes,
): readonly AlertPolicy[] {
  return packed(alertGroups(home, instances, routes)).flatMap((groups) => {
    const policies = partsOf(home, groups);
    return policies.map((parts, i) => {
      const conditions = parts.map(({ condition }) => condition);
      const group = together(parts.map((part) => part.group));
      const text = policyText(home, group, conditions);
      const part =
        policies.length > 1 ? `, part ${String(i + 1)} of ${String(policies.length)}` : '';
      return {
        ...{ ...text, displayName: `${text.displayName}${part}`, id: idOf(group, i) },
        ...{ severity: group.severity, conditions, autoClose: autoCloseOf(group, conditions) },
        conditionNames: toldApart(parts.map((each) => conditionName(each.group))),
      };
    });
  });
}

type Groups = readonly [AlertGroup, ...AlertGroup[]];

/** Groups that are told of names, by alert, severity and engine; each that has everything by itself. */
function packed(groups: readonly AlertGroup[]): readonly Groups[] {
  const packs = new Map<string, Groups>();
  for (const group of groups) {
    const key = idOf(group, 0).join(' ');
    const before = packs.get(key);
    packs.set(key, before ? [...before, group] : [group]);
  }
  return [...packs.values()];
}

interface Part {
  readonly condition: AlertCondition;
  /** Those whose thresholds it has. */
  readonly group: AlertGroup;
}

/** The conditions of groups, policy by policy. */
function partsOf(home: AlertHome, groups: Groups): readonly (readonly Part[])[] {
  const parts = joined(
    groups.flatMap((group) => conditionsOf(home, group).map((condition) => ({ condition, group }))),
  );
  const most = Math.min(...parts.map(({ condition }) => mostOf(condition)));
  return Array.from({ length: Math.ceil(parts.length / most) }, (_, i) =>
    parts.slice(i * most, (i + 1) * most),
  );
}

/** Names of one threshold may be too many for one condition. */
function toldApart(names: readonly string[]): readonly string[] {
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((each) => each === name).length;
    return before === 0 ? name : `${name}, part ${String(before + 1)}`;
  });
}

/** Between expressions of which each rings by itself. */
const OR = ')\nor\n(';

/** A policy takes one expression of PromQL, which has as many thresholds as there is room for. */
function joined(parts: readonly Part[]): readonly Part[] {
  return parts.reduce<readonly Part[]>((before, part) => {
    const last = before.at(-1);
    const both = last && joinedPair(last, part);
    return both ? [...before.slice(0, -1), both] : [...before, part];
  }, []);
}

function joinedPair(one: Part, other: Part): Part | undefined {
  if (one.condition.kind !== 'promql' || other.condition.kind !== 'promql') return undefined;
  const first = one.condition.query;
  const query = `${first.includes(OR) ? first.slice(0, -1) : `(${first}`}${OR}${other.condition.query})`;
  if (query.length > LONGEST) return undefined;
  return { condition: { ...one.condition, query }, group: together([one.group, other.group]) };
}

/** What several groups tell of, as one: in words there is no difference but their thresholds and reasons. */
function together(groups: readonly AlertGroup[]): AlertGroup {
  const [first] = groups;
  if (!first) throw new Error('a policy tells of something');
  const distinct = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];
  return {
    ...first,
    thresholds: distinct(groups.flatMap(({ thresholds }) => thresholds)),
    reasons: distinct(groups.flatMap(({ reasons }) => reasons)),
  };
}

/** Neither names nor thresholds are part of it: they change in place. Of too many for one policy the second has a number. */
function idOf({ alert, engine, severity, selection }: AlertGroup, i: number): readonly string[] {
  return [
    alert.name,
    ...(engine === null ? [] : [engine]),
    severity,
    ...(selection.kind === 'names' ? ['named'] : []),
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
