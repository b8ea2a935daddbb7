import { servesIn } from '../../model/recovery/serving';
import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import { rds } from './aws';
import type { Section, Step } from './document';
import { sql } from './google';
import { forgetPromotion, lockStep } from './lock';
import { stepsOf } from './steps';
import {
  beside,
  contractStep,
  deploy,
  fileOf,
  freeName,
  has,
  isOnAws,
  servingNow,
  statement,
  type AwsSubject,
  type GoogleSubject,
  type Subject,
} from './subject';

/** How service comes back to the primary’s region: on a day that is chosen, without loss. */
export function failbackSection(subject: Subject): readonly Section[] {
  const { instance } = subject;
  const { recoveryHome: home, target } = instance;
  const moves = has(subject, 'recovery-replica') || has(subject, 'replicated-backups');
  if (!home || (!moves && servesIn(instance) === 'primary')) return [];
  const { signIn } = stepsOf(subject);
  return [
    {
      title: 'Back to the primary’s region',
      text: [
        `Later, on a day that is chosen and announced: the applications stop, so that nothing is lost. Until then ${home.target.region} serves, and nothing outside it would survive its loss.`,
      ],
      steps: [
        signIn(target.region),
        { text: 'Stop the applications.' },
        ...(isOnAws(subject) ? backOnAws(subject) : backOnGoogle(subject)),
      ],
    },
  ];
}

/** RDS never makes an instance follow again that has been written to: what serves is copied and restored. */
function backOnAws(subject: AwsSubject): readonly Step[] {
  const { instance } = subject;
  const { identifier, stack, target, recoveryHome: home } = instance;
  if (!home) return [];
  const { account, region } = target;
  const from = home.target.region;
  const source = awayIdentifier(subject);
  const name = freeName(subject, 'back');
  const snapshot = `${identifier}-${name}`;
  return [
    {
      text: 'Take a snapshot of what serves, and copy it, under the key of the primary’s region.',
      commands: [
        ...rds(
          ...['create-db-snapshot', source, from],
          `--db-snapshot-identifier ${shellWord(snapshot)}`,
        ),
        ...command(
          `aws rds wait db-snapshot-available --region ${from}`,
          `--db-snapshot-identifier ${shellWord(snapshot)}`,
        ),
        ...command(
          `aws rds copy-db-snapshot --region ${region}`,
          `--source-region ${from}`,
          '--source-db-snapshot-identifier',
          `  arn:aws:rds:${from}:${account}:snapshot:${snapshot}`,
          `--target-db-snapshot-identifier ${shellWord(snapshot)}`,
          `--kms-key-id ${shellWord(`alias/${identifier}`)}`,
        ),
        ...command(
          `aws rds wait db-snapshot-available --region ${region}`,
          `--db-snapshot-identifier ${shellWord(snapshot)}`,
        ),
      ],
    },
    {
      text: `Write into ${fileOf(subject)}, ${beside(subject)}, that an instance is restored from it and serves, and deploy, twice: RDS takes the days of its backups only when it is there.`,
      estate: statement(
        subject,
        'restoreFrom:',
        `  ${name}: { snapshot: ${snapshot} }`,
        `active: ${name}`,
      ),
      commands: [
        ...deploy(subject, stack),
        ...deploy(subject, stack),
        ...deploy(subject, home.stack),
      ],
    },
    contractStep(subject, stack, `${identifier}-clients`),
    lockStep(subject),
    { text: protectedAgain(subject, name) },
  ];
}

/** A new replica follows the primary alone. */
function protectedAgain(subject: AwsSubject, name: string): string {
  const { identifier, recoveryHome: home } = subject.instance;
  if (!home) return '';
  const copies = has(subject, 'vault-copy')
    ? ` Until then the vault’s copies of ${identifier}-at-${name}, one a day, are what survives the region.`
    : '';
  const replica = has(subject, 'recovery-replica')
    ? ` For a new replica delete ${home.identifier}, with an approval in \`breakGlass\` of recovery, ${forgetPromotion(subject)}, or the new one is declared as one that was promoted, and deploy ${home.stack}.`
    : '';
  return `Protect it again: what is in ${home.target.region} is of ${identifier}, and of nothing that serves now. Plan a day on which the data comes back into ${identifier}.${copies}${replica}`;
}

function awayIdentifier(subject: AwsSubject): string {
  const { instance } = subject;
  if (servesIn(instance) === 'recovery') return servingNow(subject).identifier;
  return has(subject, 'recovery-replica')
    ? (instance.recoveryHome?.identifier ?? instance.identifier)
    : `${instance.identifier}-at-${freeName(subject, 'lost-region')}`;
}

/** A pair that was designated turns round without loss; what was parted is restored over, which only an empty instance bears. */
function backOnGoogle(subject: GoogleSubject): readonly Step[] {
  const { instance } = subject;
  const { identifier, stack, target, recoveryHome: home } = instance;
  if (!home) return [];
  const turned: Step = {
    text: `Write \`active: primary\` into ${fileOf(subject)}, in the place of the line that is there, and deploy: the lock remembers that, and Kura refuses an estate without it.`,
    estate: statement(subject, 'active: primary'),
    commands: [...deploy(subject, stack), ...deploy(subject, home.stack)],
  };
  const rest = [
    turned,
    ...stepsOf(subject).converge,
    contractStep(subject, stack, `${identifier}-clients`),
    lockStep(subject),
  ];
  if (home.drReplica.value === 'designated') {
    return [
      {
        text: `Turn the pair round: ${identifier} follows without lag, takes over, and nothing is lost.`,
        commands: sql(subject, 'instances switchover', identifier),
      },
      ...rest,
      {
        text: `${home.identifier} follows again: ${forgetPromotion(subject)}, and commit that.`,
      },
    ];
  }
  return [
    {
      text: `Take a backup of what serves, and restore it over ${identifier}, whose own data is lost by it: Cloud SQL refuses that while it has readers or a replica. Readers go by \`readers: 0\` and an approval in \`breakGlass\` of readers.`,
      commands: [
        ...command(
          `gcloud sql backups create --instance=${home.identifier}`,
          `--project=${target.project}`,
        ),
        ...command(
          'gcloud sql backups restore BACKUP_ID',
          `--backup-instance=${home.identifier}`,
          `--restore-instance=${identifier} --project=${target.project}`,
        ),
      ],
    },
    ...rest,
    {
      text: `Protect it again: ${home.identifier} follows nothing. Delete it, with an approval in \`breakGlass\` of recovery, ${forgetPromotion(subject)}, and deploy ${home.stack}, which makes a new replica, as soon as Cloud SQL gives the name free: that may take a week.`,
    },
  ];
}
