import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface ParameterGroupSettings {
  readonly address: string;
  readonly identifier: string;
  /** RDS parameter group family, such as `postgres17`. */
  readonly family: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly value: string;
    /** Takes effect only after a restart. */
    readonly restarts: boolean;
  }[];
}

/** The database's parameters. The name carries the family, so that a major upgrade has both groups for a while. */
export class ParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, settings: ParameterGroupSettings) {
    super(scope, id);
    const { address, identifier, family, parameters } = settings;
    const group = new DbParameterGroup(this, 'Resource', {
      name: `${identifier}-${family.replaceAll('.', '-')}`,
      family,
      description: `Parameters of ${identifier}`,
      parameter: parameters.map(({ name, value, restarts }) => ({
        name,
        value,
        applyMethod: restarts ? 'pending-reboot' : 'immediate',
      })),
      lifecycle: { createBeforeDestroy: true },
    });
    this.name = pin(group, address).name;
  }
}
