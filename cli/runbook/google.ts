import { shellWord } from '../bootstrap/shell';
import { command } from '../connect/block';
import type { Step } from './document';
import type { CloudSteps } from './steps';
import { servingNow, type GoogleSubject } from './subject';

/** A command of Cloud SQL about one instance. */
export const sql = (
  { instance }: GoogleSubject,
  verb: string,
  identifier: string,
  ...more: readonly string[]
): string[] =>
  command(
    `gcloud sql ${verb} ${shellWord(identifier)}`,
    ...more,
    `--project=${instance.target.project}`,
  );

export function googleSteps(subject: GoogleSubject): CloudSteps {
  const { instance } = subject;
  const { identifier } = servingNow(subject);
  const { project, deployServiceAccount } = instance.target;
  const days = String(instance.decisions.backupRetentionDays.value);
  return {
    signIn: () => ({
      text: `Sign in as somebody who may act as ${deployServiceAccount}, as whom Terraform deploys, and administer Cloud SQL in ${project}. gcloud must be 502 or later.`,
      commands: ['gcloud auth login', 'gcloud auth application-default login', 'gcloud version'],
    }),
    reach: {
      text: `See how far a restore reaches: ${days} days back, and up to the instant that this prints, in UTC.`,
      commands: sql(subject, 'instances get-latest-recovery-time', identifier),
    },
    copies: [
      {
        // `restoreFrom` takes the backup of no other instance.
        text: `List the backups of ${instance.identifier}, with their ids${identifier === instance.identifier ? '' : `. Those of ${identifier} \`restoreFrom\` does not know`}.`,
        commands: command(
          `gcloud sql backups list --instance=${shellWord(instance.identifier)}`,
          `--project=${project}`,
        ),
      },
    ],
    copyName: `'BACKUP_ID'`,
    settle: [],
    converge: [convergeStep(subject)],
    endSessions: (which) => ({
      text: `End the sessions that are still open on ${which}: a login is refused there from now on, and a session goes on.`,
      commands: sql(subject, 'instances restart', which),
    }),
    copyByHand: (source, target) => ({
      text: 'Clone it as of the instant, in UTC. A clone has all settings of its source, its protection against deletion too.',
      commands: sql(
        ...([subject, 'instances clone', source, target] as const),
        '--point-in-time=YYYY-MM-DDThh:mm:ssZ',
      ),
    }),
    leavesZone: false,
    zone: [
      {
        text: 'See what Cloud SQL says of it.',
        commands: command(
          `gcloud sql operations list --instance=${shellWord(identifier)} --limit=10`,
          `--project=${project}`,
        ),
      },
      {
        text: 'Where it has not taken over, and the instance does not answer, order it.',
        commands: sql(subject, 'instances failover', identifier),
      },
    ],
  };
}

/** Brings the runner where it is what it runs, and waits for it: on Google Cloud no deploy does. */
export const convergeStep = ({ instance, estate }: GoogleSubject): Step => ({
  text: 'Start the runner, which brings logins and grants to what is declared.',
  commands: command(
    `npx kura sql apply ${instance.environment}/${instance.id}`,
    `--cloud google --estate ${shellWord(estate)}`,
  ),
});
