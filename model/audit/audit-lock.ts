/**
 * What keeps a trail before its time is over. `governance`: who administers the store may still lift it, on purpose and seen; nobody of
 * the environment may. What nobody can ever lift is not offered: a mistake in it is paid for until its end.
 */
export const AUDIT_LOCKS = ['off', 'governance'] as const;
export type AuditLock = (typeof AUDIT_LOCKS)[number];
