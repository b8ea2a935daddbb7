import { mayRehearseIn, mayServeThere, rehearsedIn } from '../../../model/recovery/rehearsals';
import type { AwsFoundation } from '../../../model/deployment/aws-deployment';
import { backedUp, instance, replicated } from '../../support/aws-deployment';
import {
  belowCloud,
  deploymentOf,
  orderWith,
  SMALL_ESTATE,
  smallEstate,
  type EstateFiles,
} from '../../support/estate-folder';
import { given, recoveredBy } from '../../support/service';

const names = (...[of, region]: Parameters<typeof rehearsedIn>): readonly string[] =>
  rehearsedIn(of, region).map(({ mechanism }) => mechanism);

const inBoth = (of: Parameters<typeof rehearsedIn>[0]): readonly boolean[] => [
  mayRehearseIn('primary')(of),
  mayRehearseIn('recovery')(of),
];

test('each recovery is rehearsed in the region that it leads to', () => {
  expect(names(replicated(), 'primary')).toEqual(['point-in-time-recovery']);
  expect(names(replicated(), 'recovery')).toEqual(['recovery-replica']);
  expect(names(backedUp(), 'recovery')).toEqual(['replicated-backups']);
});

test('once the recovery region serves, the restore of what serves there is rehearsed, and nothing else', () => {
  const away = replicated({ active: given('recovery') });
  expect(names(away, 'primary')).toEqual([]);
  expect(names(away, 'recovery')).toEqual(['point-in-time-recovery']);
});

test('what may be rehearsed in a region is the same whoever serves', () => {
  for (const active of ['primary', 'recovery']) {
    expect(inBoth(replicated({ active: given(active) }))).toEqual([true, true]);
  }
});

test('a restore alone is rehearsed in the recovery region where the instance may come to serve there', () => {
  const restore = replicated().recovery.drills.filter(({ region }) => region === 'primary');
  const only = (...mechanisms: Parameters<typeof recoveredBy>[0]) =>
    instance('order', { recovery: recoveredBy(mechanisms, restore) });
  expect(inBoth(only('point-in-time-recovery', 'recovery-replica'))).toEqual([true, true]);
  expect(inBoth(only('point-in-time-recovery', 'vault-copy'))).toEqual([true, false]);
});

test('what has a vault’s copy alone never serves in the recovery region', () => {
  const kept = instance('order', { recovery: recoveredBy(['vault-copy', 'standby'], []) });
  expect(mayServeThere(kept)).toBe(false);
});

describe('an environment has what rehearses', () => {
  const drillsOf = (files: EstateFiles): unknown => {
    const [foundation] = deploymentOf(files).foundations as readonly AwsFoundation[];
    return [foundation?.drills, foundation?.recovery?.drills];
  };

  test('where an instance in its network is rehearsed, in each of its regions', () => {
    expect(drillsOf(SMALL_ESTATE)).toEqual([true, true]);
    expect(drillsOf(orderWith('active: recovery'))).toEqual([true, true]);
  });

  test('and not for one that has a network of its own, or of which nothing is demanded', () => {
    const estate = String(SMALL_ESTATE['estate.yaml']);
    const isolated = smallEstate({
      ...orderWith('placement: isolated'),
      'estate.yaml': belowCloud(estate, 'isolated: { order: { network: { cidr: 10.40.0.0/20 } } }'),
    });
    expect(drillsOf(isolated)).toEqual([false, undefined]);
    const development = estate.replace('production', 'development');
    expect(drillsOf(smallEstate({ 'estate.yaml': development }))).toEqual([false, undefined]);
  });
});
