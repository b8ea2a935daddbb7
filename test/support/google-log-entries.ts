import type { LogEntry } from './logging-query';

/** A database that something is logged of. */
export interface LoggedDatabase {
  readonly project: string;
  /** Its identifier in Cloud SQL. */
  readonly name: string;
}

type Named = Readonly<Record<string, LogEntry>>;

const logName = (project: string, log: string): string =>
  `projects/${project}/logs/${encodeURIComponent(log)}`;

const audited = (
  project: string,
  log: 'activity' | 'data_access',
  service: string,
  methodName: string,
  rest: { readonly type: string; readonly labels?: object; readonly who?: string },
  request: object = {},
): LogEntry => ({
  logName: logName(project, `cloudaudit.googleapis.com/${log}`),
  resource: { type: rest.type, labels: { project_id: project, ...rest.labels } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: `${service}.googleapis.com`,
    methodName,
    authenticationInfo: { principalEmail: rest.who ?? 'mika@acme.example' },
    request,
  },
});

/**
 * What is logged of one database. Fields are those of Google's pages ("Audit for PostgreSQL using pgAudit", "Use MySQL database auditing",
 * "Cloud SQL audit logging", "Manage users with IAM database authentication", read 2026-11).
 */
export function entriesOfDatabase({ project, name }: LoggedDatabase): Named {
  const labels = { database_id: `${project}:${name}`, region: 'asia-northeast1' };
  const resource = { type: 'cloudsql_database', labels };
  const type = (proto: string) => ({ '@type': `type.googleapis.com/google.cloud.sql.${proto}` });
  return {
    'a line of pgAudit': audited(
      project,
      'data_access',
      'cloudsql',
      'cloudsql.instances.query',
      resource,
      { ...type('audit.v1.PgAuditEntry'), auditClass: 'READ', statement: 'SELECT 1' },
    ),
    'a line of MySQL’s audit plugin': audited(
      project,
      'data_access',
      'cloudsql',
      'cloudsql.instances.query',
      resource,
      { ...type('audit.v1.MysqlAuditEntry'), cmd: 'select', query: 'SELECT 1' },
    ),
    'a login by IAM': audited(
      project,
      'data_access',
      'cloudsql',
      'cloudsql.instances.login',
      resource,
      { ...type('authorization.v1.InstancesLoginRequest'), user: 'mika' },
    ),
    'a user’s new password': audited(
      project,
      'data_access',
      'cloudsql',
      'cloudsql.users.update',
      resource,
    ),
    'a changed instance': audited(
      project,
      'activity',
      'cloudsql',
      'cloudsql.instances.update',
      resource,
    ),
    'a line of the engine': {
      logName: logName(project, 'cloudsql.googleapis.com/postgres.log'),
      resource: { type: resource.type, labels: { project_id: project, ...labels } },
      textPayload: 'LOG:  connection authorized: user=order database=order',
    },
  };
}

/** What is logged of jobs by their names. */
export function entriesOfJob({ project, name }: LoggedDatabase): Named {
  const labels = { job_name: name, location: 'asia-northeast1' };
  return {
    'a line of the job': {
      logName: logName(project, 'run.googleapis.com/stdout'),
      resource: { type: 'cloud_run_job', labels: { project_id: project, ...labels } },
      jsonPayload: { message: 'done' },
    },
  };
}

/** What is logged of a project, whoever's database is in it. */
export function entriesOfProject(project: string): Named {
  const at = (type: string) => ({ type });
  const kms = (method: string, log: 'activity' | 'data_access') =>
    audited(project, log, 'cloudkms', method, at('cloudkms_cryptokey'));
  return {
    'a right given': audited(
      project,
      'activity',
      'cloudresourcemanager',
      'SetIamPolicy',
      at('project'),
    ),
    'a secret read': audited(
      project,
      'data_access',
      'secretmanager',
      'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion',
      at('audited_resource'),
    ),
    'a key used': kms('Decrypt', 'data_access'),
    'a key destroyed': kms('DestroyCryptoKeyVersion', 'activity'),
    'a job started': audited(
      project,
      'data_access',
      'run',
      'google.cloud.run.v2.Jobs.RunJob',
      at('cloud_run_job'),
    ),
    'a tunnel opened': audited(project, 'data_access', 'iap', 'AuthorizeUser', at('gce_instance')),
    'an account acted as': audited(
      project,
      'data_access',
      'iamcredentials',
      'GenerateAccessToken',
      at('service_account'),
    ),
    'a sink deleted': audited(
      project,
      'activity',
      'logging',
      'google.logging.v2.ConfigServiceV2.DeleteSink',
      at('logging_sink'),
    ),
  };
}

/** What is logged where a trail is read or changed. */
export function entriesOfStore(project: string): Named {
  return {
    'the trail read': audited(
      project,
      'data_access',
      'logging',
      'google.logging.v2.LoggingServiceV2.ListLogEntries',
      { type: 'audited_resource' },
    ),
    'its retention shortened': audited(
      project,
      'activity',
      'logging',
      'google.logging.v2.ConfigServiceV2.UpdateBucket',
      { type: 'audited_resource' },
    ),
    'its key used by somebody': audited(project, 'data_access', 'cloudkms', 'Decrypt', {
      type: 'cloudkms_cryptokey',
    }),
    'a right given there': audited(project, 'activity', 'cloudresourcemanager', 'SetIamPolicy', {
      type: 'project',
    }),
  };
}

/** Cloud Logging uses the key of what it keeps: as an entry of a trail, it would make the next one. */
export function entryOfOwnUse(project: string): LogEntry {
  return audited(project, 'data_access', 'cloudkms', 'Encrypt', {
    type: 'cloudkms_cryptokey',
    who: 'cmek-p123456789012@gcp-sa-logging.iam.gserviceaccount.com',
  });
}
