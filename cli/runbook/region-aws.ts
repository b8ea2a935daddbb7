import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import { rds, vaultStep } from './aws';
import type { Step } from './document';
import {
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  recoveryStacks,
  statement,
  type AwsSubject,
} from './subject';

/** What takes over on AWS: the replica, else the replicated backups, else the vault’s copy. */
export function recoverOnAws(subject: AwsSubject): readonly Step[] {
  if (has(subject, 'recovery-replica')) return fromReplica(subject);
  return has(subject, 'replicated-backups') ? fromBackups(subject) : fromVault(subject);
}

function homeOf({ instance }: AwsSubject) {
  if (!instance.recoveryHome) throw new Error(`${instance.stack} has no recovery home`);
  return instance.recoveryHome;
}

function fromReplica(subject: AwsSubject): readonly Step[] {
  const { stack, identifier, target } = homeOf(subject);
  const { region } = target;
  const days = String(subject.instance.decisions.backupRetentionDays.value);
  return [
    {
      text: 'See how far behind the replica was, in seconds: so much is lost.',
      commands: command(
        `aws cloudwatch get-metric-statistics --region ${region}`,
        '--namespace AWS/RDS --metric-name ReplicaLag --statistics Maximum',
        '--dimensions',
        `  Name=DBInstanceIdentifier,Value=${identifier}`,
        `--period 60 --start-time "$(date -u -d '-2 hours' +%FT%TZ)"`,
        `--end-time "$(date -u +%FT%TZ)"`,
        `--query 'sort_by(Datapoints,&Timestamp)[-5:]'`,
      ),
    },
    {
      text: 'Promote it. It restarts, follows nothing from then on, and cannot be turned back.',
      commands: [
        ...rds(
          ...['promote-read-replica', identifier, region],
          `--backup-retention-period ${days}`,
        ),
        ...rds('wait db-instance-available', identifier, region),
      ],
    },
    {
      text: `Write into ${fileOf(subject)} that it serves, and deploy: it gets a standby, its days of backups, the logins and the contract, and its runner makes the logins what is declared.`,
      estate: statement(subject, 'active: recovery'),
      commands: deploy(subject, ...recoveryStacks(subject)),
    },
    contractStep(subject, stack, `${identifier}-clients`),
  ];
}

function fromBackups(subject: AwsSubject): readonly Step[] {
  const { instance } = subject;
  const { stack, identifier, target } = homeOf(subject);
  const name = freeName(subject, 'lost-region');
  return [
    {
      text: 'See how far the replicated backups reach, in UTC.',
      commands: command(
        `aws rds describe-db-instance-automated-backups --region ${target.region}`,
        `--db-instance-identifier ${shellWord(instance.identifier)}`,
        `--query 'DBInstanceAutomatedBackups[].RestoreWindow'`,
      ),
    },
    {
      text: `Write into ${fileOf(subject)} that an instance is restored from them and serves, and deploy: it makes ${instance.identifier}-at-${name} and all that it takes to serve.`,
      estate: statement(
        subject,
        'restoreFrom:',
        `  ${name}: { replicatedBackup: latest }`,
        `active: ${name}`,
      ),
      commands: deploy(subject, ...recoveryStacks(subject)),
    },
    {
      text: 'Deploy once more when it is there: RDS takes the days of its backups and its windows only then.',
      commands: deploy(subject, stack),
    },
    contractStep(subject, stack, `${identifier}-clients`),
  ];
}

/** The estate knows no instance of a vault’s copy: it is restored by hand, and who gets in is decided by hand. */
function fromVault(subject: AwsSubject): readonly Step[] {
  const { stack, identifier, target } = homeOf(subject);
  return [
    vaultStep(subject, true),
    {
      text: `Restore the newest into the groups that an output of ${stack} names. The instance is in no stack: its logins, alarms and contract are yours to make, and its clients join ${identifier}-clients.`,
      commands: [
        `terraform -chdir=${shellWord(`cdktf.out/stacks/${stack}`)} output -json \\`,
        '  recovery_coordinates',
        ...command(
          `aws rds restore-db-instance-from-db-snapshot --region ${target.region}`,
          `--db-instance-identifier ${shellWord(identifier)}`,
          '--db-snapshot-identifier RECOVERY_POINT_ARN',
          '--db-subnet-group-name SUBNET_GROUP --vpc-security-group-ids IDS',
          '--db-parameter-group-name PARAMETER_GROUP --no-publicly-accessible',
          '--enable-iam-database-authentication --deletion-protection',
        ),
      ],
    },
  ];
}
