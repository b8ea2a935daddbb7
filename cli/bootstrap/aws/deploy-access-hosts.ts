import {
  anyKey,
  hosts,
  inRegions,
  jumpProfiles,
  regional,
  type AccountScope,
} from './account-scope';
import { comesLabelled, getsLabelled, isLabelled, withEquals } from './deploy-access-labels';
import type { Statement } from './policy-document';

/** The host that operators go through: small, and without the old kind of metadata. */
export function jumpHosts(scope: AccountScope): Statement[] {
  const arns = (...kinds: readonly string[]): string[] =>
    kinds.map((kind) => regional(scope, 'ec2', `${kind}/*`));
  const via = (service: string) => ({
    'kms:CallerAccount': scope.account,
    'kms:ViaService': hosts(scope, service),
  });
  return [
    {
      Sid: 'MakeHosts',
      Effect: 'Allow',
      Action: ['ec2:RunInstances'],
      Resource: arns('instance'),
      Condition: withEquals(comesLabelled(scope), {
        'ec2:InstanceType': 't4g.nano',
        'ec2:MetadataHttpTokens': 'required',
      }),
    },
    {
      Sid: 'PlaceHosts',
      Effect: 'Allow',
      Action: ['ec2:RunInstances'],
      Resource: [
        ...arns('network-interface', 'security-group', 'subnet', 'volume'),
        'arn:aws:ec2:*::image/*',
      ],
      Condition: { StringEquals: inRegions(scope) },
    },
    {
      Sid: 'LabelHosts',
      Effect: 'Allow',
      Action: ['ec2:CreateTags'],
      Resource: arns('instance', 'network-interface', 'volume'),
      Condition: getsLabelled(scope),
    },
    {
      Sid: 'ChangeHosts',
      Effect: 'Allow',
      Action: [
        'ec2:CreateTags',
        'ec2:DeleteTags',
        'ec2:ModifyInstanceAttribute',
        'ec2:ModifyInstanceMetadataOptions',
        'ec2:StartInstances',
        'ec2:StopInstances',
        'ec2:TerminateInstances',
      ],
      Resource: arns('instance', 'volume'),
      Condition: isLabelled(scope),
    },
    {
      Sid: 'WriteHostProfiles',
      Effect: 'Allow',
      Action: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      Resource: [jumpProfiles(scope)],
    },
    {
      // Of its disk ("Amazon EBS encryption", EBS user guide, read 2026-11).
      Sid: 'UseKeysThroughEc2',
      Effect: 'Allow',
      Action: [
        'kms:Decrypt',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      Resource: [anyKey(scope)],
      Condition: { StringEquals: via('ec2') },
    },
    {
      Sid: 'GrantKeysToEc2',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [anyKey(scope)],
      Condition: {
        StringEquals: via('ec2'),
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    },
  ];
}
