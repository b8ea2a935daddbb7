/** What an identity may do in a database: each is a group role there. */
export const ROLES = ['owner', 'writer', 'reader', 'migrator', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];
