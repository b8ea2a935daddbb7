import type { TerraformStack } from 'cdktf';
import { addressOf } from '../constructs/address';
import { BackupReplication } from '../constructs/aws/backup-replication';
import type { DatabaseInstanceWiring } from '../constructs/aws/instance';
import { Reader } from '../constructs/aws/reader';
import { RecoveryReplica } from '../constructs/aws/recovery-replica';
import { RestoredInstance, type RestoredFrom } from '../constructs/aws/restored-instance';
import { valuesOf } from '../model/decision';
import type { AwsInstance, AwsRecoveryHome } from '../model/deployment/aws-deployment';
import { deletionApproved } from '../model/recovery/break-glass';
import type { MechanismName } from '../model/recovery/mechanisms';
import type { Restore, RestoreSource } from '../model/recovery/restore';
import { servesIn, servingOf } from '../model/recovery/serving';
import type { AwsDatabase } from './aws-databases';

/** What of an instance is in the recovery region. */
export interface AwsRecoveryDatabases {
  readonly replica: AwsDatabase | undefined;
  /** By what is replicated: `primary`, or a restored instance’s name. */
  readonly replications: ReadonlyMap<string, BackupReplication>;
  readonly restored: readonly AwsDatabase[];
  /** The one that clients are sent to, where it is here. */
  readonly serving: AwsDatabase | undefined;
}

export function hasMechanism({ recovery }: AwsInstance, name: MechanismName): boolean {
  return recovery.mechanisms.some(({ value }) => value === name);
}

/** The ARN of an instance in the primary region, by its name: nothing there is asked. */
export function primaryArn({ target }: AwsInstance, identifier: string): string {
  return `arn:aws:rds:${target.region}:${target.account}:db:${identifier}`;
}

/** The instance of the primary region that is to be recovered: the one that serves there, or last did. */
export function recoveredIdentifier(instance: AwsInstance): string {
  return servesIn(instance) === 'primary'
    ? servingOf({ ...instance, ...servingFacts(instance) }).identifier
    : instance.identifier;
}

const servingFacts = ({ target, decisions }: AwsInstance) => ({
  region: target.region,
  readers: decisions.readers.value,
});

/** The replica, the replicated backups and what is restored from them: each at an address of its own. */
export function createAwsRecoveryDatabases(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  wiring: DatabaseInstanceWiring,
): AwsRecoveryDatabases {
  const { restores, active } = instance;
  const replica = createReplica(stack, instance, home, wiring);
  const replications = createReplications(stack, instance, wiring);
  const here = restores.filter(({ region }) => region === 'recovery');
  const restored = here.map((restore) =>
    createRestored(stack, instance, restore, { wiring, replications }),
  );
  const named = here.findIndex(({ name }) => name === active.value);
  return {
    replica,
    replications,
    restored,
    serving: active.value === 'recovery' ? replica : restored[named],
  };
}

function createReplica(
  stack: TerraformStack,
  instance: AwsInstance,
  { identifier }: AwsRecoveryHome,
  wiring: DatabaseInstanceWiring,
): AwsDatabase | undefined {
  if (!hasMechanism(instance, 'recovery-replica')) return undefined;
  const { id: address, engine, port, decisions, recoveryHome } = instance;
  const protect = protects(instance, 'recovery');
  const { arn, host, resourceId, resource } = new RecoveryReplica(
    stack,
    'replica',
    {
      ...valuesOf(decisions),
      ...{ address, engine, identifier, port },
      deletionProtection: protect,
      preventDestroy: protect && decisions.preventDestroy.value,
      sourceArn: primaryArn(instance, instance.identifier),
      promoted: recoveryHome?.promoted === true,
    },
    wiring,
  );
  return { identifier, arn, host, resourceId, resource, readers: [] };
}

/**
 * The backups of the primary, and of every instance restored beside it: which of them served is then no question after the loss of the
 * region, when none can be begun or ended, for the provider asks the lost region about both. By name.
 */
function createReplications(
  stack: TerraformStack,
  instance: AwsInstance,
  { key }: DatabaseInstanceWiring,
): ReadonlyMap<string, BackupReplication> {
  if (!hasMechanism(instance, 'replicated-backups')) return new Map();
  const { id: address, identifier, decisions, restores } = instance;
  const retentionDays = decisions.backupRetentionDays.value;
  const replicate = (id: string, at: string, source: string): BackupReplication =>
    new BackupReplication(
      stack,
      id,
      { address: at, sourceArn: primaryArn(instance, source), retentionDays },
      { key },
    );
  return new Map([
    ['primary', replicate('replication', address, identifier)],
    ...restores
      .filter(({ region }) => region === 'primary')
      .map(({ name, identifier: restored }): [string, BackupReplication] => [
        name,
        replicate(`replication-${name}`, addressOf(address, 'at', name), restored),
      ]),
  ]);
}

function createRestored(
  stack: TerraformStack,
  instance: AwsInstance,
  { name, identifier, source, deletionProtection: wanted, readers }: Restore,
  {
    wiring,
    replications,
  }: {
    readonly wiring: DatabaseInstanceWiring;
    readonly replications: ReadonlyMap<string, BackupReplication>;
  },
): AwsDatabase {
  const { id, engine, port, decisions } = instance;
  const protect = wanted.value && instance.lifecycle.value === 'serving';
  const restored = new RestoredInstance(
    stack,
    `restored-${name}`,
    {
      ...valuesOf(decisions),
      ...{ address: addressOf(id, 'at', name), engine, identifier, port },
      deletionProtection: protect,
      preventDestroy: protect && instance.active.value === name && decisions.preventDestroy.value,
      source: sourceHere(identifier, source.value, replications),
    },
    wiring,
  );
  const { arn, host, resourceId, resource } = restored;
  const deletionProtection = protect && protects(instance, 'readers');
  return {
    ...{ identifier, arn, host, resourceId, resource },
    readers: Array.from(
      { length: readers },
      (_, i) =>
        new Reader(
          stack,
          `restored-${name}-reader-${String(i + 1)}`,
          { number: i + 1, deletionProtection },
          { primary: restored, key: wiring.key, trail: wiring.trail },
        ),
    ),
  };
}

/** What can be restored here: the backups that are replicated, and a snapshot of this region, as the vault has them. */
function sourceHere(
  identifier: string,
  source: RestoreSource,
  replications: ReadonlyMap<string, BackupReplication>,
): RestoredFrom {
  if (source.from === 'snapshot') return source;
  if (source.from === 'replicated-backup') {
    const { from, time, of } = source;
    const backups = source.backups ?? replications.get(of)?.backupsArn;
    if (backups !== undefined) return { from, time, backups };
  }
  throw new Error(
    `${identifier}: an instant of the primary is not restored in the recovery region`,
  );
}

/** An instance retires as a whole: whose deletion is approved is asked of its primary. */
function protects({ lifecycle, breakGlass }: AwsInstance, part: string): boolean {
  return lifecycle.value === 'serving' && deletionApproved(breakGlass, part) === undefined;
}
