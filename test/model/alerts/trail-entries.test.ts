import {
  mysqlAdminEntries,
  mysqlRightsEntries,
  mysqlSchemaEntries,
  adminEntries,
  copyEntries,
  rightsEntries,
} from '../../../model/alerts/trail-entries';
import { matchesFilter, type LogEntry } from '../../support/logging-query';

const TRAIL = {
  ...{ admin: 'postgres', own: ['acme-prod-web-runner@acme-prod.iam'] },
  migrators: ['web-migrate@acme-prod.iam'],
  marked: [{ database: 'web_db', schema: 'app', table: 'users' }],
};
const POSTGRES = {
  project: 'acme-prod',
  deployer: 'deploy@acme-prod.iam.gserviceaccount.com',
  trail: TRAIL,
};
const MYSQL = {
  ...POSTGRES,
  trail: { ...TRAIL, admin: 'root', own: ['acme-prod-web-runner'], migrators: ['web-migrate'] },
};

const DATA_ACCESS = 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Fdata_access';
const RUNNER = 'acme-prod-web-runner@acme-prod.iam.gserviceaccount.com';

const called = (methodName: string, principalEmail: string, more: LogEntry = {}): LogEntry => ({
  logName: DATA_ACCESS,
  protoPayload: { methodName, authenticationInfo: { principalEmail, ...more } },
});
const delegated = (...who: readonly string[]): LogEntry => ({
  serviceAccountDelegationInfo: who.map((principalEmail) => ({
    firstPartyPrincipal: { principalEmail },
  })),
});
/** As an entry of a login that failed shows them ("MysqlAuditEntry", public, read 2026-11). */
const mysql = (user: string, cmd: string, status = 'successful'): LogEntry => ({
  logName: DATA_ACCESS,
  protoPayload: {
    methodName: 'cloudsql.instances.query',
    request: {
      '@type': 'type.googleapis.com/google.cloud.sql.audit.v1.MysqlAuditEntry',
      ...{
        user,
        cmd,
        status,
        msgType: 'activity',
        query: 'CREATE /* web-migrate */ TABLE t (a int)',
      },
    },
  },
});

const AGENT = 'service-1@serverless-robot-prod.iam.gserviceaccount.com';
const LOGIN = 'cloudsql.instances.login';

test.each([
  [
    'somebody logs in as the runner',
    adminEntries(POSTGRES),
    called(LOGIN, RUNNER, delegated('mika@acme.example')),
  ],
  [
    'somebody does by way of another account',
    adminEntries(MYSQL),
    called(LOGIN, RUNNER, delegated('ci@acme-prod.iam.gserviceaccount.com', 'mika@acme.example')),
  ],
  [
    'somebody makes a user by the API',
    rightsEntries(POSTGRES),
    called('cloudsql.users.create', 'mika@acme.example'),
  ],
  [
    'somebody sets a password by the API',
    mysqlRightsEntries(MYSQL),
    called('cloudsql.users.update', 'mika@acme.example'),
  ],
  [
    'the instance is exported',
    copyEntries(POSTGRES),
    called('cloudsql.instances.export', 'mika@acme.example'),
  ],
  ['the administrator of MySQL logs in', mysqlAdminEntries(MYSQL), mysql('root', 'connect')],
  ['a schema of MySQL is changed', mysqlSchemaEntries(MYSQL), mysql('web-api', 'create_table')],
  ['a view of MySQL is dropped', mysqlSchemaEntries(MYSQL), mysql('WEB-MIGRATE', 'drop_view')],
  ['a right of MySQL is given', mysqlRightsEntries(MYSQL), mysql('web-migrate', 'grant')],
  ['a user of MySQL is made', mysqlRightsEntries(MYSQL), mysql('web-api', 'create_user')],
])('it is told that %s', (_, filter, entry) => {
  expect(matchesFilter(filter, entry)).toBe(true);
});

test.each([
  ['the runner logs in', adminEntries(POSTGRES), called(LOGIN, RUNNER)],
  ['the platform does for it', adminEntries(POSTGRES), called(LOGIN, RUNNER, delegated(AGENT))],
  [
    'an application logs in for a person',
    adminEntries(POSTGRES),
    called(LOGIN, 'web-api@acme-prod.iam.gserviceaccount.com', delegated('mika@acme.example')),
  ],
  [
    'a deploy makes a user',
    rightsEntries(POSTGRES),
    called('cloudsql.users.create', POSTGRES.deployer),
  ],
  [
    'the runner makes itself administrator',
    rightsEntries(POSTGRES),
    called('cloudsql.users.update', RUNNER),
  ],
  [
    'an administrator of MySQL cannot log in',
    mysqlAdminEntries(MYSQL),
    mysql('root', 'connect', 'unsuccessful'),
  ],
  [
    'a migrator changes a schema of MySQL',
    mysqlSchemaEntries(MYSQL),
    mysql('web-migrate', 'create_table'),
  ],
  [
    'the runner gives a right of MySQL',
    mysqlRightsEntries(MYSQL),
    mysql('acme-prod-web-runner', 'grant'),
  ],
  ['somebody reads', mysqlSchemaEntries(MYSQL), mysql('web-api', 'select')],
])('nobody is told that %s', (_, filter, entry) => {
  expect(matchesFilter(filter, entry)).toBe(false);
});

test.each([['a = '], ['(a="b"'], ['a>="b"'], ['a="b" c="d"']])(
  'what is not of the language is refused: %s',
  (text) => {
    expect(() => matchesFilter(text, {})).toThrow();
  },
);
