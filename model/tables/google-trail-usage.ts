import type { GoogleAudit, GoogleAuditStore } from '../deployment/google-deployment';
import type { GoogleQuotaName } from './google-quotas';
import type { Usage } from './quota';

type GoogleUsage = Usage<GoogleQuotaName>;

/** What one store of a trail makes, by project: in its own also who writes to it from others. */
export function googleTrailUsage(
  { sources }: Pick<GoogleAudit, 'sources'>,
  { target }: Pick<GoogleAuditStore, 'target'>,
): readonly (readonly [project: string, GoogleUsage])[] {
  const others = sources.filter(({ project }) => project !== target.project);
  return [
    [target.project, { logBuckets: 1, logSinks: 1, principals: others.length }],
    ...sources.map(({ project }) => [project, { logSinks: 1 }] as const),
  ];
}
