import { DRILL_WORDS } from '../constructs/aws/drill';
import type { DrillPhase } from '../model/recovery/drill-order';
import type { DrilledMechanism } from '../model/recovery/mechanisms';
import { fittedName } from '../model/values/fitted-name';

/** A schedule’s name has 64 characters (`CreateSchedule`, EventBridge Scheduler API reference, read 2026-11). */
const LONGEST = 64;

/** The names of a drill’s schedules, which begin as all that an instance has in its region. */
export function drillScheduleNames(
  { mechanism }: { readonly mechanism: DrilledMechanism },
  identifier: string,
): Readonly<Record<DrillPhase, string>> {
  const name = (phase: DrillPhase): string =>
    fittedName(identifier, `-drill-${DRILL_WORDS[mechanism]}-${phase}`, LONGEST);
  return { start: name('start'), continue: name('continue'), end: name('end') };
}

/** Their ARNs; the key’s policy names them. */
export function drillScheduleArns(
  drill: { readonly mechanism: DrilledMechanism },
  {
    account,
    region,
    group,
    identifier,
  }: {
    readonly account: string;
    readonly region: string;
    /** The name of the schedule group. */
    readonly group: string;
    readonly identifier: string;
  },
): readonly string[] {
  const schedules = `arn:aws:scheduler:${region}:${account}:schedule/${group}`;
  return Object.values(drillScheduleNames(drill, identifier)).map((name) => `${schedules}/${name}`);
}
