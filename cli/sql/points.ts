import { wrap } from '../table';
import { outputWidth } from '../terminal';

const MARK = '  - ';

/** A heading with what is below it; nothing where nothing is. */
export function points(heading: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const lines = texts.flatMap((text) =>
    wrap(text, outputWidth() - MARK.length).map(
      (line, i) => `${i === 0 ? MARK : ' '.repeat(MARK.length)}${line}`,
    ),
  );
  return [`${heading}:`, ...lines];
}
