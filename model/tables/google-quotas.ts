import type { Quota } from './quota';

/**
 * Sources: "Quotas and limits" (Cloud SQL, updated 2026-04-10; projects of the old network architecture have 100 instances);
 * "Quotas and limits" (IAM, mirror of 2026-05-30). A member counts once for each binding it is in. Readers of one primary: no page
 * of Google's gives it for these engines; 10 is what others report. Jobs: "Cloud Run quotas and limits" (read 2026-11); Cloud
 * Scheduler takes five times as many. Alert policies: "Manage alerting policies by API" (Cloud Monitoring, read 2026-11); notification
 * channels: "Quotas and limits" (Cloud Monitoring, of a metrics scope; the copies read are older). Dashboards and log-based metrics: no copy
 * that could be read has them; 1,000 and 500 are what others report. Sinks and log buckets: "Quotas and limits" (Cloud Logging, read
 * 2026-11); a bucket that is being deleted counts for seven days more.
 */
export const GOOGLE_QUOTAS = {
  databases: {
    what: 'Cloud SQL instances, with their readers',
    scope: 'account',
    quota: 1000,
    types: ['google_sql_database_instance'],
  },
  readers: { what: 'replicas of one instance', scope: 'source', quota: 10, types: [] },
  principals: {
    what: 'members in the project’s IAM policy',
    scope: 'account',
    quota: 1500,
    types: ['google_project_iam_member'],
  },
  accounts: {
    what: 'service accounts',
    scope: 'account',
    quota: 100,
    types: ['google_service_account'],
  },
  jobs: {
    what: 'Cloud Run jobs',
    scope: 'region',
    quota: 1000,
    types: ['google_cloud_run_v2_job'],
  },
  alertPolicies: {
    what: 'alert policies',
    scope: 'account',
    quota: 2000,
    types: ['google_monitoring_alert_policy'],
  },
  channels: {
    what: 'notification channels',
    scope: 'account',
    quota: 4000,
    types: ['google_monitoring_notification_channel'],
  },
  dashboards: {
    what: 'dashboards of Cloud Monitoring',
    scope: 'account',
    quota: 1000,
    types: ['google_monitoring_dashboard'],
  },
  logMetrics: {
    what: 'log-based metrics',
    scope: 'account',
    quota: 500,
    types: ['google_logging_metric'],
  },
  logSinks: {
    what: 'sinks of log entries',
    scope: 'account',
    quota: 200,
    types: ['google_logging_project_sink'],
  },
  logBuckets: {
    what: 'log buckets',
    scope: 'account',
    quota: 100,
    types: ['google_logging_project_bucket_config'],
  },
} as const satisfies Readonly<Record<string, Quota>>;
export type GoogleQuotaName = keyof typeof GOOGLE_QUOTAS;
