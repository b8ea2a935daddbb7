import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { awsInstanceOf, SMALL_ESTATE } from './estate-folder';

/** The order of a deployment that is written by hand, with the alerts that the small estate’s has. */
export function withAlerts(instance: AwsInstance): AwsInstance {
  if (instance.id !== 'order') return instance;
  return { ...instance, alerts: awsInstanceOf(SMALL_ESTATE, 'prod-aws-order').alerts };
}
