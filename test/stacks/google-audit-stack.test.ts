import { identifiersFrom, recoveredFrom } from '../../constructs/google/database-logs';
import { changesAtStore } from '../../constructs/google/trail-changes';
import {
  projectFilter,
  readingFilter,
  recoveredJobs,
  trailedJobs,
  trailFilter,
} from '../../constructs/google/trail-filter';
import type { GoogleAudit, GoogleFoundation } from '../../model/deployment/google-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { GOOGLE_DEV, GOOGLE_PROD } from '../support/google-deployment';
import { given } from '../support/service';
import { addressesOf, resource, synthAll, type Config } from '../support/synth';

const RECOVERY: GoogleAudit['primary'] = {
  ...GOOGLE_PROD.audit.primary,
  stack: 'prod-google-audit-recovery',
  target: { ...GOOGLE_PROD.audit.primary.target, region: 'asia-northeast2' },
  name: 'audit-acme-prod-recovery',
};
const PROD: GoogleFoundation = {
  ...GOOGLE_PROD,
  audit: { ...GOOGLE_PROD.audit, recovery: RECOVERY },
};

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll({ ...DEPLOYMENT, foundations: [GOOGLE_DEV, PROD], instances: [] });
});
const prod = (): Config | undefined => stacks.get('prod-google-audit');
const recovery = (): Config | undefined => stacks.get('prod-google-audit-recovery');
const dev = (): Config | undefined => stacks.get('dev-google-audit');

const SINK = 'google_logging_project_sink';

test('it is a log bucket with its key, a sink in each project with its writer’s right, one for who reads it, and who is told', () => {
  expect(addressesOf(prod())).toEqual([
    'google_kms_crypto_key.trail',
    'google_kms_crypto_key_iam_binding.trail',
    'google_kms_key_ring.trail',
    'google_logging_project_bucket_config.trail',
    'google_logging_project_sink.trail_acme_payment_1',
    'google_logging_project_sink.trail_acme_prod_1',
    'google_logging_project_sink.trail_store',
    'google_monitoring_alert_policy.trail_trail_changed',
    'google_monitoring_notification_channel.trail_oncallATacmeDOTexample',
    'google_project_iam_member.trail_acme_payment_1_writer',
    'google_project_iam_member.trail_acme_prod_1_writer',
  ]);
  // Of the recovery region’s store in the same project the same policy tells.
  expect(addressesOf(recovery())).toEqual(
    addressesOf(prod()).filter((each) => !each.includes('monitoring')),
  );
});

test('in the environment’s own project it needs no right', () => {
  expect(addressesOf(dev())).toEqual([
    'google_kms_crypto_key.trail',
    'google_kms_crypto_key_iam_binding.trail',
    'google_kms_key_ring.trail',
    'google_logging_project_bucket_config.trail',
    'google_logging_project_sink.trail_acme_dev_1',
    'google_logging_project_sink.trail_store',
  ]);
  expect(dev()?.provider.google).toHaveLength(1);
});

test('its first provider is pinned to the store’s project, and one more to each that it makes a sink in', () => {
  const pinned = (config: Config | undefined) =>
    config?.provider.google?.map(({ alias, project, region, impersonate_service_account: as }) => ({
      ...{ alias, project, region, as },
    }));
  const as = (project: string) => `kura-audit-prod@${project}.iam.gserviceaccount.com`;
  const at = (project: string, region: string, alias?: string) => ({
    ...{ alias, project, region, as: as(project) },
  });
  expect(pinned(prod())).toEqual([
    at('acme-audit-1', 'asia-northeast1'),
    at('acme-prod-1', 'asia-northeast1', 'acme-prod-1'),
    at('acme-payment-1', 'asia-northeast1', 'acme-payment-1'),
  ]);
  // Nothing of it asks for the primary region, which may be lost.
  expect(pinned(recovery())?.map(({ region }) => region)).toEqual([
    'asia-northeast2',
    'asia-northeast2',
    'asia-northeast2',
  ]);
  expect(prod()?.provider.google?.map((each) => each.default_labels)).toEqual(
    Array.from({ length: 3 }, () => ({
      organisation: 'acme',
      environment: 'prod',
      stack: 'prod-google-audit',
      'managed-by': 'kura',
    })),
  );
});

test('its state is in the bucket of the trail’s own', () => {
  expect(prod()?.terraform.backend).toEqual({
    gcs: {
      bucket: 'acme-kura-audit-state-prod',
      prefix: 'prod-google-audit',
      kms_encryption_key:
        'projects/acme-audit-1/locations/asia-northeast1/keyRings/kura/cryptoKeys/state',
    },
  });
});

test('each sink takes its own project’s databases, wherever they serve; in the recovery region what is there', () => {
  const there = { instances: recoveredFrom('acme-prod'), jobs: recoveredJobs('acme-prod') };
  const here = { instances: identifiersFrom('acme-prod'), jobs: trailedJobs('acme-prod') };
  for (const project of ['acme-prod-1', 'acme-payment-1']) {
    const name = `trail_${project.replaceAll('-', '_')}`;
    const shared = { project, provider: `google.${project}` };
    expect(resource(prod(), SINK, name)).toMatchObject({
      ...shared,
      name: 'audit-acme-prod',
      filter: trailFilter({ project, ...here }),
    });
    expect(resource(recovery(), SINK, name)).toMatchObject({
      ...shared,
      name: 'audit-acme-prod-recovery',
      filter: trailFilter({ project, ...there }),
    });
  }
});

test('who reads it is recorded; who changes it by the same sink where no other has its project', () => {
  expect(resource(prod(), SINK, 'trail_store')).toMatchObject({
    name: 'audit-acme-prod-store',
    project: 'acme-audit-1',
    filter: `${readingFilter()} OR ${projectFilter()}`,
  });
  expect(resource(dev(), SINK, 'trail_store').filter).toBe(readingFilter());
});

test('in a project of its own who is told by e-mail or by a channel there hears of changes to it by all but its hands', () => {
  const existing = ['acme-prod-1', 'acme-audit-1'].map(
    (project) => `projects/${project}/notificationChannels/1`,
  );
  const audited = synthAll({
    ...DEPLOYMENT,
    foundations: [
      {
        ...PROD,
        routes: {
          warning: [{ kind: 'email', name: 'day@acme.example', existing: [] }],
          critical: [
            { kind: 'email', name: 'night@acme.example', existing: [] },
            { kind: 'pager', name: 'pager', existing },
          ],
        },
      },
    ],
    instances: [],
  }).get('prod-google-audit');
  expect(resource(audited, 'google_monitoring_alert_policy', 'trail_trail_changed')).toMatchObject({
    project: 'acme-audit-1',
    notification_channels: [
      '${google_monitoring_notification_channel.trail_nightATacmeDOTexample.id}',
      'projects/acme-audit-1/notificationChannels/1',
    ],
    conditions: [
      {
        condition_matched_log: {
          filter: changesAtStore({
            name: 'audit-acme-prod',
            keepers: ['kura-audit-prod@acme-audit-1.iam.gserviceaccount.com'],
          }),
        },
      },
    ],
  });
  expect(addressesOf(audited).filter((each) => each.includes('channel'))).toEqual([
    'google_monitoring_notification_channel.trail_nightATacmeDOTexample',
  ]);
});

test.each([
  ['governance', prod, 395],
  ['off', dev, 30],
] as const)(
  'under the lock %s Terraform keeps or lets go all that is stored',
  (lock, config, days) => {
    const lifecycle = { prevent_destroy: lock === 'governance' };
    expect(resource(config(), 'google_logging_project_bucket_config', 'trail')).toMatchObject({
      retention_days: days,
      lifecycle,
    });
    for (const type of ['google_kms_crypto_key', 'google_kms_key_ring']) {
      expect(resource(config(), type, 'trail')).toMatchObject({ lifecycle });
    }
  },
);

test('an isolated project that keeps the trail of its environment is a source like the others', () => {
  const audit: GoogleAudit = {
    ...PROD.audit,
    keepDays: given(395),
    primary: {
      ...PROD.audit.primary,
      target: { ...PROD.audit.primary.target, project: 'acme-payment-1' },
    },
  };
  const config = synthAll({
    ...DEPLOYMENT,
    foundations: [{ ...GOOGLE_PROD, audit }],
    instances: [],
  }).get('prod-google-audit');
  expect(addressesOf(config).filter((each) => each.includes('writer'))).toEqual([
    'google_project_iam_member.trail_acme_prod_1_writer',
  ]);
  // Its instance’s own policy is there, and tells of the trail’s things too.
  expect(addressesOf(config).filter((each) => each.includes('monitoring'))).toEqual([]);
  expect(resource(config, SINK, 'trail_acme_payment_1')).not.toHaveProperty('provider');
  expect(resource(config, SINK, 'trail_store').filter).toBe(readingFilter());
});
