import type { Instance } from '../../model/deployment/deployment';
import { REDEPLOY } from '../../model/recovery/restore-time';
import { demandText } from '../../model/recovery/say-recovery';
import { formatDuration } from '../../model/values/duration';
import type { ChosenDrill } from './choose-drill';
import type { Shown } from './drill-end';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Whole minutes, and never fewer. */
const minutes = (milliseconds: number): string =>
  formatDuration(Math.ceil(milliseconds / MINUTE) * MINUTE);

/**
 * What a drill has shown, beside what is demanded, and the line that the estate states it with. A drill ends with an answer: the deploy
 * that moves the way in comes after it, and counts.
 *
 * @param day of the drill, `2026-11-21`
 */
export function sayShown(
  { environment, services, recovery }: Instance,
  { mechanism, rpo, rto }: ChosenDrill,
  { rtoSeconds, rpoSeconds }: Shown,
  day: string,
): string[] {
  const [file = ''] = services[0]?.place.split(':') ?? [];
  const measured = rtoSeconds === null ? null : rtoSeconds * SECOND;
  return [
    `The drill of ${mechanism} passed; demanded: ${demandText({ rpo, rto })}.`,
    ...(measured === null ? [] : [`It answered after ${minutes(measured)}.`]),
    rpoSeconds === null
      ? 'What it would have lost is measured elsewhere: the alarm on the replica’s lag watches it.'
      : `It would have lost the last ${minutes(rpoSeconds * SECOND)}.`,
    ...(measured === null
      ? []
      : [
          `With ${formatDuration(REDEPLOY)} for the deploy that moves the way in, in ${file}:`,
          `overrides: { ${environment}: { measured: { ${mechanism}: { ${[
            `rto: ${minutes(measured + REDEPLOY)}`,
            ...lossOf(recovery, mechanism, rpoSeconds),
            `on: "${day}"`,
          ].join(', ')} } } } }`,
        ]),
  ];
}

/** One drill is no better a bound than the vendor’s: a loss is stated only where the vendor states none. */
function lossOf(
  { evidence }: Instance['recovery'],
  mechanism: ChosenDrill['mechanism'],
  rpoSeconds: number | null,
): string[] {
  const counted = Object.values(evidence).find((each) => each?.mechanism === mechanism);
  return rpoSeconds === null || counted?.rpo.firmness === 'published'
    ? []
    : [`rpo: ${minutes(rpoSeconds * SECOND)}`];
}
