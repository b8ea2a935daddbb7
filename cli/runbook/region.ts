import { demands } from '../../model/recovery/choose-mechanisms';
import { formatDuration } from '../../model/values/duration';
import { servesIn } from '../../model/recovery/serving';
import type { Section, Step } from './document';
import { lockStep } from './lock';
import { recoverOnAws, vaultSection } from './region-aws';
import { recoverOnGoogle } from './region-google';
import { stepsOf } from './steps';
import { deploy, fileOf, has, isOnAws, recoveryStacks, servingNow, type Subject } from './subject';

const TITLE = 'After the loss of the region';

/** After the loss of the primary’s region: what takes over in the recovery region, and how. */
export function regionSections(subject: Subject): readonly Section[] {
  const byVault =
    isOnAws(subject) && has(subject, 'vault-copy') && servesIn(subject.instance) === 'primary';
  return [regionSection(subject), ...(byVault ? [vaultSection(subject)] : [])];
}

function regionSection(subject: Subject): Section {
  const { instance, shared } = subject;
  const { recoveryHome: home, recovery, stack } = instance;
  if (servesIn(instance) === 'recovery') {
    return {
      title: TITLE,
      text: [
        'The recovery region serves already. Nothing survives the loss of that region but what is in the other, as it was left.',
      ],
    };
  }
  const met = recovery.evidence.region;
  if (!home) {
    return {
      title: TITLE,
      text: [
        'Nothing of it is kept outside its region: wait for the region. An objective, as `objectives: { region: { rpo: 15m, rto: 2h } }`, brings something that survives.',
      ],
    };
  }
  const { signIn } = stepsOf(subject);
  return {
    title: TITLE,
    text: [
      ...(met
        ? [
            `By ${met.mechanism}: what was written in the last ${formatDuration(met.rpo.milliseconds)} may be lost (${met.rpo.firmness}), and service is back within ${formatDuration(met.rto.milliseconds)} (${met.rto.firmness}).`,
          ]
        : [unmetText(subject)]),
      ...(instance.active.value === 'primary' || has(subject, 'replicated-backups')
        ? []
        : [
            `What is in ${home.target.region} is of ${instance.identifier}, not of what serves now: all that was written since is lost${has(subject, 'vault-copy') ? ' by this way. The second way has copies of what serves' : ''}.`,
          ]),
      `All of it works without the lost region: the stacks ${[shared.recovery, ...recoveryStacks(subject)].filter((each, i, all) => each !== undefined && all.indexOf(each) === i).join(' and ')} have their provider and their state in ${home.target.region}${stateOf(subject)}, and read nothing of ${stack}. It needs this page, the estate and a way to sign in: keep a copy of each that is in neither region.`,
    ],
    steps: [
      {
        text: `Decide. No program does: a switch of regions loses writes, and a region that is only slow comes back. Who decides: ${subject.service.owner}, with the business. Stop all applications that still write in ${instance.target.region}, and let nobody deploy ${stack}.`,
      },
      signIn(home.target.region),
      ...(isOnAws(subject) ? recoverOnAws(subject) : recoverOnGoogle(subject)),
      lockStep(subject),
      ...whenItIsBack(subject),
    ],
  };
}

function unmetText(subject: Subject): string {
  const { active, recovery } = subject.instance;
  return demands(recovery.objectives.region.value) && active.value !== 'primary'
    ? `What is demanded is not met while ${servingNow(subject).identifier} serves.`
    : 'No objective counts on it.';
}

/** Where the state is is where it is lost. */
function stateOf({ instance: { recoveryHome } }: Subject): string {
  const state = recoveryHome?.state;
  if (!state || state.kind === 'local') return ' (now on one machine alone: give it a bucket)';
  return ` (bucket ${state.bucket})`;
}

/** The old writer is refused its clients before it can get any: its stack cannot be planned until then. */
function whenItIsBack(subject: Subject): readonly Step[] {
  const { instance } = subject;
  const { stack, identifier, target } = instance;
  const { endSessions } = stepsOf(subject);
  const isReplica = instance.cloud === 'google' && isDesignated(instance);
  return [
    {
      text: `When ${target.region} is back, and before any application is started there: deploy ${stack}. It takes the ways in to ${identifier} away and destroys nothing. The \`active:\` line stays in ${fileOf(subject)}: the lock remembers it, and Kura refuses an estate without it.`,
      commands: deploy(subject, stack),
    },
    ...(isReplica ? [] : [endSessions(identifier, target.region)]),
    {
      text: isReplica
        ? `${identifier} comes back as the replica of what serves. What it had alone is gone.`
        : `What was written to ${identifier} and had not come across is there alone: look for it before anybody deletes it.`,
    },
  ];
}

const isDesignated = ({
  recoveryHome,
}: Extract<Subject['instance'], { readonly cloud: 'google' }>): boolean =>
  recoveryHome?.drReplica.value === 'designated';
