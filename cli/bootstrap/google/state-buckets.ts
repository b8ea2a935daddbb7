import type { Deployment } from '../../../model/deployment/deployment';
import type {
  GoogleFoundation,
  GoogleStateStore,
} from '../../../model/deployment/google-deployment';
import { instancesIn } from '../environment';
import type { StateBucket } from './project-scope';

/**
 * The buckets that the estate states, and for a region of which it says nothing a proposed one. The recovery region keeps the state of
 * what lives there, so that it can be planned alone.
 */
export function stateBuckets(
  deployment: Deployment,
  { environment, target, recoveryRegion, recovery, state }: GoogleFoundation,
): StateBucket[] {
  const proposed = `${deployment.organisation}-kura-state-${environment}`;
  // All stacks of a region have the one store; an isolated instance's may be the only ones in the recovery region.
  const homes = instancesIn(deployment, 'google', environment).map((each) => each.recoveryHome);
  const there = [recovery, ...homes].find((home) => home !== undefined)?.state;
  return [bucketIn(target.region, state, proposed), bucketIn(recoveryRegion, there, proposed)];
}

/** The same of the trail: who writes a state decides what Terraform takes the store for. */
export function trailStateBuckets(
  { organisation }: Pick<Deployment, 'organisation'>,
  { environment, target, recoveryRegion, audit }: GoogleFoundation,
): StateBucket[] {
  const proposed = `${organisation}-kura-audit-state-${environment}`;
  return [
    bucketIn(target.region, audit.primary.state, proposed),
    bucketIn(recoveryRegion, audit.recovery?.state, proposed),
  ];
}

const bucketIn = (
  region: string,
  store: GoogleStateStore | undefined,
  proposed: string,
): StateBucket =>
  store?.kind === 'gcs'
    ? { region, bucket: store.bucket, statedKey: store.kmsKey }
    : { region, bucket: `${proposed}-${region}` };
