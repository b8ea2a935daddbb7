import { DbOptionGroup } from '@cdktf/provider-aws/lib/db-option-group';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface OptionGroupSettings {
  readonly address: string;
  readonly name: string;
  readonly description: string;
  /** MySQL's major version, such as `8.4`. */
  readonly engineVersion: string;
  /** Those of the audit plugin, by name. */
  readonly audit: Readonly<Record<string, string>>;
}

/**
 * MySQL's audit plugin, with what it records. Terraform never deletes it: RDS keeps it for as long as a snapshot names it, and would
 * fail the destroy ("Working with option groups", RDS user guide). Nobody takes the option out of it either, which would restart its
 * databases.
 */
export class OptionGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, settings: OptionGroupSettings) {
    super(scope, id);
    const { address, name, description, engineVersion, audit } = settings;
    const group = new DbOptionGroup(this, 'Resource', {
      name,
      optionGroupDescription: description,
      engineName: 'mysql',
      majorEngineVersion: engineVersion,
      skipDestroy: true,
      // One block: the provider would lose the settings of all but one.
      option: [
        {
          optionName: 'MARIADB_AUDIT_PLUGIN',
          optionSettings: Object.entries(audit).map(([setting, value]) => ({
            name: setting,
            value,
          })),
        },
      ],
    });
    this.name = pin(group, address).name;
  }
}
