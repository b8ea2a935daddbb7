import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PinnedObject } from '../../model/sql/runner-store';
import { Job, MOUNT } from './job';
import { ProgramReader } from './program-reader';
import { RUNNER_LOADER } from './runner-loader';

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
  /** The database that it works on, where that is not called as the runner is. */
  readonly database?: string;
  /** How the names of this instance's states begin. */
  readonly stack: string;
  /** Network tags, by which the instance's firewall admits it; none in a network whose rules are somebody else's. */
  readonly tags: readonly string[];
  readonly preventDestroy: boolean;
}

export interface RunnerJobWiring {
  /** The account itself, where the same stack makes it. */
  readonly account: { readonly email: string; readonly account?: ITerraformDependable };
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

/** Longer than a run waits for its network, its database and another run together. */
const TIMEOUT_SECONDS = 1800;

/**
 * What makes an instance hold what was declared: a program that runs once a day beside the database, and whenever somebody starts
 * it. Cloud Run's job has a new definition with every new program or state, and runs none that it does not pin: before the first
 * `kura sql apply` of a new one each run fails, the daily one too, and the alarm of failed runs rings.
 */
export class RunnerJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, settings: RunnerJobSettings, wiring: RunnerJobWiring) {
    super(scope, id);
    const { address, identifier, project, region, bucket, stack, tags } = settings;
    const { email: account, account: made } = wiring.account;
    const { right } = new ProgramReader(
      this,
      'reads',
      { address, part: 'runner', identifier, bucket, account, stack },
      [...(made ? [made] : []), ...wiring.store],
    );
    const job = new Job(
      this,
      'job',
      {
        ...{ address, part: 'runner', name: runnerJobName(identifier), project, region },
        ...{ bucket, account, loader: RUNNER_LOADER, args: argumentsOf(settings) },
        instance: `${project}:${region}:${settings.database ?? identifier}`,
        timeoutSeconds: TIMEOUT_SECONDS,
        // A network that is not there yet, an API that is busy: a run that stopped goes on.
        retries: 1,
        ...{ tags, preventDestroy: settings.preventDestroy },
      },
      { network: wiring.network, after: [right, ...wiring.after] },
    );
    this.name = job.name;
  }
}

/** What the loader is told: each file and what it must be, and who brings them. */
function argumentsOf({ program, state, instance }: RunnerJobSettings): string[] {
  return [
    ...[program, state].flatMap(({ name, sha256 }) => [`${MOUNT}/${name}`, sha256]),
    instance,
  ];
}
