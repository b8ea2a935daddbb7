import { servesIn } from '../../model/recovery/serving';
import { command } from '../connect/block';
import { comeBack } from './come-back';
import type { Section, Step } from './document';
import { sql } from './google';
import { lockCommand } from './lock';
import {
  companions,
  deploy,
  fileOf,
  isOnAws,
  servingNow,
  statement,
  type GoogleSubject,
  type Subject,
} from './subject';

/** How the service goes for good, and what is left; of one that is gone, how it comes back. */
export function retireSection(subject: Subject): Section {
  return subject.instance.lifecycle.value === 'retired' ? comeBack(subject) : retire(subject);
}

/**
 * A replica goes before what it follows: Cloud SQL deletes no primary that has one, and RDS would make MySQL’s an instance of its own.
 * Where the recovery region serves, that follows nothing, and the old primary may follow it.
 */
function outwards(subject: Subject): readonly string[][] {
  const { recoveryHome, stack } = subject.instance;
  const stacks = [...(recoveryHome ? [recoveryHome.stack] : []), stack];
  const ordered = servesIn(subject.instance) === 'primary' ? stacks : stacks.reverse();
  return ordered.map((each) => deploy(subject, each));
}

function retire(subject: Subject): Section {
  const { instance } = subject;
  const others = companions(subject).map(({ service }) => service);
  const isRetiring = instance.lifecycle.value === 'retiring';
  return {
    title: 'To retire it',
    text: [
      isRetiring
        ? 'It is retiring: its protections are off.'
        : 'Two steps, with a deploy and a review of each. The backups stay, and the keys that read them.',
      ...(others.length > 0
        ? [`The instance retires as a whole: move ${others.join(', ')} to another first.`]
        : []),
    ],
    steps: [
      ...(isRetiring ? [] : [retiring(subject)]),
      ...(isOnAws(subject) ? [] : [finalBackup(subject), ...withdrawn(subject)]),
      {
        text: `Stop the applications, write into ${fileOf(subject)} that it is gone, and deploy. ${stays(subject)}${isOnAws(subject) ? snapshotsText(subject) : 'The backups stay until their number or their days are over, and the one on demand until somebody deletes it.'}`,
        estate: statement(subject, 'state: retired'),
        commands: [...outwards(subject).flat(), lockCommand(subject)],
      },
    ],
  };
}

/** Which instance has the data is what the line says, and the lock refuses an estate without it. */
function stays({ instance }: Subject): string {
  return instance.active.value === 'primary'
    ? ''
    : 'Leave \`active:\` and \`restoreFrom\` as they are: they go when it is brought back, or with the file. ';
}

/** Each instance that is no replica leaves one, and one of them has what was written last. */
function snapshotsText(subject: Subject): string {
  const { instance } = subject;
  const { identifier, region } = servingNow(subject);
  const alone = instance.active.value === 'primary' && instance.restores.length === 0;
  const others = alone
    ? ''
    : ' What stands beside it leaves one by its own name, and has not what was written last.';
  return `RDS takes the snapshot ${identifier}-final in ${region} as it goes.${others}`;
}

function retiring(subject: Subject): Step {
  return {
    text: `Write into ${fileOf(subject)} that it is to go, and who approved it, have that reviewed, and deploy.`,
    estate: statement(
      subject,
      'state: retiring',
      'breakGlass:',
      '  - protection: deletion',
      '    reason: WHY IT MAY GO',
      '    approver: WHO@APPROVED.EXAMPLE',
      "    expires: 'YYYY-MM-DD'",
    ),
    commands: [...outwards(subject).flat(), lockCommand(subject)],
  };
}

/** No plan withdraws a designation, and a replica that is to go must have none. */
function withdrawn(subject: GoogleSubject): readonly Step[] {
  const { recoveryHome: home, identifier } = subject.instance;
  if (home?.drReplica.value !== 'designated') return [];
  const [primary, replica] =
    servesIn(subject.instance) === 'primary'
      ? [identifier, home.identifier]
      : [home.identifier, identifier];
  return [
    {
      text: `Withdraw the designation of ${replica}.`,
      commands: sql(
        ...([subject, 'instances patch', primary] as const),
        '--clear-failover-dr-replica-name',
      ),
    },
  ];
}

/** Cloud SQL's provider asks for no final backup. */
function finalBackup(subject: GoogleSubject): Step {
  const { target, decisions } = subject.instance;
  const { identifier, region } = servingNow(subject);
  const location = region === target.region ? decisions.backupLocation.value : region;
  return {
    text: 'Take the last backup: Terraform does not.',
    commands: command(
      `gcloud sql backups create --instance=${identifier}`,
      `--project=${target.project} --location=${location}`,
      `--description=${identifier}-final`,
    ),
  };
}
