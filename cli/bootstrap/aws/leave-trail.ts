import { OWN_PATH, anyKey, type TrailNames } from './account-scope';
import type { Statement } from './policy-document';
import { inGlue } from './trail-names';

/**
 * What no role of the environment does to what records it, whatever else is attached to it. By name in whichever account, since it may
 * be this one; its keys by alias, and by the tag that they have before they have an alias.
 */
export function leaveTrail({ trail }: { readonly trail: TrailNames }): Statement[] {
  const [name = ''] = trail.stores;
  const buckets = [...trail.buckets, ...trail.stateBuckets.map(({ bucket }) => bucket)];
  const key = [anyKey(trail)];
  return [
    {
      Sid: 'LeaveTrail',
      Effect: 'Deny',
      Action: ['*'],
      Resource: [
        ...buckets.map((bucket) => `arn:aws:s3:::${bucket}*`),
        ...[`firehose:*:*:deliverystream/${name}*`, `cloudtrail:*:*:trail/${name}*`],
        ...[`logs:*:*:log-group:/aws/kinesisfirehose/${name}*`, `athena:*:*:workgroup/${name}*`],
        ...['database', 'table'].map((kind) => `glue:*:*:${kind}/${inGlue(name)}*`),
        ...[`sns:*:*:${name}*`, `cloudwatch:*:*:alarm:${name}*`],
        ...[`${name}*-stream`, ...trail.roles].map((role) => `iam::*:role/${role}`),
        `iam::*:policy${OWN_PATH}*`, // what its roles may do
      ].map((arn) => (arn.startsWith('arn:') ? arn : `arn:aws:${arn}`)),
    },
    {
      // They write to it, by these: nothing else is done to them.
      Sid: 'OnlyWriteToTrail',
      Effect: 'Deny',
      Action: [
        ...['Attach*', 'Create*', 'Delete*', 'Detach*', 'Put*', 'Tag*', 'Untag*', 'Update*'].map(
          (verb) => `iam:${verb}`,
        ),
        ...['Delete*', 'PutDestination*', 'Tag*', 'Untag*'].map((verb) => `logs:${verb}`),
        'sts:*',
      ],
      Resource: [`arn:aws:iam::*:role/${name}*`, `arn:aws:logs:*:*:destination:${name}*`],
    },
    {
      Sid: 'LeaveTrailKeys',
      Effect: 'Deny',
      Action: ['kms:*'],
      Resource: key,
      Condition: {
        'ForAnyValue:StringLike': {
          'kms:ResourceAliases': [
            ...trail.stores.map((store) => `alias/${store}`),
            'alias/kura-audit-state-*',
          ],
        },
      },
    },
    {
      Sid: 'LeaveTaggedTrailKeys',
      Effect: 'Deny',
      Action: ['kms:*'],
      Resource: key,
      Condition: { StringEquals: { 'aws:ResourceTag/stack': trail.stacks } },
    },
  ];
}
