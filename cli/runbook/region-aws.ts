import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import { rds, vaultStep } from './aws';
import type { Section, Step } from './document';
import { lockStep } from './lock';
import {
  beside,
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  keptIdentifier,
  keptName,
  recoveryStacks,
  statement,
  type AwsSubject,
} from './subject';

/** What takes over on AWS: the replica, or the replicated backups. */
export function recoverOnAws(subject: AwsSubject): readonly Step[] {
  return has(subject, 'recovery-replica') ? fromReplica(subject) : fromBackups(subject);
}

function homeOf({ instance }: AwsSubject) {
  if (!instance.recoveryHome) throw new Error(`${instance.stack} has no recovery home`);
  return instance.recoveryHome;
}

const settled = (subject: AwsSubject): Step => ({
  text: 'Deploy once more when it is there: RDS takes the days of its backups and its windows only then.',
  commands: deploy(subject, homeOf(subject).stack),
});

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
        `--db-instance-identifier ${shellWord(keptIdentifier(subject))}`,
        `--query 'DBInstanceAutomatedBackups[].RestoreWindow'`,
      ),
    },
    {
      text: `Write into ${fileOf(subject)}, ${beside(subject)}, that an instance is restored from them and serves, and deploy: it makes ${instance.identifier}-at-${name} and all that it takes to serve.`,
      estate: statement(
        subject,
        'restoreFrom:',
        `  ${name}: { replicatedBackup: latest, of: ${keptName(subject)} }`,
        `active: ${name}`,
      ),
      commands: deploy(subject, ...recoveryStacks(subject)),
    },
    settled(subject),
    contractStep(subject, stack, `${identifier}-clients`),
  ];
}

/** The vault’s copies, which no objective counts on: under another key, and out of reach of who may delete backups. */
export function vaultSection(subject: AwsSubject): Section {
  const { instance } = subject;
  const { stack, identifier, target } = homeOf(subject);
  const name = freeName(subject, 'from-vault');
  const recovery = recoveryStacks(subject);
  return {
    title: 'After the loss of the region, by the second way',
    text: [
      `Where the first does not serve: the vault in ${target.region} has a copy a day of ${keptIdentifier(subject)}. What was written since the newest is lost, and nobody measures how long it takes.`,
    ],
    steps: [
      vaultStep(subject, true),
      {
        text: `Write the newest that is COMPLETED into ${fileOf(subject)}, ${beside(subject)}, and that it serves, and deploy: it makes ${instance.identifier}-at-${name} in ${target.region} and all that it takes to serve.`,
        estate: statement(
          subject,
          'restoreFrom:',
          `  ${name}: { snapshot: RECOVERY_POINT_ARN }`,
          `active: ${name}`,
        ),
        commands: deploy(subject, ...recovery),
      },
      settled(subject),
      contractStep(subject, stack, `${identifier}-clients`),
      lockStep(subject),
      {
        text: `When ${instance.target.region} is back, go on as above, from the deploy of ${instance.stack} on.`,
      },
    ],
  };
}
