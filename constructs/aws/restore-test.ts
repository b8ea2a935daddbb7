import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { FailureEvents } from './failure-events';

export interface RestoreTestSettings {
  readonly address: string;
  /**
   * Of the plan and its selection: letters, digits and underscores, 50 at most (`CreateRestoreTestingPlan`, AWS Backup API reference,
   * read 2026-11).
   */
  readonly name: string;
  /** Of the rule that hears of its failures. */
  readonly ruleName: string;
  /** The identifier of the database of which the vault has copies. */
  readonly identifier: string;
  /** Its ARN, in its own region. */
  readonly sourceArn: string;
  readonly vaultArn: string;
  /** When it runs, UTC, as EventBridge Scheduler takes it. */
  readonly schedule: string;
  readonly instanceClass: string;
}

export interface RestoreTestWiring {
  /** Of AWS Backup’s restores. */
  readonly roleArn: string;
  readonly network: { readonly subnetGroupName: string };
  readonly parameterGroup: { readonly name: string };
  readonly securityGroupIds: readonly string[];
  readonly topicArn: string;
}

/** Days back in which the newest copy is looked for: more, and a test would pass on what is too old to help. */
const NEWEST_WITHIN = 3;

/**
 * AWS Backup’s own rehearsal: every month it restores the newest copy into the private network, says whether that worked, and deletes
 * what it made. Nobody asks the database anything, and a month without any copy is a month without a test; that copies fail is heard
 * of by itself. A plan of its own for each instance: one has 30 selections at most, and its events name the plan ("Restore testing",
 * AWS Backup developer guide, read 2026-11). RDS takes neither key nor version there: both are the copy’s.
 */
export class RestoreTest extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RestoreTestSettings,
    wiring: RestoreTestWiring,
  ) {
    super(scope, id);
    const { identifier, name, ruleName, vaultArn, schedule } = settings;
    const address = addressOf(settings.address, 'restore-test');
    const plan = new BackupRestoreTestingPlan(this, 'Resource', {
      name,
      scheduleExpression: schedule,
      scheduleExpressionTimezone: 'UTC',
      startWindowHours: 8,
      recoveryPointSelection: [
        {
          algorithm: 'LATEST_WITHIN_WINDOW',
          includeVaults: [vaultArn],
          recoveryPointTypes: ['SNAPSHOT'],
          selectionWindowDays: NEWEST_WITHIN,
        },
      ],
    });
    pin(plan, address);
    createSelection(this, address, plan, settings, wiring);
    new FailureEvents(
      this,
      'failed',
      {
        address,
        name: ruleName,
        description: `AWS Backup could not restore the copy of ${identifier}`,
        kinds: ['Restore Job State Change'],
        detail: { status: ['ABORTED', 'FAILED'], restoreTestingPlanArn: [plan.arn] },
      },
      wiring,
    );
  }
}

/** Lists are JSON in a text ("Restore testing inferred metadata", AWS Backup developer guide, read 2026-11). */
function createSelection(
  scope: Construct,
  address: string,
  plan: BackupRestoreTestingPlan,
  { name, sourceArn, instanceClass }: RestoreTestSettings,
  { roleArn, network, parameterGroup, securityGroupIds }: RestoreTestWiring,
): void {
  const selection = new BackupRestoreTestingSelection(scope, 'selection', {
    name,
    restoreTestingPlanName: plan.name,
    protectedResourceType: 'RDS',
    protectedResourceArns: [sourceArn],
    iamRoleArn: roleArn,
    restoreMetadataOverrides: {
      dbInstanceClass: instanceClass,
      dbParameterGroupName: parameterGroup.name,
      dbSubnetGroupName: network.subnetGroupName,
      multiAz: 'false',
      publiclyAccessible: 'false',
      vpcSecurityGroupIds: JSON.stringify(securityGroupIds),
    },
  });
  pin(selection, address);
}
