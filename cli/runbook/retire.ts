import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Section, Step } from './document';
import { stepsOf } from './steps';
import {
  companions,
  deploy,
  fileOf,
  freeName,
  has,
  isOnAws,
  statement,
  type GoogleSubject,
  type Subject,
} from './subject';

/** How the service goes for good, and what is left; of one that is gone, how it comes back. */
export function retireSection(subject: Subject): Section {
  return subject.instance.lifecycle.value === 'retired' ? comeBack(subject) : retire(subject);
}

/** A replica goes before what it follows: Cloud SQL deletes no primary that has one, and RDS would make MySQL’s an instance of its own. */
const outwards = (subject: Subject): readonly string[][] => [
  ...(subject.instance.recoveryHome ? [deploy(subject, subject.instance.recoveryHome.stack)] : []),
  deploy(subject, subject.instance.stack),
];

function retire(subject: Subject): Section {
  const { instance, estate } = subject;
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
      ...(isOnAws(subject) ? [] : [finalBackup(subject)]),
      {
        text: `Stop the applications, write into ${fileOf(subject)} that it is gone, and deploy. ${isOnAws(subject) ? `RDS takes the snapshot ${instance.identifier}-final as it goes.` : 'The backups stay until their number or their days are over, and the one on demand until somebody deletes it.'}`,
        estate: statement(subject, 'state: retired'),
        commands: [...outwards(subject).flat(), lockLine(estate)],
      },
    ],
  };
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
    commands: [...outwards(subject).flat(), lockLine(subject.estate)],
  };
}

/** Cloud SQL's provider asks for no final backup. */
function finalBackup({ instance }: GoogleSubject): Step {
  const { identifier, target, decisions } = instance;
  return {
    text: 'Take the last backup: Terraform does not.',
    commands: command(
      `gcloud sql backups create --instance=${identifier}`,
      `--project=${target.project} --location=${decisions.backupLocation.value}`,
      `--description=${identifier}-final`,
    ),
  };
}

function comeBack(subject: Subject): Section {
  const { instance } = subject;
  const { identifier, stack } = instance;
  const { copies, copyName, signIn, settle } = stepsOf(subject);
  const name = freeName(subject, 'final');
  const last = isOnAws(subject) ? `${identifier}-final` : copyName;
  return {
    title: 'To bring it back',
    text: [
      `It is retired: of ${identifier} its backups are left, and the keys that read them. They come back as an instance restored beside a new, empty one${isOnAws(subject) ? '' : ', whose name Cloud SQL may keep for a week after the old one went'}.`,
      ...(has(subject, 'vault-copy')
        ? ['The vault has its copies until their days are over.']
        : []),
    ],
    steps: [
      signIn(instance.target.region),
      ...copies,
      {
        text: `In ${fileOf(subject)}, take \`state\` and \`breakGlass\` out, write what to restore and that it serves, and deploy.`,
        estate: statement(
          subject,
          'restoreFrom:',
          `  ${name}: { snapshot: ${last} }`,
          `active: ${name}`,
        ),
        commands: deploy(subject, stack),
      },
      ...settle,
    ],
  };
}

const lockLine = (estate: string): string => `npx kura lock --estate ${shellWord(estate)}`;
