import { hasOperator } from '../access/operators';
import { accountTrails } from '../audit/account-trails';
import { hearsOwnCopies, hearsItself, hearsItselfThere } from '../alerts/own-events';
import type {
  AwsFoundation,
  AwsInstance,
  AwsNetworkPlan,
  AwsRecoveryFoundation,
  AwsTarget,
} from '../deployment/aws-deployment';
import type { Instance } from '../deployment/deployment';
import type { MechanismName } from '../recovery/mechanisms';
import { mayRehearseIn, rehearsedIn } from '../recovery/rehearsals';
import { servesIn } from '../recovery/serving';
import {
  alarmsIn,
  usageOfAlerts,
  usageOfEvents,
  usageOfTopics,
  usageOfTrail,
  type Alarms,
} from './aws-alarm-usage';
import type { AwsQuotaName } from './aws-quotas';
import type { Engine } from './engines';
import type { Usage } from './quota';

type AwsUsage = Usage<AwsQuotaName>;
type Region = 'primary' | 'recovery';

/** Log groups that an engine exports to (constructs/aws/database-logs.ts): MySQL has one for its audit log. */
const LOGS_OF_A_DATABASE: Readonly<Record<Engine, number>> = { postgres: 3, mysql: 4 };

const KEY = { keys: 1 } satisfies AwsUsage;
/** What hears of failures, where somebody is told. */
const failures = (alarms: Alarms): AwsUsage => ({ eventRules: alarms.critical.told });
/** What AWS Backup takes snapshots and copies with. */
const VAULT = { roles: 1 } satisfies AwsUsage;
const vault = (alarms: Alarms): readonly AwsUsage[] => [VAULT, failures(alarms)];
/** What it tests the copies in the recovery region with, and the group that lets nobody in to what it restores. */
const restoreTest = (alarms: Alarms): readonly AwsUsage[] => [
  { roles: 1, securityGroups: 1 },
  failures(alarms),
];

/** What a foundation’s stack makes. Its key is of alarms and logs; an isolated instance’s do with the instance’s own. */
export function awsFoundationUsage(foundation: AwsFoundation): readonly AwsUsage[] {
  return usageOfHome(foundation, foundation, vault);
}

/** What its stack in the recovery region makes there. */
export function awsRecoveryFoundationUsage(
  recovery: AwsRecoveryFoundation,
  foundation: AwsFoundation,
): readonly AwsUsage[] {
  return usageOfHome(recovery, foundation, restoreTest);
}

function usageOfHome(
  { network, operators, drills, optionGroups, target }: AwsRecoveryFoundation,
  foundation: AwsFoundation,
  kept: (alarms: Alarms) => readonly AwsUsage[],
): readonly AwsUsage[] {
  const alarms = alarmsIn(foundation, target);
  return [
    usageOfNetwork(network.value, { operators, drills, alarms }),
    usageOfTopics(alarms),
    usageOfEvents(alarms),
    KEY,
    { optionGroups: optionGroups.length },
    ...(foundation.vault ? kept(alarms) : []),
  ];
}

/** What keeps the trail, and where: its stores in one account, their trails in each that writes. One of every region is in each of both. */
export function awsAuditUsage(
  foundation: AwsFoundation,
  instances: readonly Instance[],
): readonly (readonly [Pick<AwsTarget, 'account' | 'region'>, AwsUsage])[] {
  const { audit } = foundation;
  const { primary, recovery } = audit;
  return [primary, ...(recovery ? [recovery] : [])].flatMap((store, i) => {
    const { account, region } = store.target;
    const which = i === 0 ? 'primary' : 'recovery';
    const trails = accountTrails(audit, which);
    const told = usageOfTrail(foundation, instances, which);
    return [
      // The key of what is kept; the log of the stream; the roles with which lines come in and go out.
      [
        { account, region },
        { keys: 1, logGroups: 1, roles: 2, ...told },
      ] as const,
      ...trails.flatMap((trail) => {
        const regions = [
          region,
          ...(trail.everyRegion && recovery ? [recovery.target.region] : []),
        ];
        return regions.map(
          (each) => [{ account: trail.account, region: each }, { trails: 1 }] as const,
        );
      }),
    ];
  });
}

/** What an instance’s stack makes in its own region. Where the recovery region serves, its databases and ways in stay. */
export function awsInstanceUsage(
  instance: AwsInstance,
  foundation: AwsFoundation,
): readonly AwsUsage[] {
  const { ownNetwork, ownVault, target } = instance;
  const alarms = alarmsIn(foundation, target);
  const topics = ownNetwork ? [usageOfTopics(alarms)] : [];
  // A vault of its own stays, with those who hear of its failures.
  const heard = hearsOwnCopies(instance, foundation) ? [failures(alarms)] : [];
  const kept = [KEY, ...(ownVault ? [VAULT, ...heard, ...topics] : [])];
  const made = [
    usageOfDatabases(instance, 'primary', alarms),
    usageOfRuns(instance, 'primary', alarms),
    usageOfLogins(instance, 'primary'),
    { logGroups: 1, subscriptions: 1, dashboards: instance.services.length },
    ...(ownNetwork ? [usageOfOwnNetwork(instance, ownNetwork.value, 'primary', alarms)] : []),
    ...(ownVault ? [] : topics),
    ...(hearsItself(instance, foundation) ? [usageOfEvents(alarms)] : []),
  ];
  return [...kept, ...leftOf(instance, made)];
}

/** What it makes in the recovery region. */
export function awsInstanceRecoveryUsage(
  instance: AwsInstance,
  foundation: AwsFoundation,
): readonly AwsUsage[] {
  const { recoveryHome, ownVault } = instance;
  if (!recoveryHome) return [];
  const { ownNetwork, target } = recoveryHome;
  const alarms = alarmsIn(foundation, target);
  const hears = hearsItselfThere(instance, foundation) && hasDatabaseThere(instance);
  const made = [
    usageOfDatabases(instance, 'recovery', alarms),
    usageOfReplication(instance),
    usageOfRuns(instance, 'recovery', alarms),
    usageOfLogins(instance, 'recovery'),
    // The runner’s log is there before it runs.
    { logGroups: 1, subscriptions: 1 },
    ...(ownNetwork
      ? [usageOfOwnNetwork(instance, ownNetwork.value, 'recovery', alarms), usageOfTopics(alarms)]
      : []),
    ...(hears ? [usageOfEvents(alarms)] : []),
    ...(ownVault ? restoreTest(alarms) : []),
  ];
  return [KEY, ...leftOf(instance, made)];
}

/** Of an instance that is gone nothing is left but logs. */
function leftOf({ lifecycle }: AwsInstance, made: readonly AwsUsage[]): readonly AwsUsage[] {
  if (lifecycle.value !== 'retired') return made;
  return made.map(({ logGroups = 0, subscriptions = 0 }) => ({ logGroups, subscriptions }));
}

function hasDatabaseThere(instance: AwsInstance): boolean {
  return (
    has(instance, 'recovery-replica') ||
    instance.restores.some(({ region }) => region === 'recovery')
  );
}

function has({ recovery }: AwsInstance, name: MechanismName): boolean {
  return recovery.mechanisms.some(({ value }) => value === name);
}

/**
 * The databases of an instance in one region, and in the recovery region what AWS Backup restores of it from the vault, which it does with
 * all that is there at once. The copies of other drills do not count: they are spread over the month, and are there for some hours.
 */
function usageOfDatabases(instance: AwsInstance, region: Region, alarms: Alarms): AwsUsage {
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
    logGroups: made * LOGS_OF_A_DATABASE[instance.engine],
    subscriptions: made > 0 ? 1 : 0,
    ...usageOfAlerts(instance, region, alarms),
  };
}

/** The primary’s backups, and those of a restored instance that serves in its place. */
function usageOfReplication(instance: AwsInstance): AwsUsage {
  if (!has(instance, 'replicated-backups')) return {};
  const inPlace = instance.active.value !== 'primary' && servesIn(instance) === 'primary';
  return { replicatedBackups: inPlace ? 2 : 1 };
}

/** The runner where the instance serves, and what orders its drills. */
function usageOfRuns(
  instance: AwsInstance,
  region: Region,
  { warning: { told } }: Alarms,
): AwsUsage {
  const runs = servesIn(instance) === region ? 1 : 0;
  const drills = rehearsedIn(instance, region);
  const timed = drills.filter(({ rto }) => rto !== null);
  return {
    // The runner’s, and that of all schedules.
    roles: runs + (runs + drills.length > 0 ? 1 : 0),
    alarms: told * (2 * runs + drills.length + timed.length),
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

function usageOfOwnNetwork(
  instance: AwsInstance,
  plan: AwsNetworkPlan,
  region: Region,
  alarms: Alarms,
): AwsUsage {
  const drills = mayRehearseIn(region)(instance);
  return {
    ...usageOfNetwork(plan, { operators: hasOperator(instance), drills, alarms }),
    optionGroups: instance.engine === 'mysql' ? 1 : 0,
  };
}

/** A network and what those share who are in it: the monitoring role, the ways in for runners and operators, what watches, what rehearses. */
function usageOfNetwork(
  { kind }: AwsNetworkPlan,
  {
    operators,
    drills,
    alarms,
  }: { readonly operators: boolean; readonly drills: boolean; readonly alarms: Alarms },
): AwsUsage {
  const made = kind === 'made' ? 1 : 0;
  const rehearses = drills ? 1 : 0;
  return {
    networks: made,
    subnetGroups: 1,
    scheduleGroups: 1,
    // Ways in of two groups each; that of the endpoints, and the network’s default.
    securityGroups: 2 * (2 + rehearses) + 2 * made,
    // Of what watches, the flow log and what rehearses.
    logGroups: 1 + made + rehearses,
    subscriptions: rehearses,
    // Of monitoring, what watches and its schedule, the flow log, the jump host and what rehearses.
    roles: 3 + made + (operators ? 1 : 0) + rehearses,
    // That something is not started, a watch fails or a drill breaks off is a warning; that none measures anything is critical.
    alarms: (2 + rehearses) * alarms.warning.told + alarms.critical.told,
  };
}
