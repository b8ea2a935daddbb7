import { declareAwsDrill } from '../../../model/recovery/declare-drill';
import type { DrilledMechanism } from '../../../model/recovery/mechanisms';
import { readCall } from '../../../runner/drill/read-order';
import { access, AWS_RECOVERED, instance, replicated } from '../../support/aws-deployment';
import { service } from '../../support/service';

const HOUR = 3_600_000;
const PLACE = {
  stack: 'prod-aws-order-recovery',
  source: 'acme-prod-order',
  subnetGroup: 'acme-prod-recovery',
  securityGroups: ['sg-runner'],
  parameterGroup: 'acme-prod-order-postgres17',
  optionGroup: undefined,
};

const orderOf = (mechanism: DrilledMechanism, of = replicated()) =>
  declareAwsDrill(of, { mechanism, region: 'recovery', rpo: null, rto: 2 * HOUR }, PLACE);

test.each<DrilledMechanism>(['point-in-time-recovery', 'replicated-backups', 'recovery-replica'])(
  'what is ordered of %s is what the runner takes',
  (mechanism) => {
    const read = readCall({ drill: orderOf(mechanism), phase: 'start' });
    expect(read).toEqual({ call: { drill: orderOf(mechanism), phase: 'start' } });
  },
);

test('replicated backups are found by the ARN of their instance in its own region', () => {
  expect(orderOf('replicated-backups').source).toBe(
    'arn:aws:rds:ap-northeast-1:333333333333:db:acme-prod-order',
  );
  expect(orderOf('replicated-backups').target).toBe('acme-prod-order-drill');
  expect(orderOf('recovery-replica').source).toBe('acme-prod-order');
});

test('group roles and logins must be there, but for one that ends', () => {
  const until = '2026-12-01T00:00:00Z';
  const own = instance('shop', {
    services: [service('shop', [access('shop-api'), access('alice', { role: 'operator', until })])],
  });
  const { roles } = orderOf('point-in-time-recovery', own);
  expect(roles).toEqual(expect.arrayContaining(['shop_api', 'shop_service_db_writer']));
  expect(roles).not.toContain('alice');
});

test('MySQL has no group roles', () => {
  const mysql = AWS_RECOVERED.find(({ engine }) => engine === 'mysql');
  expect(mysql && orderOf('point-in-time-recovery', mysql).roles).toEqual(['shop_api']);
});

test('it may take longer than it should, so that it is known by how much', () => {
  const { rto, longest } = orderOf('recovery-replica');
  expect(longest).toBeGreaterThan(rto ?? Infinity);
});
