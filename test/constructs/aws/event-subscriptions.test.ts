import {
  EventSubscriptions,
  SUBSCRIBED_CATEGORIES,
  type EventSubscriptionsWiring,
} from '../../../constructs/aws/event-subscriptions';
import { addressesOf, resource, synthOf } from '../../support/synth';

const TOPIC = { arn: 'arn:warning', policy: { fqn: 'aws_sns_topic_policy.warning' } };

const subscribed = (topic: EventSubscriptionsWiring['topic'], sources?: object) =>
  synthOf((stack) => {
    const settings = { address: 'shared', prefix: 'acme-prod' };
    new EventSubscriptions(stack, 'events', settings, {
      topic,
      sources: sources as EventSubscriptionsWiring['sources'],
    });
  });

const config = subscribed(TOPIC);

test('failures and changes of databases are warnings, of all in the account and region', () => {
  expect(resource(config, 'aws_db_event_subscription', 'shared_databases')).toEqual({
    name: 'acme-prod-databases',
    sns_topic: 'arn:warning',
    source_type: 'db-instance',
    event_categories: ['configuration change', 'deletion', 'failure', 'maintenance'],
    // RDS tries a topic before it takes it.
    depends_on: ['aws_sns_topic_policy.warning'],
  });
});

test('nobody is told of each day’s backup, or before each usual growth', () => {
  const all: readonly string[] = SUBSCRIBED_CATEGORIES;
  expect(all).not.toContain('backup');
  expect(all).not.toContain('low storage');
});

test('changes of parameter groups and of security groups are warnings', () => {
  expect(resource(config, 'aws_db_event_subscription', 'shared_parameters')).toMatchObject({
    name: 'acme-prod-parameters',
    sns_topic: 'arn:warning',
    source_type: 'db-parameter-group',
    event_categories: ['configuration change'],
  });
  expect(resource(config, 'aws_db_event_subscription', 'shared_security_groups')).toMatchObject({
    name: 'acme-prod-security-groups',
    sns_topic: 'arn:warning',
    source_type: 'db-security-group',
    event_categories: ['configuration change', 'failure'],
  });
});

test('sources that are named are heard of alone, once they are there', () => {
  const scoped = subscribed(TOPIC, {
    databases: ['acme-prod-pay', 'acme-prod-pay-reader-1'],
    parameterGroups: ['acme-prod-pay-postgres17'],
    after: [{ fqn: 'aws_db_instance.pay' }],
  });
  expect(resource(scoped, 'aws_db_event_subscription', 'shared_databases')).toMatchObject({
    source_ids: ['acme-prod-pay', 'acme-prod-pay-reader-1'],
    depends_on: ['aws_sns_topic_policy.warning', 'aws_db_instance.pay'],
  });
  expect(resource(scoped, 'aws_db_event_subscription', 'shared_parameters').source_ids).toEqual([
    'acme-prod-pay-postgres17',
  ]);
});

test('where nobody is told of warnings there is no subscription', () => {
  expect(addressesOf(subscribed(undefined))).toEqual([]);
});
