import { LogGroup } from '../../../constructs/aws/log-group';
import type { Trail } from '../../../constructs/aws/log-subscription';
import { addressesOf, resource, synthOf } from '../../support/synth';

const groupOf = (trail?: Trail) => {
  let resources = 0;
  const config = synthOf((stack) => {
    const group = new LogGroup(
      stack,
      'log',
      { address: 'core-db', name: '/aws/lambda/acme', retentionDays: 30 },
      { key: { arn: 'arn:key' }, trail },
    );
    resources = group.resources.length;
  });
  return { config, resources };
};

test('a group that is no part of the trail is nobody else’s', () => {
  const { config, resources } = groupOf();
  expect(addressesOf(config)).toEqual(['aws_cloudwatch_log_group.core_db']);
  expect(resources).toBe(1);
});

test.each<[string, Trail, object]>([
  [
    'a stream of its account, with the role that CloudWatch Logs takes',
    { destinationArn: 'arn:stream', roleArn: 'arn:role' },
    { destination_arn: 'arn:stream', role_arn: 'arn:role' },
  ],
  [
    'a destination of another, which has a role of its own',
    { destinationArn: 'arn:destination' },
    { destination_arn: 'arn:destination' },
  ],
])('every line of one that is goes to %s', (_, trail, goes) => {
  const { config, resources } = groupOf(trail);
  expect(resource(config, 'aws_cloudwatch_log_subscription_filter', 'core_db')).toEqual({
    name: 'audit',
    log_group_name: '${aws_cloudwatch_log_group.core_db.name}',
    filter_pattern: '',
    ...goes,
  });
  // What writes to it waits for both.
  expect(resources).toBe(2);
});
