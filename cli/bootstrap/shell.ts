/** Plain words need no quotes; these characters mean nothing to a shell. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one word of a bash command. Between single quotes only a single quote is special. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value that only the script knows, as documents carry it. */
export const variable = (name: 'state_key' | 'trust'): string => `{{${name}}}`;

/** The last line of every document. No line of indented JSON can be it. */
const END = 'END_OF_DOCUMENT';

/** Lines that write a value to a file as JSON; variables in it are filled in by bash, and nothing else is. */
export function writeDocument(file: string, value: unknown): string[] {
  const text = JSON.stringify(value, null, 2);
  if (!/\{\{\w+\}\}/.test(text)) return [`cat > "$work"/${shellWord(file)} <<'${END}'`, text, END];
  const filled = text.replace(/[\\$`]/g, '\\$&').replace(/\{\{(\w+)\}\}/g, '$${$1}');
  return [`cat > "$work"/${shellWord(file)} <<${END}`, filled, END];
}

/** A text as a bash comment: one that cannot end its line. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}`.trimEnd();
}
