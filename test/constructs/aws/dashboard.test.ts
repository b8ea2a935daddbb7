import { dashboardBody } from '../../../constructs/aws/dashboard-body';
import type { AwsSeries } from '../../../model/alerts/aws-measured';
import type { Dashboard, Graph } from '../../../model/alerts/dashboard';

const series = (id: string, name: string): AwsSeries => ({
  ...{ id, namespace: 'AWS/RDS', name, statistic: 'Average' },
  dimensions: { DBInstanceIdentifier: 'acme-prod-pay' },
});
const GRAPH: Graph = {
  kind: 'graph',
  title: 'cpu',
  region: 'ap-northeast-1',
  period: 60,
  lines: [{ label: 'acme-prod-pay', series: [series('m', 'CPUUtilization')] }],
  levels: [{ label: 'critical: above 98%', value: 98, severity: 'critical' }],
};
const DASHBOARD: Dashboard = {
  name: 'acme-prod-pay',
  states: [{ title: 'Wakes somebody', alarms: Array.from({ length: 9 }, (_, i) => `arn:${i}`) }],
  rows: [
    {
      name: 'infrastructure',
      text: '## Infrastructure\nIt.\nAnd more.',
      panels: [
        { kind: 'logs', title: 'errors', region: 'ap-northeast-1', query: 'fields @message' },
        ...Array.from({ length: 5 }, () => GRAPH),
      ],
    },
  ],
};

interface Widget {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
const widgetsOf = (dashboard: Dashboard) =>
  (JSON.parse(dashboardBody(dashboard)) as { readonly widgets: readonly Widget[] }).widgets;

test('states are on top, and below each heading four graphs in a line, and tables', () => {
  const places = widgetsOf(DASHBOARD).map(({ properties: _, ...place }) => place);
  const graph = { type: 'metric', width: 6, height: 6 };
  expect(places).toEqual([
    { type: 'alarm', x: 0, y: 0, width: 24, height: 3 },
    { type: 'text', x: 0, y: 3, width: 24, height: 3 },
    ...[0, 6, 12, 18].map((x) => ({ ...graph, x, y: 6 })),
    { ...graph, x: 0, y: 12 },
    { type: 'log', x: 0, y: 18, width: 24, height: 6 },
  ]);
});

test('a graph has a line for each metric, and each threshold across it', () => {
  expect(widgetsOf(DASHBOARD)[2]?.properties).toEqual({
    title: 'cpu',
    region: 'ap-northeast-1',
    period: 60,
    view: 'timeSeries',
    stacked: false,
    metrics: [
      [
        ...['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'acme-prod-pay'],
        { id: 'm1', label: 'acme-prod-pay', stat: 'Average' },
      ],
    ],
    annotations: {
      horizontal: [{ label: 'critical: above 98%', value: 98, color: '#d62728' }],
    },
  });
});

test('of an expression the metrics are not shown, and each line’s have ids of their own', () => {
  const line = {
    label: 'acme-prod-pay',
    series: [series('m', 'ReplicaLag'), series('log', 'TransactionLogsGeneration')],
    expression: 'IF(FILL(log, 0) > 1, m, m - 360)',
  };
  const rows = [
    {
      name: 'database' as const,
      text: '',
      panels: [{ ...GRAPH, lines: [line, line], levels: [] }],
    },
  ];
  const { metrics, annotations } =
    widgetsOf({ ...DASHBOARD, states: [], rows })[1]?.properties ?? {};
  expect((metrics as unknown[][]).map((entry) => entry.at(-1))).toEqual([
    { id: 'm1', stat: 'Average', visible: false },
    { id: 'log1', stat: 'Average', visible: false },
    { id: 'e1', label: 'acme-prod-pay', expression: 'IF(FILL(log1, 0) > 1, m1, m1 - 360)' },
    { id: 'm2', stat: 'Average', visible: false },
    { id: 'log2', stat: 'Average', visible: false },
    { id: 'e2', label: 'acme-prod-pay', expression: 'IF(FILL(log2, 0) > 1, m2, m2 - 360)' },
  ]);
  expect(annotations).toBeUndefined();
});

test('the same gives the same bytes', () => {
  expect(dashboardBody(DASHBOARD)).toBe(dashboardBody(structuredClone(DASHBOARD)));
});
