import { passwordVariable } from '../variables';
import type { AwsConnection } from '../connection';

export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  readonly connection: AwsConnection;
  readonly variables: Readonly<Record<string, string>>;
  /** Exits with 0 while the service is well. */
  readonly healthCommand: readonly string[];
  readonly logGroup: string;
  /** The secret’s ARN and the version of this release; absent where login is by IAM. */
  readonly password?: { readonly arn: string; readonly version: string };
}

/** A user that no base image has: not root, and owner of nothing. */
const USER = '10001:10001';

/** The one container of a task: it writes nowhere, is nobody, and can do nothing to its kernel. */
export function containerOf({
  name,
  image,
  connection: { engine, target },
  variables,
  healthCommand,
  logGroup,
  password,
}: ContainerFacts) {
  const environment = { ...variables, AWS_REGION: target.region };
  return {
    name,
    image,
    essential: true,
    user: USER,
    readonlyRootFilesystem: true,
    privileged: false,
    linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
    environment: Object.entries(environment)
      .map(([key, value]) => ({ name: key, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    secrets:
      password === undefined
        ? []
        : [{ name: passwordVariable(engine), valueFrom: valueOf(password) }],
    healthCheck: {
      command: ['CMD', ...healthCommand],
      interval: 30,
      timeout: 5,
      retries: 3,
      startPeriod: 60,
    },
    stopTimeout: 30,
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroup,
        'awslogs-region': target.region,
        'awslogs-stream-prefix': name,
      },
    },
  };
}

/**
 * `ARN:json-key:version-stage:version-id`, of which a stage and an id exclude each other ("Pass Secrets Manager secrets
 * through Amazon ECS environment variables", read 2026-11): the whole text of one version.
 */
const valueOf = ({ arn, version }: Required<ContainerFacts>['password']): string =>
  `${arn}:::${version}`;
