import type { Construct } from 'constructs';
import type { ToldSeverity } from '../../model/alerts/severity';
import type { DRILL_ENDING } from '../../model/recovery/drill-order';
import { addressOf } from '../address';
import type { AlarmActions } from './alarm-actions';
import { EventRule, type EventsRoleWiring } from './event-rule';

/** One rule for each severity; one that tells of changes whom no subscription reaches. */
type RuleWord = ToldSeverity | 'change';

export interface DatabaseEventsSettings {
  readonly address: string;
  readonly account: string;
  readonly region: string;
  readonly ruleNames: Readonly<Record<RuleWord, string>>;
  /** How the events’ resources are named, as a pattern of EventBridge has it. */
  readonly names: readonly EventName[];
  /** `RDS-EVENT-0007`, by severity. */
  readonly ids: Readonly<Record<ToldSeverity, readonly string[]>>;
}

/** A whole name, or how one begins. */
export type EventName = string | { readonly prefix: string };

export interface DatabaseEventsWiring {
  /** All who are told of a severity. */
  readonly actions: AlarmActions;
  /** Topics that exist already and are told of warnings: a subscription has but one topic, which is Kura’s own. */
  readonly existing: readonly string[];
  readonly role: EventsRoleWiring | undefined;
}

/** What a subscription tells Kura’s own topic of: but for failures, of which those that count have a severity. */
const CHANGES = ['configuration change', 'deletion', 'maintenance'];

/**
 * What RDS tells of databases, by the ids of its events: why not by category, event-subscriptions.ts says. One rule for each severity of a
 * network, not of an instance. Of what RDS calls a resource EventBridge has its ARN: what it has for an identifier begins with `rds:` in
 * the guide and without it elsewhere ("Overview of events for Amazon RDS", RDS user guide, read 2026-11).
 */
export function createDatabaseEvents(
  scope: Construct,
  settings: DatabaseEventsSettings,
  { actions, existing, role }: DatabaseEventsWiring,
): void {
  const rule = (
    word: RuleWord,
    targets: readonly string[],
    { description, kinds, detail }: Told,
  ): void => {
    if (targets.length === 0) return;
    const pattern = { source: ['aws.rds'], 'detail-type': kinds, detail };
    const address = addressOf(settings.address, 'events', word);
    const own = { address, name: settings.ruleNames[word], description, pattern };
    new EventRule(scope, `events-${word}`, own, { targets, role });
  };
  const ofDatabases = (severity: ToldSeverity, description: string): Told => ({
    description,
    kinds: ['RDS DB Instance Event'],
    detail: { EventID: settings.ids[severity], SourceArn: sourcesOf(settings, 'db'), ...NO_COPIES },
  });
  rule(
    'warning',
    actions.warning,
    ofDatabases('warning', 'A standby took over, or a replica follows no more'),
  );
  rule('critical', actions.critical, ofDatabases('critical', 'A database needs somebody'));
  rule('change', existing, {
    description: 'What changed of databases or their parameters, or will',
    kinds: ['RDS DB Instance Event', 'RDS DB Parameter Group Event'],
    detail: {
      EventCategories: CHANGES,
      SourceArn: [...sourcesOf(settings, 'db'), ...sourcesOf(settings, 'pg')],
      ...NO_COPIES,
    },
  });
}

/** What happens to a drill’s copy is the drill’s (“Comparison operators for use in event patterns”, EventBridge user guide, read 2026-11). */
const COPIES = '-drill' satisfies typeof DRILL_ENDING;
const NO_COPIES = { SourceIdentifier: [{ 'anything-but': { suffix: COPIES } }] };

interface Told {
  readonly description: string;
  readonly kinds: readonly string[];
  readonly detail: Readonly<Record<string, readonly unknown[]>>;
}

function sourcesOf(
  { account, region, names }: DatabaseEventsSettings,
  kind: 'db' | 'pg',
): readonly unknown[] {
  return namedArns(names, `arn:aws:rds:${region}:${account}:${kind}:`);
}

/** Names as a pattern of EventBridge has their ARNs, of which this is the beginning. */
export function namedArns(names: readonly EventName[], beginning: string): readonly unknown[] {
  return names.map((name) =>
    typeof name === 'string' ? `${beginning}${name}` : { prefix: `${beginning}${name.prefix}` },
  );
}
