import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Section, Step } from './document';
import { forgetPromotion, lockStep } from './lock';
import { stepsOf } from './steps';
import {
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  isOnAws,
  keptIdentifier,
  servingNow,
  statement,
  type AwsSubject,
  type GoogleSubject,
  type Subject,
} from './subject';

/** How an instance that was retired comes back from what is left of it. */
export const comeBack = (subject: Subject): Section =>
  isOnAws(subject) ? comeBackOnAws(subject) : comeBackOnGoogle(subject);

const TITLE = 'To bring it back';

function comeBackOnAws(subject: AwsSubject): Section {
  const { identifier, stack, target, recoveryHome: home } = subject.instance;
  const { stack: where, identifier: last, region, client } = servingNow(subject);
  const { copies, signIn } = stepsOf(subject);
  const name = freeName(subject, 'final');
  const stacks = [stack, ...(home ? [home.stack] : [])];
  // RDS knows a name in its own region alone, and an ARN says in which one it comes up.
  const snapshot =
    where === stack
      ? [`  ${name}: { snapshot: ${last}-final }`]
      : [
          `  ${name}:`,
          `    snapshot: arn:aws:rds:${region}:${target.account}:snapshot:${last}-final`,
        ];
  return {
    title: TITLE,
    text: [
      `It is retired: of ${identifier} its backups are left, and the keys that read them. They come back as an instance restored beside a new, empty one.`,
      ...(last === identifier
        ? []
        : [
            `${last} in ${region} served last: ${last}-final has the data${where === stack ? '' : `, and comes up in ${region}`}.`,
          ]),
      ...(has(subject, 'vault-copy')
        ? [`The vault has its copies of ${keptIdentifier(subject)} until their days are over.`]
        : []),
    ],
    steps: [
      signIn(region),
      ...copies,
      ...newReplica(subject),
      {
        text: `In ${fileOf(subject)}, take ${leaving(subject)} out, write what to restore and that it serves, and deploy.`,
        estate: statement(subject, 'restoreFrom:', ...snapshot, `active: ${name}`),
        commands: stacks.flatMap((each) => deploy(subject, each)),
      },
      {
        text: 'Deploy once more when it is there: RDS takes the days of its backups and its windows only then.',
        commands: deploy(subject, where),
      },
      contractStep(subject, where, `${client}-clients`),
      lockStep(subject),
    ],
  };
}

/** Who served, and what was restored beside it, went with the instance. */
function leaving({ instance: { active, restores } }: Subject): string {
  const lines = [
    '`state`',
    '`breakGlass`',
    ...(restores.length > 0 ? ['all that is below `restoreFrom`'] : []),
    ...(active.value === 'primary' ? [] : [`\`active: ${active.value}\``]),
  ];
  return `${lines.slice(0, -1).join(', ')} and ${lines.at(-1) ?? ''}`;
}

function newReplica(subject: Subject): readonly Step[] {
  const promoted = subject.instance.recoveryHome?.promoted === true;
  return promoted && has(subject, 'recovery-replica')
    ? [
        {
          text: `Its replica is made anew: ${forgetPromotion(subject)}.`,
        },
      ]
    : [];
}

/**
 * The backups of an instance that is gone are the project’s, and go by names that the provider does not take (`restore_backup_context`,
 * provider 6.50.0: ids of an instance’s backups alone). Cloud SQL restores them over an instance that has neither readers nor a replica.
 */
function comeBackOnGoogle(subject: GoogleSubject): Section {
  const { identifier, stack, target, active, recoveryHome: home } = subject.instance;
  const { identifier: last, region } = servingNow(subject);
  const { signIn, converge } = stepsOf(subject);
  const stacks = [stack, ...(home ? [home.stack] : [])];
  const elsewhere = active.value !== 'primary';
  return {
    title: TITLE,
    text: [
      `It is retired: of ${identifier} its backups are left, which are the project’s now, and the keys that read them. Terraform makes a new, empty instance of the old name, which Cloud SQL may keep for a week after the old one went, and gcloud restores a backup over it: \`restoreFrom\` knows no backup of an instance that is gone.`,
      ...(elsewhere
        ? [
            `${last} in ${region} served last: its backups have the data, and ${identifier} gets it.`,
          ]
        : []),
    ],
    steps: [
      signIn(target.region),
      {
        text: `List the backups of ${last}, with their names. The one on demand says ${last}-final.`,
        commands: command(
          'gcloud sql backups list',
          `--filter=instance:${shellWord(last)} --project=${target.project}`,
        ),
      },
      ...newReplica(subject),
      {
        text: `In ${fileOf(subject)}, take ${leaving(subject)} out, write that it has no readers${elsewhere ? ' and serves itself' : ''}, and deploy ${stack} alone: nothing may follow what is restored over.${passwordNote(subject)}`,
        estate: statement(subject, ...(elsewhere ? ['active: primary'] : []), 'readers: 0'),
        commands: deploy(subject, stack),
      },
      {
        text: 'Restore over it. What it has until then, nothing but its users, is lost.',
        commands: command(
          `gcloud sql backups restore 'projects/${target.project}/backups/BACKUP_NAME'`,
          `--restore-instance=${shellWord(identifier)} --project=${target.project}`,
        ),
      },
      {
        text: 'A restore sets its backups back to Cloud SQL’s own figures, and ends with the users of the day of the backup. Take `readers: 0` out again, and deploy: it gets back what the estate says, its readers, and what recovers it.',
        commands: stacks.flatMap((each) => deploy(subject, each)),
      },
      ...converge,
      contractStep(subject, stack, `${identifier}-clients`),
      lockStep(subject),
    ],
  };
}

/** Decision 0010: a password policy wants an instance that is there. */
function passwordNote({ instance: { services } }: GoogleSubject): string {
  return services.some(({ access }) => access.some(({ via }) => via === 'secret'))
    ? ' For this one deploy write `via: iam` where a login is `via: secret`: Cloud SQL makes no instance with a password policy.'
    : '';
}
