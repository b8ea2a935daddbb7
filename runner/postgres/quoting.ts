import { escapeIdentifier, escapeLiteral } from 'pg';

/** A name in a statement. No text of SQL gets a name or a value but through this file. */
export const name = (text: string): string => escapeIdentifier(text);

/** A value in a statement. */
export const literal = (text: string): string => escapeLiteral(text);

/** `"app"."orders"`. */
export const dotted = (...parts: readonly string[]): string => parts.map(name).join('.');

/** `"a", "b"`. */
export const names = (list: readonly string[]): string => list.map(name).join(', ');

/** Who gets or loses a privilege: a role, or null for everybody. */
export const grantee = (who: string | null): string => (who === null ? 'PUBLIC' : name(who));

/** The words of a privilege come from PostgreSQL's own list, and nothing else may stand there. */
export function privilegeWord(text: string): string {
  if (!/^[A-Z]+(?: [A-Z]+)*$/.test(text)) throw new Error(`No privilege has the name ${text}.`);
  return text;
}

/** A parameter of PostgreSQL's or of a library's, which is read without its quotes. */
export function parameterName(text: string): string {
  const parts = text.split('.');
  return parts.every((part) => /^[a-z_][a-z0-9_]*$/.test(part)) ? text : dotted(...parts);
}
