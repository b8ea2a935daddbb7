import { alertGroups, type AlertGroup } from '../../../model/alerts/alert-groups';
import { homeOf, homeOfEnvironment, instancesAt } from '../../../model/alerts/alert-home';
import { conditionsOf } from '../../../model/alerts/google-conditions';
import type { Routes } from '../../../model/alerts/routes';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  googleWith,
  type EstateFiles,
} from '../../support/estate-folder';

const service = (name: string, more = '', engine = 'postgres'): EstateFiles => ({
  [`services/${name}.yaml`]: `service: ${name}
owner: team
cloud: google
engine: ${engine}
readers: 1
${more}access:
  - { identity: 'serviceAccount:${name}-api', role: writer }
`,
});

interface Grouped {
  readonly groups: readonly AlertGroup[];
  readonly foundation: GoogleFoundation;
}

function grouped(files: EstateFiles, routes?: Routes): Grouped {
  const { foundations, instances } = deploymentOf({ ...GOOGLE_ESTATE, ...files });
  const [foundation] = foundations;
  if (foundation?.cloud !== 'google') throw new Error('no foundation on Google Cloud');
  const here = instancesAt(foundation, instances);
  const groups = alertGroups(homeOfEnvironment(foundation), here, routes ?? foundation.routes);
  return { groups, foundation };
}

const of = ({ groups }: Grouped, name: string, severity = 'warning'): readonly AlertGroup[] =>
  groups.filter((each) => each.alert.name === name && each.severity === severity);
const selections = (all: Grouped, name: string, severity?: string) =>
  of(all, name, severity).map(({ selection }) => selection);

const TWO = { ...service('order'), 'services/web.yaml': undefined, ...service('user') };
const names = (...all: readonly string[]) => ({
  kind: 'names',
  names: all.map((name) => `acme-prod-${name}`),
});

describe('of what all databases share a group has', () => {
  const all = grouped(TWO);

  test('everything, also what comes later', () => {
    expect(selections(all, 'cpu')).toEqual([{ kind: 'everything', but: [] }]);
    const [group] = of(all, 'cpu');
    const [condition] = group ? conditionsOf(homeOfEnvironment(all.foundation), group) : [];
    expect(condition).toMatchObject({
      filter:
        'resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/cpu/utilization" AND resource.labels.database_id=monitoring.regex.full_match("acme-prod:acme-prod-.+") AND resource.labels.database_id!=monitoring.regex.full_match("acme-prod:acme-prod-.+-drill")',
      value: 0.9,
      missing: null,
    });
  });

  test('names, where silence is told of: a database that is deleted falls silent', () => {
    expect(selections(all, 'unavailable', 'critical')).toEqual([
      names(
        ...['order', 'order-reader-1', 'order-recovery'],
        ...['user', 'user-reader-1', 'user-recovery'],
      ),
    ]);
  });

  test('names, where it watches some of them', () => {
    expect(selections(all, 'transaction-age')).toEqual([names('order', 'user')]);
    expect(selections(all, 'replica-lag')).toEqual([names('order-reader-1', 'user-reader-1')]);
  });
});

describe('where a service states a threshold', () => {
  const all = grouped({ ...TWO, ...service('user', 'alerts: { cpu: { warning: 70% } }\n') });

  test('its databases are a group, and the others everything but those', () => {
    const own = ['user', 'user-reader-1', 'user-recovery'];
    expect(of(all, 'cpu').map(({ thresholds, selection }) => [thresholds, selection])).toEqual([
      [[90], { kind: 'everything', but: own.map((name) => `acme-prod-${name}`) }],
      [[70], names(...own)],
    ]);
    expect(selections(all, 'cpu', 'critical')).toEqual([{ kind: 'everything', but: [] }]);
  });

  test('its reason is the line that states it', () => {
    const [, own] = of(all, 'cpu');
    expect(own).toMatchObject({ value: 0.7, reasons: ['the service says so'] });
  });
});

test('databases of different sizes are told of by name', () => {
  const all = grouped({ ...TWO, ...service('user', 'storage: 300GB\ngrowth: 10GB/year\n') });
  expect(selections(all, 'storage-runway')).toEqual([
    names('order', 'order-reader-1', 'order-recovery'),
    names('user', 'user-reader-1', 'user-recovery'),
  ]);
});

test('an alert with a metric of each engine has a group for each', () => {
  const all = grouped({ ...TWO, ...service('user', '', 'mysql') });
  expect(of(all, 'connections').map(({ engine }) => engine)).toEqual(['postgres', 'mysql']);
  expect(of(all, 'cpu').map(({ engine }) => engine)).toEqual([null]);
});

test('only the loudest of an alert tells of silence', () => {
  const all = grouped(TWO);
  expect(of(all, 'recovery-point-age').map((each) => each.tellsSilence)).toEqual([false]);
  expect(of(all, 'recovery-point-age', 'critical').map((each) => each.tellsSilence)).toEqual([
    false,
  ]);
  expect(of(all, 'unavailable', 'critical').map((each) => each.tellsSilence)).toEqual([true]);
  expect(of(all, 'watch-silent', 'critical').map((each) => each.tellsSilence)).toEqual([true]);
});

test('a severity that nobody in the project is told of has none', () => {
  const pager = { kind: 'pager', name: 'night' } as const;
  const here = 'projects/acme-prod/notificationChannels/1';
  const elsewhere = 'projects/acme-pci/notificationChannels/1';
  const told = (...existing: readonly string[]) =>
    new Set(
      grouped(TWO, { warning: [], critical: [{ ...pager, existing }] }).groups.map(
        ({ severity }) => severity,
      ),
    );
  expect([...told(here)]).toEqual(['critical']);
  expect([...told(elsewhere)]).toEqual([]);
});

test('an instance in a project of its own has a home of its own', () => {
  const files = googleWith(
    'isolated: { pay: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }',
  );
  const { foundations, instances } = deploymentOf({
    ...files,
    ...service('pay', 'compliance: [pci-dss]\n'),
  });
  const [foundation] = foundations;
  const pay = instances.find(({ id }) => id === 'pay');
  if (foundation?.cloud !== 'google' || pay?.cloud !== 'google') throw new Error('not on Google');
  expect(instancesAt(foundation, instances).map(({ id }) => id)).toEqual(['web']);
  const home = homeOf(pay, foundation);
  expect(home).toMatchObject({ project: 'acme-pci', name: 'acme-prod-pay', everything: null });
  const groups = alertGroups(home, [pay], foundation.routes);
  expect(groups.filter(({ selection }) => selection.kind === 'everything')).toEqual([]);
});

test('that the watch is silent goes on to be told while no run succeeds', () => {
  const all = grouped(TWO);
  const [group] = of(all, 'watch-silent', 'critical');
  const [condition] = group ? conditionsOf(homeOfEnvironment(all.foundation), group) : [];
  // An expression of a time that has passed would end the incident after it.
  expect(condition).toMatchObject({
    kind: 'threshold',
    filter:
      'resource.type="cloud_run_job" AND metric.type="run.googleapis.com/job/completed_execution_count" AND metric.labels.result="succeeded" AND resource.labels.job_name=monitoring.regex.full_match("acme-prod-watch")',
    ...{ side: 'below', value: 1, period: 300, duration: 1500, missing: 'ACTIVE' },
  });
});

test('what one run could not read is told after two hours of it', () => {
  const all = grouped(TWO);
  const [group] = of(all, 'watch-failed');
  const [condition] = group ? conditionsOf(homeOfEnvironment(all.foundation), group) : [];
  const series =
    '{"custom.googleapis.com/kura/unreadable", monitored_resource="generic_node", node_id="acme-prod"}';
  // One that fails from the first run on writes nothing.
  const runs =
    '{"run.googleapis.com/job/completed_execution_count", monitored_resource="cloud_run_job", job_name="acme-prod-watch", result="failed"}';
  const failed = (offset: string) =>
    `max by (node_id) (label_replace(increase(${runs}[1h]${offset}), "node_id", "acme-prod", "job_name", ".*"))`;
  const refused = (offset: string) => `max by (node_id) (max_over_time(${series}[1h]${offset}))`;
  const inBoth = (of: (offset: string) => string) =>
    `((${of('')} > 0) and (${of(' offset 1h')} > 0))`;
  expect(condition).toMatchObject({
    kind: 'promql',
    query: `${inBoth(refused)} or ${inBoth(failed)}`,
  });
});
