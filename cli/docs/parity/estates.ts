import { stringify } from 'yaml';
import type { Deployment } from '../../../model/deployment/deployment';
import { estateSchema } from '../../../model/language/estate-language';
import { serviceSchema } from '../../../model/language/service-language';
import { readYaml, type Read } from '../../../model/language/yaml-file';
import { EMPTY_LOCK } from '../../../model/placement/instance-lock';
import { resolve } from '../../../model/resolver/resolve';
import {
  ENVIRONMENT,
  nameBelow,
  smallEstate,
  type Column,
  type Plain,
  type Setting,
  type SmallEstate,
  type Statements,
} from './settings';

/** An estate before and after a setting is changed. */
export type Change = readonly [before: SmallEstate, after: SmallEstate];

export function changeOf(setting: Setting, column: Column): Change {
  const { path, from, to, given = {}, also = {} } = setting;
  const before = state(smallEstate(column), given, column);
  const first = from === undefined ? before : state(before, { [path]: from }, column);
  return [first, state(first, { [path]: to, ...also }, column)];
}

/** The same change of a key of the service, said in `overrides`. */
export function overridden([before, after]: Change, key: string): Change {
  const overrides = { [ENVIRONMENT]: { [key]: after.service[key] } };
  const service = { ...before.service, overrides };
  return [before, { estate: after.estate, service }];
}

/** The Deployment of an estate of one service, by the real language and resolver. */
export function resolveEstate({ estate, service }: SmallEstate): Read<Deployment> {
  const shared = readYaml(stringify(estate), 'estate.yaml', estateSchema);
  if (!shared.ok) return shared;
  const own = readYaml(stringify(service), 'services/order.yaml', serviceSchema);
  if (!own.ok) return own;
  return resolve({ estate: shared.value, services: [own.value], lock: EMPTY_LOCK });
}

/** `estate.environments.<name>.<cloud>.clients[].cidr` → the keys to go down. */
function keysOf(path: string, column: Column): readonly (string | number)[] {
  const keys = path.replaceAll('[]', '.0').split('.');
  return keys.map((key, i) => {
    if (key === '<cloud>') return column.cloud;
    if (key === '<name>') return nameBelow(keys[i - 1], column);
    return key === '0' ? 0 : key;
  });
}

/** The estate with some statements more; a statement of nothing is none. */
function state(estate: SmallEstate, statements: Statements, column: Column): SmallEstate {
  const copy = structuredClone(estate);
  for (const [path, said] of Object.entries(statements)) {
    const value = typeof said === 'function' ? said(column) : said;
    if (value !== undefined) put(copy, keysOf(path, column), structuredClone(value));
  }
  return copy;
}

function put(target: object, keys: readonly (string | number)[], value: Plain): void {
  const inside = target as Record<string | number, unknown>;
  const [key = '', next, ...rest] = keys;
  if (next === undefined) inside[key] = value;
  else {
    inside[key] ??= typeof next === 'number' ? [] : {};
    put(inside[key] as object, [next, ...rest], value);
  }
}
