import { countResources } from '../../../model/tables/quotas';
import { deploymentOf } from '../../support/estate-folder';
import { manyServices } from '../../support/many-services';

/** What alerts take of each cloud's quotas. */
const OF_ALERTS = {
  aws: ['alarms', 'dashboards', 'eventRules', 'eventSubscriptions', 'metricFilters', 'topics'],
  google: ['alertPolicies', 'channels', 'dashboards', 'logMetrics'],
} as const;

test.each([
  ['aws', 'alike', false],
  ['google', 'alike', false],
  ['google', 'that have no threshold in common', true],
] as const)(
  'of 400 services on %s %s, each on an instance of its own, alerts need no more of any quota than there is',
  (cloud, _, unlike) => {
    const estate = deploymentOf(manyServices(400, cloud, unlike));
    const counts = countResources(estate).filter(({ name }) =>
      (OF_ALERTS[cloud] as readonly string[]).includes(name),
    );
    expect(new Set(counts.map(({ name }) => name))).toEqual(new Set(OF_ALERTS[cloud]));
    for (const { name, used, quota } of counts) {
      expect([name, used <= (quota ?? Infinity)]).toEqual([name, true]);
    }
    // Per environment, and not per instance.
    const shared = counts.filter(({ name }) => ['eventSubscriptions', 'topics'].includes(name));
    for (const { name, used } of shared) expect([name, used < 10]).toEqual([name, true]);
  },
);
