import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/** The role's name: an instance stack derives the ARN from it instead of referring to the stack that made it. */
export function monitoringRoleName(prefix: string): string {
  return `${prefix}-rds-monitoring`;
}

export interface MonitoringRoleSettings {
  readonly address: string;
  readonly prefix: string;
  readonly account: string;
}

/** The role with which RDS delivers enhanced monitoring to CloudWatch. */
export class MonitoringRole extends Construct {
  readonly arn: string;
  /** The role works once this exists. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: MonitoringRoleSettings) {
    super(scope, id);
    const role = createRole(this, settings);
    const attachment = new IamRolePolicyAttachment(this, 'policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
    });
    this.resource = pin(attachment, settings.address, 'rds-monitoring');
    this.arn = role.arn;
  }
}

function createRole(scope: Construct, settings: MonitoringRoleSettings): IamRole {
  const { address, prefix, account } = settings;
  const role = new IamRole(scope, 'Resource', {
    name: monitoringRoleName(prefix),
    description: `Delivers RDS enhanced monitoring of ${prefix}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ],
    }),
  });
  return pin(role, address, 'rds-monitoring');
}
