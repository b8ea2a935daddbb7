import type { AwsInstance } from '../deployment/aws-deployment';
import { strictestClass, type DataClass } from './data-class';
import { MYSQL_AUDIT } from './mysql-audit';

/** An option group of RDS with MySQL's audit plugin. A region takes 20, so that instances of a network share one for each class. */
export interface OptionGroupPlan {
  /** `8.4`. */
  readonly engineVersion: string;
  readonly data: DataClass;
}

type Instance = Pick<AwsInstance, 'engine' | 'decisions' | 'services'>;

/** That of an instance: an option group holds for a whole server, so that the strictest class of its services counts. */
export function optionGroupOf({
  engine,
  decisions,
  services,
}: Instance): OptionGroupPlan | undefined {
  if (engine !== 'mysql') return undefined;
  const data = strictestClass(services.map((service) => service.data.value));
  return { engineVersion: decisions.engineVersion.value, data };
}

/** Those that a network's instances use, by name. An instance that is gone uses none. */
export function optionGroupsOf(
  instances: readonly (Instance & Pick<AwsInstance, 'lifecycle'>)[],
): readonly OptionGroupPlan[] {
  const plans = instances
    .filter(({ lifecycle }) => lifecycle.value !== 'retired')
    .flatMap((instance) => optionGroupOf(instance) ?? []);
  return [...new Map(plans.map((plan) => [endingOf(plan), plan] as const))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, plan]) => plan);
}

/** `acme-prod-mysql-8-4-personal`. The name carries the version, so that an upgrade has both groups for a while. */
export function optionGroupName(prefix: string, plan: OptionGroupPlan): string {
  return `${prefix}-${endingOf(plan)}`;
}

/** What tells one from another in a network: `mysql-8-4-personal`. */
export function endingOf({ engineVersion, data }: OptionGroupPlan): string {
  return `mysql-${engineVersion.replaceAll('.', '-')}-${data}`;
}

/**
 * Bytes of a statement's text that are kept: 1,024 by default, so that a comment of a kilobyte would hide what follows it. Twice as
 * many, as each quote is escaped, still are one event of CloudWatch Logs, of 256 KiB.
 */
const LONGEST_STATEMENT = 100 * 1024;

/**
 * The plugin's settings. `rdsadmin` asks the server something every second; its logins are recorded nevertheless ("MariaDB Audit
 * Plugin support for MySQL", RDS user guide, read 2026-11). What is not here has its default, which the provider leaves out of a
 * plan (`flattenOptions`, option_group.go, hashicorp/aws, read 2026-11).
 */
export function auditSettings(data: DataClass): Readonly<Record<string, string>> {
  return {
    SERVER_AUDIT_EVENTS: MYSQL_AUDIT[data].events.join(','),
    SERVER_AUDIT_EXCL_USERS: 'rdsadmin',
    SERVER_AUDIT_QUERY_LOG_LIMIT: String(LONGEST_STATEMENT),
  };
}
