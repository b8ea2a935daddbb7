import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PinnedObject } from '../../model/sql/runner-store';
import { pin } from '../address';
import { RUNNER_LOADER } from './runner-loader';

/**
 * Node 22.23.3 on Debian bookworm, the index of all architectures as Docker Hub had it on 2026-09-23 (docker-library/repo-info, and
 * found so in six repositories until 2026-10-04). Cloud Run fetches it at the deploy, by this digest, and never again ("Deploy
 * container images", Cloud Run, read 2026-11). Node 22 is maintained until 2027-04-30. It holds nothing of Kura's.
 */
export const RUNNER_IMAGE =
  'docker.io/library/node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c';

/** Where the bucket is in the container. */
const MOUNT = '/runner';

export interface RunnerJobSettings {
  readonly address: string;
  readonly identifier: string;
  readonly project: string;
  readonly region: string;
  readonly bucket: string;
  /** What is run, and what that is given: whoever runs `kura sql apply` brings both. */
  readonly program: PinnedObject;
  readonly state: PinnedObject;
  /** As `kura sql apply` takes its name: `prod/order`. */
  readonly instance: string;
  /** How the names of this instance's states begin. */
  readonly stack: string;
  /** Network tags, by which the instance's firewall admits it; none in a network whose rules are somebody else's. */
  readonly tags: readonly string[];
  readonly preventDestroy: boolean;
}

export interface RunnerJobWiring {
  readonly account: { readonly email: string; readonly account: ITerraformDependable };
  /** The bucket, where the same stack makes it. */
  readonly store: readonly ITerraformDependable[];
  readonly network: { readonly id: string; readonly subnet: string };
  /** What a run needs besides: rights, and its database user. */
  readonly after: readonly ITerraformDependable[];
}

/** The name of an instance's job, at most 63 characters: an identifier has 47. */
export function runnerJobName(identifier: string): string {
  return `${identifier}-runner`;
}

/**
 * What makes an instance hold what was declared: a program that runs once a day beside the database, and whenever somebody starts
 * it. Cloud Run's job has a new definition with every new program or state, and runs none that it does not pin: before the first
 * `kura sql apply` of a new one each run fails, the daily one too, and the alarm of failed runs rings. Its image is in no registry of the project's and holds nothing of
 * ours, and whether Cloud Run encrypts an image of Docker Hub with a customer's key is not documented, so it has none.
 */
export class RunnerJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, settings: RunnerJobSettings, wiring: RunnerJobWiring) {
    super(scope, id);
    const reading = letRead(this, settings, wiring);
    this.name = createJob(this, settings, wiring, reading).name;
  }
}

/**
 * The program and its own states. A mount also lists the bucket, which is asked of the bucket itself and by no prefix ("IAM
 * Conditions on buckets", Cloud Storage; measured in lanes-sh/link#100, 2026-08): it sees the names of the other states.
 */
function letRead(
  scope: Construct,
  { address, identifier, bucket, stack }: RunnerJobSettings,
  { account, store }: RunnerJobWiring,
) {
  const name = `projects/_/buckets/${bucket}`;
  const member = new StorageBucketIamMember(scope, 'reads', {
    bucket,
    role: 'roles/storage.objectViewer',
    member: `serviceAccount:${account.email}`,
    condition: {
      title: `${identifier}: program and state`,
      description: `Reads the runner's program and the declared state of ${identifier}`,
      expression: [
        `resource.name == "${name}"`,
        `resource.name.startsWith("${name}/objects/runner-")`,
        `resource.name.startsWith("${name}/objects/${stack}.")`,
      ].join(' || '),
    },
    dependsOn: [account.account, ...store],
  });
  return pin(member, address, 'runner');
}

function createJob(
  scope: Construct,
  settings: RunnerJobSettings,
  { account, network, after }: RunnerJobWiring,
  reading: ITerraformDependable,
): CloudRunV2Job {
  const { address, identifier, project, region, bucket, tags } = settings;
  const job = new CloudRunV2Job(scope, 'Resource', {
    project,
    location: region,
    name: runnerJobName(identifier),
    deletionProtection: settings.preventDestroy,
    template: {
      parallelism: 1,
      taskCount: 1,
      template: {
        serviceAccount: account.email,
        executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
        // Longer than a run waits for its network, its database and another run together.
        timeout: '1800s',
        // A network that is not there yet, an API that is busy: a run that stopped goes on.
        maxRetries: 1,
        containers: [
          {
            image: RUNNER_IMAGE,
            command: ['node', '-e', RUNNER_LOADER],
            args: argumentsOf(settings),
            env: [{ name: 'KURA_INSTANCE', value: `${project}:${region}:${identifier}` }],
            resources: { limits: { cpu: '1', memory: '512Mi' } },
            volumeMounts: [{ name: 'runner', mountPath: MOUNT }],
          },
        ],
        volumes: [{ name: 'runner', gcs: { bucket, readOnly: true } }],
        vpcAccess: {
          // Nothing goes around the network: Google's APIs, too, are reached through it.
          egress: 'ALL_TRAFFIC',
          networkInterfaces: [{ network: network.id, subnetwork: network.subnet, tags: [...tags] }],
        },
      },
    },
    dependsOn: [reading, ...after],
  });
  return pin(job, address, 'runner');
}

/** What the loader is told: each file and what it must be, and who brings them. */
function argumentsOf({ program, state, instance }: RunnerJobSettings): string[] {
  return [
    ...[program, state].flatMap(({ name, sha256 }) => [`${MOUNT}/${name}`, sha256]),
    instance,
  ];
}
