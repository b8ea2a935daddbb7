import type { Construct } from 'constructs';
import { alarmActions, type AlarmActions } from '../constructs/aws/alarm-actions';
import { AlarmTopic, alarmTopicArn } from '../constructs/aws/alarm-topic';
import { createDatabaseEvents, type EventName } from '../constructs/aws/database-events';
import { createTrailEvents, type TrailStore } from '../constructs/aws/trail-events';
import type { EventsRoleWiring } from '../constructs/aws/event-rule';
import { EventSubscriptions, type EventSources } from '../constructs/aws/event-subscriptions';
import { EventsRole } from '../constructs/aws/events-role';
import { eventIds } from '../model/alerts/event-ids';
import type { Routes } from '../model/alerts/routes';
import { TOLD, type ToldSeverity } from '../model/alerts/severity';
import { isElsewhere, reaches, toldInRegion, type Told } from '../model/alerts/told';
import type { AwsAudit, AwsTarget } from '../model/deployment/aws-deployment';
import { digestOf } from '../model/values/digest';
import { fittedName } from '../model/values/fitted-name';

/** Where the alarms of a network’s instances go. */
export interface AwsAlarms {
  readonly actions: AlarmActions;
  /** With which events go to topics of other accounts, where this stack makes it. */
  readonly role: EventsRoleWiring | undefined;
  /** Of each severity that somebody is told of, where this stack makes it. */
  readonly topics: Partial<Record<ToldSeverity, AlarmTopic>>;
}

export interface AwsAlarmsChoice {
  /** How the network's names begin. */
  readonly prefix: string;
  readonly target: AwsTarget;
  readonly routes: Routes;
}

/** Makes a topic for each severity that somebody is told of. */
export function createAwsAlarms(
  scope: Construct,
  { address, prefix, target, routes }: AwsAlarmsChoice & { readonly address: string },
  wiring: { readonly key: { readonly arn: string } },
): AwsAlarms {
  const { account, region } = target;
  const told = toldOf(routes, region);
  const topics = new Map(
    TOLD.filter((severity) => reaches(told[severity])).map((severity) => {
      const subscribers = subscribersOf(told[severity]);
      const settings = { address, prefix, account, region, severity, subscribers, events: true };
      return [severity, new AlarmTopic(scope, `topic-${severity}`, settings, wiring)];
    }),
  );
  return {
    role: createRole(scope, { address, prefix, target }, told),
    topics: Object.fromEntries(topics),
    actions: alarmActions(told, (severity) => topics.get(severity)?.arn ?? ''),
  };
}

const subscribersOf = ({ emails }: Told) => emails.map((email) => ({ email, id: digestOf(email) }));

function createRole(
  scope: Construct,
  {
    address,
    prefix,
    target: { account, region },
  }: Pick<AwsEventsChoice, 'address' | 'prefix' | 'target'>,
  told: Readonly<Record<ToldSeverity, Told>>,
): EventsRoleWiring | undefined {
  const existing = new Set(TOLD.flatMap((severity) => told[severity].existing));
  const topics = [...existing].filter((arn) => isElsewhere(arn, account));
  if (topics.length === 0) return undefined;
  const { arn, resource } = new EventsRole(scope, 'events-role', {
    ...{ address, prefix, region, topics },
  });
  return { arn, resource, topics };
}

/**
 * The one topic of a store of the trail: what is told of it is critical, and comes from CloudWatch.
 *
 * @param prefix the store’s name
 */
export function createTrailTopic(
  scope: Construct,
  { address, prefix, target, routes }: AwsAlarmsChoice & { readonly address: string },
  wiring: { readonly key: { readonly arn: string } },
): readonly string[] {
  const { account, region } = target;
  const told = toldOf(routes, region);
  if (!reaches(told.critical)) return [];
  const subscribers = subscribersOf(told.critical);
  const settings = { address, prefix, account, region, subscribers, events: false };
  const topic = new AlarmTopic(
    scope,
    'topic-critical',
    { ...settings, severity: 'critical' },
    wiring,
  );
  return alarmActions(told, () => topic.arn).critical;
}

/** Finds what the stack of the network made, by its names. */
export function findAwsAlarms({ prefix, target, routes }: AwsAlarmsChoice): AwsAlarms {
  const { account, region } = target;
  const own = (severity: ToldSeverity) => alarmTopicArn({ account, region, prefix, severity });
  return { topics: {}, role: undefined, actions: alarmActions(toldOf(routes, region), own) };
}

/** Whether somebody is told of anything in a region: then a topic is there, and its key lets services publish. */
export function isTold(routes: Routes, { region }: AwsTarget): boolean {
  const told = toldOf(routes, region);
  return TOLD.some((severity) => reaches(told[severity]));
}

export interface AwsEventsChoice extends AwsAlarmsChoice {
  readonly address: string;
  /** How the databases and their parameter groups are named. */
  readonly names: readonly EventName[];
  readonly audit: AwsAudit;
}

/** Of a rule (`PutRule`, EventBridge API reference, read 2026-11). */
const LONGEST_RULE = 64;

/**
 * What RDS tells of databases: what has a severity to all who are told of it, by rules; what changes to Kura’s own topic of warnings, by
 * subscriptions, as Security Hub wants it.
 *
 * @param sources what is heard of by subscription; all of the account in the region where absent
 */
export function createAwsEvents(
  scope: Construct,
  { address, prefix, target, routes, names, audit }: AwsEventsChoice,
  {
    alarms: { actions, topics, role },
    sources,
  }: { readonly alarms: AwsAlarms; readonly sources?: EventSources | undefined },
): void {
  const { account, region } = target;
  const topic = topics.warning;
  new EventSubscriptions(scope, 'event-subscriptions', { address, prefix }, { topic, sources });
  const ruleName = (word: string) => fittedName(prefix, `-${word}-events`, LONGEST_RULE);
  createDatabaseEvents(
    scope,
    {
      ...{ address, account, region, names },
      ruleNames: {
        warning: ruleName('warning'),
        critical: ruleName('critical'),
        change: ruleName('change'),
      },
      ids: { warning: eventIds('warning'), critical: eventIds('critical') },
    },
    { actions, existing: toldOf(routes, region).warning.existing, role },
  );
  createTrailEvents(
    scope,
    {
      ...{ address, names, deployRoleArn: target.deployRoleArn, ...trailHere(audit, target) },
      ruleNames: {
        trail: ruleName('trail'),
        logs: ruleName('logs'),
        store: ruleName('store'),
        calls: ruleName('calls'),
      },
    },
    { actions, role },
  );
}

/** Who deploys the trail in an account, and what keeps it in one of its regions. */
function trailHere(
  { sources, primary, recovery }: AwsAudit,
  { account, region }: AwsTarget,
): { readonly trailRoleArns: readonly string[]; readonly store: TrailStore | undefined } {
  const stores = [primary, ...(recovery ? [recovery] : [])].filter(
    ({ target }) => target.account === account,
  );
  const roles = [
    ...sources.flatMap((each) => (each.account === account ? [each.deployRoleArn] : [])),
    ...stores.map(({ target }) => target.deployRoleArn),
  ];
  const store = stores.find(({ target }) => target.region === region);
  return {
    trailRoleArns: [...new Set(roles)],
    store: store ? { name: store.name, bucket: store.bucket } : undefined,
  };
}

/** The names of an environment’s databases, with those of its isolated instances in the same account. */
export function namesInEnvironment(prefix: string): readonly EventName[] {
  return [{ prefix: `${prefix}-` }];
}

/** The names of an isolated instance’s. */
export function namesOfInstance(identifier: string): readonly EventName[] {
  return [identifier, { prefix: `${identifier}-` }];
}

const toldOf = ({ warning, critical }: Routes, region: string): Record<ToldSeverity, Told> => ({
  warning: toldInRegion(warning, region),
  critical: toldInRegion(critical, region),
});
