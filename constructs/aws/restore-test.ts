import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { FailureEvents, type FailureEventsWiring } from './failure-events';

export interface RestoreTestSettings {
  readonly address: string;
  /** The vault's name, and its ARN. */
  readonly vault: string;
  readonly vaultArn: string;
  /**
   * Of the plan and its selection: letters, digits and underscores, 50 at most (`CreateRestoreTestingPlan`, AWS Backup API reference,
   * read 2026-11).
   */
  readonly name: string;
  /** Of the rule that hears of its failures. */
  readonly ruleName: string;
  /** When it runs, UTC, as EventBridge Scheduler takes it. */
  readonly schedule: string;
}

export interface RestoreTestWiring extends FailureEventsWiring {
  /** Of AWS Backup’s restores. */
  readonly roleArn: string;
  readonly network: { readonly vpcId: string; readonly subnetGroupName: string };
}

/** Days back in which the newest copy is looked for: more, and a test would pass on what is too old to help. */
const NEWEST_WITHIN = 3;

/**
 * Hours within which the restores begin, each at a moment that AWS Backup draws, 168 at most: an account has 40 instances in a region
 * until it asks for more ("Restore testing", AWS Backup developer guide; "Quotas and constraints", RDS user guide, both read 2026-11).
 */
const STARTS_WITHIN = 168;

/**
 * AWS Backup’s own rehearsal: every month it restores the newest copy of each database in the vault into the private network, says
 * whether that worked, and deletes what it made. Nobody asks the database anything, and a month without any copy is a month without a
 * test; that copies fail is heard of by itself. One plan for a vault: an account has 100, and whatever comes to serve is in it by its
 * copies ("Restore testing", AWS Backup developer guide, read 2026-11). Class and parameters are the copy’s, whose stack here has a
 * group of that name; RDS takes neither key nor version.
 */
export class RestoreTest extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RestoreTestSettings,
    wiring: RestoreTestWiring,
  ) {
    super(scope, id);
    const { vault, name, ruleName, vaultArn, schedule } = settings;
    const address = addressOf(settings.address, 'restore-test');
    const plan = new BackupRestoreTestingPlan(this, 'Resource', {
      name,
      scheduleExpression: schedule,
      scheduleExpressionTimezone: 'UTC',
      startWindowHours: STARTS_WITHIN,
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
        description: `AWS Backup could not restore a copy of ${vault}`,
        kinds: ['Restore Job State Change'],
        detail: { status: ['ABORTED', 'FAILED'], restoreTestingPlanArn: [plan.arn] },
      },
      wiring,
    );
  }
}

/**
 * Of every database that has a copy in the plan’s vault: the provider sends no other source to a selection that is there. Lists are JSON
 * in a text ("Restore testing inferred metadata", AWS Backup developer guide, read 2026-11).
 */
function createSelection(
  scope: Construct,
  address: string,
  plan: BackupRestoreTestingPlan,
  { name, vault }: RestoreTestSettings,
  { roleArn, network }: RestoreTestWiring,
): void {
  const closed = createClosedGroup(scope, address, vault, network);
  const selection = new BackupRestoreTestingSelection(scope, 'selection', {
    name,
    restoreTestingPlanName: plan.name,
    protectedResourceType: 'RDS',
    protectedResourceArns: ['*'],
    iamRoleArn: roleArn,
    restoreMetadataOverrides: {
      dbSubnetGroupName: network.subnetGroupName,
      multiAz: 'false',
      publiclyAccessible: 'false',
      vpcSecurityGroupIds: JSON.stringify([closed.id]),
    },
  });
  pin(selection, address);
}

/** A group without a rule: what is restored lets nobody in. */
function createClosedGroup(
  scope: Construct,
  address: string,
  vault: string,
  { vpcId }: RestoreTestWiring['network'],
): SecurityGroup {
  const name = `${vault}-restore-test`;
  const group = new SecurityGroup(scope, 'closed', {
    name,
    description: `Copies of ${vault} that are restored to see whether they can be: admits nobody`,
    vpcId,
    revokeRulesOnDelete: true,
    tags: { Name: name },
  });
  return pin(group, address);
}
