import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { RunnerAlarms } from '../constructs/google/runner-alarms';
import { RunnerStore, type RunnerStoreWiring } from '../constructs/google/runner-store';
import { emailOf, ServiceAccount } from '../constructs/google/service-account';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { schedulerAccountId } from '../model/sql/runner-account';
import { runnerBucket } from '../model/sql/runner-store';

export interface RunnerHomeChoice {
  readonly address: string;
  /** The environment's, or that of an instance in a project of its own. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Matches the names of the jobs of its runners. */
  readonly jobs: string;
  readonly notify: readonly string[];
}

/** What runners share, whoever made it. */
export interface RunnerHome {
  readonly bucket: string;
  /** Who starts them, by e-mail address. */
  readonly scheduler: string;
  /** What a runner in the same stack waits for. */
  readonly after: readonly ITerraformDependable[];
}

/** Makes where runners find what they run, who starts them, and the alarms of those that fail. */
export function createRunnerHome(
  scope: Construct,
  { jobs, notify, ...choice }: RunnerHomeChoice,
  wiring: RunnerStoreWiring,
): RunnerHome {
  const { address, name, project } = choice;
  const bucket = runnerBucket(name, project);
  const store = new RunnerStore(scope, 'runner-store', { ...choice, bucket }, wiring);
  const { email, account } = new ServiceAccount(scope, 'scheduler', {
    ...{ address, part: 'scheduler', accountId: schedulerAccountId(name), project },
    description: `Starts the runners of ${name}`,
  });
  new RunnerAlarms(scope, 'runner-alarms', { ...choice, jobs, notify });
  return { bucket, scheduler: email, after: [store.bucket, account] };
}

/** What the foundation made, by its fixed names. */
export function findRunnerHome({ prefix, target: { project } }: GoogleFoundation): RunnerHome {
  return {
    bucket: runnerBucket(prefix, project),
    scheduler: emailOf(schedulerAccountId(prefix), project),
    after: [],
  };
}
