import type { AwsInstance } from '../deployment/aws-deployment';
import { watchedDatabases, type WatchedDatabase } from './watched-databases';

/** One of the two regions in which an instance has something. */
export type AwsRegion = WatchedDatabase['region'];

/** All databases of an instance, as its stacks make them. */
export function awsDatabases({
  identifier,
  decisions,
  restores,
  recovery,
  recoveryHome,
  active,
}: AwsInstance): readonly WatchedDatabase[] {
  const follows = recovery.mechanisms.some(({ value }) => value === 'recovery-replica');
  const replica =
    recoveryHome && follows
      ? { identifier: recoveryHome.identifier, serves: active.value === 'recovery' }
      : undefined;
  return watchedDatabases({
    ...{ identifier, readers: decisions.readers.value, restores },
    ...(replica ? { replica } : {}),
  });
}

/** How the names of what an instance has in a region begin. */
export function awsHomeName(
  { identifier, recoveryHome }: Pick<AwsInstance, 'identifier' | 'recoveryHome'>,
  region: AwsRegion,
): string {
  return region === 'recovery' ? (recoveryHome?.identifier ?? identifier) : identifier;
}

/** The cloud’s name of a region. */
export function awsRegionName(
  { target, recoveryHome }: Pick<AwsInstance, 'target' | 'recoveryHome'>,
  region: AwsRegion,
): string {
  return region === 'recovery' ? (recoveryHome?.target.region ?? target.region) : target.region;
}
