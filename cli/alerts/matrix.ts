import { CLOUDS } from '../../model/access/identity';
import type { Severity } from '../../model/alerts/severity';
import { ALERT_NAMES } from '../../model/alerts/alert-names';
import type { Instance } from '../../model/deployment/deployment';
import { CLOUD_NAMES } from '../list';
import { table } from '../table';
import { namedLines } from '../explain/named-lines';
import { counted, outputWidth, paint } from '../terminal';
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
    ...namedLines(
      hearerRows(
        group.flatMap(({ id, alerts }) => alerts.told.map((each) => ({ ...each, of: id }))),
      ),
    ),
    ...instanceLines(group),
  ];
}

const COUNTS = ['alerts', ...LOUDEST_FIRST, 'not there'];
const INDENT = '  ';

/** Each instance in a line; a name that has no room beside its counts in a line above them. */
function instanceLines(group: readonly Instance[]): string[] {
  const room = outputWidth() - COUNTS.reduce((sum, { length }) => sum + 2 + length, INDENT.length);
  const rows = group.map((instance) => ({
    above: instance.id.length > room ? [`${INDENT}${instance.id}`] : [],
    cells: [instance.id.length > room ? '' : instance.id, ...countsOf(instance)],
    ...(holesOf(instance.alerts).length > 0 ? { style: 'red' as const } : {}),
  }));
  const columns = [
    { header: 'instance' },
    ...COUNTS.map((header) => ({ header, align: 'right' as const })),
  ];
  const [header = '', ...lines] = table(columns, rows, INDENT);
  return [
    header,
    ...rows.flatMap(({ above, style }, i) => [
      ...above.map((line) => (style === undefined ? line : paint(style, line))),
      lines[i] ?? '',
    ]),
  ];
}

/** Alerts, not alarms: one of four databases in two regions counts once. */
function countsOf({ alerts: { told, gaps } }: Instance): string[] {
  const names = (severity: Severity): number =>
    new Set(told.filter((each) => each.severity === severity).map(({ alert }) => alert)).size;
  return [
    new Set(told.map(({ alert }) => alert)).size,
    ...LOUDEST_FIRST.map(names),
    gaps.length,
  ].map((count) => (count === 0 ? '–' : String(count)));
}

/** What is wrong, one hole a row. */
export function holeLines(
  holes: readonly { readonly instance: Instance; readonly hole: Hole }[],
): string[] {
  if (holes.length === 0) return [];
  const rows = holes.map(({ instance: { environment, id }, hole: { alert, severity, what } }) => ({
    name: `${environment}/${id}`,
    cells: [severity === undefined ? alert : `${alert} ${severity}`, what],
    style: 'red' as const,
  }));
  const beside = rows.every(({ name }) => name.length <= LONGEST_BESIDE_HOLE);
  return [
    paint('bold', 'holes'),
    ...(beside
      ? table(
          [{ header: '' }, { header: '' }, { header: '' }],
          rows.map(({ name, cells, style }) => ({ cells: [name, ...cells], style })),
          INDENT,
        )
      : rows.flatMap((row) => [
          paint(row.style, `${INDENT}${row.name}`),
          ...table([{ header: '' }, { header: '' }], [row], INDENT.repeat(2)),
        ])),
  ];
}

/** Beside a longer name the alert and what is wrong with it have no room. */
const LONGEST_BESIDE_HOLE = 24;
