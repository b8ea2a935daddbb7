import type { GoogleAuditStore, GoogleFoundation } from '../deployment/google-deployment';
import { usageOfTrailAlerts } from './google-alert-usage';
import type { GoogleQuotaName } from './google-quotas';
import type { Usage } from './quota';

type GoogleUsage = Usage<GoogleQuotaName>;

/** What one store of a trail makes, by project: in its own also who writes to it from others. */
export function googleTrailUsage(
  { audit: { sources, primary }, routes }: Pick<GoogleFoundation, 'audit' | 'routes'>,
  { name, target: { project: there } }: Pick<GoogleAuditStore, 'name' | 'target'>,
): readonly (readonly [project: string, GoogleUsage])[] {
  const others = sources.filter(({ project }) => project !== there);
  const isAlone = others.length === sources.length;
  return [
    [there, { logBuckets: 1, logSinks: 1, principals: others.length }],
    ...(isAlone && name === primary.name
      ? [[there, usageOfTrailAlerts(routes, there)] as const]
      : []),
    ...sources.map(({ project }) => [project, { logSinks: 1 }] as const),
  ];
}
