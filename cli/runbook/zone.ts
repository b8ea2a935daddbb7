import type { Section, Step } from './document';
import { stepsOf } from './steps';
import { servingNow, type Subject } from './subject';

/** After the loss of a zone: a standby takes over by itself, and without one the instance is restored. */
export function zoneSection(subject: Subject): Section {
  const { instance } = subject;
  const { identifier, region, readers } = servingNow(subject);
  const { signIn, zone, leavesZone, copyByHand } = stepsOf(subject);
  const title = 'After the loss of a zone';
  if (!instance.decisions.highAvailability.value) {
    return {
      title,
      text: [
        leavesZone
          ? `${identifier} has no standby. Wait for the zone, or go on as after a mistake, with the latest instant that a restore reaches: what is restored comes up in a zone that is there.`
          : `${identifier} has no standby. Wait for the zone, or make a copy by hand in another, which the estate does not name, and move what is needed.`,
      ],
      ...(leavesZone
        ? {}
        : { steps: [inAnotherZone(copyByHand(identifier, `${identifier}-copy`, region, ''))] }),
    };
  }
  return {
    title,
    text: [
      `Nobody has to do anything: the standby of ${identifier} in another zone has every write, takes over by itself, and keeps the address. Sessions break, and applications connect anew. A reader is never promoted.`,
      ...(readers > 0
        ? [
            'A reader in the lost zone does not answer: let what reads turn to another, or to the writer.',
          ]
        : []),
    ],
    steps: [signIn(region), ...zone],
  };
}

/** A clone stays in its source’s zone unless it is told another (“Restore overview”, Cloud SQL, read 2026-04). */
function inAnotherZone({ text, commands = [] }: Step): Step {
  return {
    text,
    commands: [
      ...commands.map((line) => line.replace(/(--point-in-time=\S+)/, '$1 --preferred-zone=ZONE')),
    ],
  };
}
