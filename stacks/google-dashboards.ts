import type { Construct } from 'constructs';
import { addressOf } from '../constructs/address';
import { ServiceDashboard } from '../constructs/google/dashboard';
import { homeOf } from '../model/alerts/alert-home';
import { googleDashboard } from '../model/alerts/google-dashboard';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';

/** A dashboard for each service of an instance, with what it has in either region: it is the primary region’s stack that makes them. */
export function createGoogleDashboards(
  scope: Construct,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): void {
  const home = homeOf(instance, foundation);
  for (const service of instance.services) {
    const { id } = service;
    new ServiceDashboard(scope, `dashboard-${id}`, {
      address: addressOf(instance.id, id),
      project: instance.target.project,
      dashboard: googleDashboard(instance, service, { home, prefix: foundation.prefix }),
    });
  }
}
