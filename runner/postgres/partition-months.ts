import { createHash } from 'node:crypto';

/** A month, counted from the year 0. */
export type Month = number;

export const monthOf = (instant: Date): Month =>
  instant.getUTCFullYear() * 12 + instant.getUTCMonth();

const yearOf = (month: Month): string => String(Math.floor(month / 12)).padStart(4, '0');
const numberOf = (month: Month): string => String((month % 12) + 1).padStart(2, '0');

/** `2026-11-01`. */
export const firstDay = (month: Month): string => `${yearOf(month)}-${numberOf(month)}-01`;

/** Longest name in bytes: NAMEDATALEN - 1. */
const LONGEST = 63;

/** `orders_y2026m11`. Where it would be too long, the table's name is cut and followed by eight digits of its SHA-256. */
export function partitionName(table: string, month: Month): string {
  const end = `_y${yearOf(month)}m${numberOf(month)}`;
  if (Buffer.byteLength(table + end) <= LONGEST) return table + end;
  const digest = createHash('sha256').update(table).digest('hex').slice(0, 8);
  let cut = table;
  while (Buffer.byteLength(`${cut}_${digest}${end}`) > LONGEST)
    cut = Array.from(cut).slice(0, -1).join('');
  return `${cut}_${digest}${end}`;
}

/** The literals that a month begins and ends with, as a column of this type reads them. */
export function monthBounds(month: Month, type: string): readonly [from: string, to: string] {
  return [boundOf(month, type), boundOf(month + 1, type)];
}

function boundOf(month: Month, type: string): string {
  return `${firstDay(month)}${BOUND_ENDS[type] ?? ''}`;
}

/** What follows the day in a bound, as PostgreSQL writes it in UTC. */
const BOUND_ENDS: Readonly<Record<string, string>> = {
  date: '',
  'timestamp without time zone': ' 00:00:00',
  'timestamp with time zone': ' 00:00:00+00',
};

export const PARTITION_TYPES = Object.keys(BOUND_ENDS);

/** What a partition covers, from the first instant up to the last; null without a limit. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

const BOUND = /^FOR VALUES FROM \((.+?)\) TO \((.+?)\)$/;

/** Reads a bound of one column. ISO dates of four-digit years compare as texts. */
export function readSpan(bound: string): Span | undefined {
  const match = BOUND.exec(bound);
  return match ? { from: valueOf(match[1] ?? ''), to: valueOf(match[2] ?? '') } : undefined;
}

function valueOf(text: string): string | null {
  return /^'(.*)'$/.exec(text)?.[1] ?? null;
}

export const isMonth = ({ from, to }: Span, month: Month, type: string): boolean => {
  const [first, last] = monthBounds(month, type);
  return from === first && to === last;
};

/** How much of a month a span covers. */
export function covers(span: Span, month: Month, type: string): 'all' | 'some' | 'nothing' {
  const [first, last] = monthBounds(month, type);
  const { from, to } = span;
  if ((from === null || from <= first) && (to === null || to >= last)) return 'all';
  return (from === null || from < last) && (to === null || to > first) ? 'some' : 'nothing';
}
