import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'yellow';

/** Lines to stdout: what the user asked for. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Lines to stderr: what is said besides. */
export function printAside(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** A value as JSON to stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Styles a text where stdout shows colours: not in a pipe, and not under NO_COLOR. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Where nothing tells the width, as in a pipe, the output is the same on every machine. */
const USUAL_WIDTH = 80;
const NARROWEST = 40;
const WIDEST = 120;

/** Columns to fill: the terminal's, within reason. */
export function outputWidth(): number {
  if (!process.stdout.isTTY) return USUAL_WIDTH;
  return Math.min(Math.max(process.stdout.columns, NARROWEST), WIDEST);
}

/** Shows a line on a terminal while `work` runs, and takes it away afterwards. */
export async function withProgress<Result>(
  line: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const { stderr } = process;
  // At once and not after a second: synthesis never yields to a timer.
  if (stderr.isTTY) stderr.write(line);
  try {
    return await work();
  } finally {
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  }
}

/** `1 instance`, `2 instances`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
