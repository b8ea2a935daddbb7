import { iam, regional } from './account-scope';
import type { TrailScope } from './trail-scope';

export type { TrailScope } from './trail-scope';

const each = (scope: TrailScope, arnOf: (name: string) => string): string[] =>
  scope.trail.stores.map(arnOf);

/** Trails of CloudTrail: those of the account’s calls, and in the store’s account those of the stores. */
export const cloudTrails = (scope: TrailScope): string[] =>
  scope.accountTrails.map((name) => regional(scope, 'cloudtrail', `trail/${name}`));

/** S3 names no account and no region in it. */
export const storeBuckets = ({ trail }: TrailScope): string[] =>
  trail.buckets.map((bucket) => `arn:aws:s3:::${bucket}`);

export const streams = (scope: TrailScope): string[] =>
  each(scope, (name) => regional(scope, 'firehose', `deliverystream/${name}`));

/** With their streams, which the last star takes in. */
export const storeLogGroups = (scope: TrailScope): string[] =>
  each(scope, (name) => regional(scope, 'logs', `log-group:/aws/kinesisfirehose/${name}`)).flatMap(
    (arn) => [arn, `${arn}:*`],
  );

export const destinations = (scope: TrailScope): string[] =>
  each(scope, (name) => regional(scope, 'logs', `destination:${name}`));

/** CloudWatch Logs writes to a stream as the first, and a stream to the bucket as the second. */
export const storeRoles = (scope: TrailScope): string[] =>
  each(scope, (name) => iam(scope, `role/${name}`)).flatMap((arn) => [
    `${arn}-logs`,
    `${arn}-stream`,
  ]);

/** Names in Glue take no hyphen. */
export const inGlue = (name: string): string => name.replaceAll('-', '_');

/** A database and its tables are looked up through the catalogue of the account. */
export const catalogue = (scope: TrailScope): string[] => [
  regional(scope, 'glue', 'catalog'),
  ...each(scope, inGlue).flatMap((name) =>
    [`database/${name}`, `table/${name}/*`, `userDefinedFunction/${name}/*`].map((rest) =>
      regional(scope, 'glue', rest),
    ),
  ),
];

export const workgroups = (scope: TrailScope): string[] =>
  each(scope, (name) => regional(scope, 'athena', `workgroup/${name}`));

/** Their names begin with the primary store’s. */
export const alarmsAndTopics = (scope: TrailScope): string[] => {
  const [name = ''] = scope.trail.stores;
  return [regional(scope, 'cloudwatch', `alarm:${name}*`), regional(scope, 'sns', `${name}*`)];
};
