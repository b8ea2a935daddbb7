import type { AwsFoundation, AwsStateStore } from '../../../model/deployment/aws-deployment';
import type { Deployment } from '../../../model/deployment/deployment';
import { instancesIn } from '../environment';
import type { StateBucket } from './account-scope';

/**
 * The buckets that the estate states, and for a region of which it says nothing a proposed one. The recovery region keeps the state of
 * what lives there, so that it can be planned alone.
 */
export function stateBuckets(
  deployment: Deployment,
  { environment, target, recoveryRegion, recovery, state }: AwsFoundation,
): StateBucket[] {
  const bucketIn = (region: string, store: AwsStateStore | undefined): StateBucket =>
    store?.kind === 's3'
      ? { region, bucket: store.bucket, statedKey: store.kmsKey }
      : { region, bucket: `${deployment.organisation}-kura-state-${environment}-${region}` };
  // All stacks of a region have the one store; an isolated instance's may be the only ones in the recovery region.
  const homes = instancesIn(deployment, 'aws', environment).map(({ recoveryHome }) => recoveryHome);
  const there = [recovery, ...homes].find((home) => home !== undefined)?.state;
  return [bucketIn(target.region, state), bucketIn(recoveryRegion, there)];
}
