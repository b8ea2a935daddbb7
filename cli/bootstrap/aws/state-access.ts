import type { AccountPlace, StateBucket } from './account-scope';
import type { Statement } from './policy-document';

/** Whose state, and where it is. */
type StateScope = AccountPlace & { readonly stateBuckets: readonly StateBucket[] };

/** Where the environment's stacks keep their state: `<stack>/terraform.tfstate` (stacks/backend.ts). */
const objects = (scope: StateScope, file: string): string[] =>
  scope.stateBuckets.map(
    ({ bucket }) => `arn:aws:s3:::${bucket}/${scope.environment}-aws-*/${file}`,
  );

/** Reading state, and what `write` adds. Nobody deletes state; its lock file is deleted after every run. */
export function stateAccess(scope: StateScope, may: 'read' | 'write'): Statement[] {
  const { account, stateBuckets } = scope;
  if (stateBuckets.length === 0) return [];
  const arns = stateBuckets.map(({ bucket }) => `arn:aws:s3:::${bucket}`);
  const objectActions = may === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject'];
  return [
    { Sid: 'FindState', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arns },
    {
      Sid: may === 'read' ? 'ReadState' : 'WriteState',
      Effect: 'Allow',
      Action: objectActions,
      Resource: objects(scope, 'terraform.tfstate'),
    },
    ...(may === 'read'
      ? []
      : [
          {
            Sid: 'LockState',
            Effect: 'Allow' as const,
            Action: [...objectActions, 's3:DeleteObject'],
            Resource: objects(scope, 'terraform.tfstate.tflock'),
          },
        ]),
    {
      // The key's ARN is not known before it exists: what it may be used for is.
      Sid: 'UseStateKey',
      Effect: 'Allow',
      Action: may === 'read' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: stateBuckets.map(({ region }) => `arn:aws:kms:${region}:${account}:key/*`),
      Condition: {
        StringEquals: {
          'kms:ViaService': stateBuckets.map(({ region }) => `s3.${region}.amazonaws.com`),
        },
        ArnLike: {
          'kms:EncryptionContext:aws:s3:arn': [...arns, ...arns.map((arn) => `${arn}/*`)],
        },
      },
    },
  ];
}
