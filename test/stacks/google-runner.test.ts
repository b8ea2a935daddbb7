import type { GoogleFoundation } from '../../model/deployment/google-deployment';
import { declaredText, declareState } from '../../model/sql/declare';
import { runnerBucketOf, stateObject } from '../../model/sql/runner-store';
import { monthly } from '../../stacks/google-drill';
import { startBefore } from '../../stacks/google-runner';
import { readProgram } from '../../stacks/runner-asset';
import { DEPLOYMENT } from '../support/deployment';
import {
  googleInstance,
  GOOGLE_INSTANCES,
  GOOGLE_PROD,
  GOOGLE_PROD_RECOVERING,
  GOOGLE_RECOVERING,
} from '../support/google-deployment';
import { RUNNER } from '../support/runner-files';
import { addressesOf, resource, synthAll, type Config, type Json } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll(DEPLOYMENT);
});

const stack = (id: string) => stacks.get(id);
/** The Google stacks of instances, with what was declared of each. */
const all = GOOGLE_INSTANCES.map((instance) => [instance.stack, instance] as const);
const addressOf = ({ id }: { readonly id: string }) => id.replaceAll('-', '_');

const foundationOf = (environment: string): GoogleFoundation => {
  const found = DEPLOYMENT.foundations.find(
    (each): each is GoogleFoundation => each.cloud === 'google' && each.environment === environment,
  );
  if (!found) throw new Error(`${environment} has no foundation on Google Cloud`);
  return found;
};

const argumentsOf = (config: Config | undefined, address: string): readonly string[] => {
  const { template } = resource(config, 'google_cloud_run_v2_job', `${address}_runner`);
  const { containers } = (template as Json).template as Json;
  return (containers as readonly Json[])[0]?.args as readonly string[];
};

test.each(all)(
  '%s has its runner, which takes the program and what was declared',
  (name, instance) => {
    const { id, environment, identifier, target, decisions } = instance;
    const state = stateObject(name, declaredText(declareState(instance)));
    const program = readProgram(RUNNER.script);
    expect(argumentsOf(stack(name), addressOf(instance))).toEqual([
      `/runner/${program.name}`,
      program.sha256,
      `/runner/${state.name}`,
      state.sha256,
      `${environment}/${id}`,
    ]);
    const job = resource(stack(name), 'google_cloud_run_v2_job', `${addressOf(instance)}_runner`);
    expect(job).toMatchObject({
      name: `${identifier}-runner`,
      project: target.project,
      deletion_protection: decisions.preventDestroy.value,
    });
  },
);

test.each(all)(
  '%s reads the bucket that `kura sql apply` brings its files to',
  (name, instance) => {
    const foundation = foundationOf(instance.environment);
    const bucket = runnerBucketOf(instance, foundation);
    expect(
      resource(stack(name), 'google_cloud_run_v2_job', `${addressOf(instance)}_runner`),
    ).toMatchObject({
      template: { template: { volumes: [{ gcs: { bucket } }] } },
    });
  },
);

test.each(all)('%s is run by the user that its state says', (name, instance) => {
  const { login } = declareState(instance).admin;
  const users = Object.values(stack(name)?.resource.google_sql_user ?? {});
  const wanted =
    instance.engine === 'postgres'
      ? login
      : `${login}@${instance.target.project}.iam.gserviceaccount.com`;
  expect(users.map((user) => user.name)).toContain(wanted);
});

test('another state is another argument, so that the job is seen to change', () => {
  const stateOf = (services: readonly string[]): unknown => {
    const only = googleInstance('core-db');
    const instance = {
      ...only,
      services: services.flatMap((service) =>
        only.services.map((each) => ({ ...each, service, id: service })),
      ),
    };
    const made = synthAll({ ...DEPLOYMENT, foundations: [GOOGLE_PROD], instances: [instance] });
    return argumentsOf(made.get(only.stack), 'core_db').slice(2, 4);
  };
  expect(stateOf(['order'])).toEqual(stateOf(['order']));
  expect(stateOf(['order'])).not.toEqual(stateOf(['orders']));
});

test('it takes both from the bucket of its foundation', () => {
  const foundation = stack('prod-google-foundation');
  const bucket = resource(foundation, 'google_storage_bucket', 'shared_runner').name;
  const scheduler = resource(foundation, 'google_service_account', 'shared_scheduler').account_id;
  const config = stack('prod-google-core-db');
  expect(resource(config, 'google_cloud_run_v2_job', 'core_db_runner')).toMatchObject({
    template: {
      template: {
        volumes: [{ gcs: { bucket } }],
        vpc_access: {
          network_interfaces: [
            {
              subnetwork:
                'projects/acme-prod-1/regions/asia-northeast1/subnetworks/acme-prod-runner',
              tags: ['acme-prod-core-db-clients'],
            },
          ],
        },
      },
    },
  });
  expect(resource(config, 'google_cloud_run_v2_job_iam_member', 'core_db_runner').member).toBe(
    `serviceAccount:${String(scheduler)}@acme-prod-1.iam.gserviceaccount.com`,
  );
  expect(addressesOf(config).filter((each) => each.startsWith('google_storage_bucket.'))).toEqual(
    [],
  );
});

test('it comes after its rights, its user and its right to write passwords', () => {
  const job = resource(stack('prod-google-core-db'), 'google_cloud_run_v2_job', 'core_db_runner');
  expect(job.depends_on).toEqual(
    expect.arrayContaining([
      'google_project_iam_member.core_db_acme_prod_core_db_runner_administers',
      'google_project_iam_member.core_db_acme_prod_core_db_runner_client',
      'google_secret_manager_secret_iam_binding.core_db_order_batch_versionAdder',
      'google_sql_user.core_db_acme_prod_core_db_runner',
      'google_storage_bucket_iam_member.core_db_runner',
    ]),
  );
});

test('passwords are written by the runner of the instance alone', () => {
  const config = stack('prod-google-core-db');
  const type = 'google_secret_manager_secret_iam_binding';
  for (const login of ['order_batch', 'order_export']) {
    for (const part of ['versionAdder', 'versionViewer']) {
      expect(resource(config, type, `core_db_${login}_${part}`).members).toEqual([
        'serviceAccount:acme-prod-core-db-runner@acme-prod-1.iam.gserviceaccount.com',
      ]);
    }
  }
});

test('in a project of its own an instance has all that a foundation gives', () => {
  const config = stack('prod-google-payment');
  expect(addressesOf(config)).toEqual(
    expect.arrayContaining([
      'google_compute_instance.payment_jump',
      'google_compute_firewall.payment_jump',
      'google_compute_firewall.payment_jump_closed',
      'google_compute_subnetwork.payment_runner',
      'google_monitoring_alert_policy.payment_runner_failed',
      'google_monitoring_alert_policy.payment_runner_missed',
      'google_monitoring_alert_policy.payment_runner_not_started',
      'google_monitoring_notification_channel.payment_oncallATacmeDOTexample',
      'google_service_account.payment_scheduler',
      'google_storage_bucket.payment_runner',
    ]),
  );
  expect(resource(config, 'google_storage_bucket', 'payment_runner').name).toBe(
    'acme-prod-payment-runner-acme-payment-1',
  );
  expect(resource(config, 'google_storage_bucket_iam_member', 'payment_runner').depends_on).toEqual(
    [
      'google_service_account.payment_runner',
      'google_storage_bucket.payment_runner',
      'google_service_account.payment_scheduler',
    ],
  );
  expect(resource(config, 'google_cloud_run_v2_job_iam_member', 'payment_runner')).toMatchObject({
    member: 'serviceAccount:acme-prod-payment-scheduler@acme-payment-1.iam.gserviceaccount.com',
  });
});

describe('an operator', () => {
  test('goes through the environment’s host, which the instance admits', () => {
    const config = stack('prod-google-catalog');
    const address = 'catalog_mikaATacmeDOTexample_jump';
    expect(resource(config, 'google_iap_tunnel_instance_iam_member', address)).toMatchObject({
      instance: 'acme-prod-jump',
      zone: 'asia-northeast1-b',
      member: 'user:mika@acme.example',
    });
    expect(resource(config, 'google_project_iam_member', address).role).toBe(
      'projects/acme-prod-1/roles/kura_prod_operator',
    );
    expect(resource(config, 'google_compute_firewall', 'catalog_clients').target_tags).toContain(
      'acme-prod-jump',
    );
  });

  test('of an isolated instance goes through that network’s own', () => {
    const config = stack('prod-google-payment');
    const address = 'payment_dbaATacmeDOTexample_jump';
    expect(resource(config, 'google_compute_instance_iam_member', address)).toMatchObject({
      project: 'acme-payment-1',
      instance_name: 'acme-prod-payment-jump',
      member: 'group:dba@acme.example',
    });
    expect(resource(config, 'google_compute_firewall', 'payment_clients').target_tags).toEqual([
      'acme-prod-payment-clients',
      'acme-prod-payment-jump',
    ]);
  });

  test('waits for a host of the same stack, whose disk has the instance’s key', () => {
    const own = stack('prod-google-payment');
    expect(resource(own, 'google_compute_instance', 'payment_jump')).toMatchObject({
      boot_disk: { kms_key_self_link: '${google_kms_crypto_key.payment.id}' },
      depends_on: ['google_kms_crypto_key_iam_binding.payment'],
    });
    for (const type of ['iap_tunnel_instance', 'compute_instance']) {
      const [of, elsewhere] = [
        resource(own, `google_${type}_iam_member`, 'payment_dbaATacmeDOTexample_jump'),
        resource(
          stack('prod-google-catalog'),
          `google_${type}_iam_member`,
          'catalog_mikaATacmeDOTexample_jump',
        ),
      ];
      expect(of.depends_on).toEqual(['google_compute_instance.payment_jump']);
      expect(elsewhere.depends_on).toBeUndefined();
    }
  });

  test('is the only reason for a host to be let in', () => {
    const tags = resource(
      stack('prod-google-core-db'),
      'google_compute_firewall',
      'core_db_clients',
    );
    expect(tags.target_tags).toEqual(['acme-prod-core-db-clients']);
  });

  test.each(all)('of %s has no right that does not end', (name) => {
    const members = ['google_project_iam_member', 'google_compute_instance_iam_member']
      .concat('google_iap_tunnel_instance_iam_member')
      .flatMap((type) => Object.values(stack(name)?.resource[type] ?? {}))
      .filter(({ member }) => /mika|dba/.test(String(member)));
    expect(members.length).toBe(/catalog|payment/.test(name) ? 5 : 0);
    for (const { condition } of members) {
      expect((condition as Json).expression).toContain(
        'request.time < timestamp("2026-12-01T15:00:00Z")',
      );
    }
  });
});

test('runners start in the three hours before the backup, each at its own minute', () => {
  const starts = Array.from({ length: 400 }, (_, i) => startBefore('17:00', `acme-prod-svc-${i}`));
  expect(starts.filter((start) => start < '14:00' || start >= '17:00')).toEqual([]);
  const most = Math.max(
    ...new Map(starts.map((s) => [s, starts.filter((t) => t === s).length])).values(),
  );
  expect(most).toBeLessThanOrEqual(12);
  expect(startBefore('00:30', 'a')).toMatch(/^2[123]:[0-5]\d$/);
});

test.each(all)('what the runner of %s is given names secrets and holds none', (_, instance) => {
  const text = declaredText(declareState(instance));
  expect(text).not.toMatch(/password|token|private_key|:\/\//i);
});

describe('of an instance that recovers elsewhere', () => {
  const recovering = synthAll({
    ...DEPLOYMENT,
    foundations: [GOOGLE_PROD_RECOVERING],
    instances: GOOGLE_RECOVERING,
  });
  const order = recovering.get('prod-google-order');

  test('the job may go, since a failover takes it away; every other’s is protected', () => {
    const protectedIn = (config: Config | undefined, address: string): unknown =>
      resource(config, 'google_cloud_run_v2_job', `${address}_runner`).deletion_protection;
    expect(protectedIn(order, 'order')).toBe(false);
    expect(protectedIn(stack('prod-google-core-db'), 'core_db')).toBe(true);
  });

  test('each drill is where its copy comes up, once a month', () => {
    const there = recovering.get('prod-google-order-recovery');
    for (const [config, name, region] of [
      [order, 'acme-prod-order-drill', 'asia-northeast1'],
      [there, 'acme-prod-order-recovery-drill', 'asia-northeast2'],
    ] as const) {
      expect(resource(config, 'google_cloud_scheduler_job', 'order_drill')).toMatchObject({
        ...{ name, region, schedule: monthly(name, '17:00') },
      });
      expect(resource(config, 'google_cloud_run_v2_job', 'order_drill')).toMatchObject({
        ...{ name, location: region },
      });
    }
    expect(addressesOf(recovering.get('prod-google-stock'))).not.toContain(
      'google_cloud_run_v2_job.stock_drill',
    );
  });
});

test('a drill has a day that every month has, and each its own', () => {
  const days = Array.from({ length: 100 }, (_, i) => monthly(`acme-prod-s${i}-drill`, '17:00'));
  for (const day of days) expect(day).toMatch(/^[1-5]?\d 1[456] (?:[1-9]|1\d|2[0-8]) \* \*$/);
  expect(new Set(days).size).toBeGreaterThan(50);
});
