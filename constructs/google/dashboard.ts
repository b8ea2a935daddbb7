import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard';
import { Construct } from 'constructs';
import type { GoogleDashboard } from '../../model/alerts/google-dashboard';
import { pin } from '../address';
import { dashboardJson } from './dashboard-json';

export interface ServiceDashboardSettings {
  readonly address: string;
  readonly project: string;
  readonly dashboard: GoogleDashboard;
}

/** What one service’s people look at. Dashboards have no region: one is there while a region is not. */
export class ServiceDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, project, dashboard }: ServiceDashboardSettings,
  ) {
    super(scope, id);
    const resource = new MonitoringDashboard(this, 'Resource', {
      project,
      dashboardJson: dashboardJson(dashboard),
    });
    pin(resource, address);
  }
}
