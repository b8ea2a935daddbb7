import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { pin } from '../../constructs/address';
import type { AwsConnection } from '../connection';
import { roleOf, taskTrust } from './names';

export interface ExecutionRoleSettings {
  /** The service’s name. */
  readonly name: string;
  readonly connection: AwsConnection;
  readonly image: string;
}

export interface ExecutionRoleWiring {
  readonly logGroup: { readonly arn: string };
}

/**
 * The role with which ECS starts a task: it pulls one image, writes one log, and injects the secret if there is one.
 *
 * A secret of Kura’s is read by the identity that the estate declares and by nobody else, so that identity is this role:
 * ECS injects with the execution role, never with the task’s ("Task execution IAM role", ECS developer guide, read
 * 2026-11). Kura’s policies of the secret and of its key are the whole right to read it; none is added here.
 */
export class ExecutionRole extends Construct {
  readonly arn: string;
  /** What a task waits for. */
  readonly policy: IamRolePolicy;

  constructor(
    scope: Construct,
    id: string,
    settings: ExecutionRoleSettings,
    wiring: ExecutionRoleWiring,
  ) {
    super(scope, id);
    const { connection } = settings;
    const role =
      connection.secret === null
        ? createRole(this, settings)
        : { arn: connection.identity, name: roleOf(connection).name };
    this.arn = role.arn;
    this.policy = allowStart(this, settings, wiring, role.name);
  }
}

function createRole(
  scope: Construct,
  { name, connection }: ExecutionRoleSettings,
): { readonly arn: string; readonly name: string } {
  const role = new IamRole(scope, 'Resource', {
    name: `${connection.prefix}-${name}-execution`,
    description: `Starts the tasks of ${name}`,
    assumeRolePolicy: taskTrust(connection),
  });
  return pin(role, 'execution');
}

function allowStart(
  scope: Construct,
  { image }: ExecutionRoleSettings,
  { logGroup }: ExecutionRoleWiring,
  role: string,
): IamRolePolicy {
  const allow = (Action: readonly string[], Resource: string) => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const policy = new IamRolePolicy(scope, 'policy', {
    name: 'start-tasks',
    role,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        // It takes no resource ("Actions defined by Amazon Elastic Container Registry", read 2026-11).
        allow(['ecr:GetAuthorizationToken'], '*'),
        allow(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], repositoryArn(image)),
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `${logGroup.arn}:*`),
      ],
    }),
  });
  return pin(policy, 'execution');
}

/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:…` → the ARN of repository NAME. */
function repositoryArn(image: string): string {
  const [registry = '', ...path] = (image.split('@')[0] ?? '').split('/');
  const [account = '', , , region = ''] = registry.split('.');
  return `arn:aws:ecr:${region}:${account}:repository/${path.join('/')}`;
}
