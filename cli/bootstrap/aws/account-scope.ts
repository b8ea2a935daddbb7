import { TOLD } from '../../../model/alerts/severity';

export { OWN_PATH } from '../../../model/access/boundary';

/** Where an environment is in one account. */
export interface AccountPlace {
  readonly account: string;
  readonly organisation: string;
  readonly environment: string;
  /** The primary region and the recovery region. */
  readonly regions: readonly string[];
}

/** Roles of one account: one applies, the other plans. */
export interface RolePair {
  readonly deployRoleArn: string;
  readonly planRoleArn: string;
}

/** The same with those that they go on to take in other accounts: deploy with deploy, plan with plan. */
export interface Roles extends RolePair {
  readonly onward: readonly RolePair[];
}

/** What the policies of one account are limited to. */
export interface AccountScope extends AccountPlace, Roles {
  /** `<organisation>-<environment>`: how everything that Kura names begins. */
  readonly prefix: string;
  /** ARNs of the estate's own roles that get a login policy attached here. */
  readonly attachTo: readonly string[];
  /** Whether a jump host is made here. */
  readonly operators: boolean;
  /** ARNs of topics that exist already, to which events go, too. */
  readonly existingTopics: readonly string[];
  readonly stateBuckets: readonly StateBucket[];
  /** What records it, which is not its own. */
  readonly trail: TrailNames;
}

/** How what keeps an environment’s trail is called, and what makes it. */
export interface TrailNames {
  /** The account that keeps it. */
  readonly account: string;
  /** `audit-<organisation>-<environment>`, and the recovery region’s, which begins so. */
  readonly stores: readonly string[];
  readonly buckets: readonly string[];
  /** The stacks that make it, which its keys have as a tag. */
  readonly stacks: readonly string[];
  readonly stateBuckets: readonly StateBucket[];
  /** The roles that make it, in whatever account, by name and path. */
  readonly roles: readonly string[];
}

export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** The key that the estate names for it, where it does. */
  readonly statedKey?: string;
}

/** The account's part of a global or regional ARN, with any region: conditions name the regions. */
export const regional = (
  { account }: Pick<AccountPlace, 'account'>,
  service: string,
  rest: string,
): string => `arn:aws:${service}:*:${account}:${rest}`;

export const iam = ({ account }: Pick<AccountPlace, 'account'>, rest: string): string =>
  `arn:aws:iam::${account}:${rest}`;

export const inRegions = ({ regions }: AccountPlace) => ({ 'aws:RequestedRegion': regions });

/** The account's keys: they have ids, not names. */
export const anyKey = (scope: Pick<AccountPlace, 'account'>): string =>
  regional(scope, 'kms', 'key/*');

/** Services as a key's policy and conditions name them, in every region of the environment. */
export const hosts = ({ regions }: AccountPlace, ...services: readonly string[]): string[] =>
  services.flatMap((service) => regions.map((region) => `${service}.${region}.amazonaws.com`));

/** Log groups that RDS, our networks, our runners, our drills and our watches write to; the last star takes in their streams. */
export function logGroups(scope: AccountScope): string[] {
  return [
    `/aws/rds/instance/${scope.prefix}-*`,
    `/aws/vpc/${scope.prefix}/flow-logs*`,
    `/aws/vpc/${scope.prefix}-*/flow-logs*`,
    `/aws/lambda/${scope.prefix}-*-runner*`,
    `/aws/lambda/${scope.prefix}-*drill*`,
    `/aws/lambda/${scope.prefix}-*watch*`,
  ].map((name) => regional(scope, 'logs', `log-group:${name}`));
}

/** Roles that Kura makes: RDS takes the first to write its samples, flow logs the second. */
export const monitoringRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*rds-monitoring`);
export const flowLogRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*flow-logs`);

/** A runner works as the first, its schedule starts it as the second, the jump host is the third, what rehearses recoveries the next, and what watches the last. */
export const runnerRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*-runner`);
export const scheduleRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*-schedule`);
export const jumpRoles = (scope: AccountScope): string => iam(scope, `role/${scope.prefix}-*jump`);
export const drillRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*drill`);
export const watchRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*watch`);
export const jumpProfiles = (scope: AccountScope): string =>
  iam(scope, `instance-profile/${scope.prefix}-*jump`);

export const runners = (scope: AccountScope): string =>
  regional(scope, 'lambda', `function:${scope.prefix}-*-runner`);
export const drills = (scope: AccountScope): string =>
  regional(scope, 'lambda', `function:${scope.prefix}-*drill`);
export const watches = (scope: AccountScope): string =>
  regional(scope, 'lambda', `function:${scope.prefix}-*watch`);
export const scheduleGroups = (scope: AccountScope): string =>
  regional(scope, 'scheduler', `schedule-group/${scope.prefix}-*runners`);
export const schedules = (scope: AccountScope): string =>
  regional(scope, 'scheduler', `schedule/${scope.prefix}-*runners/*`);
/** One for each severity (constructs/aws/alarm-topic.ts). */
export const alarmTopics = (scope: AccountScope): string[] =>
  TOLD.map((severity) => regional(scope, 'sns', `${scope.prefix}-*${severity}`));
export const eventSubscriptions = (scope: AccountScope): string =>
  regional(scope, 'rds', `es:${scope.prefix}-*`);
export const alarms = (scope: AccountScope): string =>
  regional(scope, 'cloudwatch', `alarm:${scope.prefix}-*`);
/** They are of no region. */
export const dashboards = ({ account, prefix }: AccountScope): string =>
  `arn:aws:cloudwatch::${account}:dashboard/${prefix}-*`;

/** AWS Backup makes snapshots as the first, and restores them as the second. */
export const backupRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*backups`);
export const restoreRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*restores`);

/** EventBridge tells topics of other accounts as this. */
export const eventsRoles = (scope: AccountScope): string =>
  iam(scope, `role/${scope.prefix}-*events`);

export const vaults = (scope: AccountScope): string[] =>
  [scope.prefix, `${scope.prefix}-*`].map((name) =>
    regional(scope, 'backup', `backup-vault:${name}`),
  );
/** Plans of copies have ids, not names. */
export const copyPlans = (scope: AccountScope): string =>
  regional(scope, 'backup', 'backup-plan:*');
/** Their names take no hyphen; AWS puts one and an id behind them. */
export const restoreTests = (scope: AccountScope): string =>
  regional(scope, 'backup', `restore-testing-plan:${scope.prefix.replaceAll('-', '_')}_*`);
export const eventRules = (scope: AccountScope): string =>
  regional(scope, 'events', `rule/${scope.prefix}-*`);

export const secrets = (scope: AccountScope): string =>
  regional(scope, 'secretsmanager', `secret:${scope.prefix}/*`);
export const loginPolicies = (scope: AccountScope): string =>
  iam(scope, `policy/${scope.prefix}-*`);
