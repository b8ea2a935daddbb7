import path from 'node:path';
import type { BuiltStack } from '../../stacks/output';
import { DEPLOYMENT } from '../support/deployment';
import { addressesOf, rowsOf, scratch, synthAll } from '../support/synth';

const build = (only?: (stack: string) => boolean): readonly BuiltStack[] =>
  rowsOf(DEPLOYMENT, { out: path.join(scratch(), 'out'), ...(only ? { only } : {}) });

test('each stack says what it is', () => {
  expect(build().map(({ stack, environment, what }) => [stack, environment, what])).toEqual([
    ['dev-aws-foundation', 'dev', 'existing network vpc-0a1b2c3d4e5f60718'],
    ['prod-aws-foundation', 'prod', 'network 10.30.0.0/16 in 3 zones'],
    ['dev-aws-shared-postgres', 'dev', 'PostgreSQL 17, small, 1 reader: shared-postgres'],
    ['prod-aws-core-db', 'prod', 'PostgreSQL 17, large, 2 readers: order, user-profile'],
    ['prod-aws-catalog', 'prod', 'MySQL 8.4, large, 1 reader: catalog'],
    ['prod-aws-payment', 'prod', 'PostgreSQL 17, large, 1 reader: payment'],
    ['prod-aws-ledger', 'prod', 'PostgreSQL 17, large, no readers: ledger'],
  ]);
});

test('only what is selected is built', () => {
  expect(build((stack) => stack === 'prod-aws-core-db').map(({ stack }) => stack)).toEqual([
    'prod-aws-core-db',
  ]);
});

test('no two resources of a stack share an address: cdktf would merge them silently', () => {
  const counted = new Map(build().map(({ stack, resources }) => [stack, resources]));
  for (const [stack, config] of synthAll(DEPLOYMENT)) {
    expect([stack, addressesOf(config).length]).toEqual([stack, counted.get(stack)]);
  }
});
