import {
  copyPlans,
  eventRules,
  inRegions,
  restoreTests,
  vaults,
  type AccountScope,
} from './account-scope';
import type { Statement } from './policy-document';

/** Vaults of copies, what fills and tests them, and the rules by which their failures are heard of. */
export function readCopies(scope: AccountScope): Statement {
  return {
    Sid: 'ReadCopies',
    Effect: 'Allow',
    Action: [
      'backup:DescribeBackupVault',
      'backup:GetBackupPlan',
      'backup:GetBackupSelection',
      'backup:GetBackupVaultAccessPolicy',
      'backup:GetRestoreTestingPlan',
      'backup:GetRestoreTestingSelection',
      'backup:ListTags',
      'events:DescribeRule',
      'events:ListTagsForResource',
      'events:ListTargetsByRule',
    ],
    Resource: [...vaults(scope), copyPlans(scope), restoreTests(scope), eventRules(scope)],
    Condition: { StringEquals: inRegions(scope) },
  };
}
