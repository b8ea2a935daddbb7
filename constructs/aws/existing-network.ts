import { Construct } from 'constructs';
import { SubnetGroup } from './subnet-group';

export interface ExistingNetworkSettings {
  readonly address: string;
  readonly name: string;
  readonly vpc: string;
  /** Ids of private subnets, one in each zone. */
  readonly subnets: readonly string[];
}

/** A network that somebody else runs: Kura adds a subnet group and changes nothing. */
export class ExistingNetwork extends Construct {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly subnetGroupName: string;

  constructor(scope: Construct, id: string, settings: ExistingNetworkSettings) {
    super(scope, id);
    const wiring = { subnetIds: settings.subnets };
    this.vpcId = settings.vpc;
    this.subnetIds = settings.subnets;
    this.subnetGroupName = new SubnetGroup(this, 'subnet-group', settings, wiring).name;
  }
}
