import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { addressOf } from '../constructs/address';
import { VAULT_TAG } from '../constructs/aws/backup-plan';
import {
  DatabaseInstance,
  type DatabaseInstanceSettings,
  type DatabaseInstanceWiring,
} from '../constructs/aws/instance';
import { Reader, type ReaderWiring } from '../constructs/aws/reader';
import { RestoredInstance, type RestoredFrom } from '../constructs/aws/restored-instance';
import { valuesOf } from '../model/decision';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { deletionApproved } from '../model/recovery/break-glass';
import { restoredName, type RestoreSource } from '../model/recovery/restore';

/** A server that Terraform made. */
interface Server {
  readonly host: string;
  /** `db-…`. */
  readonly resourceId: string;
  readonly resource: ITerraformDependable;
}

/** One that is written to, with what follows it. */
export interface AwsDatabase extends Server {
  /** As it is fixed before the deploy. */
  readonly identifier: string;
  readonly arn: string;
  readonly readers: readonly Server[];
}

/** What an instance has in its primary region. */
export interface AwsDatabases {
  readonly primary: AwsDatabase;
  /** Those restored beside it. */
  readonly restored: readonly AwsDatabase[];
  /** The one that clients are sent to; the primary where none here serves. */
  readonly serving: AwsDatabase;
  /** Each with its readers. */
  readonly all: readonly Server[];
}

export interface AwsDatabasesWiring extends Omit<
  DatabaseInstanceWiring,
  'after' | 'monitoringRole'
> {
  readonly monitoringRole: {
    readonly arn: string;
    readonly after: readonly ITerraformDependable[];
  };
  /** The name of the vault that its snapshots would go to. */
  readonly vault: string;
}

/** The primary with its readers, and what is restored beside it: each at an address of its own, so that one more changes no other. */
export function createAwsDatabases(
  stack: TerraformStack,
  instance: AwsInstance,
  { vault, monitoringRole, ...shared }: AwsDatabasesWiring,
): AwsDatabases {
  const { id: address, identifier, engine, port, decisions, recovery, restores, active } = instance;
  const wiring = { ...shared, monitoringRole, after: monitoringRole.after };
  const kept = recovery.mechanisms.some(({ value }) => value === 'vault-copy');
  const here = restores.filter(({ region }) => region === 'primary');
  const servingName = here.find(({ name }) => name === active.value)?.name;
  const settingsOf = (
    own: Pick<DatabaseInstanceSettings, 'address' | 'identifier'>,
    serves: boolean,
  ): DatabaseInstanceSettings => ({
    ...valuesOf(decisions),
    ...{ engine, port },
    ...own,
    // Of that which is written to alone: of another the vault would keep what nobody misses.
    ...(kept && serves ? { tags: { [VAULT_TAG]: vault } } : {}),
  });

  const primary = withReaders(
    stack,
    'reader',
    new DatabaseInstance(
      stack,
      'primary',
      settingsOf({ address, identifier }, servingName === undefined),
      wiring,
    ),
    { count: decisions.readers.value, protect: protects(instance, 'readers'), ...shared },
  );
  const restored = here.map((restore) => {
    const own = { address: addressOf(address, 'at', restore.name), identifier: restore.identifier };
    const protect = restore.deletionProtection.value && instance.lifecycle.value === 'serving';
    const settings = {
      ...settingsOf(own, servingName === restore.name),
      deletionProtection: protect,
      // Not before it serves: what failed while it was restored would keep the whole stack from its next plan.
      preventDestroy: protect && servingName === restore.name && decisions.preventDestroy.value,
      source: sourceOf(restore.source.value, identifier),
    };
    const id = `restored-${restore.name}`;
    return withReaders(stack, `${id}-reader`, new RestoredInstance(stack, id, settings, wiring), {
      count: restore.readers,
      protect: protect && protects(instance, 'readers'),
      ...shared,
    });
  });
  return {
    primary,
    restored,
    serving: restored.find((_, i) => here[i]?.name === servingName) ?? primary,
    all: [primary, ...restored].flatMap((each) => [each, ...each.readers]),
  };
}

/** An instance retires as a whole: whose deletion is approved is asked of its primary. */
function protects({ lifecycle, breakGlass }: AwsInstance, part: string): boolean {
  return lifecycle.value === 'serving' && deletionApproved(breakGlass, part) === undefined;
}

function withReaders(
  stack: TerraformStack,
  id: string,
  source: DatabaseInstance | RestoredInstance,
  {
    count,
    protect,
    key,
    trail,
  }: Pick<ReaderWiring, 'key' | 'trail'> & { readonly count: number; readonly protect: boolean },
): AwsDatabase {
  const readers = Array.from(
    { length: count },
    (_, i) =>
      new Reader(
        stack,
        `${id}-${i + 1}`,
        { number: i + 1, deletionProtection: protect },
        { primary: source, key, trail },
      ),
  );
  const { arn, host, resourceId, resource } = source;
  return { identifier: source.settings.identifier, arn, host, resourceId, resource, readers };
}

/** A restore names its source and refers to nothing of it: neither waits for the other, or goes with it. */
function sourceOf(source: RestoreSource, instance: string): RestoredFrom {
  if (source.from === 'time') {
    const { from, time, of } = source;
    return { from, time, instance: of === 'primary' ? instance : restoredName(instance, of) };
  }
  if (source.from === 'snapshot') return source;
  throw new Error(`${instance}: replicated backups are restored in the recovery region`);
}
