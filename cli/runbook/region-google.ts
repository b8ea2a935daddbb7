import type { Step } from './document';
import { sql } from './google';
import { newLoginStep } from './new-logins';
import { stepsOf } from './steps';
import {
  contractStep,
  deploy,
  fileOf,
  recoveryStacks,
  statement,
  type GoogleSubject,
} from './subject';

/** What takes over on Google Cloud: the replica, by a failover where it is designated and by a promotion where not. */
export function recoverOnGoogle(subject: GoogleSubject): readonly Step[] {
  const { recoveryHome: home, stack: primary, identifier: old } = subject.instance;
  if (!home) throw new Error(`${primary} has no recovery home`);
  const { stack, identifier, target, drReplica } = home;
  const { edition } = subject.instance.decisions;
  const designated = drReplica.value === 'designated';
  return [
    {
      text: `See how far behind the replica was: the metric cloudsql.googleapis.com/database/replication/replica_lag of ${target.project}:${identifier}. So much is lost.`,
      commands: sql(
        subject,
        'instances describe',
        identifier,
        `--format='value(state,instanceType)'`,
      ),
    },
    {
      text: designated
        ? `Fail over. ${old} becomes its replica when it is back.`
        : `Promote it. ${old} stays apart when it is back, and takes writes from whoever reaches it${edition.value === 'ENTERPRISE_PLUS' ? ' (with `drReplica: designated`, written and deployed before the loss, it comes back as the replica)' : ''}.`,
      commands: sql(
        subject,
        'instances promote-replica',
        identifier,
        ...(designated ? ['--failover'] : []),
      ),
    },
    {
      text: `Write into ${fileOf(subject)} that it serves, and deploy: it gets its backups, the logins and the contract.`,
      estate: statement(subject, 'active: recovery'),
      commands: deploy(subject, ...recoveryStacks(subject)),
    },
    ...stepsOf(subject).converge,
    contractStep(subject, stack, `${identifier}-clients`),
    newLoginStep(subject, identifier),
  ];
}
