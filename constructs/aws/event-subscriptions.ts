import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/**
 * What is told of databases by subscription: a warning, whatever it is. Security Hub wants failures, maintenance and changes (RDS.20); that
 * one was deleted is no less.
 *
 * A category says nothing of how bad something is ("Amazon RDS event categories and event messages", RDS user guide, read 2026-11):
 * `failure` holds 0420, a key that is back, and 0219 and 0220, growth that waits for some hours; `low storage` holds 0089, which comes
 * before each usual growth; a full disk that stops the database, 0221, is `availability`, as is each restart. So nobody is woken by
 * category: what is critical comes by its id, through a rule (database-events.ts). `failure` holds some of those too, which who reads
 * mail reads twice.
 */
export const SUBSCRIBED_CATEGORIES = [
  'configuration change',
  'deletion',
  'failure',
  'maintenance',
] as const;

export interface EventSubscriptionsSettings {
  readonly address: string;
  /** How the subscriptions’ names begin. */
  readonly prefix: string;
}

export interface EventSubscriptionsWiring {
  /** The network’s own topic of warnings, where somebody is told of them. */
  readonly topic: EventTopic | undefined;
  /** What is heard of; all of the account in the region where absent. */
  readonly sources: EventSources | undefined;
}

export interface EventTopic {
  readonly arn: string;
  readonly policy: ITerraformDependable;
}

export interface EventSources {
  /** Identifiers. RDS takes none that is not there yet. */
  readonly databases: readonly string[];
  readonly parameterGroups: readonly string[];
  readonly after: readonly ITerraformDependable[];
}

/**
 * What RDS tells of its own: no metric shows it. Those of a network, not of an instance: a region has 20 ("Quotas and constraints for
 * Amazon RDS", RDS user guide, read 2026-11).
 */
export class EventSubscriptions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, prefix }: EventSubscriptionsSettings,
    { topic, sources }: EventSubscriptionsWiring,
  ) {
    super(scope, id);
    if (!topic) return;
    const subscribe = (
      part: string,
      { of: sourceType, categories, ids = [] }: Subscribed,
    ): void => {
      const subscription = new DbEventSubscription(this, part, {
        name: `${prefix}-${part}`,
        snsTopic: topic.arn,
        sourceType,
        eventCategories: [...categories],
        ...(ids.length === 0 ? {} : { sourceIds: [...ids] }),
        dependsOn: [topic.policy, ...(sources?.after ?? [])],
      });
      pin(subscription, address, part);
    };
    subscribe('databases', {
      of: 'db-instance',
      categories: SUBSCRIBED_CATEGORIES,
      ids: sources?.databases,
    });
    // RDS.21.
    subscribe('parameters', {
      of: 'db-parameter-group',
      categories: ['configuration change'],
      ids: sources?.parameterGroups,
    });
    // Security Hub asks for it (RDS.22). There is nothing to hear: such groups were EC2-Classic’s, which is gone since 2022-08-15.
    subscribe('security-groups', {
      of: 'db-security-group',
      categories: ['configuration change', 'failure'],
    });
  }
}

interface Subscribed {
  readonly of: 'db-instance' | 'db-parameter-group' | 'db-security-group';
  readonly categories: readonly string[];
  readonly ids?: readonly string[] | undefined;
}
