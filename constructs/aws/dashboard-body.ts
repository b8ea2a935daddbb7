import type { AwsMeasured } from '../../model/alerts/aws-measured';
import type {
  AlarmStates,
  Dashboard,
  DashboardLevel,
  DashboardLine,
  DashboardRow,
  Graph,
  LogTable,
} from '../../model/alerts/dashboard';
import type { Severity } from '../../model/alerts/severity';

/* "Dashboard Body Structure and Syntax" (CloudWatch API reference, read 2026-11): a grid of 24 columns, and the kinds of widgets. */
const COLUMNS = 24;
const GRAPH = { width: 6, height: 6 } as const;
const TABLE = { width: COLUMNS, height: 6 } as const;
/** An alarm is a tile of which eight stand in a line. */
const TILES = 8;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Widget extends Size {
  readonly type: 'alarm' | 'log' | 'metric' | 'text';
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A dashboard as CloudWatch takes it: the states of alarms, and below them row after row. The same gives the same bytes. */
export function dashboardBody({ states, rows }: Dashboard): string {
  const lines = [
    ...states.map((each) => [statesWidget(each)]),
    ...rows.flatMap((row) => [[textWidget(row)], ...panelsOf(row)]),
  ];
  return JSON.stringify({ start: '-PT6H', periodOverride: 'inherit', widgets: placed(lines) });
}

/** Lines of widgets from top to bottom, each as high as its highest. */
function placed(lines: readonly (readonly Widget[])[]): readonly object[] {
  let y = 0;
  return lines.flatMap((line) => {
    let x = 0;
    const here = line.map(({ type, width, height, properties }) => {
      const widget = { type, x, y, width, height, properties };
      x += width;
      return widget;
    });
    y += Math.max(0, ...line.map(({ height }) => height));
    return here;
  });
}

/** Four graphs in a line, and tables below them. */
function panelsOf({ panels }: DashboardRow): readonly (readonly Widget[])[] {
  const graphs = panels.flatMap((panel) => (panel.kind === 'graph' ? [graphWidget(panel)] : []));
  const tables = panels.flatMap((panel) => (panel.kind === 'logs' ? [[tableWidget(panel)]] : []));
  const each = COLUMNS / GRAPH.width;
  const lines = Array.from({ length: Math.ceil(graphs.length / each) }, (_, i) =>
    graphs.slice(i * each, (i + 1) * each),
  );
  return [...lines, ...tables];
}

function statesWidget({ title, alarms }: AlarmStates): Widget {
  const height = 1 + Math.ceil(alarms.length / TILES);
  return { type: 'alarm', width: COLUMNS, height, properties: { title, alarms } };
}

function textWidget({ text }: DashboardRow): Widget {
  const height = Math.max(2, text.split('\n').length);
  return {
    type: 'text',
    width: COLUMNS,
    height,
    properties: { markdown: text, background: 'transparent' },
  };
}

function tableWidget({ title, region, query }: LogTable): Widget {
  return { type: 'log', ...TABLE, properties: { title, region, query, view: 'table' } };
}

function graphWidget({ title, region, period, lines, levels }: Graph): Widget {
  return {
    type: 'metric',
    ...GRAPH,
    properties: {
      ...{ title, region, period, view: 'timeSeries', stacked: false },
      metrics: lines.flatMap((line, i) => entriesOf(line, i + 1)),
      ...(levels.length > 0 ? { annotations: { horizontal: levels.map(annotationOf) } } : {}),
    },
  };
}

const COLOURS: Readonly<Record<Severity, string>> = {
  critical: '#d62728',
  warning: '#ff7f0e',
  info: '#1f77b4',
};

const annotationOf = ({ label, value, severity }: DashboardLevel): object => ({
  label,
  value,
  color: severity ? COLOURS[severity] : '#7f7f7f',
});

/** A line of its own metric, or of an expression whose metrics are not shown. */
function entriesOf({ label, series, expression }: DashboardLine, n: number): readonly unknown[] {
  const shown = expression === undefined;
  const metrics = series.map(({ id, namespace, name, dimensions, statistic: stat }) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    shown ? { id: numbered(id, n), label, stat } : { id: numbered(id, n), stat, visible: false },
  ]);
  if (shown) return metrics;
  return [
    ...metrics,
    [{ id: numbered('e', n), label, expression: renamed({ series, expression }, n) }],
  ];
}

/** Ids are a widget’s: those of a line have its number. */
const numbered = (id: string, n: number): string => `${id}${String(n)}`;

function renamed({ series, expression = '' }: AwsMeasured, n: number): string {
  return series.reduce(
    (text, { id }) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), numbered(id, n)),
    expression,
  );
}
