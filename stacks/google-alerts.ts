import type { Construct } from 'constructs';
import { AlertPolicies } from '../constructs/google/alert-policies';
import { DriftCount } from '../constructs/google/drift-count';
import { EntryCounters } from '../constructs/google/entry-counters';
import type { AlertChannels } from '../constructs/google/notification-channels';
import { TrailAlarm } from '../constructs/google/trail-alarm';
import { changesAtSource, type TrailHands } from '../constructs/google/trail-changes';
import type { AlertHome } from '../model/alerts/alert-home';
import { alertOf } from '../model/alerts/catalogue';
import { countersOf } from '../model/alerts/google-counters';
import { driftFilter } from '../model/alerts/google-entries';
import { alertPolicies } from '../model/alerts/google-policies';
import type { Routes } from '../model/alerts/routes';
import type { GoogleAudit, GoogleInstance } from '../model/deployment/google-deployment';

export interface GoogleAlertsChoice {
  readonly address: string;
  readonly home: AlertHome;
  /** All that the home has. */
  readonly instances: readonly GoogleInstance[];
  readonly routes: Routes;
  /** The address of who deploys. */
  readonly deployer: string;
  /** Where all that is done there is kept, and by whom. */
  readonly audit: GoogleAudit;
}

/** What is told of a project’s databases, and the counter that dashboards have whether or not somebody is told. */
export function createGoogleAlerts(
  scope: Construct,
  { address, home, instances, routes, deployer, audit }: GoogleAlertsChoice,
  wiring: { readonly channels: AlertChannels },
): void {
  const { project, name: of, driftMetric } = home;
  new DriftCount(scope, 'drift-count', {
    ...{ address, project, of, name: driftMetric, filter: driftFilter(home) },
  });
  const counters = countersOf(home, instances);
  new EntryCounters(scope, 'entry-counters', { address, project, name: of, counters });
  const { title, first } = alertOf('trail-changed');
  const filter = changesAtSource({ name: of, deployer, trail: trailHands(audit, project) });
  new TrailAlarm(
    scope,
    'trail-alarm',
    { address, project, name: of, filter, title, first },
    wiring,
  );
  const policies = alertPolicies(home, instances, routes);
  new AlertPolicies(scope, 'alerts', { address, project, policies }, wiring);
}

/** Who works on a trail in one of the projects that it is of. */
function trailHands({ primary, sources }: GoogleAudit, project: string): TrailHands {
  const there = sources.filter((source) => source.project === project);
  return {
    name: primary.name,
    keepers: there.map(({ deployServiceAccount }) => deployServiceAccount),
  };
}
