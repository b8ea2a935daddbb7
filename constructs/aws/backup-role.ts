import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/** What AWS Backup does with the role. */
export type BackupWork = 'backups' | 'restores';

/** AWS keeps these up to what AWS Backup calls; a copy of them would silently fall behind. */
const POLICIES = {
  backups: 'AWSBackupServiceRolePolicyForBackup',
  restores: 'AWSBackupServiceRolePolicyForRestores',
} as const satisfies Record<BackupWork, string>;

/** The role's name: an instance stack derives the ARN from it instead of referring to the stack that made it. */
export function backupRoleName(prefix: string, work: BackupWork): string {
  return `${prefix}-${work}`;
}

export interface BackupRoleSettings {
  readonly address: string;
  readonly prefix: string;
  readonly work: BackupWork;
}

/** The role with which AWS Backup makes snapshots, or restores them ("IAM service roles", AWS Backup developer guide, read 2026-11). */
export class BackupRole extends Construct {
  readonly arn: string;
  /** The role works once this exists. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, { address, prefix, work }: BackupRoleSettings) {
    super(scope, id);
    const role = new IamRole(this, 'Resource', {
      name: backupRoleName(prefix, work),
      description: `AWS Backup: ${work} of ${prefix}`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'backup.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    });
    pin(role, address, work);
    const attachment = new IamRolePolicyAttachment(this, 'policy', {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/service-role/${POLICIES[work]}`,
    });
    this.resource = pin(attachment, address, work);
    this.arn = role.arn;
  }
}
