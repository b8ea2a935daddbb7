import { Construct } from 'constructs';
import { addressOf } from '../address';
import { RunnerFunction, type RunnerCode } from './runner-function';
import { watchStatements } from './watch-policy';

/** The function's name, and its role's. */
export function watchFunctionName(prefix: string): string {
  return `${prefix}-watch`;
}

export interface WatchFunctionSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  /** The stack that it is in: an order of another is refused. */
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** How the names of the secrets begin, with its last slash; null where there are none. */
  readonly secrets: string | null;
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
}

export interface WatchFunctionWiring {
  readonly key: { readonly arn: string };
  readonly network: { readonly subnetIds: readonly string[] };
  /** The group of who reaches AWS's APIs: the runners'. */
  readonly securityGroupId: string;
}

/** What sees how the databases of one network stand, and says it as metrics. It reaches databases as runners do, and has no login. */
export class WatchFunction extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    settings: WatchFunctionSettings,
    { key, network, securityGroupId }: WatchFunctionWiring,
  ) {
    super(scope, id);
    const { prefix, stack, account, region, secrets, code, logRetentionDays } = settings;
    const lambda = new RunnerFunction(
      this,
      'function',
      {
        ...{ stack, account, region, code, logRetentionDays },
        address: addressOf(settings.address, 'watch'),
        name: watchFunctionName(prefix),
        description: `Watches the databases of ${prefix}`,
        roleFor: `Sees how the databases of ${prefix} stand`,
        environment: {},
      },
      {
        ...{ key, subnetIds: network.subnetIds, securityGroupId },
        statements: watchStatements({ account, region, secrets }),
      },
    );
    this.arn = lambda.arn;
  }
}
