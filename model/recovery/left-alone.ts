import { decide, type Decision } from '../decision';
import type { InstanceFacts, LeftAlone } from '../deployment/facts';
import { servesIn } from './serving';

type LeftAloneTable = InstanceFacts['leftAlone'];
/** What is left alone: arguments, how, and why. */
type Reason = readonly [argument: string, how: LeftAlone, reason: string];

/** What stands beside a primary, and where the estate says so. */
export interface LeftAloneFacts extends Pick<InstanceFacts, 'active' | 'recovery' | 'restores'> {
  readonly storage: Decision<number>;
  readonly version: Decision<string>;
  readonly readers: Decision<number>;
}

/**
 * What RDS changes by itself. The provider leaves a disk that has grown alone while there is a ceiling, and takes a minor version for
 * its major (`aws_db_instance`, provider 6.25.0: documentation of `max_allocated_storage` and `engine_version`): `ignore_changes`
 * would also keep a raised disk or a new major from ever being applied.
 */
export function awsLeftAlone({ storage, version, ...facts }: LeftAloneFacts): LeftAloneTable {
  const born = 'it says how the instance came to be: another would be another instance';
  return {
    ...table('', storage.place, [
      [
        'allocated_storage',
        'by the provider',
        'a disk that has grown stays so; a larger one in the estate is applied',
      ],
    ]),
    ...table('', version.place, [
      [
        'engine_version',
        'by the provider',
        'minor versions follow by themselves; the estate names the major',
      ],
    ]),
    ...ofReplica(facts, 'recovery', [
      [
        'replicate_source_db',
        'ignored',
        'whoever promotes it decides so: a deploy neither does nor turns it back',
      ],
    ]),
    ...ofRestores(facts, 'restored', [
      ['restore_to_point_in_time', 'ignored', born],
      ['snapshot_identifier', 'ignored', born],
      ['kms_key_id', 'ignored', 'the key came with the data'],
    ]),
  };
}

/** A failover turns a primary into a replica: Terraform would promote the one back, or replace the other. */
const ROLES: readonly Reason[] = [
  'instance_type',
  'master_instance_name',
  'replica_configuration',
].map((argument) => [
  argument,
  'ignored',
  'a failover turns the primary into a replica, which no deploy undoes',
]);

const PRIMARYS = 'a replica has it from its primary, and shows it all the same';
const POLICIES: readonly Reason[] = [
  ['settings.maintenance_window', 'ignored', PRIMARYS],
  ['settings.deny_maintenance_period', 'ignored', PRIMARYS],
  ['settings.password_validation_policy', 'ignored', PRIMARYS],
];
const BACKUPS: Reason = [
  'settings.backup_configuration',
  'ignored',
  'a replica has no backups of its own',
];
const CLUSTER: Reason = [
  'replication_cluster',
  'ignored',
  'a failover turns round who takes over from whom',
];
const RANGE: Reason = [
  'settings.ip_configuration.allocated_ip_range',
  'ignored',
  'Cloud SQL takes the range of its source',
];
const READERS_DISK: Reason = [
  'settings.disk_size',
  'ignored',
  'it grows with its primary’s, and is never shrunk',
];

/** What Cloud SQL changes by itself. */
export function googleLeftAlone({ storage, readers, ...facts }: LeftAloneFacts): LeftAloneTable {
  const away = servesIn(facts) === 'recovery';
  const replica = replicaOf(facts);
  return {
    ...table('', storage.place, [
      [
        'settings.disk_size',
        'never below',
        'a disk that has grown stays so, for the provider would replace the instance to shrink it; a larger one in the estate is applied',
      ],
    ]),
    ...ofReplica(facts, '', [...ROLES, ...(away ? [CLUSTER, BACKUPS, ...POLICIES] : [])]),
    ...(readers.value > 0
      ? table('readers', readers.place, [READERS_DISK, ...POLICIES, ...(replica ? ROLES : [])])
      : {}),
    ...ofReplica(facts, 'recovery', [
      ...ROLES,
      CLUSTER,
      RANGE,
      ...(away ? [] : [BACKUPS, ...POLICIES]),
    ]),
    ...ofRestores(facts, 'restored', [
      ['clone', 'ignored', 'it says how the instance came to be'],
      [
        'restore_backup_context',
        'ignored',
        'another one would be restored into the instance that is there',
      ],
      RANGE,
    ]),
  };
}

const replicaOf = ({ recovery }: Pick<LeftAloneFacts, 'recovery'>) =>
  recovery.mechanisms.find(({ value }) => value === 'recovery-replica');

function ofReplica(
  facts: Pick<LeftAloneFacts, 'recovery'>,
  part: string,
  reasons: readonly Reason[],
): LeftAloneTable {
  const replica = replicaOf(facts);
  return replica ? table(part, replica.place, reasons) : {};
}

function ofRestores(
  { restores: [first] }: Pick<LeftAloneFacts, 'restores'>,
  part: string,
  reasons: readonly Reason[],
): LeftAloneTable {
  return first ? table(part, first.source.place, reasons) : {};
}

/** Arguments of the primary by themselves, of what stands beside it after its part: `recovery: replicate_source_db`. */
function table(part: string, place: string, reasons: readonly Reason[]): LeftAloneTable {
  return Object.fromEntries(
    reasons.map(([argument, how, reason]) => [
      part === '' ? argument : `${part}: ${argument}`,
      decide(how, reason, place),
    ]),
  );
}
