import { decide, type Decision } from '../decision';
import type { LeftAlone } from '../deployment/facts';

type LeftAloneTable = Readonly<Record<string, Decision<LeftAlone>>>;

/**
 * What RDS changes by itself. The provider leaves a disk that has grown alone while there is a ceiling, and takes a minor version for
 * its major (`aws_db_instance`, provider 6.25.0: documentation of `max_allocated_storage` and `engine_version`): `ignore_changes`
 * would also keep a raised disk or a new major from ever being applied.
 */
export function awsLeftAlone(storage: Decision<number>, version: Decision<string>): LeftAloneTable {
  return {
    allocated_storage: decide(
      'by the provider',
      'a disk that has grown stays so; a larger one in the estate is applied',
      storage.place,
    ),
    engine_version: decide(
      'by the provider',
      'minor versions follow by themselves; the estate names the major',
      version.place,
    ),
  };
}

/** What Cloud SQL changes by itself. */
export function googleLeftAlone(
  storage: Decision<number>,
  replica: Decision<boolean>,
): LeftAloneTable {
  return {
    'settings.disk_size': decide(
      'never below',
      'a disk that has grown stays so, for the provider would replace the instance to shrink it; a larger one in the estate is applied',
      storage.place,
    ),
    ...(replica.value ? rolesIgnored(replica.place) : {}),
  };
}

/** Which instance is whose replica: after a failover Terraform would promote the one back, or replace the other. */
const rolesIgnored = (place: string): LeftAloneTable =>
  Object.fromEntries(
    ['instance_type', 'master_instance_name', 'replica_configuration'].map((argument) => [
      argument,
      decide(
        'ignored',
        'a failover turns the primary into a replica, which no deploy undoes',
        place,
      ),
    ]),
  );
