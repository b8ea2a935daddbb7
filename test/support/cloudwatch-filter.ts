/**
 * CloudWatch’s patterns of plain lines, as far as Kura’s filters use them: terms and quoted phrases, all of which a line must have; one of
 * those after `?`; none of those after `-`; or one regular expression alone between `%` ("Filter pattern syntax" and "Supported regular
 * expressions (regex) syntax", CloudWatch Logs user guide, read 2026-11). What they do not take is refused here, too.
 */
export function matcherOf(pattern: string): (line: string) => boolean {
  if (pattern.length > 1024) throw new Error(`${String(pattern.length)} characters: ${pattern}`);
  return isRegex(pattern) ? regexOf(pattern.slice(1, -1)) : termsOf(pattern);
}

/** Whether a pattern counts as one with a regular expression. */
export const isRegex = (pattern: string): boolean => /^%.*%$/s.test(pattern);

/** Letters, digits and these; an operator or what is escaped. No parentheses, no percent sign, nothing beyond ASCII. */
const TAKEN = /^(?:[A-Za-z0-9_#=@/;,-]|[\^$?[\]{}|*+.]|\\[dDsSwW^$?[\]{}|*+.\\]|\\x[0-9A-F]{2})*$/;

function regexOf(text: string): (line: string) => boolean {
  if (!TAKEN.test(text)) throw new Error(`no regular expression of CloudWatch’s: ${text}`);
  const regex = new RegExp(text);
  return (line) => regex.test(line);
}

function termsOf(pattern: string): (line: string) => boolean {
  const terms = [...pattern.matchAll(/([?-]?)(?:"([^"]*)"|(\w+))(?:\s+|$)/g)];
  if (terms.map(([whole]) => whole).join('') !== pattern)
    throw new Error(`no terms of CloudWatch’s: ${pattern}`);
  const of = (sign: string): readonly string[] =>
    terms.flatMap(([, own, phrase, word]) => (own === sign ? [phrase ?? word ?? ''] : []));
  const [all, some, none] = [of(''), of('?'), of('-')];
  if (some.length > 0 && all.length > 0)
    throw new Error(`what is to be there beside one of several is not looked for: ${pattern}`);
  return (line) =>
    all.every((term) => line.includes(term)) &&
    (some.length === 0 || some.some((term) => line.includes(term))) &&
    !none.some((term) => line.includes(term));
}
