import { CLOUDS } from '../../model/access/identity';
import type { Severity } from '../../model/alerts/severity';
import { ALERT_NAMES } from '../../model/alerts/alert-names';
import type { Instance } from '../../model/deployment/deployment';
import { CLOUD_NAMES } from '../list';
import { table } from '../table';
import { counted, paint } from '../terminal';
import { hearerRows, LOUDEST_FIRST } from './hearers';
import { holesOf, type Hole } from './holes';

/** Of each environment on each cloud who hears of what, and how many alerts each instance has; then the holes. */
export function matrixLines(instances: readonly Instance[]): string[] {
  const groups = [...new Set(instances.map(({ environment }) => environment))].flatMap(
    (environment) =>
      CLOUDS.map((cloud) =>
        instances.filter((each) => each.environment === environment && each.cloud === cloud),
      ).filter((group) => group.length > 0),
  );
  const holes = instances.flatMap((instance) =>
    holesOf(instance.alerts).map((hole) => ({ instance, hole })),
  );
  return [
    ...groups.flatMap((group) => [...groupLines(group), '']),
    ...(holes.length === 0 ? [] : [...holeLines(holes), '']),
    ...(holes.length === 0
      ? [
          `${counted(instances.length, 'instance')}, no hole: each has the ${String(ALERT_NAMES.length)} alerts of the catalogue`,
          'or the reason why not, which `npx kura alerts <env>/<service>` prints.',
        ]
      : [`${counted(instances.length, 'instance')}, ${counted(holes.length, 'hole')}.`]),
  ];
}

function groupLines(group: readonly Instance[]): string[] {
  const [first] = group;
  if (!first) return [];
  return [
    paint('bold', `${first.environment}, ${CLOUD_NAMES[first.cloud]}`),
    ...table(
      [{ header: '' }, { header: '' }],
      hearerRows(
        group.flatMap(({ id, alerts }) => alerts.told.map((each) => ({ ...each, of: id }))),
      ),
      '  ',
    ),
    ...table(
      [
        { header: 'instance' },
        ...['alerts', ...LOUDEST_FIRST, 'not there'].map((header) => ({
          header,
          align: 'right' as const,
        })),
      ],
      group.map((instance) => ({
        cells: cellsOf(instance),
        ...(holesOf(instance.alerts).length > 0 ? { style: 'red' as const } : {}),
      })),
      '  ',
    ),
  ];
}

/** Alerts, not alarms: one of four databases in two regions counts once. */
function cellsOf({ id, alerts: { told, gaps } }: Instance): string[] {
  const names = (severity: Severity): number =>
    new Set(told.filter((each) => each.severity === severity).map(({ alert }) => alert)).size;
  return [
    id,
    ...[new Set(told.map(({ alert }) => alert)).size, ...LOUDEST_FIRST.map(names), gaps.length].map(
      (count) => (count === 0 ? '–' : String(count)),
    ),
  ];
}

/** What is wrong, one hole a row. */
export function holeLines(
  holes: readonly { readonly instance: Instance; readonly hole: Hole }[],
): string[] {
  if (holes.length === 0) return [];
  return [
    paint('bold', 'holes'),
    ...table(
      [{ header: '' }, { header: '' }, { header: '' }],
      holes.map(({ instance: { environment, id }, hole: { alert, severity, what } }) => ({
        cells: [
          `${environment}/${id}`,
          severity === undefined ? alert : `${alert} ${severity}`,
          what,
        ],
        style: 'red' as const,
      })),
      '  ',
    ),
  ];
}
