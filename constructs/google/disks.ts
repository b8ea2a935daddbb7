import { DataGoogleSqlDatabaseInstances } from '@cdktf/provider-google/lib/data-google-sql-database-instances';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';

export interface DisksSettings {
  readonly address: string;
  readonly project: string;
  readonly region: string;
}

/**
 * What the disks of a region's instances have grown to, read before each plan. The provider replaces an instance to shrink its disk
 * (`ForceNewIfChange` of `settings.0.disk_size`, provider 6.50.0), and to ignore the argument would keep a raised disk from ever
 * being applied. Nothing narrower can be asked for: the data source of one instance fails before there is one, a machine type and a
 * version change in place, and a zone with each failover.
 */
export class Disks extends Construct {
  private readonly instances: string;

  constructor(scope: Construct, id: string, { address, project, region }: DisksSettings) {
    super(scope, id);
    const read = new DataGoogleSqlDatabaseInstances(this, 'Resource', { project, region });
    pin(read, address);
    this.instances = `data.google_sql_database_instances.${addressOf(address)}.instances`;
  }

  /** GiB: as stated, or what the first of these instances that exists has grown to where that is more. */
  neverBelow(stated: number, ...identifiers: readonly [string, ...string[]]): number {
    const grown = identifiers.map(
      (name) =>
        `[for each in ${this.instances} : each.settings[0].disk_size if each.name == "${name}"]`,
    );
    const sizes = `coalescelist(${[...grown, `[${String(stated)}]`].join(', ')})`;
    return Token.asNumber(`\${max(${String(stated)}, ${sizes}...)}`);
  }
}
