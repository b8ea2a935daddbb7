import {
  DescribeDBInstanceAutomatedBackupsCommand,
  type DBInstanceAutomatedBackup,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { findInstance } from './rds-copy';

/** What a copy is restored from. */
export interface RdsSource {
  /** How the restore names it. */
  readonly names:
    | { readonly SourceDBInstanceIdentifier: string }
    | { readonly SourceDBInstanceAutomatedBackupsArn: string };
  /** The newest instant that comes back, in milliseconds; null where RDS does not say. */
  readonly latest: number | null;
}

/** An instance's own backups. */
export async function ownBackups(client: RDSClient, identifier: string): Promise<RdsSource> {
  const found = await findInstance(client, identifier);
  if (found === null) throw new Error(`RDS knows no instance ${identifier}.`);
  return {
    names: { SourceDBInstanceIdentifier: identifier },
    latest: found.LatestRestorableTime?.getTime() ?? null,
  };
}

/**
 * The backups of an instance of another region that are replicated here: of several, what was replicated last. An instance that was
 * deleted leaves some under the same ARN.
 */
export async function replicatedBackups(client: RDSClient, arn: string): Promise<RdsSource> {
  const backups: DBInstanceAutomatedBackup[] = [];
  for (let Marker: string | undefined, more = true; more; more = Marker !== undefined) {
    const answer = await client.send(new DescribeDBInstanceAutomatedBackupsCommand({ Marker }));
    backups.push(...(answer.DBInstanceAutomatedBackups ?? []));
    Marker = answer.Marker;
  }
  const latest = (each: DBInstanceAutomatedBackup): number =>
    each.RestoreWindow?.LatestTime?.getTime() ?? 0;
  const newest = backups
    .filter((each) => each.DBInstanceArn === arn && each.DBInstanceAutomatedBackupsArn)
    .reduce<DBInstanceAutomatedBackup | undefined>(
      (best, next) => (best && latest(best) >= latest(next) ? best : next),
      undefined,
    );
  const SourceDBInstanceAutomatedBackupsArn = newest?.DBInstanceAutomatedBackupsArn;
  if (newest === undefined || SourceDBInstanceAutomatedBackupsArn === undefined)
    throw new Error(`RDS has no replicated backups of ${arn} here.`);
  return { names: { SourceDBInstanceAutomatedBackupsArn }, latest: latest(newest) || null };
}
