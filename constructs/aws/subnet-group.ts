import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface SubnetGroupSettings {
  readonly address: string;
  readonly name: string;
}

export interface SubnetGroupWiring {
  readonly subnetIds: readonly string[];
}

/** The subnets that RDS places instances in. Instance stacks find the network by its name. */
export class SubnetGroup extends Construct {
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    settings: SubnetGroupSettings,
    wiring: SubnetGroupWiring,
  ) {
    super(scope, id);
    const group = new DbSubnetGroup(this, 'Resource', {
      name: settings.name,
      description: 'Private subnets for databases',
      subnetIds: [...wiring.subnetIds],
    });
    this.name = pin(group, settings.address).name;
  }
}
