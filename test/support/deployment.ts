import type { Deployment } from '../../model/deployment/deployment';
import { AWS_INSTANCES, DEV, PROD } from './aws-deployment';
import { GOOGLE_DEV, GOOGLE_INSTANCES, GOOGLE_PROD } from './google-deployment';

/** Every shape at once, on both clouds. */
export const DEPLOYMENT: Deployment = {
  organisation: 'acme',
  timeZone: 'Asia/Tokyo',
  foundations: [DEV, GOOGLE_DEV, PROD, GOOGLE_PROD],
  instances: [...AWS_INSTANCES, ...GOOGLE_INSTANCES],
};
