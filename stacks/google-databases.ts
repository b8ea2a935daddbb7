import type { TerraformStack } from 'cdktf';
import { addressOf } from '../constructs/address';
import { Disks } from '../constructs/google/disks';
import { DatabaseInstance } from '../constructs/google/instance';
import type { ProtectionWiring } from '../constructs/google/protection';
import { Reader, type ReadInstance } from '../constructs/google/reader';
import {
  RestoredInstance,
  type RestoredInstanceWiring,
} from '../constructs/google/restored-instance';
import { valuesOf } from '../model/decision';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { deletionApproved } from '../model/recovery/break-glass';
import { restoredName, type Restore, type RestoreSource } from '../model/recovery/restore';
import { servesIn } from '../model/recovery/serving';
import type { PlacedNetwork } from './google-network';

/** One that is written to, with its readers. */
export interface GoogleDatabase {
  /** `primary`, or what it was restored as. */
  readonly name: string;
  /** How addresses of what is its own begin. */
  readonly address: string;
  /** As it is fixed before the deploy. */
  readonly identifier: string;
  readonly instance: ReadInstance & { readonly host: string };
  readonly readers: readonly Reader[];
}

/** What an instance has in its primary region. */
export interface GoogleDatabases {
  readonly primary: GoogleDatabase;
  readonly restored: readonly GoogleDatabase[];
  /** The one that clients are sent to; none where the recovery region serves. */
  readonly serving: GoogleDatabase | undefined;
}

export interface GoogleDatabasesWiring extends Pick<ProtectionWiring, 'key'> {
  readonly network: PlacedNetwork;
}

/** The primary with its readers, and what is restored beside it: each at an address of its own, so that one more changes no other. */
export function createGoogleDatabases(
  stack: TerraformStack,
  instance: GoogleInstance,
  labels: Readonly<Record<string, string>>,
  { key, network }: GoogleDatabasesWiring,
): GoogleDatabases {
  const { id: address, identifier, engine, target, breakGlass, restores, active } = instance;
  const { project, region } = target;
  const settings = valuesOf(instance.decisions);
  const disks = new Disks(stack, 'disks', { address, project, region });
  const itself = new DatabaseInstance(
    stack,
    'primary',
    {
      ...settings,
      ...{ address, engine, identifier, project, region, labels },
      flags: Object.entries(instance.flags).map(([name, { value }]) => ({ name, value })),
      ...replicaOf(instance),
    },
    { key, network, disks, after: network.after },
  );
  const kept = deletionApproved(breakGlass, 'readers') === undefined;
  const readers = createReaders(stack, 'reader', itself, settings.readers, kept);
  const primary = { name: 'primary', address, identifier, instance: itself, readers };
  const restored = restores
    .filter(({ region: home }) => home === 'primary')
    .map((restore) => createRestored(stack, instance, restore, { primary: itself, disks, key }));
  const serving = [primary, ...restored].find(({ name }) => name === active.value);
  return { primary, restored, serving: servesIn(instance) === 'primary' ? serving : undefined };
}

/** What the primary is to its recovery replica, where it has one. */
function replicaOf({ recoveryHome: home, active, target: { project } }: GoogleInstance) {
  if (!home) return {};
  const designated = home.drReplica.value === 'designated';
  return {
    replica: {
      takesOver: designated ? `${project}:${home.identifier}` : null,
      serves: active.value === 'recovery',
    },
  };
}

function createReaders(
  stack: TerraformStack,
  id: string,
  primary: ReadInstance,
  many: number,
  deletionProtection: boolean,
): readonly Reader[] {
  return Array.from({ length: many }, (_, i) => {
    const settings = { number: i + 1, deletionProtection };
    return new Reader(stack, `${id}-${String(i + 1)}`, settings, { primary });
  });
}

/** By its name: another restored instance is of this stack, and may be of any age. */
const cloneOf = (source: RestoreSource, primary: string): { readonly of?: string } =>
  source.from === 'time' && source.of !== 'primary' ? { of: restoredName(primary, source.of) } : {};

function createRestored(
  stack: TerraformStack,
  { id, identifier: primary, decisions, active }: GoogleInstance,
  { name, identifier, source, readers, deletionProtection: { value: kept } }: Restore,
  wiring: RestoredInstanceWiring,
): GoogleDatabase {
  if (source.value.from === 'replicated-backup') {
    throw new Error(`${identifier}: Cloud SQL replicates no backups`);
  }
  const serves = active.value === name;
  const settings = {
    ...{ address: addressOf(id, 'at', name), identifier, source: source.value, serves },
    ...cloneOf(source.value, primary),
    deletionProtection: kept,
    // One whose restore failed is tainted, and must not stop the plan of all that is here.
    preventDestroy: serves && kept && decisions.preventDestroy.value,
  };
  const instance = new RestoredInstance(stack, `restored-${name}`, settings, wiring);
  return {
    ...{ name, address: settings.address, identifier, instance },
    readers: createReaders(stack, `restored-${name}-reader`, instance, readers, kept),
  };
}
