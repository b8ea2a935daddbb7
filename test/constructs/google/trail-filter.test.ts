import { AUDITED } from '../../../cli/bootstrap/google/services';
import { identifiersFrom, recoveredFrom } from '../../../constructs/google/database-logs';
import {
  projectFilter,
  readingFilter,
  recoveredJobs,
  trailedJobs,
  trailFilter,
  USED,
} from '../../../constructs/google/trail-filter';
import {
  entriesOfDatabase,
  entriesOfJob,
  entriesOfProject,
  entriesOfStore,
  entryOfOwnUse,
} from '../../support/google-log-entries';
import { matchesFilter, type LogEntry } from '../../support/logging-query';

const PREFIX = 'acme-prod';
const PROJECT = 'acme-1';

const PRIMARY = trailFilter({
  project: PROJECT,
  instances: identifiersFrom(PREFIX),
  jobs: trailedJobs(PREFIX),
});
const RECOVERY = trailFilter({
  project: PROJECT,
  instances: recoveredFrom(PREFIX),
  jobs: recoveredJobs(PREFIX),
});

/** The names of those that a filter takes. */
const taken = (filter: string, entries: Readonly<Record<string, LogEntry>>): readonly string[] =>
  Object.entries(entries).flatMap(([name, entry]) => (matchesFilter(filter, entry) ? [name] : []));

const database = (name: string, project = PROJECT) => entriesOfDatabase({ project, name });
const job = (name: string) => entriesOfJob({ project: PROJECT, name });
const all = (entries: object): readonly string[] => Object.keys(entries);

test.each(['acme-prod-pay', 'acme-prod-pay-reader-1', 'acme-prod-pay-at-friday'])(
  'everything that is logged of %s is taken',
  (name) => {
    const entries = database(name);
    expect(all(entries)).toHaveLength(6);
    expect(taken(PRIMARY, entries)).toEqual(all(entries));
  },
);

test('of somebody else’s database only what is changed is taken, since a copy may bear any name', () => {
  const changed = ['a changed instance'];
  expect(taken(PRIMARY, database('acme-production-pay'))).toEqual(changed);
  expect(taken(PRIMARY, database('copy'))).toEqual(changed);
  expect(taken(PRIMARY, database('acme-prod-pay', 'not-acme-1'))).toEqual(changed);
});

test('the recovery region’s takes what is there, and the project’s all the same', () => {
  const there = database('acme-prod-pay-recovery');
  expect(taken(RECOVERY, there)).toEqual(all(there));
  expect(taken(PRIMARY, there)).toEqual(all(there));
  expect(taken(RECOVERY, database('acme-prod-pay'))).toEqual(['a changed instance']);
  const project = entriesOfProject(PROJECT);
  expect(taken(RECOVERY, project)).toEqual(all(project));
});

test('what runners, drills and watches say is taken, of instances in projects of their own too', () => {
  const own = ['pay-runner', 'pay-drill', 'watch', 'pay-watch', 'pay-recovery-runner'];
  for (const name of own) expect(taken(PRIMARY, job(`acme-prod-${name}`))).toHaveLength(1);
  for (const name of ['acme-prod-report', 'acme-production-pay-runner', 'runner']) {
    expect(taken(PRIMARY, job(name))).toEqual([]);
  }
  expect(taken(RECOVERY, job('acme-prod-pay-recovery-drill'))).toHaveLength(1);
  expect(taken(RECOVERY, job('acme-prod-pay-runner'))).toEqual([]);
});

test('rights given, secrets read, keys used and destroyed, jobs started, tunnels and accounts acted as are taken', () => {
  const entries = entriesOfProject(PROJECT);
  expect(all(entries)).toHaveLength(8);
  expect(taken(projectFilter(), entries)).toEqual(all(entries));
});

test('what Cloud Logging does with the key of a trail is not in it, or each entry would make another', () => {
  expect(matchesFilter(PRIMARY, entryOfOwnUse(PROJECT))).toBe(false);
  expect(matchesFilter(projectFilter(), entryOfOwnUse(PROJECT))).toBe(false);
});

test('who reads a trail is taken by itself, and what is changed in its project by the other', () => {
  const entries = entriesOfStore('acme-audit');
  expect(taken(readingFilter(), entries)).toEqual(['the trail read']);
  expect(taken(`${readingFilter()} OR ${projectFilter()}`, entries)).toEqual(all(entries));
});

test('what bootstrap switches on is taken; of Cloud SQL by the databases’ names', () => {
  const on = AUDITED.map((api) => api.replace(/[.]googleapis[.]com(=.*)?$/, ''));
  expect(on.filter((service) => !USED.includes(service))).toEqual(['cloudsql']);
});

test('a filter is no longer than Cloud Logging takes', () => {
  const project = `a${'b'.repeat(29)}`;
  const prefix = 'c'.repeat(60);
  const longest = trailFilter({
    project,
    instances: recoveredFrom(prefix),
    jobs: recoveredJobs(prefix),
  });
  // "Quotas and limits" (Cloud Logging, read 2026-11).
  expect(longest.length).toBeLessThan(20_000);
});

test.each([
  ['severity>="ERROR"', 'the operator >='],
  ['a="1" AND b="2" OR c="3"', 'OR c = "3" after AND'],
  ['a=unquoted', 'texts in quotes only'],
])('the test refuses what it cannot judge: %s', (filter, problem) => {
  expect(() => matchesFilter(filter, { a: '1', b: '2' })).toThrow(problem);
});

test.each<[filter: string, holds: boolean]>([
  ['a="1"', true],
  ['a=("2" OR "1")', true],
  ['a=("2" OR "3")', false],
  ['NOT b="2"', true],
  ['NOT (a="1")', false],
  ['b=~".*"', false],
  ['c."@type"=~"^x[.]y"', true],
  ['c."@type"=~"(?i)X[.]"', true],
  ['c."@type"=~"^X"', false],
  ['(a="2" AND a="1") OR a="1"', true],
  ['log_id("x/y")', true],
  ['log_id("x")', false],
])('the test knows the language: %s', (filter, holds) => {
  const entry = { logName: 'projects/p/logs/x%2Fy', a: '1', c: { '@type': 'x.y.z' } };
  expect(matchesFilter(filter, entry)).toBe(holds);
});
