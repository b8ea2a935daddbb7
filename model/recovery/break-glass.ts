/** A protection that somebody approved to turn off. Whether it has expired is for the audit: synthesis knows no clock. */
export interface BreakGlass {
  readonly protection: 'deletion';
  /** Of what: `primary`, `readers`, `recovery`, or a restored instance by its name; of all where absent. */
  readonly of?: string;
  readonly reason: string;
  readonly approver: string;
  /** The instant it ends, in UTC: `2026-12-01T15:00:00Z`. */
  readonly expires: string;
  readonly place: string;
}

/** The entry that turns off the deletion protection of a part of an instance, if there is one. */
export function deletionApproved(
  entries: readonly BreakGlass[],
  part: string,
): BreakGlass | undefined {
  return entries.find(({ of }) => of === undefined || of === part);
}
