import { resolveFiles, SMALL_ESTATE, smallEstate, type EstateFiles } from './estate-folder';

/** What is wrong, the estate, and the first message the user reads. */
export type Refusal = readonly [why: string, files: EstateFiles, says: string];

/** That an estate is refused, by the whole first message: for `test.each`. */
export function expectRefusal(_why: string, files: EstateFiles, says: string): void {
  const { deployment, problems } = resolveFiles(files);
  expect(deployment).toBeUndefined();
  expect(problems[0]).toBe(says);
}

/** The small estate's one service, and its estate.yaml, as texts to change. */
export const SERVICE = String(SMALL_ESTATE['services/order.yaml']);
export const ESTATE = String(SMALL_ESTATE['estate.yaml']);

export const orderAs = (from: string, to: string, more = ''): EstateFiles =>
  smallEstate({ 'services/order.yaml': SERVICE.replace(from, to) + more });
export const estateAs = (from: string, to: string): EstateFiles =>
  smallEstate({ 'estate.yaml': ESTATE.replace(from, to) });
export const windows = (text: string): EstateFiles =>
  estateAs('environments:', `windows: ${text}\nenvironments:`);
export const another = (name: string, more = ''): EstateFiles =>
  smallEstate({ [`services/${name}.yaml`]: SERVICE.replace('order\n', `${name}\n`) + more });

export const SERVICE_KEYS =
  'Known here: service, id, owner, cloud, engine, version, database, traffic, compliance, data, personalTables, schemas, searchPath, extensions, partitions, access, clients, tier, readers, placement, storage, retention, objectives, measured, growth, pool, maxConnections, workMem, latencyBudget, parameters, limits, alerts, restoreFrom, active, drReplica, state, breakGlass, environments, overrides.';
