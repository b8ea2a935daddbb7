import type { Deployment } from '../../../model/deployment/deployment';
import { EMPTY_LOCK, formatLock, lockOf } from '../../../model/placement/instance-lock';
import { deploymentOf, GOOGLE_ESTATE, SMALL_ESTATE, webWith } from '../../support/estate-folder';

const web = (readers: number): Deployment => deploymentOf(webWith(`readers: ${String(readers)}`));
const nothing: Deployment = { ...web(1), instances: [] };

test('the lock of an estate on Google knows its readers, whose names stay taken; that of AWS does not', () => {
  const google = lockOf(deploymentOf(GOOGLE_ESTATE), EMPTY_LOCK);
  expect(google).toEqual({
    stacks: {
      'prod-google-web': {
        engine: 'postgres 17',
        home: 'acme-prod acme-prod asia-northeast1',
        network: '10.31.0.0/16',
        readers: 2,
        databases: { web_service_db: 'web' },
      },
    },
    deleted: [],
  });
  const aws = lockOf(deploymentOf(SMALL_ESTATE), EMPTY_LOCK);
  expect(Object.keys(aws.stacks['prod-aws-order'] ?? {})).toEqual([
    'engine',
    'home',
    'network',
    'databases',
  ]);
});

test('readers that go leave their names, the highest first to go', () => {
  const three = lockOf(web(3), EMPTY_LOCK);
  expect(lockOf(web(1), three).deleted).toEqual([
    'acme-prod-web-reader-2',
    'acme-prod-web-reader-3',
  ]);
  expect(lockOf(web(3), three).deleted).toEqual([]);
  expect(lockOf(web(4), three).deleted).toEqual([]);
});

test('an instance that goes leaves its name and its readers’', () => {
  expect(lockOf(nothing, lockOf(web(2), EMPTY_LOCK))).toEqual({
    stacks: {},
    deleted: ['acme-prod-web', 'acme-prod-web-reader-1', 'acme-prod-web-reader-2'],
  });
});

test('names that are gone stay gone, each once and in order', () => {
  const before = { ...lockOf(web(2), EMPTY_LOCK), deleted: ['acme-prod-web-reader-2', 'a-b'] };
  expect(lockOf(web(1), before).deleted).toEqual(['a-b', 'acme-prod-web-reader-2']);
});

test('RDS keeps no name: what goes on AWS leaves none', () => {
  const before = lockOf(deploymentOf(SMALL_ESTATE), EMPTY_LOCK);
  expect(lockOf(nothing, before)).toEqual(EMPTY_LOCK);
});

test.each([
  ['prod-google-web-google-sync', 'acme-prod', 'acme-prod-web-google-sync'],
  ['a-google-b-google-web', 'acme-a-google-b', 'acme-a-google-b-web'],
])('the name of %s is told though `-google-` stands in it twice', (stack, prefix, name) => {
  const home = `${prefix} acme-prod asia-northeast1`;
  const stacks = { [stack]: { engine: 'postgres 17', home, readers: 1, databases: {} } };
  expect(lockOf(nothing, { stacks, deleted: [] }).deleted).toEqual([name, `${name}-reader-1`]);
});

test('the file of a lock has stacks first and what is deleted last, and only where there is something', () => {
  expect(formatLock(EMPTY_LOCK)).toMatch(/^# [^\n]+\n$/);
  const [, ...lines] = formatLock({
    ...lockOf(web(1), EMPTY_LOCK),
    deleted: ['acme-prod-old'],
  }).split('\n');
  expect(lines).toEqual([
    'prod-google-web:',
    '  engine: postgres 17',
    '  home: acme-prod acme-prod asia-northeast1',
    '  network: 10.31.0.0/16',
    '  readers: 1',
    '  databases:',
    '    web_service_db: web',
    'deleted:',
    '  - acme-prod-old',
    '',
  ]);
});
