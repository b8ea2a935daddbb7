import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member';
import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface RunnerScheduleSettings {
  readonly address: string;
  /** What is started: its address below the other. */
  readonly part: 'runner' | 'drill' | 'watch';
  /** Of the schedule, at most 63 characters. */
  readonly name: string;
  readonly description: string;
  readonly project: string;
  readonly region: string;
  /** The account that starts it, by e-mail address. */
  readonly scheduler: string;
  /** UTC, in the five fields of cron: `7 15 * * *`. */
  readonly schedule: string;
}

export interface RunnerScheduleWiring {
  readonly job: { readonly name: string };
  /** The account that starts it, where the same stack makes it. */
  readonly account: readonly ITerraformDependable[];
}

/**
 * Starts a job by the clock. The account that does may start these jobs and do nothing else: it can neither change what one runs nor
 * override its arguments ("Execute jobs on a schedule", Cloud Run, read 2026-11).
 */
export class RunnerSchedule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RunnerScheduleSettings,
    wiring: RunnerScheduleWiring,
  ) {
    super(scope, id);
    const { address, part, project, region, scheduler } = settings;
    const { job, account } = wiring;
    const { name } = job;
    const invoker = new CloudRunV2JobIamMember(this, 'invoker', {
      project,
      location: region,
      name,
      role: 'roles/run.invoker',
      member: `serviceAccount:${scheduler}`,
      ...(account.length > 0 ? { dependsOn: [...account] } : {}),
    });
    pin(invoker, address, part);
    const schedule = new CloudSchedulerJob(this, 'Resource', {
      project,
      region,
      name: settings.name,
      description: settings.description,
      schedule: settings.schedule,
      timeZone: 'Etc/UTC',
      attemptDeadline: '180s',
      // Of starting it. What a run makes of it is the job's.
      retryConfig: { retryCount: 3, minBackoffDuration: '30s' },
      httpTarget: {
        uri: `https://run.googleapis.com/v2/projects/${project}/locations/${region}/jobs/${name}:run`,
        httpMethod: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: EMPTY,
        oauthToken: {
          serviceAccountEmail: scheduler,
          scope: 'https://www.googleapis.com/auth/cloud-platform',
        },
      },
      dependsOn: [invoker],
    });
    pin(schedule, address, part);
  }
}

/** `{}`, in base 64. */
const EMPTY = 'e30=';
