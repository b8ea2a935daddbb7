import { hasOperator } from '../access/operators';
import type {
  AwsFoundation,
  AwsInstance,
  AwsNetworkPlan,
  AwsRecoveryFoundation,
} from '../deployment/aws-deployment';
import type { MechanismName } from '../recovery/mechanisms';
import { mayRehearseIn, rehearsedIn } from '../recovery/rehearsals';
import { servesIn } from '../recovery/serving';
import type { AwsQuotaName } from './aws-quotas';
import type { Usage } from './quota';

type AwsUsage = Usage<AwsQuotaName>;
type Region = 'primary' | 'recovery';

/** Log groups that an engine exports to: three for either engine (constructs/aws/database-logs.ts). */
const LOGS_OF_A_DATABASE = 3;

const KEY = { keys: 1 } satisfies AwsUsage;
/** What AWS Backup takes snapshots and copies with. */
const VAULT = { roles: 1 } satisfies AwsUsage;
/** What it tests the copies in the recovery region with, and the group that lets nobody in to what it restores. */
const RESTORE_TEST = { roles: 1, securityGroups: 1 } satisfies AwsUsage;

/** What a foundation’s stack makes. Its key is of alarms and logs; an isolated instance’s do with the instance’s own. */
export function awsFoundationUsage({
  network,
  operators,
  drills,
  vault,
}: AwsFoundation): readonly AwsUsage[] {
  return [usageOfNetwork(network.value, { operators, drills }), KEY, ...(vault ? [VAULT] : [])];
}

/** What its stack in the recovery region makes there. */
export function awsRecoveryFoundationUsage(
  { network, operators, drills }: AwsRecoveryFoundation,
  { vault }: AwsFoundation,
): readonly AwsUsage[] {
  const shared = usageOfNetwork(network.value, { operators, drills });
  return [shared, KEY, ...(vault ? [RESTORE_TEST] : [])];
}

/** What an instance’s stack makes in its own region. Where the recovery region serves, its databases and ways in stay. */
export function awsInstanceUsage(instance: AwsInstance): readonly AwsUsage[] {
  const { ownNetwork, ownVault } = instance;
  const kept = [KEY, ...(ownVault ? [VAULT] : [])];
  const made = [
    usageOfDatabases(instance, 'primary'),
    usageOfRuns(instance, 'primary'),
    usageOfLogins(instance, 'primary'),
    { logGroups: 1 },
    ...(ownNetwork ? [usageOfOwnNetwork(instance, ownNetwork.value, 'primary')] : []),
  ];
  return [...kept, ...leftOf(instance, made)];
}

/** What it makes in the recovery region. */
export function awsInstanceRecoveryUsage(instance: AwsInstance): readonly AwsUsage[] {
  const { recoveryHome, ownVault } = instance;
  const ownNetwork = recoveryHome?.ownNetwork;
  const made = [
    usageOfDatabases(instance, 'recovery'),
    usageOfReplication(instance),
    usageOfRuns(instance, 'recovery'),
    usageOfLogins(instance, 'recovery'),
    // The runner’s log is there before it runs.
    { logGroups: 1 },
    ...(ownNetwork ? [usageOfOwnNetwork(instance, ownNetwork.value, 'recovery')] : []),
    ...(ownVault ? [RESTORE_TEST] : []),
  ];
  return [KEY, ...leftOf(instance, made)];
}

/** Of an instance that is gone nothing is left but logs. */
function leftOf({ lifecycle }: AwsInstance, made: readonly AwsUsage[]): readonly AwsUsage[] {
  return lifecycle.value === 'retired' ? made.map(({ logGroups = 0 }) => ({ logGroups })) : made;
}

function has({ recovery }: AwsInstance, name: MechanismName): boolean {
  return recovery.mechanisms.some(({ value }) => value === name);
}

/**
 * The databases of an instance in one region, and in the recovery region what AWS Backup restores of it from the vault, which it does with
 * all that is there at once. The copies of other drills do not count: they are spread over the month, and are there for some hours.
 */
function usageOfDatabases(instance: AwsInstance, region: Region): AwsUsage {
  const { decisions, restores } = instance;
  const readers = [
    ...(region === 'primary' ? [decisions.readers.value] : []),
    ...(region === 'recovery' && has(instance, 'recovery-replica') ? [0] : []),
    ...restores.flatMap((restore) => (restore.region === region ? [restore.readers] : [])),
  ];
  const made = readers.reduce((sum, each) => sum + 1 + each, 0);
  const databases = made + (region === 'recovery' && has(instance, 'vault-copy') ? 1 : 0);
  const followed = region === 'primary' && has(instance, 'recovery-replica') ? 1 : 0;
  return {
    databases,
    storage: databases * decisions.storage.value,
    // The replica in the recovery region is the primary’s.
    readers: Math.max(0, ...readers.map((each, i) => (i === 0 ? each + followed : each))),
    parameterGroups: 1,
    securityGroups: 2,
    logGroups: made * LOGS_OF_A_DATABASE,
    alarms: region === 'recovery' ? replicaAlarms(instance) : 0,
  };
}

/** That it is behind, and on MySQL that it has stopped, while it follows. */
function replicaAlarms(instance: AwsInstance): number {
  if (!has(instance, 'recovery-replica') || instance.active.value === 'recovery') return 0;
  return instance.engine === 'mysql' ? 2 : 1;
}

/** The primary’s backups, and those of a restored instance that serves in its place. */
function usageOfReplication(instance: AwsInstance): AwsUsage {
  if (!has(instance, 'replicated-backups')) return {};
  const inPlace = instance.active.value !== 'primary' && servesIn(instance) === 'primary';
  return { replicatedBackups: inPlace ? 2 : 1 };
}

/** The runner where the instance serves, and what orders its drills. */
function usageOfRuns(instance: AwsInstance, region: Region): AwsUsage {
  const runs = servesIn(instance) === region ? 1 : 0;
  const drills = rehearsedIn(instance, region);
  const timed = drills.filter(({ rto }) => rto !== null);
  return {
    // The runner’s, and that of all schedules.
    roles: runs + (runs + drills.length > 0 ? 1 : 0),
    alarms: 2 * runs + drills.length + timed.length,
  };
}

/** A policy or a secret for each login. In the recovery region secrets are there before it serves. */
function usageOfLogins(instance: AwsInstance, region: Region): AwsUsage {
  const access = instance.services.flatMap((service) => service.access);
  const logins = (via: 'iam' | 'secret'): number =>
    new Set(access.flatMap((entry) => (entry.via === via ? [entry.login] : []))).size;
  const open = region === 'primary' || servesIn(instance) === 'recovery';
  return { policies: open ? logins('iam') : 0, secrets: logins('secret') };
}

function usageOfOwnNetwork(instance: AwsInstance, plan: AwsNetworkPlan, region: Region): AwsUsage {
  const drills = mayRehearseIn(region)(instance);
  return usageOfNetwork(plan, { operators: hasOperator(instance), drills });
}

/** A network and what those share who are in it: the monitoring role, the ways in for runners and operators, what rehearses. */
function usageOfNetwork(
  { kind }: AwsNetworkPlan,
  { operators, drills }: { readonly operators: boolean; readonly drills: boolean },
): AwsUsage {
  const made = kind === 'made' ? 1 : 0;
  const rehearses = drills ? 1 : 0;
  return {
    networks: made,
    subnetGroups: 1,
    scheduleGroups: 1,
    // Ways in of two groups each; that of the endpoints, and the network’s default.
    securityGroups: 2 * (2 + rehearses) + 2 * made,
    // Of the flow log and of the function.
    logGroups: made + rehearses,
    // Of monitoring, the flow log, the jump host and the function.
    roles: 1 + made + (operators ? 1 : 0) + rehearses,
    alarms: 2 * rehearses,
  };
}
