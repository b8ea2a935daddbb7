import { ServiceDashboard } from '../../../constructs/google/dashboard';
import type { GoogleChart } from '../../../model/alerts/google-dashboard';
import { googleSynthOf, resource } from '../../support/synth';

const chart = (title: string, more: Partial<GoogleChart> = {}): GoogleChart => ({
  title,
  queries: [{ kind: 'filter', filter: 'metric.type="m"', period: 60, aligner: 'ALIGN_MEAN' }],
  levels: [],
  ...more,
});

interface Laid {
  readonly mosaicLayout: {
    readonly columns: number;
    readonly tiles: readonly {
      readonly xPos?: number;
      readonly yPos?: number;
      readonly widget: { readonly title: string; readonly xyChart?: object };
    }[];
  };
}

function laid(rows: readonly (readonly GoogleChart[])[]): Laid {
  const config = googleSynthOf((stack) => {
    new ServiceDashboard(stack, 'dashboard', {
      address: 'web',
      project: 'acme-prod-1',
      dashboard: {
        name: 'acme-prod-web',
        rows: rows.map((charts, i) => ({ title: `Row ${String(i)}`, text: 'What it is.', charts })),
      },
    });
  });
  const { project, dashboard_json: json } = resource(config, 'google_monitoring_dashboard', 'web');
  expect(project).toBe('acme-prod-1');
  return JSON.parse(String(json)) as Laid;
}

test('each row has a heading, and three charts in a line below it', () => {
  const { mosaicLayout } = laid([['a', 'b', 'c', 'd'].map((each) => chart(each)), [chart('e')]]);
  expect(mosaicLayout.columns).toBe(48);
  expect(mosaicLayout.tiles.map(({ xPos, yPos, widget }) => [widget.title, xPos, yPos])).toEqual([
    ['Row 0', undefined, undefined],
    ['a', undefined, 4],
    ['b', 16, 4],
    ['c', 32, 4],
    ['d', undefined, 20],
    ['Row 1', undefined, 36],
    ['e', undefined, 40],
  ]);
});

test('a row without charts is none', () => {
  expect(laid([[], [chart('e')]]).mosaicLayout.tiles.map(({ widget }) => widget.title)).toEqual([
    'Row 1',
    'e',
  ]);
});

test('thresholds are across it, and a threshold of 0 is not written', () => {
  const levels = [
    { label: 'warning', value: 0 },
    { label: 'critical', value: 5 },
  ];
  const [, tile] = laid([[chart('a', { levels })]]).mosaicLayout.tiles;
  expect(tile?.widget.xyChart).toMatchObject({
    thresholds: [{ label: 'warning' }, { label: 'critical', value: 5 }],
  });
  expect(JSON.stringify(tile)).not.toContain('"value":0');
});

test('lines are of filters or of PromQL', () => {
  const queries: GoogleChart['queries'] = [
    {
      ...{ kind: 'filter', filter: 'f', period: 300, aligner: 'ALIGN_DELTA' },
      together: { reducer: 'REDUCE_SUM', by: ['resource.label.database_id'] },
    },
    { kind: 'promql', query: 'up' },
  ];
  const [, tile] = laid([[chart('a', { queries })]]).mosaicLayout.tiles;
  expect(tile?.widget.xyChart).toEqual({
    chartOptions: { mode: 'COLOR' },
    dataSets: [
      {
        plotType: 'LINE',
        timeSeriesQuery: {
          timeSeriesFilter: {
            filter: 'f',
            aggregation: {
              alignmentPeriod: '300s',
              perSeriesAligner: 'ALIGN_DELTA',
              crossSeriesReducer: 'REDUCE_SUM',
              groupByFields: ['resource.label.database_id'],
            },
          },
        },
      },
      { plotType: 'LINE', timeSeriesQuery: { prometheusQuery: 'up' } },
    ],
  });
});
