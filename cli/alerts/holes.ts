import type { Alerts } from '../../model/alerts/alert';
import { ALERT_NAMES, type AlertName } from '../../model/alerts/alert-names';
import type { Severity } from '../../model/alerts/severity';

/** What stands in a route beside people: it tells nobody of anything. */
export const DASHBOARD = 'dashboard';

/** Where the watch over an instance has a hole. */
export interface Hole {
  readonly alert: AlertName;
  /** Absent where the alert itself is. */
  readonly severity?: Severity;
  readonly what: string;
}

/** Alerts that reach nobody though they are to be told, that watch nothing, or of which nobody has decided anything. */
export function holesOf({ told, gaps }: Alerts): readonly Hole[] {
  const known = new Set([...told, ...gaps].map(({ alert }) => alert));
  return [
    ...told.flatMap(({ alert, severity, subjects, route }): Hole[] => {
      const unheard = severity !== 'info' && route.every((each) => each === DASHBOARD);
      return [
        ...(unheard ? [{ alert, severity, what: 'it reaches nobody' }] : []),
        ...(subjects.length === 0 ? [{ alert, severity, what: 'it watches nothing' }] : []),
      ];
    }),
    ...ALERT_NAMES.filter((alert) => !known.has(alert)).map((alert) => ({
      alert,
      what: 'it is not there, and nothing says why',
    })),
  ];
}
