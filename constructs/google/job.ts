import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

/**
 * Node 22.23.3 on Debian bookworm, the index of all architectures as Docker Hub had it on 2026-09-23 (docker-library/repo-info, and
 * found so in six repositories until 2026-10-04). Cloud Run fetches it at the deploy, by this digest, and never again ("Deploy
 * container images", Cloud Run, read 2026-11). Node 22 is maintained until 2027-04-30. It holds nothing of Kura's.
 */
export const RUNNER_IMAGE =
  'docker.io/library/node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c';

/** Where the bucket is in the container. */
export const MOUNT = '/runner';

export interface JobSettings {
  readonly address: string;
  /** What it is for: its address below the other. */
  readonly part: 'runner' | 'drill' | 'watch';
  /** At most 63 characters. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly bucket: string;
  /** As whom it works, by e-mail address. */
  readonly account: string;
  /** A program for `node -e`, and what that is given. */
  readonly loader: string;
  readonly args: readonly string[];
  /** The connection name of the instance that it works on. */
  readonly instance: string;
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** Network tags, by which firewalls admit it; none in a network whose rules are somebody else's. */
  readonly tags: readonly string[];
  readonly preventDestroy: boolean;
}

export interface JobWiring {
  readonly network: { readonly id: string; readonly subnet: string };
  /** What a run needs: rights, its database user, the bucket. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * A job of Cloud Run inside the network, with a bucket to read. Its image is in no registry of the project's and holds nothing of
 * ours, and whether Cloud Run encrypts an image of Docker Hub with a customer's key is not documented, so it has none.
 */
export class Job extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, settings: JobSettings, { network, after }: JobWiring) {
    super(scope, id);
    const { address, part, name, project, region, bucket, instance, tags } = settings;
    const job = new CloudRunV2Job(this, 'Resource', {
      project,
      location: region,
      name,
      deletionProtection: settings.preventDestroy,
      template: {
        parallelism: 1,
        taskCount: 1,
        template: {
          serviceAccount: settings.account,
          executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
          timeout: `${String(settings.timeoutSeconds)}s`,
          maxRetries: settings.retries,
          containers: [
            {
              image: RUNNER_IMAGE,
              command: ['node', '-e', settings.loader],
              args: [...settings.args],
              env: [{ name: 'KURA_INSTANCE', value: instance }],
              resources: { limits: { cpu: '1', memory: '512Mi' } },
              volumeMounts: [{ name: 'runner', mountPath: MOUNT }],
            },
          ],
          volumes: [{ name: 'runner', gcs: { bucket, readOnly: true } }],
          vpcAccess: {
            // Nothing goes around the network: Google's APIs, too, are reached through it.
            egress: 'ALL_TRAFFIC',
            networkInterfaces: [
              { network: network.id, subnetwork: network.subnet, tags: [...tags] },
            ],
          },
        },
      },
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    pin(job, address, part);
    this.name = job.name;
  }
}
