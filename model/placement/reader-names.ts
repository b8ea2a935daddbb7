/** The identifiers of an instance's readers on either cloud, from one number to another. */
export function readerNames(identifier: string, last: number, first = 1): readonly string[] {
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, i) => `${identifier}-reader-${String(first + i)}`,
  );
}
