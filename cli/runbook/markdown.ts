import { markdownTable, prose } from '../docs/markdown';
import type { Document, Section, Step } from './document';

/** A runbook as Markdown, ended by a newline. */
export function markdownOf({ title, text, sections }: Document): string {
  const blocks = [`# ${prose(title)}`, ...text.map(prose), ...sections.flatMap(sectionOf)];
  return `${blocks.join('\n\n')}\n`;
}

function sectionOf({
  title,
  text = [],
  table,
  after = [],
  steps = [],
  boxes = [],
}: Section): string[] {
  return [
    `## ${prose(title)}`,
    ...text.map(prose),
    ...(table ? [markdownTable(table.columns, table.rows)] : []),
    ...after.map(prose),
    ...steps.map(stepOf),
    ...(boxes.length > 0 ? [boxes.map((box) => `- [ ] ${prose(box)}`).join('\n')] : []),
  ];
}

function stepOf({ text, commands, estate }: Step, index: number): string {
  const mark = `${String(index + 1)}. `;
  const blocks = [
    prose(text),
    ...(estate ? [fenced('yaml', estate)] : []),
    ...(commands ? [fenced('sh', commands)] : []),
  ];
  return `${mark}${indented(blocks.join('\n\n'), mark.length)}`;
}

const fenced = (language: string, lines: readonly string[]): string =>
  ['```' + language, ...lines, '```'].join('\n');

const indented = (text: string, by: number): string =>
  text.replaceAll(/\n(?!\n)/g, `\n${' '.repeat(by)}`);
