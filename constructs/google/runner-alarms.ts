import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditionsConditionThreshold,
} from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import { Construct } from 'constructs';
import { pin } from '../address';
import { spelled } from './spelled';

export interface RunnerAlarmsSettings {
  readonly address: string;
  /** The environment's or the instance's. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Matches the names of the jobs: RE2, whole. */
  readonly jobs: string;
  /** Who is told, by e-mail address. */
  readonly notify: readonly string[];
}

/**
 * Says when a runner fails, when one is not started, and when one did not run: one of each for all instances of an environment. A new
 * instance's fails daily until the first `kura sql apply`, which brings what it runs. An incident is opened for each job, also where
 * nobody is told by mail. Beside AWS's alarm of missed runs this one needs a first run: a job that never ran has no time series, so a
 * schedule that was paused before it is not told of.
 */
export class RunnerAlarms extends Construct {
  constructor(scope: Construct, id: string, settings: RunnerAlarmsSettings) {
    super(scope, id);
    const channels = settings.notify.map((email) => createChannel(this, settings, email));
    createAlarm(this, settings, channels, failed(settings));
    createAlarm(this, settings, channels, notStarted(settings));
    createAlarm(this, settings, channels, missed(settings));
  }
}

interface Alarm {
  readonly part: string;
  readonly what: string;
  readonly by: string;
  readonly filter: readonly string[];
  readonly when: (filter: string, by: string) => MonitoringAlertPolicyConditionsConditionThreshold;
  /** When an incident that gets no more data is closed. */
  readonly autoClose: string;
  /** What to do first. */
  readonly first: readonly string[];
}

/** "run.googleapis.com/job/completed_execution_count" (Cloud Monitoring metrics of Cloud Run, read 2026-11). */
function failed({ name, project, region, jobs }: RunnerAlarmsSettings): Alarm {
  return {
    part: 'failed',
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
      `1. Read what the job said: \`gcloud logging read 'resource.type="cloud_run_job" AND resource.labels.job_name="JOB"' --project=${project} --bucket=${name}-databases --location=${region} --view=_AllLogs --limit=50\`.`,
      '2. Mend what it names: each problem has its cure. After a deploy that is `npx kura sql apply`, which brings what the job runs and runs it. After a network or API error nothing is to be mended.',
      `3. Run it again: \`gcloud run jobs execute JOB --project=${project} --region=${region} --wait\`. A run that stopped in the middle goes on.`,
    ],
  };
}

/** Of an attempt that fails Cloud Scheduler writes an error; of logs that no exclusion takes, Cloud Monitoring counts entries. */
function notStarted({ name, project, region, jobs }: RunnerAlarmsSettings): Alarm {
  return {
    part: 'not-started',
    what: `a runner of ${name} was not started`,
    by: 'job_id',
    filter: [
      'resource.type="cloud_scheduler_job"',
      'metric.type="logging.googleapis.com/log_entry_count"',
      'metric.labels.severity="ERROR"',
      `resource.labels.job_id=monitoring.regex.full_match("${jobs}")`,
    ],
    when: anyInFiveMinutes,
    autoClose: A_DAY,
    first: [
      'The databases go on as they are; nobody checks what is inside them until this is mended.',
      `1. Read why: \`gcloud logging read 'resource.type="cloud_scheduler_job" AND resource.labels.job_id="JOB" AND severity>=ERROR' --project=${project} --limit=5\`. 403: the scheduler's service account lost roles/run.invoker on the job. 404: the job is gone. Deploy the instance's stack again.`,
      `2. Run it by hand: \`gcloud run jobs execute JOB --project=${project} --region=${region} --wait\`.`,
    ],
  };
}

/** A schedule that is paused or gone writes no error, so that what is missed is the end of a run, however that ended. */
function missed({ name, project, region, jobs }: RunnerAlarmsSettings): Alarm {
  return {
    part: 'missed',
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
      `1. See whether the schedule is there, and on: \`gcloud scheduler jobs describe JOB --location=${region} --project=${project} --format='value(state,schedule)'\`. PAUSED: \`gcloud scheduler jobs resume JOB --location=${region} --project=${project}\`. NOT_FOUND: deploy the instance's stack again. Where the instance was removed, or its backup moved to a later time, nothing is to be mended.`,
      `2. Run it by hand, which also ends this: \`gcloud run jobs execute JOB --project=${project} --region=${region} --wait\`.`,
    ],
  };
}

/** A day on a runner runs again: what fails then is told anew. */
const A_DAY = '86400s';
/** The longest: what runs no more gives no more data, and is not mended by that. */
const A_WEEK = '604800s';

function createChannel(
  scope: Construct,
  { address, name, project }: RunnerAlarmsSettings,
  email: string,
): MonitoringNotificationChannel {
  const channel = new MonitoringNotificationChannel(scope, `channel-${spelled(email)}`, {
    project,
    displayName: `${name}: ${email}`,
    type: 'email',
    labels: { email_address: email },
    // Who leaves is taken out of other policies, too.
    forceDelete: true,
  });
  return pin(channel, address, spelled(email));
}

function createAlarm(
  scope: Construct,
  { address, project }: RunnerAlarmsSettings,
  channels: readonly MonitoringNotificationChannel[],
  { part, what, by, filter, when, autoClose, first }: Alarm,
): void {
  const policy = new MonitoringAlertPolicy(scope, part, {
    project,
    displayName: what,
    combiner: 'OR',
    severity: 'ERROR',
    conditions: [{ displayName: what, conditionThreshold: when(filter.join(' AND '), by) }],
    notificationChannels: channels.map((channel) => channel.id),
    alertStrategy: { autoClose },
    documentation: { mimeType: 'text/markdown', subject: what, content: first.join('\n\n') },
  });
  pin(policy, address, 'runner', part);
}

/** More than none in five minutes, for each job. */
function anyInFiveMinutes(
  filter: string,
  by: string,
): MonitoringAlertPolicyConditionsConditionThreshold {
  return {
    filter,
    comparison: 'COMPARISON_GT',
    thresholdValue: 0,
    duration: '0s',
    aggregations: [
      {
        alignmentPeriod: '300s',
        perSeriesAligner: 'ALIGN_DELTA',
        crossSeriesReducer: 'REDUCE_SUM',
        groupByFields: [`resource.label.${by}`],
      },
    ],
    trigger: { count: 1 },
  };
}

/**
 * None in twenty hours, for five hours on end: 25 after the last, the most that both may be together (as measured in
 * chainguard-dev/terraform-infra-common#783 and #1022, on this metric, and so divided there). The schedule is daily, and a run with its
 * second try is over in an hour. No data counts as none, which asks for a duration (#401 there).
 */
function noneInADay(filter: string, by: string): MonitoringAlertPolicyConditionsConditionThreshold {
  return {
    filter,
    comparison: 'COMPARISON_LT',
    thresholdValue: 1,
    duration: '18000s',
    evaluationMissingData: 'EVALUATION_MISSING_DATA_ACTIVE',
    aggregations: [
      {
        alignmentPeriod: '72000s',
        perSeriesAligner: 'ALIGN_DELTA',
        crossSeriesReducer: 'REDUCE_SUM',
        groupByFields: [`resource.label.${by}`],
      },
    ],
    trigger: { count: 1 },
  };
}
