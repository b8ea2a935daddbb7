import type { Section } from './document';
import { sql } from './google';
import { deploy, fileOf, isOnAws, statement, type Subject } from './subject';

/** How the replica becomes the one that a failover promotes, and how that is withdrawn: neither is what a plan shows by itself. */
export function designationSection(subject: Subject): readonly Section[] {
  if (isOnAws(subject)) return [];
  const { recoveryHome: home, decisions, identifier, stack, active } = subject.instance;
  const isPlus = decisions.edition.value === 'ENTERPRISE_PLUS';
  if (!home || !isPlus || active.value !== 'primary') return [];
  return home.drReplica.value === 'designated'
    ? [
        {
          title: 'To withdraw the designation',
          text: [
            `${home.identifier} is designated: it takes over by a failover. Where both were made by one deploy, a second deploy of ${stack} designates it: Cloud SQL takes no name of what is not there.`,
          ],
          steps: [
            {
              text: `Write \`drReplica: planned\` into ${fileOf(subject)}, or take the line out, and deploy. That alone withdraws nothing: the name is left out, and stays in Cloud SQL.`,
              estate: statement(subject, 'drReplica: planned'),
              commands: deploy(subject, stack),
            },
            {
              text: 'Withdraw it.',
              commands: sql(
                ...([subject, 'instances patch', identifier] as const),
                '--clear-failover-dr-replica-name',
              ),
            },
          ],
        },
      ]
    : [
        {
          title: 'To designate the replica',
          text: [
            `A designated replica takes over by a failover, after which ${identifier} comes back as its replica.`,
          ],
          steps: [
            {
              text: `Once ${home.identifier} is there, write it into ${fileOf(subject)} and deploy. Written before the first deploy, it takes a second one.`,
              estate: statement(subject, 'drReplica: designated'),
              commands: deploy(subject, stack),
            },
          ],
        },
      ];
}
