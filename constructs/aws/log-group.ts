import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { subscribe, type Trail } from './log-subscription';

export interface LogGroupSettings {
  readonly address: string;
  readonly name: string;
  readonly retentionDays: number;
}

export interface LogGroupWiring {
  readonly key: { readonly arn: string };
  /** Of a group whose lines are part of the audit trail. */
  readonly trail?: Trail | undefined;
}

/** A log group that is encrypted with our key and kept for a stated time: AWS would make one that is neither. */
export class LogGroup extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What writes to the group depends on these, so that AWS never makes it first, and no line is older than the trail. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: LogGroupSettings, wiring: LogGroupWiring) {
    super(scope, id);
    const { address } = settings;
    const group = new CloudwatchLogGroup(this, 'Resource', {
      name: settings.name,
      kmsKeyId: wiring.key.arn,
      retentionInDays: settings.retentionDays,
    });
    pin(group, address);
    this.arn = group.arn;
    this.name = group.name;
    const own = { address, logGroup: group.name };
    const sent = wiring.trail ? [subscribe(this, 'subscription', own, wiring.trail)] : [];
    this.resources = [group, ...sent];
  }
}
