import { Construct } from 'constructs';

export interface ExistingNetworkSettings {
  /** `projects/PROJECT/global/networks/NAME`. */
  readonly vpc: string;
  /** The name of its private services range. */
  readonly range: string;
  /** `projects/PROJECT/regions/REGION/subnetworks/NAME`. */
  readonly subnet: string;
}

/** A network that somebody else runs, with private services access: Kura uses it and changes nothing. */
export class ExistingNetwork extends Construct {
  readonly id: string;
  readonly range: string;
  readonly subnet: string;

  constructor(scope: Construct, id: string, { vpc, range, subnet }: ExistingNetworkSettings) {
    super(scope, id);
    this.id = vpc;
    this.range = range;
    this.subnet = subnet;
  }
}
