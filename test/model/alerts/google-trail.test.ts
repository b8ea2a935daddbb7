import { homeOfEnvironment, homeOfInstance } from '../../../model/alerts/alert-home';
import { alertPolicies } from '../../../model/alerts/google-policies';
import { countersOf } from '../../../model/alerts/google-counters';
import type { GoogleFoundation, GoogleInstance } from '../../../model/deployment/google-deployment';
import { deploymentOf, googleWith, webWith, type EstateFiles } from '../../support/estate-folder';
import { matchesFilter, type LogEntry } from '../../support/logging-query';

function made(files: EstateFiles) {
  const { foundations, instances } = deploymentOf(files);
  const foundation = foundations.find((each): each is GoogleFoundation => each.cloud === 'google');
  if (!foundation) throw new Error('no foundation');
  const google = instances.filter((each): each is GoogleInstance => each.cloud === 'google');
  const home = homeOfEnvironment(foundation);
  const policies = alertPolicies(home, google, foundation.routes);
  const conditions = (alert: string) =>
    policies.filter(({ id }) => id[0] === alert).flatMap((each) => each.conditions);
  return { home, google, conditions };
}

const WEB = { ...googleWith(''), ...webWith('') };
const { home, google, conditions } = made(WEB);
const { project } = home;

describe('a sink that failed', () => {
  const [condition, ...more] = conditions('trail-late');
  const failed = (name: string, rest: LogEntry = {}): LogEntry => ({
    logName: `projects/${project}/logs/logging.googleapis.com%2Fsink_error`,
    resource: { type: 'logging_sink', labels: { project_id: project, name } },
    labels: { error_code: 'permission_denied', sink_id: name },
    ...rest,
  });
  const filter = condition?.kind === 'log' ? condition.filter : '';

  test('is told of by one condition, with its name and why', () => {
    expect(more).toEqual([]);
    expect(condition).toMatchObject({
      kind: 'log',
      labels: { sink: 'EXTRACT(resource.labels.name)', error: 'EXTRACT(labels.error_code)' },
    });
  });

  test.each([
    ['of this trail', failed('audit-acme-prod'), true],
    ['of another environment’s', failed('audit-acme-prod-2'), false],
    ['of somebody else’s', failed('exports'), false],
    [
      'in what somebody wrote',
      failed('audit-acme-prod', { logName: `projects/${project}/logs/app` }),
      false,
    ],
  ])('is heard of where it is %s: %s', (_, entry, heard) => {
    expect(matchesFilter(filter, entry)).toBe(heard);
  });
});

describe('silence', () => {
  const counter = countersOf(home, google).find(({ alert }) => alert === 'trail-silent');
  const line = (database: string, log = 'cloudsql.googleapis.com%2Fpostgres.log'): LogEntry => ({
    logName: `projects/${project}/logs/${log}`,
    resource: { type: 'cloudsql_database', labels: { database_id: database } },
    textPayload: 'LOG:  connection received: host=127.0.0.1 port=40604',
  });

  test.each([
    ['of a database', line(`${project}:acme-prod-web`), true],
    ['of one to come', line(`${project}:acme-prod-new`), true],
    ['of another environment', line(`${project}:acme-dev-web`), false],
    ['of a call', line(`${project}:acme-prod-web`, 'cloudaudit.googleapis.com%2Factivity'), false],
  ])('is broken by a line %s: %s', (_, entry, counts) => {
    expect(matchesFilter(counter?.filter ?? '', entry)).toBe(counts);
  });

  test('is an hour without a line, and two more; what counts nothing may say nothing', () => {
    const series = `{"logging.googleapis.com/user/acme-prod-trail-silent", monitored_resource="cloudsql_database", project_id="${project}"}[1h]`;
    expect(conditions('trail-silent')).toEqual([
      {
        kind: 'promql',
        query: `(sum by (project_id) (increase(${series})) < 1) or absent_over_time(${series})`,
        duration: 7200,
        interval: 60,
        by: 'project_id',
      },
    ]);
  });

  test('is nobody’s where no PostgreSQL is', () => {
    const mysql = made({
      ...WEB,
      'services/web.yaml': String(WEB['services/web.yaml']).replace('postgres', 'mysql'),
    });
    expect(countersOf(mysql.home, mysql.google).map(({ alert }) => alert)).not.toContain(
      'trail-silent',
    );
    expect(mysql.conditions('trail-silent')).toEqual([]);
    expect(mysql.conditions('trail-late')).toHaveLength(1);
  });

  test('of an instance in a project of its own is its own, its readers’ and its replica’s', () => {
    const [web] = google;
    if (!web) throw new Error('no instance');
    const own = countersOf(homeOfInstance(web), [web]).find(
      ({ alert }) => alert === 'trail-silent',
    );
    const counts = (name: string) =>
      matchesFilter(own?.filter ?? '', line(`${web.target.project}:${name}`));
    const { identifier } = web;
    expect([identifier, `${identifier}-reader-1`, `${identifier}2`].map(counts)).toEqual([
      ...[true, true, false],
    ]);
  });
});
