import { anyKey, regional } from './account-scope';
import { ownRoles, type AccessPart } from './deploy-access';
import { takePlanRoles } from './plan-access';
import type { Statement } from './policy-document';
import { never } from './read-access';
import { stateAccess } from './state-access';
import { readAccountTrails, readStores } from './trail-access-read';
import { writeAccountTrails, writeStores } from './trail-access-write';
import type { TrailScope } from './trail-scope';

/** All that Terraform needs of the trail in one account: the stores where it is kept, and where it is not, CloudTrail’s alone. */
export function trailAccess(scope: TrailScope): AccessPart[] {
  return [
    { part: 'read', statements: reads(scope) },
    {
      part: 'write',
      statements: [...writeAccountTrails(scope), ...(scope.keeps ? writeStores(scope) : [])],
    },
    {
      part: 'state',
      statements: [
        ...stateAccess(scope, 'write'),
        ...ownRoles(scope),
        ...leaveKept(scope),
        ...never(),
      ],
    },
  ];
}

/** What `terraform plan -lock=false` reads of it. */
export function trailPlanAccess(scope: TrailScope): AccessPart[] {
  return [
    { part: 'read', statements: reads(scope) },
    {
      part: 'state',
      statements: [
        ...stateAccess(scope, 'read'),
        ...takePlanRoles(scope),
        ...leaveKept(scope),
        ...never(),
      ],
    },
  ];
}

const reads = (scope: TrailScope): Statement[] => [
  ...readAccountTrails(scope),
  ...(scope.keeps ? readStores(scope) : []),
];

/** What is kept: not read, not added to and not taken from by who makes the store, whatever else is attached to the role. */
function leaveKept(scope: TrailScope): Statement[] {
  const { trail, keeps, locked } = scope;
  if (!keeps) return [];
  return [
    {
      Sid: 'NeverErase',
      Effect: 'Deny',
      Action: [
        's3:BypassGovernanceRetention',
        's3:DeleteObjectVersion',
        's3:PutObjectLegalHold',
        's3:PutObjectRetention',
      ],
      Resource: ['*'],
    },
    {
      Sid: 'NeverReadOrForge',
      Effect: 'Deny',
      Action: [
        'firehose:PutRecord*',
        's3:AbortMultipartUpload',
        's3:DeleteObject*',
        's3:GetObject*',
        's3:PutObject*',
        's3:RestoreObject',
      ],
      Resource: [
        ...trail.buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
        ...trail.stores.map((name) => regional(scope, 'firehose', `deliverystream/${name}`)),
      ],
    },
    ...(locked
      ? [
          {
            // Without its key, what is locked is there, and nobody reads it.
            Sid: 'NeverShred',
            Effect: 'Deny' as const,
            Action: ['kms:DisableKey', 'kms:RevokeGrant', 'kms:ScheduleKeyDeletion'],
            Resource: [anyKey(scope)],
          },
        ]
      : []),
  ];
}
