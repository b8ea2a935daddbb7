import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';

/** The host's `Name` tag: login policies of operators name it. */
export function jumpHostName(prefix: string): string {
  return `${prefix}-jump`;
}

export interface JumpHostSettings {
  readonly address: string;
  readonly prefix: string;
}

export interface JumpHostWiring {
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly key: { readonly arn: string };
  /** What must exist before the host can report to Session Manager. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * A host without a public address, a key pair or an open port, through which Session Manager forwards an operator's port to a
 * database. IAM cannot say where a session may be forwarded to: the host's security group does. The standard image, because the
 * minimal one has no agent ("Find AMIs with the SSM Agent preinstalled", Systems Manager user guide, read 2026-11). A newer image
 * does not replace the host: `terraform apply -replace` does, and loses nothing.
 */
export class JumpHost extends Construct {
  constructor(scope: Construct, id: string, settings: JumpHostSettings, wiring: JumpHostWiring) {
    super(scope, id);
    const { address, prefix } = settings;
    const role = createRole(this, settings);
    const policy = createPolicy(this, settings, role);
    const profile = new IamInstanceProfile(this, 'profile', {
      name: jumpHostName(prefix),
      role: role.name,
    });
    pin(profile, address, 'jump');
    const image = new DataAwsSsmParameter(this, 'image', {
      name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    });
    pin(image, addressOf(address, 'jump'));
    const host = new Instance(this, 'Resource', {
      ami: image.insecureValue,
      instanceType: 't4g.nano',
      subnetId: wiring.subnetId,
      vpcSecurityGroupIds: [wiring.securityGroupId],
      iamInstanceProfile: profile.name,
      associatePublicIpAddress: false,
      ebsOptimized: true,
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      rootBlockDevice: {
        encrypted: true,
        kmsKeyId: wiring.key.arn,
        volumeType: 'gp3',
        deleteOnTermination: true,
      },
      tags: { Name: jumpHostName(prefix) },
      lifecycle: { ignoreChanges: ['ami'] },
      dependsOn: [policy, ...wiring.after],
    });
    pin(host, address, 'jump');
  }
}

function createRole(scope: Construct, { address, prefix }: JumpHostSettings): IamRole {
  const role = new IamRole(scope, 'role', {
    name: jumpHostName(prefix),
    description: `Lets Session Manager forward ports through the host of ${prefix}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  });
  return pin(role, address, 'jump');
}

/** No more than sessions take: AWS's own policy for it also reads every parameter ("ec2messages, ssmmessages", read 2026-11). */
function createPolicy(
  scope: Construct,
  { address }: JumpHostSettings,
  role: IamRole,
): IamRolePolicy {
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'hold-sessions',
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'HoldSessions',
          Effect: 'Allow',
          Action: [
            'ssm:UpdateInstanceInformation',
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          // None of these can be limited to a resource.
          Resource: ['*'],
        },
      ],
    }),
  });
  return pin(policy, address, 'jump');
}
