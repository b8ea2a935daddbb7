import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Dashboard } from '../../model/alerts/dashboard';
import { pin } from '../address';
import { dashboardBody } from './dashboard-body';

export interface ServiceDashboardSettings {
  readonly address: string;
  readonly dashboard: Dashboard;
}

/** What one service’s people look at. Dashboards have no region: one is there while a region is not. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, { address, dashboard }: ServiceDashboardSettings) {
    super(scope, id);
    const resource = new CloudwatchDashboard(this, 'Resource', {
      dashboardName: dashboard.name,
      dashboardBody: dashboardBody(dashboard),
    });
    pin(resource, address);
  }
}
