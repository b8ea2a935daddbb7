import { decide, type Decision } from '../decision';
import type {
  AwsFoundation,
  AwsNetworkPlan,
  AwsRecoveryFoundation,
  AwsStateStore,
  AwsTarget,
  AwsVaultPlan,
} from '../deployment/aws-deployment';
import type {
  AwsNetworkStatement,
  AwsStatement,
  EstateStatement,
} from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { planAwsNetwork } from '../network/aws-network-plan';
import { quote, type Problem } from '../problem';
import { refusedRecoveryState } from './recovery-state';
import type { Windows } from '../sizing/windows';
import type { Preset } from '../tables/presets';

/** Where the statements of one environment are, below its `aws`. */
export interface AwsRecoveryFacts {
  readonly estate: YamlFile<EstateStatement>;
  readonly name: string;
  readonly preset: Preset;
  readonly aws: AwsStatement;
}

/** The region, account and role of what is in the recovery region. */
export function recoveryTargetOf(target: AwsTarget, aws: AwsStatement): AwsTarget {
  return { ...target, region: aws.recoveryRegion };
}

/** Where the stacks of the recovery region keep their state: there, so that they can be planned while the primary region is dead. */
export function recoveryStateOf({ recoveryState, recoveryRegion }: AwsStatement): AwsStateStore {
  return recoveryState
    ? {
        kind: 's3',
        bucket: recoveryState.bucket,
        region: recoveryRegion,
        kmsKey: recoveryState.kmsKey,
      }
    : { kind: 'local' };
}

/** A network in the recovery region: what the estate says, or one with the range of the primary’s. */
export function planAwsRecoveryNetwork(
  { estate, name, preset, aws }: AwsRecoveryFacts,
  {
    network,
    recoveryNetwork,
  }: {
    readonly network: AwsNetworkStatement;
    readonly recoveryNetwork?: AwsNetworkStatement | undefined;
  },
  path: readonly PropertyKey[],
  problems: Problem[],
): Decision<AwsNetworkPlan> | undefined {
  const at = (...rest: readonly PropertyKey[]): string =>
    estate.at('environments', name, 'aws', ...path, ...rest) ?? 'estate.yaml';
  if (!recoveryNetwork && network.vpc !== undefined) {
    problems.push({
      place: at('network'),
      required: 'an existing network must have another in the recovery region',
      got: 'no recoveryNetwork',
      cure: `Write \`recoveryNetwork\` beside it: an existing one of ${aws.recoveryRegion} with \`vpc\` and \`subnets\`, or a \`cidr\` that Kura makes one of.`,
    });
    return undefined;
  }
  const place = recoveryNetwork ? at('recoveryNetwork') : at('network');
  const plan = planAwsNetwork(
    recoveryNetwork ?? { cidr: network.cidr },
    aws.recoveryRegion,
    preset.zones,
    place,
  );
  if (!('key' in plan)) {
    return recoveryNetwork
      ? plan
      : {
          ...plan,
          reason: `${plan.reason}; the range of the primary’s, to which nothing connects it`,
        };
  }
  const { key, ...words } = plan;
  const own = recoveryNetwork ? at('recoveryNetwork', key) : at('recoveryRegion');
  problems.push({
    place: own,
    ...words,
    cure: recoveryNetwork
      ? words.cure
      : `Check the name of the region, or write \`recoveryNetwork\` with a \`cidr\` and its \`zones\`.`,
  });
  return undefined;
}

/** What an environment has in its recovery region. */
export function resolveAwsRecovery(
  facts: AwsRecoveryFacts,
  { target }: Pick<AwsFoundation, 'target'>,
  found: Pick<AwsRecoveryFoundation, 'drills' | 'operators' | 'optionGroups'>,
  problems: Problem[],
): AwsRecoveryFoundation | undefined {
  const { name, aws } = facts;
  const network = planAwsRecoveryNetwork(facts, aws, [], problems);
  if (!network) return undefined;
  return {
    stack: `${name}-aws-recovery`,
    target: recoveryTargetOf(target, aws),
    state: recoveryStateOf(aws),
    network,
    ...found,
  };
}

/** What is wrong with where the stacks of the recovery region keep their state. */
export function refusedAwsRecoveryState(
  { estate, name, aws }: AwsRecoveryFacts,
  { account }: AwsTarget,
  bootstrapping: boolean,
): Problem[] {
  const { state, recoveryState, recoveryRegion } = aws;
  return refusedRecoveryState(
    {
      ...{ state, recoveryState, recoveryRegion },
      place: (...path) => estate.at('environments', name, 'aws', ...path) ?? 'estate.yaml',
      isThere: (kmsKey) => kmsKey.startsWith(`arn:aws:kms:${recoveryRegion}:${account}:`),
      key: `of account ${account} in ${recoveryRegion}`,
      printed: 'the ARN that `kura bootstrap` printed',
    },
    bootstrapping,
  );
}

/** How copies in a vault are kept. */
export function resolveVault(
  { estate, name, preset, aws }: AwsRecoveryFacts,
  windows: Windows,
  problems: Problem[],
): Decision<AwsVaultPlan> {
  const place = estate.at('environments', name, 'aws', 'vaultLock') ?? `preset ${preset.name}`;
  if (aws.vaultLock === 'compliance') {
    problems.push({
      place,
      required: 'vaultLock must be governance',
      got: quote(aws.vaultLock),
      cure: 'Nobody, AWS included, can ever undo a compliance lock: Kura does not set one yet.',
    });
  }
  return decide(
    { retentionDays: preset.backupRetentionDays, startsAt: snapshotStart(windows) },
    'copies that nobody deletes before their time',
    place,
  );
}

const HOUR = 60;
const DAY = 24 * HOUR;
/** Hours after RDS’s backup has begun, the first of which stays away from the maintenance. */
const AFTER = [3, 5, 7];

/**
 * A job of AWS Backup fails that begins in RDS’s backup window, or in the hour before its maintenance (“Amazon RDS backups”, AWS
 * Backup developer guide, read 2026-11): it begins hours later, and two hours or more before any maintenance or after it.
 */
function snapshotStart({ backup, maintenance }: Windows): string {
  const begins = minutesOf(backup.value.start);
  const other = minutesOf(maintenance.value.start);
  const free = AFTER.map((hours) => (begins + hours * HOUR) % DAY).find((at) => {
    const until = (other - at + DAY) % DAY;
    return until > 3 * HOUR && until < DAY - 2 * HOUR;
  });
  const at = free ?? (begins + 3 * HOUR) % DAY;
  return [Math.floor(at / HOUR), at % HOUR].map((part) => String(part).padStart(2, '0')).join(':');
}

const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * HOUR + Number(time.slice(3, 5));
