import { runnerAccountId, schedulerAccountId } from '../../../model/sql/runner-account';
import { programObject, runnerBucket, stateObject } from '../../../model/sql/runner-store';

test('an account is named after its instance or environment, in 30 characters', () => {
  expect(runnerAccountId('acme-prod-order')).toBe('acme-prod-order-runner');
  expect(schedulerAccountId('acme-prod')).toBe('acme-prod-scheduler');
  const long = schedulerAccountId('a'.repeat(41));
  expect(long).toMatch(/^a+-[0-9a-f]{8}-scheduler$/);
  expect(long).toHaveLength(30);
  expect(schedulerAccountId(`${'a'.repeat(40)}b`)).not.toBe(long);
});

test('a bucket is named after its environment and its project, in 63 characters', () => {
  expect(runnerBucket('acme-prod', 'acme-prod-1')).toBe('acme-prod-runner-acme-prod-1');
  const long = runnerBucket('a'.repeat(47), 'p'.repeat(30));
  expect(long).toHaveLength(63);
  expect(runnerBucket(`${'a'.repeat(46)}b`, 'p'.repeat(30))).not.toBe(long);
});

test('a bucket has no name that Google keeps for itself', () => {
  expect(runnerBucket('acme-prod-google-ads', 'acme-ads')).toMatch(
    /^kura-[0-9a-f]{8}-runner-acme-ads$/,
  );
  expect(runnerBucket('goog-prod', 'acme-ads')).toMatch(/^kura-/);
});

test('a state is named after its stack and its content, and pinned by the whole of its digest', () => {
  expect(stateObject('prod-google-order', 'a')).toEqual({
    name: 'prod-google-order.ca978112.json',
    sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
  });
  expect(stateObject('prod-google-order', 'a').name).not.toBe(
    stateObject('prod-google-order', 'b').name,
  );
});

test('a program is named after its content', () => {
  const sha256 = '0123456789abcdef'.repeat(4);
  expect(programObject(sha256)).toEqual({ name: 'runner-0123456789abcdef.cjs', sha256 });
});
