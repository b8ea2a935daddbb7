import path from 'node:path';
import type { Deployment } from '../../model/deployment/deployment';
import { planStacks, stackNames } from '../../stacks/build';
import { dependenciesOf } from '../../stacks/dependencies';
import type { BuiltStack } from '../../stacks/output';
import { AWS_RECOVERED, PROD_RECOVERED, replicated } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { addressesOf, rowsOf, scratch, synthAll } from '../support/synth';

const build = (only?: (stack: string) => boolean): readonly BuiltStack[] =>
  rowsOf(DEPLOYMENT, { out: path.join(scratch(), 'out'), ...(only ? { only } : {}) });

test('each stack says what it is', () => {
  expect(build().map(({ stack, environment, what }) => [stack, environment, what])).toEqual([
    ['dev-aws-audit', 'dev', 'audit trail in ap-northeast-1: no lock, 30 days'],
    ['dev-aws-foundation', 'dev', 'existing network vpc-0a1b2c3d4e5f60718'],
    ['dev-google-audit', 'dev', 'audit trail in asia-northeast1: no lock, 30 days'],
    ['dev-google-foundation', 'dev', 'existing network projects/acme-host/global/networks/shared'],
    ['prod-aws-audit', 'prod', 'audit trail in ap-northeast-1: governance, 395 days'],
    ['prod-aws-foundation', 'prod', 'network 10.30.0.0/16 in 3 zones'],
    ['prod-google-audit', 'prod', 'audit trail in asia-northeast1: governance, 395 days'],
    ['prod-google-foundation', 'prod', 'network 10.31.0.0/16, services in 10.31.240.0/20'],
    ['dev-aws-shared-postgres', 'dev', 'PostgreSQL 17, small, 1 reader: shared-postgres'],
    ['prod-aws-core-db', 'prod', 'PostgreSQL 17, large, 2 readers: order, user-profile'],
    ['prod-aws-catalog', 'prod', 'MySQL 8.4, large, 1 reader: catalog'],
    ['prod-aws-payment', 'prod', 'PostgreSQL 17, large, 1 reader: payment'],
    ['prod-aws-ledger', 'prod', 'PostgreSQL 17, large, no readers: ledger'],
    ['dev-google-shared-postgres', 'dev', 'PostgreSQL 17, small, 1 reader: shared-postgres'],
    ['prod-google-core-db', 'prod', 'PostgreSQL 17, large, 2 readers: order, user-profile'],
    ['prod-google-catalog', 'prod', 'MySQL 8.4, large, 1 reader: catalog'],
    ['prod-google-payment', 'prod', 'PostgreSQL 17, large, 1 reader: payment'],
    ['prod-google-ledger', 'prod', 'PostgreSQL 17, large, no readers: ledger'],
  ]);
});

test.each(['prod-aws-core-db', 'prod-google-core-db'])(
  'only %s is built, if so selected',
  (only) => {
    expect(build((stack) => stack === only).map(({ stack }) => stack)).toEqual([only]);
  },
);

test('a stack waits for its own cloud’s foundation, one isolated for none but its logs’, and none for the trail’s, which other hands deploy', () => {
  const waits = [...dependenciesOf(DEPLOYMENT)].filter(([, stacks]) => stacks.length > 0);
  expect(waits).toEqual([
    ['dev-aws-shared-postgres', ['dev-aws-foundation']],
    ['prod-aws-core-db', ['prod-aws-foundation']],
    ['prod-aws-catalog', ['prod-aws-foundation']],
    ['dev-google-shared-postgres', ['dev-google-foundation']],
    ['prod-google-core-db', ['prod-google-foundation']],
    ['prod-google-catalog', ['prod-google-foundation']],
    // In the environment's own project.
    ['prod-google-ledger', ['prod-google-foundation']],
  ]);
});

test('an environment without a foundation on the instance’s own cloud is a fault that says so', () => {
  const foundations = DEPLOYMENT.foundations.filter(({ cloud }) => cloud === 'aws');
  expect(() => dependenciesOf({ ...DEPLOYMENT, foundations })).toThrow(
    'dev-google-shared-postgres: its environment dev has no foundation',
  );
});

test('no two resources of a stack share an address: cdktf would merge them silently', () => {
  const counted = new Map(build().map(({ stack, resources }) => [stack, resources]));
  for (const [stack, config] of synthAll(DEPLOYMENT)) {
    expect([stack, addressesOf(config).length]).toEqual([stack, counted.get(stack)]);
  }
});

describe('the recovery region', () => {
  const recovered: Deployment = {
    ...DEPLOYMENT,
    foundations: [PROD_RECOVERED],
    instances: AWS_RECOVERED,
  };
  const active = (value: string): Deployment => ({
    ...recovered,
    instances: [replicated({ active: given(value) })],
  });

  test('has a stack of the environment, and one of each instance, after the primary’s', () => {
    const rows = rowsOf(recovered, { out: path.join(scratch(), 'out') });
    expect(rows.map(({ stack, what }) => [stack, what])).toEqual([
      ['prod-aws-audit', 'audit trail in ap-northeast-1: governance, 395 days'],
      ['prod-aws-audit-recovery', 'audit trail in ap-northeast-3: governance, 395 days'],
      ['prod-aws-foundation', 'network 10.30.0.0/16 in 3 zones'],
      ['prod-aws-recovery', 'recovery in ap-northeast-3'],
      ['prod-aws-order', 'PostgreSQL 17, large, 1 reader: order'],
      ['prod-aws-order-recovery', 'recovery in ap-northeast-3: vault-copy, recovery-replica'],
      ['prod-aws-shop', 'MySQL 8.4, large, no readers: shop'],
      ['prod-aws-shop-recovery', 'recovery in ap-northeast-3: vault-copy, replicated-backups'],
      ['prod-aws-vault', 'PostgreSQL 17, large, no readers: vault'],
      ['prod-aws-vault-recovery', 'recovery in ap-northeast-3: vault-copy'],
    ]);
    expect(stackNames(recovered)).toEqual(rows.map(({ stack }) => stack));
  });

  test('waits for the primary while that serves, and its landing zone for nothing', () => {
    expect(Object.fromEntries(dependenciesOf(recovered))).toMatchObject({
      'prod-aws-audit-recovery': [],
      'prod-aws-recovery': [],
      'prod-aws-order-recovery': ['prod-aws-recovery', 'prod-aws-order'],
      'prod-aws-vault-recovery': ['prod-aws-vault'],
    });
  });

  test('waits for none of the primary’s stacks once it serves: they are not to be had', () => {
    expect(dependenciesOf(active('recovery')).get('prod-aws-order-recovery')).toEqual([
      'prod-aws-recovery',
    ]);
    expect(dependenciesOf(active('primary')).get('prod-aws-order-recovery')).toContain(
      'prod-aws-order',
    );
  });

  test('a retired pair goes the replica first, whichever of the two that is', () => {
    const orderOf = (choice: Parameters<typeof replicated>[0]) => {
      const instances = [replicated({ lifecycle: given('retired'), ...choice })];
      const all = dependenciesOf({ ...recovered, instances });
      return [all.get('prod-aws-order'), all.get('prod-aws-order-recovery')];
    };
    expect(orderOf({})).toEqual([
      ['prod-aws-foundation', 'prod-aws-order-recovery'],
      ['prod-aws-recovery'],
    ]);
    expect(orderOf({ active: given('recovery') })).toEqual([
      ['prod-aws-foundation'],
      ['prod-aws-recovery', 'prod-aws-order'],
    ]);
  });

  test('one that is retired brings no program along', () => {
    const plansOf = (lifecycle: 'serving' | 'retired') =>
      planStacks({ ...recovered, instances: [replicated({ lifecycle: given(lifecycle) })] }).filter(
        ({ brings }) => brings,
      );
    // What rehearses is there for others; its own recovery stack has a function once it serves.
    const shared = ['prod-aws-foundation', 'prod-aws-recovery'];
    expect(plansOf('serving').map(({ stack }) => stack)).toEqual([...shared, 'prod-aws-order']);
    expect(plansOf('retired').map(({ stack }) => stack)).toEqual(shared);
  });
});
