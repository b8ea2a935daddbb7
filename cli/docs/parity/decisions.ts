import { isDeepStrictEqual } from 'node:util';
import type { Decision } from '../../../model/decision';
import type { Deployment } from '../../../model/deployment/deployment';
import { fateOfDeployments, type Fate, type Workshop } from './fate';

/** A value that no file states: who decides it, and what becomes of another in its place. */
export interface DecidedFate {
  readonly name: string;
  readonly by: 'preset' | 'security table';
  readonly fate: Fate;
}

/** Values that mean something else where any other of their kind would not, or not all. */
const OTHERS: Readonly<Record<string, readonly unknown[]>> = {
  passwordPolicy: ['enforced'],
  insightsRetentionDays: [31, null],
  tier: ['large'],
};

/** For each decision of the preset and the security table, what changes where it falls otherwise. */
export function decidedFates(deployment: Deployment, workshop: Workshop): readonly DecidedFate[] {
  const fates = new Map<string, DecidedFate>();
  for (const [name, { place, value }] of decisionsOf(deployment)) {
    const by = place.startsWith('preset ') ? 'preset' : place;
    if (by !== 'preset' && by !== 'security table') continue;
    const others = OTHERS[name] ?? [another(value)];
    const fate = others
      .map((other) => fateOfDeployments(deployment, decided(deployment, name, other), workshop))
      .reduce(both);
    fates.set(name, { name, by, fate });
  }
  return [...fates.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The deployment with another value of a decision: the environment and its instances decide alike. */
function decided(deployment: Deployment, name: string, value: unknown): Deployment {
  const copy = JSON.parse(JSON.stringify(deployment)) as Deployment;
  for (const [each, decision] of decisionsOf(copy)) {
    if (each === name) Object.assign(decision, { value });
  }
  return copy;
}

function decisionsOf({ foundations, instances }: Deployment): [string, Decision<unknown>][] {
  return [...foundations, ...instances.map(({ decisions }) => decisions)].flatMap((owner) =>
    Object.entries(owner).filter((entry): entry is [string, Decision<unknown>] =>
      isDecision(entry[1]),
    ),
  );
}

function isDecision(value: unknown): value is Decision<unknown> {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return isDeepStrictEqual(keys.sort(), ['place', 'reason', 'value']);
}

/** A value of the same kind that is not the same. */
function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return [...(value as unknown[]), 'another'];
  return `${String(value)}-another`;
}

function both(one: Fate, other: Fate): Fate {
  if (one.kind !== 'argument' || other.kind !== 'argument') return one;
  const paths = [...new Set([...one.paths, ...other.paths])].sort();
  const applies = ({ paths: all, atCreation }: typeof one, path: string): boolean =>
    all.includes(path) && !atCreation.includes(path);
  const atCreation = paths.filter((path) => !applies(one, path) && !applies(other, path));
  return { ...one, paths, atCreation };
}
