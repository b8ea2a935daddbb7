import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { functionPolicy } from './function-policy';
import { LogGroup } from './log-group';
import type { Trail } from './log-subscription';

/** The name of the function that is an instance’s runner, and of its role. */
export function runnerName(identifier: string): string {
  return `${identifier}-runner`;
}

/** Where a function writes; the key's policy names it. */
export function functionLogGroupName(name: string): string {
  return `/aws/lambda/${name}`;
}

/** Where an instance’s runner writes. */
export function runnerLogGroupName(identifier: string): string {
  return functionLogGroupName(runnerName(identifier));
}

/** A function's ARN: a schedule's role names it before it is there. */
export function functionArn({
  account,
  region,
  name,
}: {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
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
  /** The function's name, and its role's. */
  readonly name: string;
  readonly description: string;
  /** What its role is for. */
  readonly roleFor: string;
  /** The stack that it is in: a state or a drill of another is refused. */
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** What it is told beside its region and its stack: no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
}

export interface RunnerFunctionWiring {
  /** What its role may do, beside writing its log. */
  readonly statements: readonly object[];
  readonly key: { readonly arn: string };
  /** Where its log goes beside its group, of a function that logs in to databases. */
  readonly trail?: Trail;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/**
 * The runner's program on Lambda, with a role of its own and the keyed log that it writes. Its environment holds no secret. No
 * concurrency is reserved for it: a new account has none to spare, and a lock in the database, or the copy of a drill, lets one run go
 * on at a time ("Configuring reserved concurrency", Lambda developer guide, read 2026-11).
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
    const { address, name, logRetentionDays: retentionDays } = settings;
    const group = { address, name: functionLogGroupName(name), retentionDays };
    const log = new LogGroup(this, 'log', group, wiring);
    const role = createRole(this, settings);
    const { statements } = wiring;
    const policy = new IamRolePolicy(this, 'policy', {
      name: 'run',
      role: role.name,
      policy: functionPolicy(functionArn(settings), { statements, logGroup: log }),
    });
    this.resource = pin(policy, address);
    const lambda = createFunction(this, settings, wiring, {
      role,
      log,
      after: [this.resource, ...log.resources],
    });
    retryOnce(this, address, lambda);
    this.name = lambda.functionName;
    this.arn = lambda.arn;
  }
}

function createRole(scope: Construct, { address, name, roleFor }: RunnerFunctionSettings): IamRole {
  const role = new IamRole(scope, 'role', {
    name,
    description: roleFor,
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
  return pin(role, address);
}

/**
 * Standard support of nodejs24.x ends on 2028-04-30 ("Lambda runtimes", Lambda developer guide, read 2026-11). It has all the time
 * that Lambda gives: a first run waits for RDS, and the program ends by itself before it is ended.
 */
function createFunction(
  scope: Construct,
  { address, name, description, stack, region, environment, code }: RunnerFunctionSettings,
  { subnetIds, securityGroupId, key }: RunnerFunctionWiring,
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
    functionName: name,
    description,
    role: role.arn,
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'runner.handler',
    filename: code.file,
    sourceCodeHash: code.hash,
    memorySize: 512,
    timeout: 900,
    kmsKeyArn: key.arn,
    environment: { variables: { ...environment, KURA_REGION: region, KURA_STACK: stack } },
    loggingConfig: { logFormat: 'JSON', logGroup: log.name },
    vpcConfig: { subnetIds: [...subnetIds], securityGroupIds: [securityGroupId] },
    dependsOn: [...after],
  });
  return pin(lambda, address);
}

/** Only of runs that a schedule starts; Terraform's own waits for the result. */
function retryOnce(scope: Construct, address: string, lambda: LambdaFunction): void {
  const config = new LambdaFunctionEventInvokeConfig(scope, 'retries', {
    functionName: lambda.functionName,
    maximumRetryAttempts: 1,
    maximumEventAgeInSeconds: 3600,
  });
  pin(config, address);
}
