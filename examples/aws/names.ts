import type { AwsConnection } from '../connection';

/** What the services of an environment share, found by name: no stack reads another’s state. */
export const sharedName = ({ prefix }: AwsConnection): string => `${prefix}-services`;

/** A subnet of services is named after its zone’s letter. */
export const subnetName = (connection: AwsConnection, zone: string): string =>
  `${sharedName(connection)}-${zone.slice(connection.target.region.length)}`;

/** A role’s path and name, as `aws_iam_role` takes them, from `arn:aws:iam::ACCOUNT:role/PATH/NAME`. */
export function roleOf({ identity }: AwsConnection): {
  readonly path: string;
  readonly name: string;
} {
  const whole = identity.slice(identity.indexOf('/'));
  const end = whole.lastIndexOf('/') + 1;
  return { path: whole.slice(0, end), name: whole.slice(end) };
}

/** Who may take a task’s roles: ECS, for tasks of this account and region. */
export function taskTrust({ target: { account, region } }: AwsConnection): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${region}:${account}:*` },
        },
      },
    ],
  });
}
