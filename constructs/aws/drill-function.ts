import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import type { AlarmActions } from './alarm-actions';
import { createCountAlarm } from './count-alarm';
import { drillStatements } from './drill-policy';
import type { Trail } from './log-subscription';
import { RunnerFunction, type RunnerCode } from './runner-function';

/** The function's name, and its role's: an instance stack derives them instead of referring to the stack that made them. */
export function drillFunctionName(prefix: string): string {
  return `${prefix}-drill`;
}

export interface DrillFunctionSettings {
  readonly address: string;
  /** How the network's names begin. */
  readonly prefix: string;
  /** The stack that it is in: a drill's order for another is refused. */
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  /** The identifiers of the databases that it rehearses, as IAM matches them. */
  readonly databases: readonly string[];
  readonly code: RunnerCode;
  readonly logRetentionDays: number;
  /** A call that broke off is a warning. */
  readonly actions: AlarmActions;
}

export interface DrillFunctionWiring {
  readonly key: { readonly arn: string };
  /** Where its log goes too: it logs in to copies of the data, which export no log of their own. */
  readonly trail: Trail;
  readonly network: { readonly subnetIds: readonly string[]; readonly subnetGroupName: string };
  readonly securityGroupId: string;
}

/**
 * What rehearses the recoveries of every instance in one network: no runner has a right to make a copy, or to log in to one. A drill
 * that fails is heard of by its own alarm; here is heard of a call that broke off.
 */
export class DrillFunction extends Construct {
  readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    settings: DrillFunctionSettings,
    { key, trail, network, securityGroupId }: DrillFunctionWiring,
  ) {
    super(scope, id);
    const { prefix, stack, account, region, databases, code, logRetentionDays } = settings;
    const { subnetIds, subnetGroupName: subnetGroup } = network;
    const lambda = new RunnerFunction(
      this,
      'function',
      {
        ...{ stack, account, region, code, logRetentionDays },
        address: addressOf(settings.address, 'drill'),
        name: drillFunctionName(prefix),
        description: `Drills of recoveries in ${prefix}`,
        roleFor: `Rehearses recoveries in ${prefix}`,
        environment: {},
      },
      {
        ...{ key, trail, subnetIds, securityGroupId },
        statements: drillStatements({ account, region, databases, subnetGroup }),
      },
    );
    this.arn = lambda.arn;
    createAlarm(this, settings);
  }
}

function createAlarm(
  scope: Construct,
  { address, prefix, actions: { warning } }: DrillFunctionSettings,
): void {
  if (warning.length === 0) return;
  const name = drillFunctionName(prefix);
  const alarm = createCountAlarm(scope, 'broken', {
    name: `${name}-broken`,
    description: `A call of ${name} broke off: its log says why. A drill that goes on is called again.`,
    metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: name } },
    told: warning,
  });
  pin(alarm, address, 'drill', 'broken');
}
