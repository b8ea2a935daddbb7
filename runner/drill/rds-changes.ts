import {
  CreateDBInstanceReadReplicaCommand,
  DeleteDBInstanceCommand,
  PromoteReadReplicaCommand,
  RestoreDBInstanceToPointInTimeCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { AwsDrillOrder } from '../../model/recovery/drill-order';
import { nameOf } from '../hosts/rds';
import { birthTags } from './rds-copy';
import { ownBackups, replicatedBackups } from './rds-source';

/**
 * Makes the copy, closed to the world and free to be deleted. A replica stands in its source's subnet group with its source's
 * parameters: RDS takes neither for one of its own region ("CreateDBInstanceReadReplica", RDS API reference, read 2026-11).
 */
export async function makeCopy(
  client: RDSClient,
  order: AwsDrillOrder,
  now: number,
): Promise<void> {
  const { target, source, mechanism, copy } = order;
  const common = {
    ...{ PubliclyAccessible: false, MultiAZ: false, DeletionProtection: false },
    ...{ AutoMinorVersionUpgrade: false, DBInstanceClass: copy.instanceClass },
    VpcSecurityGroupIds: [...copy.securityGroups],
    ...(copy.optionGroup === undefined ? {} : { OptionGroupName: copy.optionGroup }),
    // PostgreSQL's administrator has no password any more; MySQL's has no token.
    EnableIAMDatabaseAuthentication: order.engine === 'postgres',
  };
  if (mechanism === 'recovery-replica') {
    const names = { DBInstanceIdentifier: target, SourceDBInstanceIdentifier: source };
    const Tags = birthTags(order, { started: now });
    await client.send(new CreateDBInstanceReadReplicaCommand({ ...common, ...names, Tags }));
    return;
  }
  const { names, latest } =
    mechanism === 'replicated-backups'
      ? await replicatedBackups(client, source)
      : await ownBackups(client, source);
  const rpo = latest === null ? null : Math.max(0, now - latest);
  await client.send(
    new RestoreDBInstanceToPointInTimeCommand({
      ...{ ...common, ...names, TargetDBInstanceIdentifier: target },
      UseLatestRestorableTime: true,
      DBSubnetGroupName: copy.subnetGroup,
      DBParameterGroupName: copy.parameterGroup,
      Tags: birthTags(order, { started: now, rpo }),
    }),
  );
}

/** Makes the replica an instance of its own, without the backup that would come first. Whether RDS takes the order now. */
export async function promoteCopy(
  client: RDSClient,
  DBInstanceIdentifier: string,
): Promise<boolean> {
  const command = { DBInstanceIdentifier, BackupRetentionPeriod: 0 };
  return isTaken(client.send(new PromoteReadReplicaCommand(command)));
}

/** Deletes the copy with its backups. One that RDS is still making may have to wait for the next call. */
export async function removeCopy(
  client: RDSClient,
  DBInstanceIdentifier: string,
): Promise<boolean> {
  const command = { DBInstanceIdentifier, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
  return isTaken(client.send(new DeleteDBInstanceCommand(command)));
}

/** An instance takes one change at a time: the next call sees what has become of it. */
async function isTaken(change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (nameOf(error).startsWith('InvalidDBInstanceState')) return false;
    throw error;
  }
}
