import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Construct } from 'constructs';
import { pin } from '../address';
import { policyLinks } from './policy-links';
import type { AlertChannels } from './notification-channels';
import { anyInFiveMinutes, noneInADay, type Threshold } from './threshold';

export interface RunnerAlarmsSettings {
  readonly address: string;
  /** Whose runners they are. */
  readonly name: string;
  readonly project: string;
  /** Of their logs. */
  readonly region: string;
  /** Matches the names of the runners' jobs: RE2, whole. */
  readonly jobs: string;
  /** Matches the names of the drills' jobs in the same way. */
  readonly drills: string;
}

export interface RunnerAlarmsWiring {
  /** All four are warnings: the databases go on. */
  readonly channels: AlertChannels;
}

/**
 * Says when a runner or a drill fails, when one is not started, and when a runner did not run: one of each for all instances of an
 * environment, in both of its regions, since policies belong to none. A new instance's runner fails daily until the first `kura sql
 * apply`, which brings what it runs. An incident is opened for each job. Beside AWS's alarm of
 * missed runs this one needs a first run: a job that never ran has no time series, so a schedule that was paused before it is not told
 * of. Nor is a drill's that is paused: no condition looks back a month.
 */
export class RunnerAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RunnerAlarmsSettings,
    { channels: { warning } }: RunnerAlarmsWiring,
  ) {
    super(scope, id);
    if (warning.length === 0) return;
    for (const alarm of [failed, notStarted, missed, drillFailed]) {
      createAlarm(this, settings, warning, alarm(settings));
    }
  }
}

interface Alarm {
  /** What of what it is about: its address below the other. */
  readonly part: readonly ['runner' | 'drill', string];
  readonly what: string;
  readonly by: string;
  readonly filter: readonly string[];
  readonly when: (filter: string, by: string) => Threshold;
  /** When an incident that gets no more data is closed. */
  readonly autoClose: string;
  /** What to do first. */
  readonly first: readonly string[];
}

/** "run.googleapis.com/job/completed_execution_count" (Cloud Monitoring metrics of Cloud Run, read 2026-11). */
function failed({ name, project, region, jobs }: RunnerAlarmsSettings): Alarm {
  return {
    part: ['runner', 'failed'],
    what: `a runner of ${name} failed`,
    by: 'job_name',
    filter: [
      'resource.type="cloud_run_job"',
      'metric.type="run.googleapis.com/job/completed_execution_count"',
      'metric.labels.result="failed"',
      `resource.labels.job_name=monitoring.regex.full_match("${jobs}")`,
    ],
    when: anyInFiveMinutes,
    autoClose: A_DAY,
    first: [
      `The databases go on as they are; what the estate declares inside one of them is not so, or could not be checked.`,
      `1. Read what the job said (JOB and REGION are the incident's): \`gcloud logging read 'resource.type="cloud_run_job" AND resource.labels.job_name="JOB"' --project=${project} --bucket=${name}-databases --location=${region} --view=_AllLogs --limit=50\`.`,
      '2. Mend what it names: each problem has its cure. After a deploy that is `npx kura sql apply`, which brings what the job runs and runs it. After a network or API error nothing is to be mended.',
      `3. Run it again: \`gcloud run jobs execute JOB --project=${project} --region=REGION --wait\`. A run that stopped in the middle goes on.`,
    ],
  };
}

/** Of an attempt that fails Cloud Scheduler writes an error; of logs that no exclusion takes, Cloud Monitoring counts entries. */
function notStarted({ name, project, jobs, drills }: RunnerAlarmsSettings): Alarm {
  return {
    part: ['runner', 'not-started'],
    what: `a runner or drill of ${name} was not started`,
    by: 'job_id',
    filter: [
      'resource.type="cloud_scheduler_job"',
      'metric.type="logging.googleapis.com/log_entry_count"',
      'metric.labels.severity="ERROR"',
      `resource.labels.job_id=monitoring.regex.full_match("${jobs}|${drills}")`,
    ],
    when: anyInFiveMinutes,
    autoClose: A_DAY,
    first: [
      'The databases go on as they are; nobody checks what is inside them, or rehearses their recovery, until this is mended.',
      `1. Read why: \`gcloud logging read 'resource.type="cloud_scheduler_job" AND resource.labels.job_id="JOB" AND severity>=ERROR' --project=${project} --limit=5\`. 403: the scheduler's service account lost roles/run.invoker on the job. 404: the job is gone. Deploy the instance's stack again.`,
      `2. Run it by hand: \`gcloud run jobs execute JOB --project=${project} --region=REGION --wait\`.`,
    ],
  };
}

/** A schedule that is paused or gone writes no error, so that what is missed is the end of a run, however that ended. */
function missed({ name, project, jobs }: RunnerAlarmsSettings): Alarm {
  return {
    part: ['runner', 'missed'],
    what: `a runner of ${name} did not run for a day`,
    by: 'job_name',
    filter: [
      'resource.type="cloud_run_job"',
      'metric.type="run.googleapis.com/job/completed_execution_count"',
      `resource.labels.job_name=monitoring.regex.full_match("${jobs}")`,
    ],
    when: noneInADay,
    autoClose: A_WEEK,
    first: [
      'The databases go on as they are; nobody checks what is inside them until this is mended.',
      `1. See whether the schedule is there, and on: \`gcloud scheduler jobs describe JOB --location=REGION --project=${project} --format='value(state,schedule)'\`. PAUSED: \`gcloud scheduler jobs resume JOB --location=REGION --project=${project}\`. NOT_FOUND: deploy the instance's stack again. Where the instance was removed, its backup moved to a later time, or another region serves now, nothing is to be mended.`,
      `2. Run it by hand, which also ends this: \`gcloud run jobs execute JOB --project=${project} --region=REGION --wait\`.`,
    ],
  };
}

/** What a drill found out is in its last line of the log; what failed is proven no more. */
function drillFailed({ name, project, region, drills }: RunnerAlarmsSettings): Alarm {
  return {
    part: ['drill', 'failed'],
    what: `a drill of ${name} failed`,
    by: 'job_name',
    filter: [
      'resource.type="cloud_run_job"',
      'metric.type="run.googleapis.com/job/completed_execution_count"',
      'metric.labels.result="failed"',
      `resource.labels.job_name=monitoring.regex.full_match("${drills}")`,
    ],
    when: anyInFiveMinutes,
    autoClose: A_WEEK,
    first: [
      'The database serves as before. That it can be recovered in the time that was agreed is not shown until a drill passes.',
      `1. Read what it found (JOB and REGION are the incident's): \`gcloud logging read 'resource.labels.job_name="JOB" AND jsonPayload.message="drill"' --project=${project} --bucket=${name}-databases --location=${region} --view=_AllLogs --limit=1 --format=json\`.`,
      `2. See that no copy is left: \`gcloud sql instances list --project=${project} --filter='settings.userLabels.kura-drill:*'\`. One that is left is deleted by hand.`,
      `3. Mend what it names. Too long: the objective is not met by this mechanism at this size; write what was measured, or take another objective. Then run it again after a week, when its copy's name is free: \`gcloud run jobs execute JOB --project=${project} --region=REGION\`.`,
    ],
  };
}

/** A day on a runner runs again: what fails then is told anew. */
const A_DAY = '86400s';
/** The longest: what runs no more gives no more data, and is not mended by that. */
const A_WEEK = '604800s';

function createAlarm(
  scope: Construct,
  { address, project }: RunnerAlarmsSettings,
  channels: readonly string[],
  { part, what, by, filter, when, autoClose, first }: Alarm,
): void {
  const policy = new MonitoringAlertPolicy(scope, part.join('-'), {
    project,
    displayName: what,
    combiner: 'OR',
    severity: 'WARNING',
    conditions: [{ displayName: what, conditionThreshold: when(filter.join(' AND '), by) }],
    notificationChannels: [...channels],
    alertStrategy: { autoClose },
    documentation: {
      mimeType: 'text/markdown',
      subject: what,
      content: first.join('\n\n'),
      links: policyLinks(project),
    },
  });
  pin(policy, address, ...part);
}
