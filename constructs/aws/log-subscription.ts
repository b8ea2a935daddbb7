import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { pin } from '../address';

/** Where the lines of the audit trail go, from the account and region of their log group. */
export interface Trail {
  /** A delivery stream of the same account, or a destination of another. */
  readonly destinationArn: string;
  /** With which CloudWatch Logs writes to a stream of the same account; a destination has its own. */
  readonly roleArn?: string;
}

/**
 * Sends every line of a log group to the audit trail. A group has two such filters at most, and no account has more ("CloudWatch Logs
 * quotas", CloudWatch Logs user guide, read 2026-11): one is left for somebody else's.
 */
export function subscribe(
  scope: Construct,
  id: string,
  { address, logGroup }: { readonly address: string; readonly logGroup: string },
  { destinationArn, roleArn }: Trail,
): ITerraformDependable {
  const filter = new CloudwatchLogSubscriptionFilter(scope, id, {
    name: 'audit',
    logGroupName: logGroup,
    filterPattern: '',
    destinationArn,
    ...(roleArn === undefined ? {} : { roleArn }),
  });
  return pin(filter, address);
}
