import {
  declareRecovered,
  recoveredInstance,
  recoveryBucketOf,
  recoveryHomeOf,
  recoveryServes,
} from '../../../model/recovery/recovered';
import { declareState } from '../../../model/sql/declare';
import {
  GOOGLE_PROD_RECOVERING,
  GOOGLE_RECOVERING,
  googleAccess,
  googleInstance,
  googleRecoveryHome,
} from '../../support/google-deployment';
import { recoveryOf } from '../../support/google-recovery';
import { given, service } from '../../support/service';
import { resource, type Json } from '../../support/synth';

const order = googleInstance('order', {
  recoveryHome: googleRecoveryHome('order'),
  active: given('recovery'),
  services: [
    service('order', [
      googleAccess('order-api'),
      googleAccess('order-batch', {
        ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
      }),
    ]),
  ],
});

test('in the recovery region stack, name, place and secrets are its own', () => {
  expect(recoveredInstance(order)).toMatchObject({
    stack: 'prod-google-order-recovery',
    identifier: 'acme-prod-order-recovery',
    target: { project: 'acme-prod-1', region: 'asia-northeast2' },
    services: [
      {
        access: [
          { login: 'order-api@acme-prod-1.iam' },
          { login: 'order_batch', secret: 'acme-prod-order-recovery-order_batch' },
        ],
      },
    ],
  });
});

test('what it is to hold is what the primary was to hold, as the user that came with the data', () => {
  const [before, after] = [declareState(order), declareRecovered(order)];
  expect(after.stack).toBe('prod-google-order-recovery');
  expect(after.admin).toEqual(before.admin);
  expect(after.databases).toEqual(before.databases);
  expect(after.logins.map(({ secret: _, ...login }) => login)).toEqual(
    before.logins.map(({ secret: _, ...login }) => login),
  );
});

test.each(GOOGLE_RECOVERING.map((instance) => [instance.id, instance] as const))(
  'the bucket of %s there is the one that its jobs read',
  (id, instance) => {
    const bucket = recoveryBucketOf(instance, GOOGLE_PROD_RECOVERING);
    const { template } = resource(
      recoveryOf({ ...instance, active: given('recovery') }),
      'google_cloud_run_v2_job',
      `${id}_runner`,
    );
    expect((template as Json).template).toMatchObject({ volumes: [{ gcs: { bucket } }] });
  },
);

test('it serves when the estate says so, and not where there is none', () => {
  expect(recoveryServes(order)).toBe(true);
  expect(recoveryServes({ ...order, active: given('primary') })).toBe(false);
  expect(() => recoveryHomeOf(googleInstance('order'))).toThrow(
    'prod-google-order: it has nothing in its recovery region',
  );
});
