import type { AwsFoundation, AwsInstance } from '../deployment/aws-deployment';

/**
 * Whether an isolated instance’s network subscribes to what RDS tells of its databases. Its environment’s subscriptions hear of every
 * database in their account and region: there a second one would tell everybody twice.
 */
export function hearsItself(
  { ownNetwork, target }: AwsInstance,
  foundation: AwsFoundation,
): boolean {
  return ownNetwork !== undefined && target.account !== foundation.target.account;
}

/** The same of its recovery region, where its environment may have nothing. */
export function hearsItselfThere(
  { recoveryHome }: AwsInstance,
  { target, recovery }: AwsFoundation,
): boolean {
  if (recoveryHome?.ownNetwork === undefined) return false;
  return recoveryHome.target.account !== target.account || recovery === undefined;
}

/** Whether it hears itself of snapshots and copies that fail: the environment’s rule, where there is one, hears of all in its account. */
export function hearsOwnCopies(instance: AwsInstance, foundation: AwsFoundation): boolean {
  return hearsItself(instance, foundation) || foundation.vault === undefined;
}
