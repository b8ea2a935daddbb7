import { restoreMilliseconds } from '../../model/recovery/restore-time';
import { servesIn } from '../../model/recovery/serving';
import { formatDuration } from '../../model/values/duration';
import type { Section, Step } from './document';
import { failedRestoreStep } from './failed-restore';
import { lockCommand } from './lock';
import { newLoginStep } from './new-logins';
import { stepsOf } from './steps';
import {
  beside,
  companions,
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  isOnAws,
  keptName,
  servingNow,
  statement,
  type Subject,
} from './subject';

/** After an operator’s error or corruption: an instance restored beside the one that is there. */
export function mistakeSections(subject: Subject): readonly Section[] {
  return servesIn(subject.instance) === 'primary'
    ? [fromTime(subject), fromCopy(subject)]
    : [byHand(subject)];
}

function fromTime(subject: Subject): Section {
  const { instance, timeZone } = subject;
  const { stack, identifier, target } = instance;
  const name = freeName(subject, 'before-mistake');
  const { signIn, reach, settle } = stepsOf(subject);
  return {
    title: 'After a mistake',
    text: [
      `A restore makes an instance beside the one that is there and never changes that. With the deploy that moves the way in it takes ${lengthOf(subject)}, by assumption, and longer as the data grows.${lossOf(subject)}`,
      ...wholeOf(subject),
    ],
    steps: [
      {
        text: `Stop what writes wrongly, and note the last instant at which all was well, by the clocks of ${timeZone}. Until the end nobody else deploys ${stack}.`,
      },
      signIn(target.region),
      reach,
      {
        text: `Write that instant into ${fileOf(subject)}, ${beside(subject)}, and deploy: it makes ${identifier}-at-${name}.`,
        estate: statement(
          subject,
          'restoreFrom:',
          `  ${name}: { time: 'YYYY-MM-DD hh:mm:ss', of: ${keptName(subject)} }`,
        ),
        commands: deploy(subject, stack),
      },
      ...failedRestoreStep(subject, name),
      ...settle,
      ...serve(subject, name),
      ...afterwards(subject, name),
    ],
  };
}

/** Where the instant is not to be had: a snapshot, on Google Cloud a backup. */
function fromCopy(subject: Subject): Section {
  const { copies, copyName } = stepsOf(subject);
  const name = freeName(subject, 'from-copy');
  return {
    title: 'After a mistake, by the second way',
    text: ['Where the instant is not to be had: what was kept whole, as of its own instant.'],
    steps: [
      ...copies,
      {
        text: `Write one into ${fileOf(subject)}, ${beside(subject)}, and go on as above from the deploy on, with this name.`,
        estate: statement(subject, 'restoreFrom:', `  ${name}: { snapshot: ${copyName} }`),
        commands: deploy(subject, subject.instance.stack),
      },
      ...failedRestoreStep(subject, name),
    ],
  };
}

/** `restoreFrom` goes back to an instant in the primary’s region: of what serves elsewhere, a copy is made by hand and read. */
function byHand(subject: Subject): Section {
  const { identifier, region, stack } = servingNow(subject);
  const { signIn, reach, copyByHand } = stepsOf(subject);
  return {
    title: 'After a mistake',
    text: [
      `${identifier} serves in ${region}, and \`restoreFrom\` goes back to an instant in ${subject.instance.target.region} alone: make a copy by hand, take from it what is missing, and delete it. Nobody measures how long that takes: what is demanded after a mistake is not met until ${subject.instance.target.region} serves again.`,
    ],
    steps: [
      signIn(region),
      reach,
      copyByHand(identifier, `${identifier}-copy`, region, stack),
      ...(isOnAws(subject) ? [] : [newLoginStep(subject, identifier)]),
    ],
  };
}

/** From the moment a restored instance is there until clients are on it. */
function serve(subject: Subject, name: string): readonly Step[] {
  const { stack, identifier, target } = subject.instance;
  const { converge, endSessions } = stepsOf(subject);
  return [
    {
      text: 'Let it serve: the logins follow it, and clients of the old one are refused.',
      estate: statement(subject, `active: ${name}`),
      commands: deploy(subject, stack),
    },
    ...converge,
    endSessions(servingNow(subject).identifier, target.region),
    contractStep(subject, stack, `${identifier}-clients`),
  ];
}

function afterwards(subject: Subject, name: string): readonly Step[] {
  const { instance, service } = subject;
  const { identifier, active, recoveryHome } = instance;
  const owners = [service, ...companions(subject)].map(({ owner }) => owner);
  return [
    {
      text: `What was written after that instant is on ${servingNow(subject).identifier} alone, which stays, protected as it was. Write down what is deployed, and commit it.`,
      commands: [lockCommand(subject)],
    },
    ...(recoveryHome && has(subject, 'recovery-replica')
      ? [
          {
            text: `${recoveryHome.identifier} goes on following ${identifier} and not what serves now: while that is so, the loss of the region costs what was written since.`,
          },
        ]
      : []),
    ...(isOnAws(subject)
      ? []
      : [
          ...(active.value === 'primary'
            ? []
            : [newLoginStep(subject, servingNow(subject).identifier)]),
          newLoginStep(subject, `${identifier}-at-${name}`),
        ]),
    { text: `Say to ${[...new Set(owners)].join(', ')} what was lost, and keep how long it took.` },
  ];
}

function lossOf({ instance: { recovery } }: Subject): string {
  const met = recovery.evidence.mistake;
  if (!met) return '';
  return ` What was written in the last ${formatDuration(met.rpo.milliseconds)} before the restore begins may be out of its reach (${met.rpo.firmness}).`;
}

const lengthOf = ({ instance }: Subject): string =>
  formatDuration(restoreMilliseconds(instance.decisions.storage.value));

function wholeOf(subject: Subject): readonly string[] {
  const others = companions(subject).map(({ service, owner }) => `${service} (${owner})`);
  return others.length === 0
    ? []
    : [`It takes the whole instance back: agree with ${others.join(', ')}, who are on it too.`];
}
