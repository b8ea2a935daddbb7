import { Login, conditionOf, loginId, type LoginSettings } from '../../../constructs/google/login';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const IDENTITY = 'serviceAccount:app@acme-prod-1.iam.gserviceaccount.com';
const ID = 'core_db_app';
const SETTINGS: LoginSettings = {
  address: 'core-db',
  engine: 'postgres',
  project: 'acme-prod-1',
  identifier: 'acme-prod-core-db',
  identity: IDENTITY,
  login: 'app@acme-prod-1.iam',
  via: 'iam',
  attach: true,
};
const CORE_DB = 'projects/acme-prod-1/instances/acme-prod-core-db';
const ONLY_CORE_DB = `resource.type == "sqladmin.googleapis.com/Instance" && (resource.name == "${CORE_DB}" || resource.name.startsWith("${CORE_DB}-reader-"))`;

const loginsOf = (...choices: Partial<LoginSettings>[]) =>
  googleSynthOf((stack) => {
    for (const choice of choices) {
      const settings = { ...SETTINGS, ...choice };
      const wiring = { instance: { name: settings.identifier } };
      new Login(stack, `login-${loginId(settings)}`, settings, wiring);
    }
  });

test('an identity logs in as one user of one instance, and may reach no other', () => {
  const config = loginsOf({});
  expect(addressesOf(config)).toEqual([
    `google_project_iam_member.${ID}_client`,
    `google_project_iam_member.${ID}_instanceUser`,
    `google_sql_user.${ID}`,
  ]);
  expect(resource(config, 'google_sql_user', ID)).toEqual({
    project: 'acme-prod-1',
    instance: 'acme-prod-core-db',
    name: 'app@acme-prod-1.iam',
    type: 'CLOUD_IAM_SERVICE_ACCOUNT',
    deletion_policy: 'ABANDON',
  });
  for (const [name, role] of [
    ['client', 'roles/cloudsql.client'],
    ['instanceUser', 'roles/cloudsql.instanceUser'],
  ]) {
    expect(resource(config, 'google_project_iam_member', `${ID}_${String(name)}`)).toEqual({
      project: 'acme-prod-1',
      role,
      member: IDENTITY,
      condition: {
        title: 'acme-prod-core-db: app@acme-prod-1.iam',
        description: 'Connects to acme-prod-core-db and its readers as app@acme-prod-1.iam',
        expression: ONLY_CORE_DB,
      },
    });
  }
});

test('the condition holds for its readers, whose number may change, and for nothing named alike', () => {
  expect(conditionOf('p', 'core')).toBe(
    'resource.type == "sqladmin.googleapis.com/Instance" && (' +
      'resource.name == "projects/p/instances/core" || ' +
      'resource.name.startsWith("projects/p/instances/core-reader-"))',
  );
});

test.each([
  ['postgres', IDENTITY, 'app@acme-prod-1.iam', 'app@acme-prod-1.iam'],
  ['mysql', IDENTITY, 'app', 'app@acme-prod-1.iam.gserviceaccount.com'],
  ['mysql', 'user:mika@suzumina.example', 'mika', 'mika@suzumina.example'],
  ['mysql', 'group:dba@suzumina.example', 'dba@suzumina.example', 'dba@suzumina.example'],
] as const)('%s takes %s, who is %s in it, as %s', (engine, identity, login, name) => {
  const { google_sql_user: users = {} } = loginsOf({ engine, identity, login }).resource;
  expect(Object.values(users)).toMatchObject([{ name }]);
});

test('a person and a group are users of their own kind; MySQL drops whom the estate drops', () => {
  const config = loginsOf(
    { engine: 'mysql', identity: 'user:mika@suzumina.example' },
    { engine: 'mysql', identity: 'group:dba@suzumina.example' },
  );
  const user = resource(config, 'google_sql_user', 'core_db_mikaATsuzuminaDOTexample');
  expect(user).toMatchObject({ type: 'CLOUD_IAM_USER' });
  expect(user).not.toHaveProperty('deletion_policy');
  expect(resource(config, 'google_sql_user', 'core_db_dbaATsuzuminaDOTexample')).toMatchObject({
    type: 'CLOUD_IAM_GROUP',
  });
});

test('a login by secret may reach the instance; its user is made with its password', () => {
  const config = loginsOf({ via: 'secret', login: 'app' });
  expect(addressesOf(config)).toEqual([`google_project_iam_member.${ID}_client`]);
  expect(resource(config, 'google_project_iam_member', `${ID}_client`)).toMatchObject({
    role: 'roles/cloudsql.client',
  });
});

test('who gets roles elsewhere keeps its database user', () => {
  expect(addressesOf(loginsOf({ attach: false }))).toEqual([`google_sql_user.${ID}`]);
  expect(addressesOf(loginsOf({ attach: false, via: 'secret' }))).toEqual([]);
});

test('a user that came with the data is not made again', () => {
  expect(addressesOf(loginsOf({ user: 'copied' }))).toEqual([
    `google_project_iam_member.${ID}_client`,
    `google_project_iam_member.${ID}_instanceUser`,
  ]);
});

test('a service account of another project goes by its whole address', () => {
  const identity = 'serviceAccount:app@acme-shared.iam.gserviceaccount.com';
  expect(loginId({ identity, project: 'acme-prod-1' })).toBe(
    'appATacme-sharedDOTiamDOTgserviceaccountDOTcom',
  );
});

test('two identities are never the same resource', () => {
  const config = loginsOf(
    {},
    { identity: 'serviceAccount:app@acme-prod-2.iam.gserviceaccount.com' },
    { identity: 'user:a.b@x.example' },
    { identity: 'user:a_b@x.example' },
    { identity: 'user:a-b@x.example' },
    { identity: 'user:a+b@x.example' },
  );
  expect(addressesOf(config)).toHaveLength(6 * 3);
});

test('a title is as long as IAM takes', () => {
  const long = `${'a'.repeat(120)}@suzumina.example`;
  const config = loginsOf({ via: 'secret', login: long });
  const [binding] = Object.values(config.resource.google_project_iam_member ?? {});
  const condition = binding?.condition as Readonly<Record<string, string>>;
  expect(condition.title).toHaveLength(100);
  expect(condition.description).toContain(long);
});

test('an identity that can have no IAM user is refused, not made a user without a password', () => {
  expect(() => loginsOf({ identity: 'principal://iam.googleapis.com/x' })).toThrow(
    'No database user can be made for principal://iam.googleapis.com/x',
  );
});

test('rights that end lapse by themselves, and the contract says when', () => {
  const config = loginsOf({ until: '2026-12-01T15:00:00Z' });
  const ends = `${ONLY_CORE_DB} && request.time < timestamp("2026-12-01T15:00:00Z")`;
  for (const role of ['client', 'instanceUser']) {
    expect(resource(config, 'google_project_iam_member', `${ID}_${role}`)).toMatchObject({
      condition: { expression: ends },
    });
  }
});
