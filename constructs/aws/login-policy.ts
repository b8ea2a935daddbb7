import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface LoginPolicySettings {
  readonly address: string;
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  /** The database user. */
  readonly login: string;
  /** Names of the roles to attach the policy to. */
  readonly attachTo: readonly string[];
}

export interface LoginPolicyWiring {
  /** The primary and its readers, each of which has an id of its own. */
  readonly databases: readonly { readonly resourceId: string }[];
}

/** The right to log in as one database user on one instance and its readers, and nothing else. */
export class LoginPolicy extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    settings: LoginPolicySettings,
    { databases }: LoginPolicyWiring,
  ) {
    super(scope, id);
    const { address, identifier, account, region, login, attachTo } = settings;
    const policy = new IamPolicy(this, 'Resource', {
      name: `${identifier}-${login}`,
      description: `Log in to ${identifier} as ${login}`,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'rds-db:connect',
            Resource: databases.map(
              ({ resourceId }) =>
                `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${login}`,
            ),
          },
        ],
      }),
    });
    pin(policy, address, login);
    this.arn = policy.arn;
    for (const role of attachTo) {
      const attachment = new IamRolePolicyAttachment(this, `attach-${role}`, {
        role,
        policyArn: policy.arn,
      });
      pin(attachment, address, 'login', role);
    }
  }
}
