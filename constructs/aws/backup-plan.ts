import { BackupPlan as Resource } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/** What a database bears of which a vault keeps copies; the value is the vault’s name. */
export const VAULT_TAG = 'kura-vault';

export interface BackupPlanSettings {
  readonly address: string;
  /** The vault’s name: the plan’s begins with it. */
  readonly vault: string;
  readonly account: string;
  readonly region: string;
  /** UTC, `hh:mm`. */
  readonly startsAt: string;
  readonly retentionDays: number;
  /** The ARN of the vault in the recovery region. */
  readonly copyTo: string;
}

export interface BackupPlanWiring {
  readonly vault: { readonly name: string };
  readonly role: { readonly arn: string; readonly resource: ITerraformDependable };
}

/** Minutes until a job that has not begun counts as failed, and until one that goes on does. */
const START_WINDOW = 60;
const COMPLETION_WINDOW = 24 * 60;

/**
 * A snapshot a day of each database with the vault’s tag, and its copy to the recovery region, each under the key of its own vault. No
 * continuous backup: AWS Backup would take restores to a point in time over from RDS ("Amazon RDS backups", AWS Backup developer guide,
 * read 2026-11). Databases are named by kind beside their tag: what is chosen by tag alone is left out where the account has not opted
 * in (`UpdateRegionSettings`, AWS Backup API reference, read 2026-11).
 */
export class BackupPlan extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: BackupPlanSettings,
    wiring: BackupPlanWiring,
  ) {
    super(scope, id);
    const { address, vault, account, region, startsAt, retentionDays, copyTo } = settings;
    const [hour, minute] = startsAt.split(':').map(Number);
    const lifecycle = { deleteAfter: retentionDays };
    const plan = new Resource(this, 'Resource', {
      name: `${vault}-copies`,
      rule: [
        {
          ruleName: 'daily',
          targetVaultName: wiring.vault.name,
          schedule: `cron(${String(minute)} ${String(hour)} * * ? *)`,
          scheduleExpressionTimezone: 'UTC',
          startWindow: START_WINDOW,
          completionWindow: COMPLETION_WINDOW,
          enableContinuousBackup: false,
          lifecycle,
          copyAction: [{ destinationVaultArn: copyTo, lifecycle }],
        },
      ],
    });
    pin(plan, address, 'copies');
    const selection = new BackupSelection(this, 'selection', {
      name: `${vault}-databases`,
      planId: plan.id,
      iamRoleArn: wiring.role.arn,
      resources: [`arn:aws:rds:${region}:${account}:db:*`],
      condition: [{ stringEquals: [{ key: `aws:ResourceTag/${VAULT_TAG}`, value: vault }] }],
      dependsOn: [wiring.role.resource],
    });
    pin(selection, address, 'copies');
  }
}
