/**
 * How loud an alert is (seed 004 §5.2): `info` stands on the dashboard; of a `warning` somebody is told who looks at it in the day; what
 * is `critical` wakes people.
 */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The severities that are told to somebody. */
export const TOLD = ['warning', 'critical'] as const satisfies readonly Severity[];
export type ToldSeverity = (typeof TOLD)[number];
