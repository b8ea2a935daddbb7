/** What the policies of one account are limited to. */
export interface AccountScope {
  readonly account: string;
  readonly organisation: string;
  readonly environment: string;
  /** `<organisation>-<environment>`: how everything that Kura names begins. */
  readonly prefix: string;
  /** The primary region and the recovery region. */
  readonly regions: readonly string[];
  readonly deployRoleArn: string;
  readonly planRoleArn: string;
  /** Roles in other accounts that the role here goes on to take: deploy with deploy, plan with plan. */
  readonly onward: readonly { readonly deployRoleArn: string; readonly planRoleArn: string }[];
  /** ARNs of the estate's own roles that get a login policy attached here. */
  readonly attachTo: readonly string[];
  readonly stateBuckets: readonly StateBucket[];
}

export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
}

/** The path of the policies of Kura's own roles: no name that Kura gives anything else begins so. */
export const OWN_PATH = '/kura-bootstrap/';

/** The account's part of a global or regional ARN, with any region: conditions name the regions. */
export const regional = ({ account }: AccountScope, service: string, rest: string): string =>
  `arn:aws:${service}:*:${account}:${rest}`;

export const iam = ({ account }: AccountScope, rest: string): string =>
  `arn:aws:iam::${account}:${rest}`;

export const inRegions = ({ regions }: AccountScope) => ({ 'aws:RequestedRegion': regions });

/** Log groups that RDS and our networks write to; the last star takes in their streams. */
export function logGroups(scope: AccountScope): string[] {
  return [
    `/aws/rds/instance/${scope.prefix}-*`,
    `/aws/vpc/${scope.prefix}/flow-logs*`,
    `/aws/vpc/${scope.prefix}-*/flow-logs*`,
  ].map((name) => regional(scope, 'logs', `log-group:${name}`));
}

/** Roles that Kura makes: RDS takes the first to write its samples, flow logs the second. */
export const monitoringRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*rds-monitoring`);
export const flowLogRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*flow-logs`);

export const secrets = (scope: AccountScope): string =>
  regional(scope, 'secretsmanager', `secret:${scope.prefix}/*`);
export const loginPolicies = (scope: AccountScope): string =>
  iam(scope, `policy/${scope.prefix}-*`);
