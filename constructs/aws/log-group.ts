import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface LogGroupSettings {
  readonly address: string;
  readonly name: string;
  readonly retentionDays: number;
}

export interface LogGroupWiring {
  readonly key: { readonly arn: string };
}

/** A log group that is encrypted with our key and kept for a stated time: AWS would make one that is neither. */
export class LogGroup extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What writes to the group depends on it, so that AWS never makes it first. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: LogGroupSettings, wiring: LogGroupWiring) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, 'Resource', {
      name: settings.name,
      kmsKeyId: wiring.key.arn,
      retentionInDays: settings.retentionDays,
    });
    this.resource = pin(group, settings.address);
    this.arn = group.arn;
    this.name = group.name;
  }
}
