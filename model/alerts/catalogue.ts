import type { Alert } from './alert';
import { ALERT_NAMES, type AlertName } from './alert-names';
import { DATABASE_ALERTS } from './database-alerts';
import { INFRASTRUCTURE_ALERTS } from './infrastructure-alerts';
import { RECOVERY_ALERTS } from './recovery-alerts';
import { TRAIL_ALERTS } from './trail-alerts';
import { UPKEEP_ALERTS } from './upkeep-alerts';

const ROWS = new Map(
  [
    ...INFRASTRUCTURE_ALERTS,
    ...DATABASE_ALERTS,
    ...RECOVERY_ALERTS,
    ...UPKEEP_ALERTS,
    ...TRAIL_ALERTS,
  ].map((alert) => [alert.name, alert]),
);

/** An alert by its name. */
export function alertOf(name: AlertName): Alert {
  const alert = ROWS.get(name);
  if (!alert) throw new Error(`${name}: no such alert in the catalogue`);
  return alert;
}

/** Every alert that Kura knows, in the order of reports. */
export const ALERTS: readonly Alert[] = ALERT_NAMES.map(alertOf);
