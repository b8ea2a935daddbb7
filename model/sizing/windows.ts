import { decide, type Decision } from '../decision';
import type { EstateStatement } from '../language/estate-language';
import { entryOf } from '../language/stated';
import type { Problem } from '../problem';
import {
  dailyWindowUtc,
  insideBusinessHours,
  observesDaylightSaving,
  weeklyWindowUtc,
  windowsOverlap,
  type UtcDailyWindow,
  type UtcWeeklyWindow,
  type WeeklyWindow,
} from '../values/window';
import type { YamlFile } from '../language/yaml-file';

/** An environment’s windows in UTC, an hour each. */
export interface Windows {
  readonly backup: Decision<UtcDailyWindow>;
  readonly maintenance: Decision<UtcWeeklyWindow>;
  /** Their starts as people say them: `sunday 04:00 in Asia/Tokyo`. */
  readonly said: { readonly backup: string; readonly maintenance: string };
  readonly problems: readonly Problem[];
}

const BACKUP = '02:00';
const MAINTENANCE = { day: 'sunday', start: '04:00' } as const;
const MINUTES = 60;

/**
 * An environment’s backup and maintenance windows in UTC. They may not overlap (RDS refuses it; both clouds are held to it), and the backup may not fall
 * into business hours: seed 003 wrote 02:00 UTC, which is 11:00 in Tokyo.
 */
export function resolveWindows(
  { statement, at }: YamlFile<EstateStatement>,
  environment: string,
): Windows {
  const zone = statement.timeZone;
  const own = entryOf(statement.environments, environment)?.windows;
  const placeOf = (key: 'backup' | 'maintenance'): string | undefined =>
    at('environments', environment, 'windows', key) ?? at('windows', key);
  const backup = { start: own?.backup ?? statement.windows?.backup ?? BACKUP, minutes: MINUTES };
  const maintenance: WeeklyWindow = {
    ...(own?.maintenance ?? statement.windows?.maintenance ?? MAINTENANCE),
    minutes: MINUTES,
  };
  const backupUtc = dailyWindowUtc(backup, zone);
  const maintenanceUtc = weeklyWindowUtc(maintenance, zone);
  const season = seasonOf(zone);
  const said = {
    backup: `${backup.start} in ${zone}`,
    maintenance: `${maintenance.day} ${maintenance.start} in ${zone}`,
  };
  const problems: Problem[] = [];
  if (windowsOverlap(backup, maintenance)) {
    problems.push({
      place: placeOf('maintenance') ?? placeOf('backup') ?? 'estate.yaml',
      required: 'the backup and maintenance windows must not overlap',
      got: `backup ${backup.start} and maintenance ${maintenance.day} ${maintenance.start}, an hour each`,
      cure: 'Move one of them by an hour or more.',
    });
  }
  if (insideBusinessHours(backupUtc, zone)) {
    problems.push({
      place: placeOf('backup') ?? 'estate.yaml',
      required: `the backup window must lie outside 08:00–20:00 in ${zone}`,
      got: backup.start,
      cure: 'Write a time at night: it is read in the estate’s time zone, not in UTC.',
    });
  }
  return {
    backup: decide(
      backupUtc,
      `${said.backup}, an hour, in UTC${season}`,
      placeOf('backup') ?? 'window table',
    ),
    maintenance: decide(
      maintenanceUtc,
      `${said.maintenance}, an hour, in UTC${season}`,
      placeOf('maintenance') ?? 'window table',
    ),
    said,
    problems,
  };
}

/** Both clouds take fixed UTC times, so the local clock moves away from them in summer. */
export function seasonOf(zone: string): string {
  return observesDaylightSaving(zone) ? ', an hour later by the clock in summer' : '';
}
