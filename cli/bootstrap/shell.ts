/** Plain words need no quotes; these characters mean nothing to a shell. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one word of a bash command. Between single quotes only a single quote is special. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value that only the script knows, as documents carry it. */
export const variable = (
  name: 'agent' | 'audit_trust' | 'number' | 'state_key' | 'trust',
): string => `{{${name}}}`;

/** A text with such values as one word of a bash command. */
export const filledWord = (text: string): string =>
  /\{\{\w+\}\}/.test(text) ? `"${filledIn(text).replaceAll('"', '\\"')}"` : shellWord(text);

/** The last line of every document. No line of indented JSON can be it. */
const END = 'END_OF_DOCUMENT';

/** Lines that write a text to a file; variables in it are filled in by bash, and nothing else is. */
export function writeText(file: string, text: string): string[] {
  if (!/\{\{\w+\}\}/.test(text)) return [`cat > "$work"/${shellWord(file)} <<'${END}'`, text, END];
  return [`cat > "$work"/${shellWord(file)} <<${END}`, filledIn(text), END];
}

/** The same for a value, as JSON. */
export function writeDocument(file: string, value: unknown): string[] {
  return writeText(file, JSON.stringify(value, null, 2));
}

/** A text between bash's double quotes or in a document: nothing in it is special but the variables. */
function filledIn(text: string): string {
  return text.replace(/[\\$`]/g, '\\$&').replace(/\{\{(\w+)\}\}/g, '$${$1}');
}

/** A text as a bash comment: one that cannot end its line. */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}`.trimEnd();
}

/** Fixed text of both clouds' scripts. */
export const STOP = `stop() {
  printf 'kura bootstrap: %s.\\n' "$*" >&2
  exit 2
}
`;

/** `--key=value` for each, quoted. */
export const options = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `--${name}=${shellWord(value)}`)
    .join(' ');
