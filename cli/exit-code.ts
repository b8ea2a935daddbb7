/** What every verb ends with. */
export const EXIT = { holds: 0, findings: 1, unusable: 2 } as const;
