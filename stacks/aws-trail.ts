import { auditDestinationArn } from '../constructs/aws/audit-destination';
import { auditLogsRoleArn } from '../constructs/aws/audit-logs-role';
import { auditStreamArn } from '../constructs/aws/audit-stream';
import type { Trail } from '../constructs/aws/log-subscription';
import type { AwsAuditStore, AwsFoundation, AwsTarget } from '../model/deployment/aws-deployment';

/**
 * Where the audited lines of log groups in one account and region go, by names alone: what is logged in the recovery region stays there.
 * In the store’s own account they go to the stream itself, from another to its destination.
 */
export function trailFrom(
  { environment, audit }: AwsFoundation,
  { account, region }: Pick<AwsTarget, 'account' | 'region'>,
): Trail {
  const store = storeIn(audit, region);
  if (!store) throw new Error(`${environment} has no trail in ${region}`);
  const at = { account: store.target.account, region, name: store.name };
  return account === store.target.account
    ? { destinationArn: auditStreamArn(at), roleArn: auditLogsRoleArn(at) }
    : { destinationArn: auditDestinationArn(at) };
}

function storeIn(
  { primary, recovery }: AwsFoundation['audit'],
  region: string,
): AwsAuditStore | undefined {
  return [primary, ...(recovery ? [recovery] : [])].find((each) => each.target.region === region);
}
