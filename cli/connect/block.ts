import { comment } from '../bootstrap/shell';
import { outputWidth, paint } from '../terminal';
import { wrap } from '../table';

/** A command over several lines: each part on one of its own. */
export function command(...parts: readonly string[]): string[] {
  return parts.map((part, i) => {
    const indented = i === 0 ? part : `  ${part}`;
    return i < parts.length - 1 ? `${indented} \\` : indented;
  });
}

/** What a command says, kept in a variable of the shell. */
export function assign(name: string, ...parts: readonly string[]): string[] {
  const [first = '', ...rest] = parts;
  const last = rest.length - 1;
  return command(
    `${name}=$(${first}${rest.length === 0 ? ')' : ''}`,
    ...rest.map((part, i) => (i === last ? `${part})` : part)),
  );
}

/** Prose among commands: comments of the shell, dimmed on a terminal. */
export function prose(...paragraphs: readonly string[]): string[] {
  return paragraphs.flatMap((text) =>
    wrap(text, outputWidth() - '# '.length).map((line) => paint('dim', comment(line))),
  );
}
