import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Watch } from '../../../constructs/google/watch';
import { WATCH_LOADER } from '../../../constructs/google/watch-loader';
import { watchAccountId, watchName, watchText } from '../../../model/alerts/watch-order';
import { EMITTED_EVERY } from '../../../model/tables/kura-metrics';
import { googleWatch } from '../../runner/watch/orders';
import { addressesOf, googleSynthOf, resource, type Config, type Json } from '../../support/synth';

const PROJECT = 'acme-prod-1';
const BUCKET = 'acme-prod-runner-acme-prod-1';
const WATCH = 'acme-prod-watch@acme-prod-1.iam.gserviceaccount.com';
const ORDER = googleWatch({
  ...{ project: PROJECT, namespace: 'acme-prod', databases: ['acme-prod-'] },
});
const config: Config = googleSynthOf((stack) => {
  new Watch(
    stack,
    'watch',
    {
      ...{ address: 'shared', name: 'acme-prod', order: ORDER, call: watchText(ORDER) },
      ...{ accountId: watchAccountId('acme-prod'), bucket: BUCKET },
      ...{ role: `projects/${PROJECT}/roles/kura_prod_watch`, instance: 'prod/order' },
      program: { name: 'runner-0123.cjs', sha256: '0123' },
      scheduler: 'acme-prod-scheduler@acme-prod-1.iam.gserviceaccount.com',
    },
    {
      network: { id: 'network', subnet: 'subnet' },
      after: [{ fqn: 'google_service_account.shared_scheduler' }],
    },
  );
});

test('a watch is a job with its account, its rights and its day', () => {
  expect(addressesOf(config)).toEqual([
    'google_cloud_run_v2_job.shared_watch',
    'google_cloud_run_v2_job_iam_member.shared_watch',
    'google_cloud_scheduler_job.shared_watch',
    'google_project_iam_member.shared_watch',
    'google_service_account.shared_watch',
    'google_storage_bucket_iam_member.shared_watch',
  ]);
});

test('its job takes an order that nobody brings, and is over before the next', () => {
  const job = resource(config, 'google_cloud_run_v2_job', 'shared_watch');
  expect(job).toMatchObject({
    name: watchName('acme-prod'),
    deletion_protection: false,
    template: {
      template: {
        service_account: expect.stringContaining('acme-prod-watch@') as string,
        max_retries: 0,
        timeout: '240s',
        containers: [
          {
            command: ['node', '-e', WATCH_LOADER],
            args: ['/runner/runner-0123.cjs', '0123', watchText(ORDER), 'prod/order'],
          },
        ],
        vpc_access: { egress: 'ALL_TRAFFIC', network_interfaces: [{ tags: [] }] },
      },
    },
  });
  expect(job.depends_on).toEqual(
    expect.arrayContaining([
      'google_storage_bucket_iam_member.shared_watch',
      'google_project_iam_member.shared_watch',
    ]),
  );
});

test('its schedule starts it as often as alerts count on, early in the hour', () => {
  const { schedule, name } = resource(config, 'google_cloud_scheduler_job', 'shared_watch');
  expect({ schedule, name }).toEqual({ schedule: '2-59/5 * * * *', name: 'acme-prod-watch' });
  expect(Number(/\/(\d+) /.exec(schedule as string)?.[1]) * 60).toBe(EMITTED_EVERY);
});

test('its account has one role of its own, added to what others have', () => {
  expect(resource(config, 'google_project_iam_member', 'shared_watch')).toEqual({
    project: PROJECT,
    role: 'projects/acme-prod-1/roles/kura_prod_watch',
    member: `serviceAccount:${WATCH}`,
    depends_on: ['google_service_account.shared_watch'],
  });
  expect(resource(config, 'google_service_account', 'shared_watch').account_id).toBe(
    'acme-prod-watch',
  );
});

test('it reads programs and no state', () => {
  const member = resource(config, 'google_storage_bucket_iam_member', 'shared_watch');
  expect((member.condition as Json).expression).toBe(
    `resource.name == "projects/_/buckets/${BUCKET}" || resource.name.startsWith("projects/_/buckets/${BUCKET}/objects/runner-")`,
  );
});

test('its loader gives the program the order, and says who brings a program that is missing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-watch-'));
  const file = path.join(folder, 'runner-01.cjs');
  const program =
    "exports.main = ([file]) => console.log('ran on ' + require('node:fs').readFileSync(file, 'utf8'));";
  writeFileSync(file, program);
  const load = (at: string): string => {
    const digest = createHash('sha256').update(program).digest('hex');
    const args = ['-e', WATCH_LOADER, at, digest, watchText(ORDER), 'prod/order'];
    const env = { TMPDIR: folder };
    return spawnSync(process.execPath, args, { encoding: 'utf8', env }).stdout;
  };
  expect(load(file)).toBe(`ran on ${watchText(ORDER)}\n`);
  expect(load(`${file}.gone`)).toContain(
    'got no such file. Run `npx kura sql apply prod/order`, which brings it.',
  );
  rmSync(folder, { recursive: true });
});
