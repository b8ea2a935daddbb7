import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { AlertChannels } from '../constructs/google/notification-channels';
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
  /** Matches the names of the jobs of its runners, and of its drills. */
  readonly jobs: string;
  readonly drills: string;
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
  { jobs, drills, ...choice }: RunnerHomeChoice,
  { channels, ...wiring }: RunnerStoreWiring & { readonly channels: AlertChannels },
): RunnerHome {
  const { address, name, project } = choice;
  const bucket = runnerBucket(name, project);
  const store = new RunnerStore(scope, 'runner-store', { ...choice, bucket }, wiring);
  const { email, account } = new ServiceAccount(scope, 'scheduler', {
    ...{ address, part: 'scheduler', accountId: schedulerAccountId(name), project },
    description: `Starts the runners of ${name}`,
  });
  new RunnerAlarms(scope, 'runner-alarms', { ...choice, jobs, drills }, { channels });
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

export interface RecoveryRunnerHomeChoice extends Pick<
  RunnerHomeChoice,
  'address' | 'name' | 'project' | 'region'
> {
  /** Whose accounts are taken: the environment's, or those of an instance in a project of its own. */
  readonly owner: string;
}

/**
 * The bucket of what runs in the recovery region. Accounts and alarms belong to no region: those of the environment, or of an instance in
 * a project of its own, are there.
 */
export function createRecoveryRunnerHome(
  scope: Construct,
  { address, name, project, region, owner }: RecoveryRunnerHomeChoice,
  wiring: RunnerStoreWiring,
): RunnerHome {
  const bucket = runnerBucket(name, project);
  const settings = { address, bucket, project, region };
  const store = new RunnerStore(scope, 'runner-store', settings, wiring);
  return { ...findRecoveryRunnerHome({ name, project, owner }), after: [store.bucket] };
}

/** The same where the recovery region's foundation made it. */
export function findRecoveryRunnerHome({
  name,
  project,
  owner,
}: Pick<RecoveryRunnerHomeChoice, 'name' | 'project' | 'owner'>): RunnerHome {
  return {
    bucket: runnerBucket(name, project),
    scheduler: emailOf(schedulerAccountId(owner), project),
    after: [],
  };
}
