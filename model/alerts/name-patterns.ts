/**
 * Names as one pattern of RE2 that matches them whole and nothing else. They consist of lower-case letters, digits and hyphens, so that
 * nothing in them means anything to RE2, or is escaped in a filter or in PromQL.
 *
 * @param beginning what all of them begin with, written once
 */
export function namePattern(names: readonly string[], beginning = ''): string {
  return ofTerms(termsOf(names, beginning), beginning);
}

/**
 * The same as several patterns where one would be too long. Terms stay in their order, so that a new name moves few others.
 *
 * @param fits whether what a pattern is written into is short enough; one name is taken whether or not
 */
export function namePatterns(
  names: readonly string[],
  beginning: string,
  fits: (pattern: string) => boolean,
): readonly string[] {
  const packed: string[][] = [];
  for (const term of termsOf(names, beginning)) {
    const last = packed.at(-1);
    if (last && fits(ofTerms([...last, term], beginning))) last.push(term);
    else packed.push([term]);
  }
  return packed.map((terms) => ofTerms(terms, beginning));
}

function ofTerms(terms: readonly string[], beginning: string): string {
  return terms.length === 1 ? `${beginning}${terms.join('')}` : `${beginning}(${terms.join('|')})`;
}

/** A database with its readers is one term: `order(|-reader-1|-reader-2)`. */
function termsOf(names: readonly string[], beginning: string): readonly string[] {
  const endings = new Map<string, string[]>();
  for (const name of [...new Set(names)].sort()) {
    if (!name.startsWith(beginning)) throw new Error(`${name}: must begin with ${beginning}`);
    const ending = /-reader-\d+$/.exec(name)?.[0] ?? '';
    const base = name.slice(beginning.length, name.length - ending.length);
    endings.set(base, [...(endings.get(base) ?? []), ending]);
  }
  return [...endings].map(([base, all]) =>
    all.length === 1 ? `${base}${all.join('')}` : `${base}(${all.join('|')})`,
  );
}
