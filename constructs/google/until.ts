/** What a condition has for a right that ends: it lapses by itself, whoever forgets it ("IAM Conditions", date and time, 2026-05). */
export function untilOf(until: string | undefined): readonly string[] {
  return until === undefined ? [] : [`request.time < timestamp("${until}")`];
}
