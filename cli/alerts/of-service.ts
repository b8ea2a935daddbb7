import { LAYERS, type DeclaredAlert } from '../../model/alerts/alert';
import { ALERT_NAMES, type AlertName } from '../../model/alerts/alert-names';
import { alertOf } from '../../model/alerts/catalogue';
import type { FoundService } from '../find-service';
import { section, sentence, titleLines } from '../explain/named-lines';
import { table } from '../table';
import { paint } from '../terminal';
import { hearerRows } from './hearers';
import { holesOf } from './holes';
import { holeLines } from './matrix';
import { conditionText, holdText, NO_DATA } from './say-alert';

const CATALOGUE = 'alert catalogue';

/** Every alert of the instance that holds a service: what it watches, from where on it is told, to whom; then those that are not there. */
export function serviceLines({ instance, service }: FoundService): string[] {
  const { environment, stack, services, alerts } = instance;
  const { told, gaps } = alerts;
  const holes = holesOf(alerts).map((hole) => ({ instance, hole }));
  const names = [...new Set(told.map(({ alert }) => alert))];
  const others = services.flatMap((each) => (each === service ? [] : [each.service]));
  return [
    ...titleLines(
      `${environment}/${service.service}`,
      `${String(names.length)} of ${String(ALERT_NAMES.length)} alerts on ${stack}, of ${service.owner}`,
    ),
    ...(others.length > 0 ? sentence(`It shares them with ${others.join(', ')}.`) : []),
    ...section('who hears', hearerRows(told.map((each) => ({ ...each, of: each.alert })))),
    ...LAYERS.flatMap((layer) => {
      const here = names.filter((name) => alertOf(name).layer === layer);
      const lines = here.flatMap((name) =>
        alertLines(
          name,
          told.filter(({ alert }) => alert === name),
        ),
      );
      return lines.length === 0 ? [] : ['', paint('bold', layer), ...lines];
    }),
    ...section(
      'not there',
      gaps.map(({ alert, code, why }) => ({ cells: [alert, `${code}: ${why}`] })),
    ),
    ...(holes.length === 0 ? [] : ['', ...holeLines(holes)]),
  ];
}

/** Below its name and not beside it: what Cloud Monitoring calls a metric takes a line of its own. */
function alertLines(name: AlertName, declared: readonly DeclaredAlert[]): readonly string[] {
  const { title, missing } = alertOf(name);
  const [first] = declared;
  const levels = [...new Set(declared.map(levelText))];
  const lines = [
    ...levels.slice(0, -1),
    `${levels.at(-1) ?? ''}; no data: ${NO_DATA[missing]}`,
    first?.metric ?? '',
    watchedText(declared),
  ];
  return [
    `  ${name}: ${title}`,
    ...table([{ header: '' }], [{ cells: [lines.join('\n')] }], '    '),
  ];
}

/** A threshold with its place where a service states it; those of the catalogue `kura explain` has with their reasons. */
function levelText(declared: DeclaredAlert): string {
  const { severity, minutes, threshold } = declared;
  const place = threshold.place === CATALOGUE ? '' : ` [${threshold.place}]`;
  return `${severity} ${conditionText(declared)} ${holdText(minutes)}${place}`;
}

/** `order, …-reader-1; in the recovery region order-recovery`. */
function watchedText(declared: readonly DeclaredAlert[]): string {
  const inRegion = (region: DeclaredAlert['region']): string[] => [
    ...new Set(declared.flatMap((each) => (each.region === region ? each.subjects : []))),
  ];
  const [here, there] = [shortened(inRegion('primary')), shortened(inRegion('recovery'))];
  return `of ${[here, ...(there === '' ? [] : [`${there} in the recovery region`])].filter(Boolean).join('; ')}`;
}

/** What follows a database is named after it. */
function shortened([first, ...rest]: readonly string[]): string {
  if (first === undefined) return '';
  const short = rest.map((each) =>
    each.startsWith(`${first}-`) ? `…${each.slice(first.length)}` : each,
  );
  return [first, ...short].join(', ');
}
