import { awsAlarms } from '../alerts/aws-alarms';
import type { AwsRegion } from '../alerts/aws-databases';
import { awsLogMetrics } from '../alerts/aws-log-metrics';
import { TOLD, type ToldSeverity } from '../alerts/severity';
import { isElsewhere, reaches, toldInRegion } from '../alerts/told';
import { trailAlarms } from '../alerts/trail-alarms';
import type { AwsFoundation, AwsInstance, AwsTarget } from '../deployment/aws-deployment';
import type { Instance } from '../deployment/deployment';
import { servesIn } from '../recovery/serving';
import type { AwsQuotaName } from './aws-quotas';
import type { Usage } from './quota';

type AwsUsage = Usage<AwsQuotaName>;

/** Who is told in one region: an alarm that tells nobody is not made. */
export type Alarms = Readonly<
  Record<
    ToldSeverity,
    {
      /** 1 where somebody is, else 0. */
      readonly told: number;
      /** 1 where a topic that exists already is, else 0. */
      readonly existing: number;
      /** 1 where one of another account is, else 0. */
      readonly elsewhere: number;
    }
  >
>;

/** Of an environment’s routes. */
export function alarmsIn({ routes }: AwsFoundation, { account, region }: AwsTarget): Alarms {
  const of = (severity: ToldSeverity) => {
    const told = toldInRegion(routes[severity], region);
    return {
      told: reaches(told) ? 1 : 0,
      existing: told.existing.length > 0 ? 1 : 0,
      elsewhere: told.existing.some((arn) => isElsewhere(arn, account)) ? 1 : 0,
    };
  };
  return { warning: of('warning'), critical: of('critical') };
}

/** A topic for each severity, with the role by which events go to other accounts. */
export const usageOfTopics = (alarms: Alarms): AwsUsage => ({
  roles: Math.max(...TOLD.map((severity) => alarms[severity].elsewhere)),
  topics: TOLD.reduce((sum, severity) => sum + alarms[severity].told, 0),
});

/**
 * What hears of what RDS tells: databases, parameter and security groups have a subscription each, to warnings, and each severity a rule;
 * what exists already hears of changes by one more, and of changes of the trail there are four.
 */
export const usageOfEvents = ({ warning, critical }: Alarms): AwsUsage => ({
  eventSubscriptions: 3 * warning.told,
  eventRules: warning.told + 5 * critical.told + warning.existing,
});

/** What is told of a store of the trail, where somebody is: a topic, and an alarm for what is told. */
export function usageOfTrail(
  foundation: AwsFoundation,
  instances: readonly Instance[],
  region: AwsRegion,
): AwsUsage {
  const target = foundation.audit[region]?.target;
  if (!target || alarmsIn(foundation, target).critical.told === 0) return {};
  const { late, silent } = trailAlarms(instances, region);
  const alarms = [late, silent].filter((each) => each !== undefined).length;
  return alarms === 0 ? {} : { topics: 1, alarms };
}

/** What watches an instance’s databases in one region, and counts the lines of their logs. */
export function usageOfAlerts(instance: AwsInstance, region: AwsRegion, alarms: Alarms): AwsUsage {
  const { warning, critical } = alarms;
  const told = { warning: warning.told > 0, critical: critical.told > 0 };
  const { alarms: own, pages } = awsAlarms(instance, region, told);
  return {
    alarms: own.length + pages.length,
    metricFilters: Math.max(...filtersOf(instance, region)),
  };
}

/** How many filters each log group has. The runner’s has one. */
function filtersOf(instance: AwsInstance, region: AwsRegion): readonly number[] {
  const counts = new Map<string, number>();
  for (const { database, log } of awsLogMetrics(instance, region)) {
    const group = `${database}/${log}`;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [servesIn(instance) === region ? 1 : 0, ...counts.values()];
}
