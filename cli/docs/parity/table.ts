import { isDeepStrictEqual } from 'node:util';
import { CLOUDS, type Cloud } from '../../../model/access/identity';
import type { Deployment } from '../../../model/deployment/deployment';
import { ENGINES, type Engine } from '../../../model/tables/engines';
import { decidedFates, type DecidedFate } from './decisions';
import { changeOf, overridden } from './estates';
import { fateOf, inWorkshop, type Fate, type Workshop } from './fate';
import {
  ENVIRONMENT,
  ESTATE_SETTINGS,
  SERVICE_SETTINGS,
  smallEstate,
  type Column,
  type Setting,
} from './settings';
import { leavesOf } from './terraform-diff';

/** What a database is on each cloud. */
export const DATABASE: Readonly<Record<Cloud, string>> = {
  aws: 'aws_db_instance',
  google: 'google_sql_database_instance',
};

/** One thing for each cloud and engine. */
export type Each<Value> = Readonly<Record<Cloud, Readonly<Record<Engine, Value>>>>;

export interface Row {
  readonly setting: Setting;
  readonly fates: Each<Fate>;
  /** Where it may stand in `overrides` too: whether it does there what it does outside. */
  readonly alike?: boolean;
}

export interface Parity {
  readonly rows: readonly Row[];
  /** What the preset and the security table decide. */
  readonly decided: Each<readonly DecidedFate[]>;
  /** Arguments of the database that none of these changes, with their values. */
  readonly fixed: Each<ReadonlyMap<string, unknown>>;
}

export const SETTINGS: readonly Setting[] = [...SERVICE_SETTINGS, ...ESTATE_SETTINGS];

/**
 * What each setting becomes on each cloud and engine, found out by changing it in a small estate.
 *
 * @param overridable the keys of a service that may stand in `overrides`
 */
export function parityOf(settings: readonly Setting[], overridable: readonly string[]): Parity {
  return inWorkshop((workshop) => {
    const rows = settings.map((setting) => rowOf(setting, overridable, workshop));
    const decided = each((column) => decidedFates(deploymentOf(column, workshop), workshop));
    const fixed = each((column) => {
      const { cloud, engine } = column;
      const changing = [
        ...rows.map(({ fates }) => fates[cloud][engine]),
        ...decided[cloud][engine].map(({ fate }) => fate),
      ];
      return fixedArguments(column, changing, workshop);
    });
    return { rows, decided, fixed };
  });
}

function rowOf(setting: Setting, overridable: readonly string[], workshop: Workshop): Row {
  const fates = each((column) => fateOf(changeOf(setting, column), workshop));
  const key = /^service\.(\w+)/.exec(setting.path)?.[1];
  if (key === undefined || !overridable.includes(key)) return { setting, fates };
  const there = each((column) => fateOf(overridden(changeOf(setting, column), key), workshop));
  return { setting, fates, alike: isDeepStrictEqual(there, fates) };
}

function each<Value>(make: (column: Column) => Value): Each<Value> {
  const by = <Key extends string, Made>(keys: readonly Key[], made: (key: Key) => Made) =>
    Object.fromEntries(keys.map((key) => [key, made(key)])) as Record<Key, Made>;
  return by(CLOUDS, (cloud) => by(ENGINES, (engine) => make({ cloud, engine })));
}

function deploymentOf(column: Column, { resolve }: Workshop): Deployment {
  const resolved = resolve(smallEstate(column));
  if (!resolved.ok) throw new Error('The small estate is refused.');
  return resolved.value;
}

/** Of the small estate's database, the arguments that no change touches; names, and the parameters of engines.md, apart. */
function fixedArguments(
  column: Column,
  changes: readonly Fate[],
  workshop: Workshop,
): ReadonlyMap<string, unknown> {
  const type = DATABASE[column.cloud];
  const touched = new Set(changes.flatMap((fate) => (fate.kind === 'argument' ? fate.paths : [])));
  const { resource } = workshop
    .synth(deploymentOf(column, workshop))
    .get(`${ENVIRONMENT}-${column.cloud}-order`) as unknown as {
    readonly resource: Record<string, { readonly order: unknown }>;
  };
  const leaves = [...leavesOf(resource[type]?.order)].filter(
    ([path, values]) =>
      !touched.has(`${type}.${path}`) &&
      !path.endsWith(']') &&
      !JSON.stringify(values).includes(ENVIRONMENT),
  );
  return new Map(leaves.map(([path, values]) => [path, values[0]] as const));
}
