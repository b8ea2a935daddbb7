import type { AccountScope } from './account-scope';
import { namesEveryRole } from './deploy-access';
import { nameOf } from './role-names';
import type { TrailScope } from './trail-scope';

/** What the reader should know of an environment’s roles beside what is done. */
export function notesOf(scope: AccountScope, homeAccount: string): string[] {
  const [deploy, plan] = [nameOf(scope.deployRoleArn), nameOf(scope.planRoleArn)];
  const state =
    scope.account === homeAccount
      ? `Run Terraform as ${deploy} itself: state is read with the credentials it runs with.`
      : `Its stacks keep their state in account ${homeAccount}, whose ${deploy} goes on to this one.`;
  const notes = [
    state,
    `To plan as ${plan}, override the provider’s role_arn, and plan with -lock=false.`,
    `${deploy} makes IAM roles and policies: whoever takes it can widen what others may do. Trust few.`,
    `${deploy} locks vaults of copies, and neither unlocks, opens nor deletes one: for other days of copies, an administrator lets it have backup:DeleteBackupVaultLockConfiguration meanwhile.`,
    'Not done here: block public access for the whole account (aws s3control put-public-access-block).',
    'Quotas are counted by `kura list --quotas`.',
  ];
  if (!namesEveryRole(scope)) {
    const roles = String(scope.attachTo.length);
    notes.push(`${roles} roles do not fit a policy: login policies may be attached to any role.`);
  }
  return notes;
}

/** The same of the trail’s. */
export function trailNotesOf(scope: TrailScope, homeAccount: string): string[] {
  const { account, environment, keeps, trail, locked } = scope;
  const audit = nameOf(scope.deployRoleArn);
  if (!keeps) {
    return [
      `${audit} makes this account’s trail of CloudTrail and nothing else; ${audit} of account ${trail.account} alone takes it.`,
    ];
  }
  return [
    `Run Terraform of ${trail.stacks.join(' and ')} as ${audit} itself, and as nobody whom ${environment} trusts.`,
    `Give GitHub’s environment ${environment}-audit reviewers of its own, where workflows come in.`,
    locked
      ? `${audit} neither reads, deletes nor unlocks what is kept, nor disables its key: for that an administrator has to come, and is recorded.`
      : `${audit} neither reads nor deletes what is kept; it is not locked.`,
    ...(account === homeAccount
      ? [
          `The trail is in the environment’s own account: who administers it can end the trail, and is recorded. \`audit: { account: … }\` keeps it where they cannot.`,
        ]
      : []),
  ];
}
