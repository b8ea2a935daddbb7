import type { Entry } from './log-analytics';
import type { Message, People } from './week';

const DATABASE = {
  type: 'cloudsql_database',
  labels: { project_id: 'suzumina-prod', database_id: 'suzumina-prod:suzumina-prod-web' },
};
const DATA_ACCESS = 'cloudaudit.googleapis.com/data_access';
const ACTIVITY = 'cloudaudit.googleapis.com/activity';

/** What Cloud SQL makes of PostgreSQL’s messages: entries of pgAudit and of logins apart, the rest as text. */
export const entriesOf = (messages: readonly Message[], people: People): readonly Entry[] =>
  messages.flatMap((message) => entryOf(message, people));

function entryOf({ when, text }: Message, people: People): readonly Entry[] {
  const known = Object.values(people).map((name: string) => name.replaceAll('.', String.raw`\.`));
  const refused = / UTC:(\S+)\(\d+\):([\s\S]*)@([^@]*):\[(\d+)\]:(FATAL): {2}([\s\S]*)$/.exec(text);
  const told = new RegExp(
    String.raw` UTC:(\S+)\(\d+\):(${known.join('|')})@([^:@]*):\[(\d+)\]:([A-Z]+):\s+([\s\S]*)$`,
  ).exec(text);
  const [, remote = '', login = '', db = '', pid = '', severity = '', said = ''] =
    refused ?? told ?? [];
  if (severity === '') return [];
  const timestamp = when.toISOString();
  const session = `${String(when.getTime())}-${pid}`;
  const audited = said.startsWith('AUDIT: ') ? csv(said.slice('AUDIT: '.length)) : undefined;
  if (audited) {
    const [
      auditType,
      statementId,
      substatementId,
      auditClass,
      command,
      objectType,
      object,
      statement,
    ] = audited;
    const request = {
      '@type': 'type.googleapis.com/google.cloud.sql.audit.v1.PgAuditEntry',
      ...{ auditType, statementId, substatementId, auditClass, command, objectType, object },
      ...{ statement, parameter: '[not logged]', database: db, user: login },
      ...{ databaseSessionId: session, chunkCount: '1', chunkIndex: '1' },
    };
    const entry = calledBy(timestamp, ['cloudsql', 'cloudsql.instances.query'], request);
    // A long statement comes in parts: as if each that has lines were one.
    return statement?.includes('\n') === true
      ? [
          entry,
          calledBy(timestamp, ['cloudsql', 'cloudsql.instances.query'], {
            ...request,
            chunkIndex: '2',
          }),
        ]
      : [entry];
  }
  const line = {
    ...{ timestamp, log_id: 'cloudsql.googleapis.com/postgres.log', resource: DATABASE },
    text_payload: `${timestamp} [${pid}]: [1-1] db=${db},user=${login} ${severity}:  ${said}`,
  };
  if (!said.startsWith('connection authorized: ')) return [line];
  const request = {
    '@type': 'type.googleapis.com/google.cloud.sql.authorization.v1.InstancesLoginRequest',
    ...{ clientIpAddress: remote, database: db, databaseSessionId: session, user: login },
  };
  const who = login.endsWith('.iam') ? `${login}.gserviceaccount.com` : login;
  return [
    line,
    calledBy(timestamp, ['cloudsql', 'cloudsql.instances.login'], request, { who, remote }),
  ];
}

/** The fields of a line of CSV. */
const csv = (line: string): readonly string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );

function calledBy(
  timestamp: string,
  [service, method]: readonly [string, string],
  request: object | null,
  { who, remote, ...more }: { who?: string; remote?: string; target?: string; delta?: object } = {},
): Entry {
  return {
    ...{ timestamp, resource: DATABASE },
    log_id: more.delta || method.startsWith('google.logging.v2.Config') ? ACTIVITY : DATA_ACCESS,
    proto_payload: {
      audit_log: {
        ...{ service_name: `${service}.googleapis.com`, method_name: method, request },
        ...(more.target === undefined ? {} : { resource_name: more.target }),
        authentication_info: { principal_email: who },
        request_metadata: { caller_ip: remote },
        ...(more.delta ? { service_data: { policyDelta: more.delta } } : {}),
      },
    },
  };
}

const RIN = { who: 'rin@suzumina.example', remote: '203.0.113.8' };
const MIO = { who: 'oncall@suzumina.example', remote: '203.0.113.7' };
const JUN = { who: 'jun@suzumina.example', remote: '203.0.113.9' };

/** How a person came in, and what somebody tried at the trail. */
export const CLOUD: readonly Entry[] = [
  calledBy('2026-11-18T04:00:00Z', ['cloudresourcemanager', 'SetIamPolicy'], null, {
    ...JUN,
    target: 'projects/suzumina-prod',
    delta: {
      bindingDeltas: [
        {
          ...{ action: 'ADD', role: 'roles/cloudsql.instanceUser', member: `user:${MIO.who}` },
          condition: { expression: 'request.time < timestamp("2026-12-31T15:00:00Z")' },
        },
      ],
    },
  }),
  calledBy('2026-11-18T04:58:00Z', ['iap', 'AuthorizeUser'], null, {
    ...MIO,
    target: 'projects/1/iap_tunnel/zones/asia-northeast1-b/instances/2',
  }),
  calledBy(
    '2026-11-19T01:00:00Z',
    ['logging', 'google.logging.v2.LoggingServiceV2.ListLogEntries'],
    {
      resourceNames: ['projects/suzumina-audit/locations/asia-northeast1/buckets/a/views/_AllLogs'],
    },
    RIN,
  ),
  calledBy(
    '2026-11-20T02:00:00Z',
    ['logging', 'google.logging.v2.ConfigServiceV2.DeleteSink'],
    {},
    JUN,
  ),
  calledBy('2026-11-20T02:01:00Z', ['cloudresourcemanager', 'SetIamPolicy'], null, {
    ...JUN,
    delta: { auditConfigDeltas: [{ action: 'REMOVE', service: 'cloudsql.googleapis.com' }] },
  }),
  calledBy('2026-11-20T02:02:00Z', ['cloudsql', 'cloudsql.instances.update'], {}, JUN),
  calledBy('2026-11-20T02:03:00Z', ['cloudsql', 'cloudsql.users.update'], {}, JUN),
  calledBy('2026-11-20T02:04:00Z', ['cloudsql', 'cloudsql.users.list'], {}, JUN),
  {
    ...{ timestamp: '2026-11-18T00:00:00Z', log_id: 'run.googleapis.com/stdout' },
    resource: { type: 'cloud_run_job', labels: { job_name: 'suzumina-prod-web-runner' } },
    json_payload: {
      format: 1,
      stack: 'prod-google-suzumina-web',
      outcome: 'converged',
      applied: 2,
    },
  },
];

/** An entry of MySQL’s audit, in the form in which public projects show it. */
function ofMysql(timestamp: string, cmd: string, query: string, more: object = {}): Entry {
  return calledBy(timestamp, ['cloudsql', 'cloudsql.instances.query'], {
    '@type': 'type.googleapis.com/google.cloud.sql.audit.v1.MysqlAuditEntry',
    ...{ msgType: 'activity', status: 'successful', user: 'order-api', ip: '10.31.0.7' },
    ...{ cmd, query, errCode: 0, objects: [], ...more },
  });
}

export const MYSQL: readonly Entry[] = [
  ofMysql('2026-11-18T01:00:00Z', 'select', 'SELECT * FROM v', {
    objects: [{ db: 'orders_db', name: 'orders', objType: 'TABLE' }],
  }),
  ofMysql('2026-11-18T01:01:00Z', 'update', 'UPDATE other SET a = 1', {
    ...{ objects: [{ db: 'orders_db', name: 'other' }], status: 'unsuccessful', errCode: 1142 },
  }),
  ofMysql('2026-11-18T01:02:00Z', 'grant', 'GRANT SELECT ON orders_db.* TO x'),
  ofMysql('2026-11-18T01:03:00Z', 'alter_table', 'ALTER TABLE orders ADD a int'),
  ofMysql('2026-11-18T01:04:00Z', 'create_user', 'CREATE USER x'),
  ofMysql('2026-11-18T01:05:00Z', 'connect', '', { status: 'unsuccessful', errCode: 1045 }),
  ofMysql(
    '2026-11-18T01:06:00Z',
    'call_procedure',
    "CALL mysql.cloudsql_delete_audit_rule('1', 1, @r, @m)",
  ),
];
