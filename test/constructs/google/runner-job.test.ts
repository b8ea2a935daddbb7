import { RUNNER_IMAGE } from '../../../constructs/google/job';
import { RunnerJob } from '../../../constructs/google/runner-job';
import { RunnerSchedule } from '../../../constructs/google/runner-schedule';
import { RUNNER_LOADER } from '../../../constructs/google/runner-loader';
import { addressesOf, resource, googleSynthOf, type Config } from '../../support/synth';

const PLACE = {
  address: 'core-db',
  identifier: 'acme-prod-core-db',
  project: 'acme-prod-1',
  region: 'asia-northeast1',
};
const RUNNER = 'acme-prod-core-db-runner@acme-prod-1.iam.gserviceaccount.com';
const SCHEDULER = 'acme-prod-scheduler@acme-prod-1.iam.gserviceaccount.com';
const BUCKET = 'acme-prod-runner-acme-prod-1';

const runnerOf = (tags: readonly string[] = ['acme-prod-core-db-clients']): Config =>
  googleSynthOf((stack) => {
    const job = new RunnerJob(
      stack,
      'runner',
      {
        ...PLACE,
        bucket: BUCKET,
        program: { name: 'runner-0123.cjs', sha256: '01234567' },
        state: { name: 'prod-google-core-db.4567.json', sha256: '456789ab' },
        instance: 'prod/core-db',
        stack: 'prod-google-core-db',
        tags,
        preventDestroy: true,
      },
      {
        account: { email: RUNNER, account: { fqn: 'google_service_account.core_db_runner' } },
        store: [],
        network: {
          id: 'projects/acme-prod-1/global/networks/acme-prod',
          subnet: 'projects/acme-prod-1/regions/asia-northeast1/subnetworks/acme-prod-runner',
        },
        after: [{ fqn: 'google_sql_user.core_db_acme_prod_core_db_runner' }],
      },
    );
    new RunnerSchedule(
      stack,
      'runner-schedule',
      {
        ...{ address: 'core-db', part: 'runner', name: 'acme-prod-core-db-runner' },
        ...{ project: PLACE.project, region: PLACE.region, scheduler: SCHEDULER },
        description: 'Runs the runner of acme-prod-core-db',
        schedule: '7 15 * * *',
      },
      { job, account: [] },
    );
  });

test('a runner is a job, who may start it, and when', () => {
  expect(addressesOf(runnerOf())).toEqual([
    'google_cloud_run_v2_job.core_db_runner',
    'google_cloud_run_v2_job_iam_member.core_db_runner',
    'google_cloud_scheduler_job.core_db_runner',
    'google_storage_bucket_iam_member.core_db_runner',
  ]);
});

test('it runs the program that it pins on the state that it pins, inside the network, as itself', () => {
  expect(RUNNER_IMAGE).toMatch(/^docker\.io\/library\/node:[\w.-]+@sha256:[0-9a-f]{64}$/);
  expect(resource(runnerOf(), 'google_cloud_run_v2_job', 'core_db_runner')).toEqual({
    project: 'acme-prod-1',
    location: 'asia-northeast1',
    name: 'acme-prod-core-db-runner',
    deletion_protection: true,
    template: {
      parallelism: 1,
      task_count: 1,
      template: {
        service_account: RUNNER,
        execution_environment: 'EXECUTION_ENVIRONMENT_GEN2',
        timeout: '1800s',
        max_retries: 1,
        containers: [
          {
            image: RUNNER_IMAGE,
            command: ['node', '-e', RUNNER_LOADER],
            args: [
              '/runner/runner-0123.cjs',
              '01234567',
              '/runner/prod-google-core-db.4567.json',
              '456789ab',
              'prod/core-db',
            ],
            env: [
              { name: 'KURA_INSTANCE', value: 'acme-prod-1:asia-northeast1:acme-prod-core-db' },
            ],
            resources: { limits: { cpu: '1', memory: '512Mi' } },
            volume_mounts: [{ name: 'runner', mount_path: '/runner' }],
          },
        ],
        volumes: [{ name: 'runner', gcs: { bucket: BUCKET, read_only: true } }],
        vpc_access: {
          egress: 'ALL_TRAFFIC',
          network_interfaces: [
            {
              network: 'projects/acme-prod-1/global/networks/acme-prod',
              subnetwork:
                'projects/acme-prod-1/regions/asia-northeast1/subnetworks/acme-prod-runner',
              tags: ['acme-prod-core-db-clients'],
            },
          ],
        },
      },
    },
    depends_on: [
      'google_storage_bucket_iam_member.core_db_runner',
      'google_sql_user.core_db_acme_prod_core_db_runner',
    ],
  });
});

test('in a network of somebody else’s it bears no tag', () => {
  expect(resource(runnerOf([]), 'google_cloud_run_v2_job', 'core_db_runner')).toMatchObject({
    template: { template: { vpc_access: { network_interfaces: [{ tags: [] }] } } },
  });
});

test('it reads programs and its own states, and lists the bucket, which a mount does', () => {
  expect(resource(runnerOf(), 'google_storage_bucket_iam_member', 'core_db_runner')).toEqual({
    bucket: BUCKET,
    role: 'roles/storage.objectViewer',
    member: `serviceAccount:${RUNNER}`,
    condition: {
      title: 'acme-prod-core-db: program and state',
      description: "Reads the runner's program and the declared state of acme-prod-core-db",
      expression: `resource.name == "projects/_/buckets/${BUCKET}" || resource.name.startsWith("projects/_/buckets/${BUCKET}/objects/runner-") || resource.name.startsWith("projects/_/buckets/${BUCKET}/objects/prod-google-core-db.")`,
    },
    depends_on: ['google_service_account.core_db_runner'],
  });
});

test('the scheduler starts this job every day and may do nothing else with it', () => {
  expect(resource(runnerOf(), 'google_cloud_run_v2_job_iam_member', 'core_db_runner')).toEqual({
    project: 'acme-prod-1',
    location: 'asia-northeast1',
    name: '${google_cloud_run_v2_job.core_db_runner.name}',
    role: 'roles/run.invoker',
    member: `serviceAccount:${SCHEDULER}`,
  });
  expect(resource(runnerOf(), 'google_cloud_scheduler_job', 'core_db_runner')).toMatchObject({
    name: 'acme-prod-core-db-runner',
    schedule: '7 15 * * *',
    time_zone: 'Etc/UTC',
    http_target: {
      uri: 'https://run.googleapis.com/v2/projects/acme-prod-1/locations/asia-northeast1/jobs/${google_cloud_run_v2_job.core_db_runner.name}:run',
      http_method: 'POST',
      body: 'e30=',
      oauth_token: {
        service_account_email: SCHEDULER,
        scope: 'https://www.googleapis.com/auth/cloud-platform',
      },
    },
    depends_on: ['google_cloud_run_v2_job_iam_member.core_db_runner'],
  });
});
