import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { pin } from '../address';
import { operatorAccess, type Statement } from './operator-access';

export interface LoginPolicySettings {
  readonly address: string;
  /** How its name begins. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  /** The database user. */
  readonly login: string;
  /** Names of the roles to attach the policy to. */
  readonly attachTo: readonly string[];
  /** The instant its rights end, in UTC; they do not where absent. */
  readonly until?: string | undefined;
  /** Of an operator: how the names of the network begin whose jump host it goes through, and until when. */
  readonly operator?:
    | {
        readonly prefix: string;
        /** The identifier of the instance that serves. */
        readonly database: string;
        readonly until?: string | undefined;
      }
    | undefined;
  /** Whether another region serves: then nobody logs in here, so that nothing is written that is lost. */
  readonly fenced: boolean;
}

export interface LoginPolicyWiring {
  /** The instance that serves and its readers, each of which has an id of its own; all that are here where it is fenced. */
  readonly databases: readonly { readonly resourceId: string }[];
}

/**
 * The right to log in as one database user on one instance and its readers; an operator's also to come to them, until a day. Where it
 * is fenced it is a refusal, which no other policy overrules and which has no end.
 */
export class LoginPolicy extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    settings: LoginPolicySettings,
    { databases }: LoginPolicyWiring,
  ) {
    super(scope, id);
    const { address, identifier, login, attachTo } = settings;
    const policy = new IamPolicy(this, 'Resource', {
      name: `${identifier}-${login}`,
      description: `Log in to ${identifier} as ${login}`,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: statementsOf(settings, databases),
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

function statementsOf(
  { account, region, login, until, operator, fenced }: LoginPolicySettings,
  databases: LoginPolicyWiring['databases'],
): readonly Statement[] {
  const logIn: Statement = {
    Effect: fenced ? 'Deny' : 'Allow',
    Action: 'rds-db:connect',
    Resource: databases.map(
      ({ resourceId }) => `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${login}`,
    ),
  };
  if (fenced) return [logIn];
  if (!operator) return ending([logIn], until);
  const { prefix, database: identifier, until: end } = operator;
  return [
    ...ending([logIn], until),
    ...ending(operatorAccess({ account, region, prefix, identifier }), end),
  ];
}

/** IAM looks at the clock at every request: nobody has to take the right back. */
function ending(statements: readonly Statement[], until: string | undefined): readonly Statement[] {
  if (until === undefined) return statements;
  return statements.map((statement) => ({
    ...statement,
    Condition: { ...statement.Condition, DateLessThan: { 'aws:CurrentTime': until } },
  }));
}
