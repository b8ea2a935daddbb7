import {
  GOOGLE_ESTATE,
  googleAs,
  googleEstate,
  orderWith,
  resolveFiles,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

const GOOGLE_FILE = String(GOOGLE_ESTATE['estate.yaml']);
const LOCKED =
  'prod-google-web: { engine: postgres 17, home: acme-prod acme-prod asia-northeast1, readers: 2, databases: { web_service_db: web } }\n';
const locked = (text: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles => ({
  ...files,
  'instances.lock.yaml': text,
});

/** The estate with a service of another name, in an environment of a longer one. */
const named = (name: string, estate: EstateFiles = GOOGLE_ESTATE): EstateFiles => ({
  'estate.yaml': String(estate['estate.yaml']).replace('prod:', 'production-in-tokyo:'),
  [`services/${name}.yaml`]: String(GOOGLE_ESTATE['services/web.yaml']).replace(
    'web\n',
    `${name}\n`,
  ),
});

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a changed project',
      locked(LOCKED, googleAs('estate', 'project: acme-prod', 'project: acme-new')),
      'services/web.yaml:1:1: instance prod-google-web must stay on acme-prod acme-prod asia-northeast1, got "acme-prod acme-new asia-northeast1". Keep its organisation, environment, account or project, and region. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'a changed region',
      locked(LOCKED.replace('northeast1', 'northeast3')),
      'services/web.yaml:1:1: instance prod-google-web must stay on acme-prod acme-prod asia-northeast3, got "acme-prod acme-prod asia-northeast1". Keep its organisation, environment, account or project, and region. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'a changed organisation, which begins every cloud name',
      locked(LOCKED, googleAs('estate', 'acme\n', 'ajax\n')),
      'services/web.yaml:1:1: instance prod-google-web must stay on acme-prod acme-prod asia-northeast1, got "ajax-prod acme-prod asia-northeast1". Keep its organisation, environment, account or project, and region. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'an isolated instance that would leave its network',
      locked(LOCKED.replace('northeast1', 'northeast1 own network')),
      'services/web.yaml:1:1: instance prod-google-web must stay on acme-prod acme-prod asia-northeast1 own network, got "acme-prod acme-prod asia-northeast1". Keep its organisation, environment, account or project, and region. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'a network that is planned anew under its databases',
      locked(LOCKED.replace('readers', 'network: 10.60.0.0/16, readers')),
      'estate.yaml:10:7: instance prod-google-web must stay on 10.60.0.0/16, got "10.31.0.0/16". Write it as it was: a network is never re-planned under a database. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'an instance that is named like a reader of another',
      googleEstate({
        'services/web-reader-x.yaml': String(GOOGLE_ESTATE['services/web.yaml']).replace(
          'web\n',
          'web-reader-x\n',
        ),
      }),
      'services/web-reader-x.yaml:1:1: an instance must not be named like a reader of another (acme-prod-web), got "prod/web-reader-x". Write another `id:`.',
    ],
    [
      'a changed engine',
      locked(LOCKED, googleAs('service', 'postgres', 'mysql')),
      'services/web.yaml:1:1: instance prod-google-web must stay on postgres 17, got "mysql 8.4". Write `engine: postgres`. An instance elsewhere needs another `id:`, and its data a move.',
    ],
    [
      'a major version that would be upgraded',
      locked(LOCKED.replace('postgres 17', 'postgres 16'), webWith('version: 17')),
      'services/web.yaml:7:1: instance prod-google-web must stay on postgres 16, got "postgres 17". Write `version: 16`. Kura does not upgrade majors yet: once it is done in the cloud, write the new version into instances.lock.yaml.',
    ],
    [
      'a database that is renamed in place',
      locked(LOCKED, webWith('database: web')),
      'services/web.yaml:7:1: the database web_service_db on prod-google-web must keep its name, got "web". Write `database: web_service_db`. If its data has been moved, take it out of instances.lock.yaml.',
    ],
    [
      'an instance whose last service is gone, with the way to delete it',
      locked(
        LOCKED +
          LOCKED.replace('google-web', 'google-old').replace(
            'web_service_db: web',
            'old_service_db: old',
          ),
      ),
      'instances.lock.yaml: the database old_service_db must stay on instance prod-google-old, got no service that owns it. If its service was renamed, write the service’s first name as `id:`. If its data may go, run `npx kura lock --delete old`.',
    ],
    [
      'the name of a deleted instance',
      locked('deleted: [acme-prod-web]\n'),
      'services/web.yaml:1:1: a new instance must not take the name of a deleted one, whose key ring keeps it, got "acme-prod-web". Write another `id:`.',
    ],
    [
      'the name of a deleted instance that many share',
      locked(
        'deleted: [acme-prod-shared-postgres]\n',
        googleAs('estate', 'preset: production', 'preset: development'),
      ),
      'services/web.yaml:1:1: a new instance must not take the name of a deleted one, whose key ring keeps it, got "acme-prod-shared-postgres". Write `placement: dedicated`, or import its key ring and key and take its line out of `deleted` in instances.lock.yaml.',
    ],
    [
      'the name of a deleted reader, at the service where the preset decides their number',
      locked(`${LOCKED}deleted: [acme-prod-web-reader-2]\n`),
      'services/web.yaml:1:1: a reader must not take the name of one that was deleted within a week, got "acme-prod-web-reader-2". Wait for a week, then take it out of `deleted` in instances.lock.yaml.',
    ],
    [
      'the name of a deleted reader, at the line that asks for it',
      locked(`${LOCKED}deleted: [acme-prod-web-reader-2]\n`, webWith('readers: 2')),
      'services/web.yaml:7:1: a reader must not take the name of one that was deleted within a week, got "acme-prod-web-reader-2". Wait for a week, then take it out of `deleted` in instances.lock.yaml.',
    ],
    [
      'a list of deleted names that is none',
      locked('deleted: acme-prod-web\n'),
      'instances.lock.yaml:1:1: deleted must be a list of 0 or more, got "acme-prod-web". Write each item on its own line, after a dash.',
    ],
    [
      'a deleted name that no instance can have',
      locked('deleted: [Acme]\n'),
      'instances.lock.yaml:1:11: deleted[0] must be the name of a Cloud SQL instance, got "Acme". Run `npx kura lock` on the last estate that was deployed.',
    ],
    [
      'a key that a locked instance has not',
      locked(LOCKED.replace('readers', 'reader')),
      'instances.lock.yaml:1:84: only known keys are allowed in prod-google-web, got "reader". Did you mean "readers"? Known here: engine, home, network, readers, state, active, promoted, databases.',
    ],
    [
      'more readers than a lock can know of',
      locked(LOCKED.replace('readers: 2', 'readers: 16')),
      'instances.lock.yaml:1:84: prod-google-web.readers must be a whole number from 0 to 15, got 16. Write it in digits, without quotes.',
    ],
    [
      'a name that leaves no room for its firewalls’',
      named('a123456789-b123456789-c1'),
      'services/a123456789-b123456789-c1.yaml:1:1: cloud identifiers on Google must be 47 characters at most, got "acme-production-in-tokyo-a123456789-b123456789-c1" (49). Write a shorter `id:`.',
    ],
    [
      'an instance named like another environment',
      googleEstate({
        'estate.yaml': `${GOOGLE_FILE}${GOOGLE_FILE.slice(GOOGLE_FILE.indexOf('  prod:')).replace('prod:', 'prod-eu:').replace('project: acme-prod', 'project: acme-prod-eu')}`,
        'services/eu.yaml': `${String(GOOGLE_ESTATE['services/web.yaml']).replace('web\n', 'eu\n')}environments: [prod]\n`,
      }),
      'services/eu.yaml:1:1: cloud identifiers must differ, got "acme-prod-eu" for environment prod-eu and prod/eu. Write another `id:` for the newer of the two.',
    ],
    [
      'two environments of one project, one named like the other’s beginning',
      googleEstate({
        'estate.yaml': `${GOOGLE_FILE}${GOOGLE_FILE.slice(GOOGLE_FILE.indexOf('  prod:')).replace('prod:', 'prod-eu:')}`,
      }),
      'estate.yaml:15:7: environments of one project must not begin with one another’s names (prod, prod-eu), got "acme-prod". Give prod-eu a project of its own, or another name.',
    ],
    [
      'one id for two instances',
      googleEstate({
        'services/api.yaml': String(GOOGLE_ESTATE['services/web.yaml']).replace(
          'web\n',
          'api\nid: web\n',
        ),
      }),
      'services/web.yaml:1:1: instance ids must differ in prod, got "web", already the id of service api. Write another `id:` for the newer of the two.',
    ],
  ])('%s', expectRefusal);
});

describe('a name leaves its firewalls room', () => {
  const STAGING = googleAs('estate', 'preset: production', 'preset: staging');

  test('with exactly 47 characters', () => {
    expect(resolveFiles(named('a123456789-b12345678-c', STAGING)).problems).toEqual([]);
  });

  test('with exactly 38 where there is a recovery replica, and with no more', () => {
    expect(resolveFiles(named('a123456789-b1')).problems).toEqual([]);
    expect(resolveFiles(named('a123456789-b12')).problems).toEqual([
      'services/a123456789-b12.yaml:1:1: cloud identifiers on Google must be 47 characters at most, got "acme-production-in-tokyo-a123456789-b12-recovery" (48). Write a shorter `id:`.',
    ]);
  });
});

test('what is locked as it is, and names that others were deleted with, hold nothing back', () => {
  expect(resolveFiles(locked(LOCKED)).problems).toEqual([]);
  expect(resolveFiles(locked('deleted: []\n')).problems).toEqual([]);
  const others = 'deleted: [acme-prod-web-reader-3, acme-prod-old]\n';
  expect(resolveFiles(locked(`${LOCKED}${others}`)).problems).toEqual([]);
});

test('a name that stands among the deleted is free for the instance that is locked under it', () => {
  expect(resolveFiles(locked(`${LOCKED}deleted: [acme-prod-web]\n`)).problems).toEqual([]);
});

test('RDS frees a name at once: what Cloud SQL keeps holds no instance of AWS back', () => {
  const files = { ...orderWith(''), 'instances.lock.yaml': 'deleted: [acme-prod-order]\n' };
  expect(resolveFiles(files).problems).toEqual([]);
});
