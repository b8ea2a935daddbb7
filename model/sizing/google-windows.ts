import { decide } from '../decision';
import type { GoogleInstanceDecisions } from '../deployment/google-deployment';
import type { EstateStatement, GoogleStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import type { Problem } from '../problem';
import type { Preset } from '../tables/presets';
import {
  cloudSqlMaintenanceWindow,
  dayAfter,
  insideBusinessHours,
  observesDaylightSaving,
  opensOnTheHour,
} from '../values/window';
import { seasonOf, type Windows } from './windows';

/** Cloud SQL takes a backup some time in the four hours from its start ("Cloud SQL backups", read 2026-11). */
const BACKUP_MINUTES = 4 * 60;

/** When Cloud SQL may work on the instances of an environment. */
export type GoogleWindows = Pick<
  GoogleInstanceDecisions,
  'backupStart' | 'maintenanceWindow' | 'updateTrack' | 'denyMaintenance'
>;

/** An environment's windows as Cloud SQL takes them, or what it cannot take. */
export function googleWindows(
  { statement: { timeZone }, at }: YamlFile<EstateStatement>,
  { name, preset, google }: { name: string; preset: Preset; google: GoogleStatement },
  windows: Windows,
  problems: Problem[],
): GoogleWindows {
  const { backup, maintenance, said } = windows;
  // The usual windows have no line of their own: the time zone’s is what makes them wrong.
  const placeOf = (written: string): string =>
    written.includes(':') ? written : (at('timeZone') ?? 'estate.yaml');
  if (!opensOnTheHour(maintenance.value)) {
    problems.push({
      place: placeOf(maintenance.place),
      required: 'maintenance on Google must begin on the hour in UTC',
      got: `${said.maintenance}, which is ${maintenance.value.start} UTC`,
      cure: `Write a \`maintenance\` below \`windows\` that starts ${String(60 - Number(maintenance.value.start.slice(3)))} minutes later.`,
    });
  }
  const fourHours = { start: backup.value.start, minutes: BACKUP_MINUTES };
  if (insideBusinessHours(fourHours, timeZone) && !insideBusinessHours(backup.value, timeZone)) {
    problems.push({
      place: placeOf(backup.place),
      required: `the four hours in which Cloud SQL takes its backup must lie outside 08:00–20:00 in ${timeZone}`,
      got: `a start at ${said.backup}`,
      cure: `Write a start from 20:00 to ${observesDaylightSaving(timeZone) ? '03:00' : '04:00'}.`,
    });
  }
  const denied = google.denyMaintenance;
  const place = at('environments', name, 'google', 'denyMaintenance') ?? 'estate.yaml';
  return {
    backupStart: {
      ...backup,
      value: backup.value.start,
      reason: `${said.backup}, in UTC: the first of four hours${seasonOf(timeZone)}`,
    },
    maintenanceWindow: {
      ...maintenance,
      value: cloudSqlMaintenanceWindow(maintenance.value),
    },
    updateTrack: decide(
      preset.updateTrack,
      preset.updateTrack === 'canary'
        ? 'maintenance as soon as it is announced, before production has it'
        : 'maintenance a week after staging had it',
      `preset ${preset.name}`,
    ),
    denyMaintenance: denied
      ? decide(
          { from: denied.from, until: dayAfter(denied.to) },
          'days of every year without maintenance',
          place,
        )
      : decide(null, 'no days without maintenance are stated', 'window table'),
  };
}
