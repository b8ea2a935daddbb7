import { table, wrap } from '../table';
import { outputWidth, paint } from '../terminal';
import type { Document, Section, Step } from './document';

/** A runbook as lines for a terminal. */
export function textOf({ title, text, sections }: Document): string[] {
  return [paint('bold', title), ...paragraphs(text), ...sections.flatMap(sectionOf)];
}

function sectionOf({
  title,
  text = [],
  table: facts,
  after = [],
  steps = [],
  boxes = [],
}: Section): string[] {
  return [
    '',
    paint('bold', title),
    ...paragraphs(text),
    ...(facts
      ? [
          '',
          ...table(
            facts.columns.map((header) => ({ header })),
            facts.rows.map((cells) => ({ cells })),
            '  ',
          ),
        ]
      : []),
    ...paragraphs(after),
    ...steps.flatMap(stepOf),
    ...(boxes.length > 0 ? ['', ...boxes.flatMap((box) => hanging('[ ] ', box))] : []),
  ];
}

function stepOf({ text, commands = [], estate = [] }: Step, index: number): string[] {
  const mark = `${String(index + 1)}. `;
  const block = (lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', ...lines.map((line) => `${' '.repeat(mark.length)}${line}`)];
  return ['', ...hanging(mark, text), ...block(estate), ...block(commands)];
}

const paragraphs = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => ['', ...wrap(text, outputWidth())]);

const hanging = (mark: string, text: string): string[] =>
  wrap(text, outputWidth() - mark.length).map(
    (line, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${line}`,
  );
