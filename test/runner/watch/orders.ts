import type { AwsWatchOrder, GoogleWatchOrder } from '../../../model/alerts/watch-order';

/** A watch of an environment on AWS, unless it is said otherwise. */
export function awsWatch(more: Partial<AwsWatchOrder> = {}): AwsWatchOrder {
  return {
    ...{ format: 1, cloud: 'aws', stack: 'prod-aws-foundation' },
    ...{ namespace: 'suzumina-prod', databases: ['suzumina-prod-'] },
    ...{ secrets: 'suzumina-prod/', replicated: false },
    ...more,
  };
}

/** A watch of an environment on Google, unless it is said otherwise. */
export function googleWatch(more: Partial<GoogleWatchOrder> = {}): GoogleWatchOrder {
  return {
    ...{ format: 1, cloud: 'google', stack: 'prod-google-foundation', project: 'suzumina' },
    ...{ region: 'asia-northeast1', namespace: 'suzumina-prod', databases: ['suzumina-prod-'] },
    ...more,
  };
}
