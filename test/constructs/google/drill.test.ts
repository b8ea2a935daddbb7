import { Drill } from '../../../constructs/google/drill';
import { DRILL_LOADER } from '../../../constructs/google/runner-loader';
import { declareGoogleDrill, drillText } from '../../../model/recovery/declare-google-drill';
import { googleInstance } from '../../support/google-deployment';
import { addressesOf, googleSynthOf, resource, type Config, type Json } from '../../support/synth';

const NETWORK = 'projects/acme-prod-1/global/networks/acme-prod';
const RUNNER = 'acme-prod-order-runner@acme-prod-1.iam.gserviceaccount.com';
const BUCKET = 'acme-prod-runner-acme-prod-1';

const ORDER = declareGoogleDrill(
  googleInstance('order'),
  { mechanism: 'point-in-time-recovery', region: 'primary', rpo: 300_000, rto: 7_200_000 },
  { network: NETWORK, labels: { organisation: 'acme' } },
);

const drillIn = (services: string | null): Config =>
  googleSynthOf((stack) => {
    new Drill(
      stack,
      'drill',
      {
        ...{ address: 'order', order: ORDER, call: drillText(ORDER), account: RUNNER },
        roles: {
          copy: 'projects/acme-prod-1/roles/kura_prod_drill',
          source: 'projects/acme-prod-1/roles/kura_prod_drill_source',
        },
        ...{ bucket: BUCKET, program: { name: 'runner-0123.cjs', sha256: '0123' } },
        ...{ instance: 'prod/order', schedule: '7 15 12 * *', services },
        scheduler: 'acme-prod-scheduler@acme-prod-1.iam.gserviceaccount.com',
      },
      {
        network: {
          id: NETWORK,
          subnet: 'projects/acme-prod-1/regions/asia-northeast1/subnetworks/acme-prod-runner',
        },
        after: [{ fqn: 'google_service_account.order_runner' }],
      },
    );
  });

const config = drillIn('10.31.240.0/20');

test('a drill is a job with its rights, its way out and its day', () => {
  expect(addressesOf(config)).toEqual([
    'google_cloud_run_v2_job.order_drill',
    'google_cloud_run_v2_job_iam_member.order_drill',
    'google_cloud_scheduler_job.order_drill',
    'google_compute_firewall.order_drill',
    'google_project_iam_member.order_drill_client',
    'google_project_iam_member.order_drill_copy',
    'google_project_iam_member.order_drill_instanceUser',
    'google_project_iam_member.order_drill_source',
    'google_storage_bucket_iam_member.order_drill',
  ]);
  expect(resource(config, 'google_cloud_scheduler_job', 'order_drill')).toMatchObject({
    name: 'acme-prod-order-drill',
    schedule: '7 15 12 * *',
    time_zone: 'Etc/UTC',
  });
});

test('it runs once, on an order that nobody brings, and has the time for it', () => {
  expect(resource(config, 'google_cloud_run_v2_job', 'order_drill')).toMatchObject({
    name: 'acme-prod-order-drill',
    deletion_protection: false,
    template: {
      template: {
        service_account: RUNNER,
        max_retries: 0,
        // Twice the assumed 65 minutes of a restore, and two hours to remove the copy.
        timeout: '15000s',
        containers: [
          {
            command: ['node', '-e', DRILL_LOADER],
            args: [
              '/runner/runner-0123.cjs',
              '0123',
              drillText(ORDER),
              'prod/order --cloud google --mechanism point-in-time-recovery',
            ],
          },
        ],
        vpc_access: { network_interfaces: [{ tags: ['acme-prod-order-drill'] }] },
      },
    },
  });
});

test.each([
  ['copy', 'projects/acme-prod-1/roles/kura_prod_drill', 'acme-prod-order-drill'],
  ['source', 'projects/acme-prod-1/roles/kura_prod_drill_source', 'acme-prod-order'],
  ['client', 'roles/cloudsql.client', 'acme-prod-order-drill'],
  ['instanceUser', 'roles/cloudsql.instanceUser', 'acme-prod-order-drill'],
])('its right of %s holds for one name and no beginning of it', (part, role, name) => {
  expect(resource(config, 'google_project_iam_member', `order_drill_${part}`)).toEqual({
    project: 'acme-prod-1',
    role,
    member: `serviceAccount:${RUNNER}`,
    condition: {
      title: `acme-prod-order-drill: ${part}`,
      description: 'Rehearses a recovery with acme-prod-order-drill',
      expression: `resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/acme-prod-1/instances/${name}"`,
    },
    depends_on: ['google_service_account.order_runner'],
  });
});

test('it reads programs and no state', () => {
  const { condition } = resource(config, 'google_storage_bucket_iam_member', 'order_drill');
  expect((condition as Json).expression).toBe(
    `resource.name == "projects/_/buckets/${BUCKET}" || resource.name.startsWith("projects/_/buckets/${BUCKET}/objects/runner-")`,
  );
});

test('it gets to databases by their connectors’ port alone, and nobody else by its rule', () => {
  expect(resource(config, 'google_compute_firewall', 'order_drill')).toMatchObject({
    direction: 'EGRESS',
    priority: 1000,
    target_tags: ['acme-prod-order-drill'],
    destination_ranges: ['10.31.240.0/20'],
    allow: [{ protocol: 'tcp', ports: ['3307'] }],
  });
});

test('in a network of somebody else’s it makes no rule and bears no tag', () => {
  const there = drillIn(null);
  expect(addressesOf(there)).not.toContain('google_compute_firewall.order_drill');
  expect(resource(there, 'google_cloud_run_v2_job', 'order_drill')).toMatchObject({
    template: { template: { vpc_access: { network_interfaces: [{ tags: [] }] } } },
  });
});
