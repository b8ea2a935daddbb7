import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Section, Step } from './document';
import { stepsOf } from './steps';
import {
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  isOnAws,
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
  const { identifier, stack, target } = subject.instance;
  const { copies, signIn, settle } = stepsOf(subject);
  const name = freeName(subject, 'final');
  return {
    title: TITLE,
    text: [
      `It is retired: of ${identifier} its backups are left, and the keys that read them. They come back as an instance restored beside a new, empty one.`,
      ...(has(subject, 'vault-copy')
        ? ['The vault has its copies until their days are over.']
        : []),
    ],
    steps: [
      signIn(target.region),
      ...copies,
      {
        text: `In ${fileOf(subject)}, take \`state\` and \`breakGlass\` out, write what to restore and that it serves, and deploy.`,
        estate: statement(
          subject,
          'restoreFrom:',
          `  ${name}: { snapshot: ${identifier}-final }`,
          `active: ${name}`,
        ),
        commands: deploy(subject, stack),
      },
      ...settle,
    ],
  };
}

/**
 * The backups of an instance that is gone are the project’s, and go by names that the provider does not take (`restore_backup_context`,
 * provider 6.50.0: ids of an instance’s backups alone). Cloud SQL restores them over an instance that has neither readers nor a replica.
 */
function comeBackOnGoogle(subject: GoogleSubject): Section {
  const { identifier, stack, target, recoveryHome: home } = subject.instance;
  const { signIn, converge } = stepsOf(subject);
  const stacks = [stack, ...(home ? [home.stack] : [])];
  return {
    title: TITLE,
    text: [
      `It is retired: of ${identifier} its backups are left, which are the project’s now, and the keys that read them. Terraform makes a new, empty instance of the old name, which Cloud SQL may keep for a week after the old one went, and gcloud restores a backup over it: \`restoreFrom\` knows no backup of an instance that is gone.`,
    ],
    steps: [
      signIn(target.region),
      {
        text: 'List the backups, with their names.',
        commands: command(
          'gcloud sql backups list',
          `--filter=instance:${shellWord(identifier)} --project=${target.project}`,
        ),
      },
      {
        text: `In ${fileOf(subject)}, take \`state\` and \`breakGlass\` out, write that it has no readers, and deploy ${stack} alone: nothing may follow what is restored over.${passwordNote(subject)}`,
        estate: statement(subject, 'readers: 0'),
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

const lockStep = ({ estate }: Subject): Step => ({
  text: 'Write down what is deployed, and commit it.',
  commands: [`npx kura lock --estate ${shellWord(estate)}`],
});
