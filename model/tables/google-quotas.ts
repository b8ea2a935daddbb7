import type { GoogleFoundation, GoogleInstance } from '../deployment/google-deployment';
import type { Quota, Usage } from './quota';

/**
 * Sources: "Quotas and limits" (Cloud SQL, updated 2026-04-10; projects of the old network architecture have 100 instances);
 * "Quotas and limits" (IAM, mirror of 2026-05-30). A member counts once for each binding it is in. Readers of one primary: no page
 * of Google's gives it for these engines; 10 is what others report. Jobs: "Cloud Run quotas and limits" (read 2026-11); Cloud
 * Scheduler takes five times as many.
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
  accounts: {
    what: 'service accounts',
    scope: 'account',
    quota: 100,
    types: ['google_service_account'],
  },
  jobs: {
    what: 'Cloud Run jobs',
    scope: 'region',
    quota: 1000,
    types: ['google_cloud_run_v2_job'],
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type GoogleQuotaName = keyof typeof GOOGLE_QUOTAS;

/** What a foundation's stack makes: the account that starts runners. */
export const GOOGLE_FOUNDATION_USAGE = { accounts: 1 } satisfies Usage<GoogleQuotaName>;

/** What an instance's stack makes. In a project of its own it has what a foundation has. */
export function googleInstanceUsage(
  { decisions, services, target }: GoogleInstance,
  foundation: GoogleFoundation | undefined,
): Usage<GoogleQuotaName> {
  const access = services.flatMap((service) => service.access);
  const members = (roles: number, chosen: (entry: (typeof access)[number]) => boolean): number =>
    roles * new Set(access.filter(chosen).map(({ identity }) => identity)).size;
  return {
    databases: 1 + decisions.readers.value,
    readers: decisions.readers.value,
    principals:
      RUNNER_ROLES +
      members(2, ({ via, attach }) => via === 'iam' && attach) +
      members(1, ({ via }) => via === 'secret') +
      members(1, ({ role, attach }) => role === 'operator' && attach),
    accounts:
      1 + (target.project === foundation?.target.project ? 0 : GOOGLE_FOUNDATION_USAGE.accounts),
    jobs: 1,
  };
}

/** To connect, to log in, and to make itself the database's administrator. */
const RUNNER_ROLES = 3;
