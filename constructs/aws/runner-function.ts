import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { LogGroup } from './log-group';
import { runnerPolicy, type RunnerPolicyWiring } from './runner-policy';

/** The function's name, and its role's. */
export function runnerName(identifier: string): string {
  return `${identifier}-runner`;
}

/** Where it writes; the key's policy names it. */
export function runnerLogGroupName(identifier: string): string {
  return `/aws/lambda/${runnerName(identifier)}`;
}

/** The program, as a zip beside the stack's Terraform. */
export interface RunnerCode {
  /** Relative to the stack's folder. */
  readonly file: string;
  /** SHA-256 in base64, as Lambda says it. */
  readonly hash: string;
}

export interface RunnerFunctionSettings {
  readonly address: string;
  /** The stack that it is in: a state or a drill of another is refused. */
  readonly stack: string;
  /** How its names begin. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  readonly port: number;
  /** The database user it logs in as. */
  readonly login: string;
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
}

export interface RunnerFunctionWiring extends Omit<RunnerPolicyWiring, 'logGroup'> {
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/**
 * The program that brings about what an instance is to hold inside, with a role of its own and the keyed log that it writes. Its
 * environment holds no secret. No concurrency is reserved for it: a new account has none to spare, and a lock in the database
 * lets one run go on at a time ("Configuring reserved concurrency", Lambda developer guide, read 2026-11).
 */
export class RunnerFunction extends Construct {
  readonly name: string;
  readonly arn: string;
  /** The function may do all it needs once this exists. */
  readonly resource: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: RunnerFunctionSettings,
    wiring: RunnerFunctionWiring,
  ) {
    super(scope, id);
    const { address, identifier, account, region, login } = settings;
    const name = runnerName(identifier);
    const log = createLog(this, settings, wiring);
    const role = createRole(this, settings);
    const functionArn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    const policy = new IamRolePolicy(this, 'policy', {
      name: 'run',
      role: role.name,
      policy: runnerPolicy({ account, region, login, functionArn }, { ...wiring, logGroup: log }),
    });
    this.resource = pin(policy, address, 'runner');
    const lambda = createFunction(this, settings, wiring, { role, log, after: [this.resource] });
    retryOnce(this, address, lambda);
    this.name = lambda.functionName;
    this.arn = lambda.arn;
  }
}

function createLog(
  scope: Construct,
  { address, identifier, logRetentionDays: retentionDays }: RunnerFunctionSettings,
  wiring: RunnerFunctionWiring,
): LogGroup {
  const group = {
    address: addressOf(address, 'runner'),
    name: runnerLogGroupName(identifier),
    retentionDays,
  };
  return new LogGroup(scope, 'log', group, wiring);
}

function createRole(scope: Construct, { address, identifier }: RunnerFunctionSettings): IamRole {
  const role = new IamRole(scope, 'role', {
    name: runnerName(identifier),
    description: `Runs what ${identifier} is to hold inside`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
  });
  return pin(role, address, 'runner');
}

/**
 * Standard support of nodejs24.x ends on 2028-04-30 ("Lambda runtimes", Lambda developer guide, read 2026-11). It has all the time
 * that Lambda gives: a first run waits for RDS, and the program ends by itself before it is ended.
 */
function createFunction(
  scope: Construct,
  { address, stack, identifier, region, port, code }: RunnerFunctionSettings,
  { server, subnetIds, securityGroupId, key }: RunnerFunctionWiring,
  {
    role,
    log,
    after,
  }: {
    readonly role: IamRole;
    readonly log: LogGroup;
    readonly after: ITerraformDependable[];
  },
): LambdaFunction {
  const lambda = new LambdaFunction(scope, 'Resource', {
    functionName: runnerName(identifier),
    description: `Databases, roles and grants of ${identifier}`,
    role: role.arn,
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'runner.handler',
    filename: code.file,
    sourceCodeHash: code.hash,
    memorySize: 512,
    timeout: 900,
    kmsKeyArn: key.arn,
    environment: {
      variables: {
        ...(server
          ? {
              KURA_HOST: server.host,
              KURA_INSTANCE: server.identifier,
              KURA_PORT: String(port),
            }
          : {}),
        KURA_REGION: region,
        KURA_STACK: stack,
      },
    },
    loggingConfig: { logFormat: 'JSON', logGroup: log.name },
    vpcConfig: { subnetIds: [...subnetIds], securityGroupIds: [securityGroupId] },
    dependsOn: [...after],
  });
  return pin(lambda, address, 'runner');
}

/** Only of runs that a schedule starts; Terraform's own waits for the result. */
function retryOnce(scope: Construct, address: string, lambda: LambdaFunction): void {
  const config = new LambdaFunctionEventInvokeConfig(scope, 'retries', {
    functionName: lambda.functionName,
    maximumRetryAttempts: 1,
    maximumEventAgeInSeconds: 3600,
  });
  pin(config, address, 'runner');
}
