import type { AwsMeasured } from './aws-measured';
import type { Severity } from './severity';

/** The rows of a dashboard, from what carries a database to what it is for (seed 001: 複数の層で観測する). */
export const DASHBOARD_ROWS = ['infrastructure', 'database', 'application'] as const;
export type DashboardRowName = (typeof DASHBOARD_ROWS)[number];

/** A line of a graph. */
export interface DashboardLine extends AwsMeasured {
  readonly label: string;
}

/** A level across a graph: from where on something is told, or what there is of something. */
export interface DashboardLevel {
  readonly label: string;
  readonly value: number;
  /** Absent of what is no threshold. */
  readonly severity?: Severity;
}

/** A graph of one region’s metrics. */
export interface Graph {
  readonly kind: 'graph';
  readonly title: string;
  readonly region: string;
  /** Seconds. */
  readonly period: number;
  readonly lines: readonly DashboardLine[];
  readonly levels: readonly DashboardLevel[];
}

/** The newest lines of logs that a query finds. */
export interface LogTable {
  readonly kind: 'logs';
  readonly title: string;
  readonly region: string;
  /** Of CloudWatch Logs Insights. */
  readonly query: string;
}

export interface DashboardRow {
  readonly name: DashboardRowName;
  /** What the row says, and what has no line: Markdown. */
  readonly text: string;
  readonly panels: readonly (Graph | LogTable)[];
}

/** The states of alarms, by their ARNs. */
export interface AlarmStates {
  readonly title: string;
  readonly alarms: readonly string[];
}

/** All that a dashboard shows, without where on it. */
export interface Dashboard {
  /** `<organisation>-<environment>-<service>`: an account has its names but once, whatever the region. */
  readonly name: string;
  readonly states: readonly AlarmStates[];
  readonly rows: readonly DashboardRow[];
}
