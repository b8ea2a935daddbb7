import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Step } from './document';
import type { CloudSteps } from './steps';
import { deploy, has, keptIdentifier, prefixIn, servingNow, type AwsSubject } from './subject';

/** A command of RDS about one instance. */
export const rds = (
  verb: string,
  identifier: string,
  region: string,
  ...more: string[]
): string[] =>
  command(
    `aws rds ${verb} --region ${region}`,
    `--db-instance-identifier ${shellWord(identifier)}`,
    ...more,
  );

export function awsSteps(subject: AwsSubject): CloudSteps {
  const { instance } = subject;
  const { identifier, region } = servingNow(subject);
  const { account, deployRoleArn } = instance.target;
  const days = String(instance.decisions.backupRetentionDays.value);
  return {
    signIn: (at) => ({
      text: `Sign in to account ${account} as somebody who may take ${deployRoleArn}, the role that deploys, and say where you work.`,
      commands: [
        `export AWS_REGION=${at} AWS_STS_REGIONAL_ENDPOINTS=regional`,
        'aws sts get-caller-identity',
      ],
    }),
    reach: {
      text: `See how far a restore reaches: ${days} days back, and up to the instant that this prints, in UTC.`,
      commands: rds(
        ...['describe-db-instances', identifier, region],
        `--query 'DBInstances[0].LatestRestorableTime' --output text`,
      ),
    },
    copies: [snapshots(subject), ...(has(subject, 'vault-copy') ? [vaultStep(subject)] : [])],
    copyName: 'SNAPSHOT',
    settle: [
      {
        text: 'Deploy once more when it is there: RDS takes the days of its backups and its windows only then.',
        commands: deploy(subject, instance.stack),
      },
    ],
    converge: [],
    endSessions: (which, at) => ({
      text: `End the sessions that are still open on ${which}: a login is refused there from now on, and a session goes on.`,
      commands: rds('reboot-db-instance', which, at),
    }),
    copyByHand,
    zone: zoneSteps(identifier, region),
    leavesZone: true,
  };
}

function snapshots(subject: AwsSubject): Step {
  const { identifier, region } = servingNow(subject);
  return {
    text: 'List the snapshots, with their names.',
    commands: rds(
      ...['describe-db-snapshots', identifier, region],
      `--query 'DBSnapshots[].[SnapshotCreateTime,DBSnapshotIdentifier]'`,
      '--output text',
    ),
  };
}

/** What the vault of a region has of an instance. The ARN of a recovery point of RDS is that of its snapshot. */
export function vaultStep(subject: AwsSubject, away = false): Step {
  const { target, recoveryHome } = subject.instance;
  const region = away && recoveryHome ? recoveryHome.target.region : target.region;
  return {
    text: `List what the vault in ${region} has: the ARN of a recovery point is that of its snapshot.`,
    commands: command(
      'aws backup list-recovery-points-by-backup-vault',
      `--region ${region}`,
      `--backup-vault-name ${shellWord(prefixIn(subject, away ? 'recovery' : 'primary'))}`,
      '--by-resource-arn',
      `  arn:aws:rds:${target.region}:${target.account}:db:${keptIdentifier(subject)}`,
      `--query 'RecoveryPoints[].[CreationDate,Status,RecoveryPointArn]'`,
      '--output text',
    ),
  };
}

/** A restore takes no group from its source. */
function copyByHand(source: string, target: string, region: string, stack: string): Step {
  return {
    text: `Restore into the same groups, closed to the world; an output of ${stack} has their names and ids. The instant is in UTC.`,
    commands: [
      `terraform -chdir=${shellWord(`cdktf.out/stacks/${stack}`)} output -json`,
      ...command(
        `aws rds restore-db-instance-to-point-in-time --region ${region}`,
        `--source-db-instance-identifier ${shellWord(source)}`,
        `--target-db-instance-identifier ${shellWord(target)}`,
        '--restore-time YYYY-MM-DDThh:mm:ssZ --no-publicly-accessible',
        '--db-subnet-group-name SUBNET_GROUP --vpc-security-group-ids IDS',
        '--db-parameter-group-name PARAMETER_GROUP',
        '--enable-iam-database-authentication',
      ),
    ],
  };
}

/** A standby takes over by itself, and an order to do so is for when it has not. */
function zoneSteps(identifier: string, region: string): readonly Step[] {
  return [
    {
      text: 'See what RDS says of it.',
      commands: command(
        `aws rds describe-events --region ${region} --duration 120`,
        '--source-type db-instance',
        `--source-identifier ${shellWord(identifier)}`,
      ),
    },
    {
      text: 'Where it has not taken over, and the instance does not answer, order it.',
      commands: rds('reboot-db-instance', identifier, region, '--force-failover'),
    },
  ];
}
