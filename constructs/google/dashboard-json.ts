import type {
  GoogleChart,
  GoogleDashboard,
  GoogleDashboardRow,
} from '../../model/alerts/google-dashboard';
import type { ChartQuery } from '../../model/alerts/google-lines';

/** Of the whole width: what the console lays out itself. */
const COLUMNS = 48;
const HEADING_HEIGHT = 4;
const CHART = { width: 16, height: 16 };

interface Tile {
  readonly xPos?: number;
  readonly yPos?: number;
  readonly width: number;
  readonly height: number;
  readonly widget: object;
}

/**
 * A dashboard as Cloud Monitoring keeps it. What is empty or 0 is left out: the API leaves it out of what it answers, and the provider
 * takes each for a change (terraform-provider-google#16173).
 */
export function dashboardJson({ name, rows }: GoogleDashboard): string {
  const tiles: Tile[] = [];
  let top = 0;
  for (const row of rows.filter(({ charts }) => charts.length > 0)) {
    tiles.push(...tilesOf(row, top));
    top += heightOf(row);
  }
  return JSON.stringify({ displayName: name, mosaicLayout: { columns: COLUMNS, tiles } });
}

const PER_LINE = COLUMNS / CHART.width;

function heightOf({ charts }: GoogleDashboardRow): number {
  return HEADING_HEIGHT + Math.ceil(charts.length / PER_LINE) * CHART.height;
}

function tilesOf({ title, text, charts }: GoogleDashboardRow, top: number): readonly Tile[] {
  const heading = { title, sectionHeader: { subtitle: text, dividerBelow: true } };
  return [
    { ...at(0, top), width: COLUMNS, height: HEADING_HEIGHT, widget: heading },
    ...charts.map((chart, i) => ({
      ...at(
        (i % PER_LINE) * CHART.width,
        top + HEADING_HEIGHT + Math.floor(i / PER_LINE) * CHART.height,
      ),
      ...CHART,
      widget: widgetOf(chart),
    })),
  ];
}

const at = (xPos: number, yPos: number): Pick<Tile, 'xPos' | 'yPos'> => ({
  ...(xPos === 0 ? {} : { xPos }),
  ...(yPos === 0 ? {} : { yPos }),
});

function widgetOf({ title, queries, levels }: GoogleChart): object {
  return {
    title,
    xyChart: {
      chartOptions: { mode: 'COLOR' },
      dataSets: queries.map((query) => ({ plotType: 'LINE', timeSeriesQuery: queryOf(query) })),
      ...(levels.length === 0
        ? {}
        : {
            thresholds: levels.map(({ label, value }) => ({
              label,
              ...(value === 0 ? {} : { value }),
            })),
          }),
    },
  };
}

function queryOf(query: ChartQuery): object {
  if (query.kind === 'promql') return { prometheusQuery: query.query };
  const { filter, period, aligner, together } = query;
  return {
    timeSeriesFilter: {
      filter,
      aggregation: {
        alignmentPeriod: `${String(period)}s`,
        perSeriesAligner: aligner,
        ...(together ? { crossSeriesReducer: together.reducer, groupByFields: together.by } : {}),
      },
    },
  };
}
