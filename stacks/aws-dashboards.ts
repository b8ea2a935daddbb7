import type { Construct } from 'constructs';
import { addressOf } from '../constructs/address';
import { ServiceDashboard } from '../constructs/aws/dashboard';
import { awsDashboard } from '../model/alerts/aws-dashboard';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';

/**
 * A dashboard for each service of an instance, with what it has in either region. It is the primary region’s stack that makes them: their
 * names are the account’s, so that another region’s would be the same ones.
 */
export function createAwsDashboards(
  scope: Construct,
  instance: AwsInstance,
  { prefix, routes }: Pick<AwsFoundation, 'prefix' | 'routes'>,
): void {
  for (const service of instance.services) {
    const { id } = service;
    new ServiceDashboard(scope, `dashboard-${id}`, {
      address: addressOf(instance.id, id),
      dashboard: awsDashboard(instance, service, { prefix, routes }),
    });
  }
}
