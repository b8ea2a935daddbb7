import type { AlertHome } from '../alerts/alert-home';
import { countersOf } from '../alerts/google-counters';
import { alertPolicies } from '../alerts/google-policies';
import type { Routes } from '../alerts/routes';
import { reaches, toldInProject } from '../alerts/told';
import type { GoogleInstance } from '../deployment/google-deployment';
import type { GoogleQuotaName } from './google-quotas';
import type { Usage } from './quota';

type GoogleUsage = Usage<GoogleQuotaName>;

/** Policies on the runners and drills of a project, where somebody is told of warnings. */
const OF_RUNS = 4;

/** What is told of a project’s databases and runs, who is told, and the counters of drift and of the trail. */
export function usageOfAlerts(
  home: AlertHome,
  instances: readonly GoogleInstance[],
  routes: Routes,
): GoogleUsage {
  const { project } = home;
  const runs = reaches(toldInProject(routes.warning, project)) ? OF_RUNS : 0;
  const trail = policiesOfTrail(routes, project);
  return {
    alertPolicies: runs + trail + alertPolicies(home, instances, routes).length,
    ...usageOfChannels(routes, project),
    logMetrics: 1 + countersOf(home, instances).length,
  };
}

/** What is told of a trail in a project that has nothing else. */
export function usageOfTrailAlerts({ critical }: Routes, project: string): GoogleUsage {
  const routes = { warning: [], critical };
  return {
    alertPolicies: policiesOfTrail(routes, project),
    ...usageOfChannels(routes, project),
  };
}

const policiesOfTrail = ({ critical }: Routes, project: string): number =>
  reaches(toldInProject(critical, project)) ? 1 : 0;

/** A stack has a channel for each address, whatever it is told of. Others exist already. */
function usageOfChannels({ warning, critical }: Routes, project: string): GoogleUsage {
  return { channels: toldInProject([...warning, ...critical], project).emails.length };
}
