import type { GoogleInstance } from '../deployment/google-deployment';
import type { Quota, Usage } from './quota';

/**
 * Sources: "Quotas and limits" (Cloud SQL, updated 2026-04-10; projects of the old network architecture have 100 instances);
 * "Quotas and limits" (IAM, mirror of 2026-05-30). A member counts once for each binding it is in. Readers of one primary: no page
 * of Google's gives it for these engines; 10 is what others report.
 */
export const GOOGLE_QUOTAS = {
  databases: {
    what: 'Cloud SQL instances, with their readers',
    scope: 'account',
    quota: 1000,
    types: ['google_sql_database_instance'],
  },
  readers: { what: 'readers of one instance', scope: 'source', quota: 10, types: [] },
  principals: {
    what: 'members in the project’s IAM policy',
    scope: 'account',
    quota: 1500,
    types: ['google_project_iam_member'],
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type GoogleQuotaName = keyof typeof GOOGLE_QUOTAS;

/** What an instance's stack makes. */
export function googleInstanceUsage({
  decisions,
  services,
}: GoogleInstance): Usage<GoogleQuotaName> {
  const access = services.flatMap((service) => service.access);
  const members = (roles: number, chosen: (entry: (typeof access)[number]) => boolean): number =>
    roles * new Set(access.filter(chosen).map(({ identity }) => identity)).size;
  return {
    databases: 1 + decisions.readers.value,
    readers: decisions.readers.value,
    principals:
      members(2, ({ via, attach }) => via === 'iam' && attach) +
      members(1, ({ via }) => via === 'secret'),
  };
}
