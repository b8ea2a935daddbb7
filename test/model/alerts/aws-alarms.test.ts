import { alarmText } from '../../../model/alerts/alarm-text';
import { awsAlarms, type AwsAlarm } from '../../../model/alerts/aws-alarms';
import { awsLogMetrics } from '../../../model/alerts/aws-log-metrics';
import { ALERTS, alertOf } from '../../../model/alerts/catalogue';
import { eventIds } from '../../../model/alerts/event-ids';
import type { AwsInstance } from '../../../model/deployment/aws-deployment';
import { SHIPPED } from '../../support/bootstrap-plan';
import { given } from '../../support/service';

const BOTH = { warning: true, critical: true };

function instanceOf(stack: string): AwsInstance {
  const found = SHIPPED.instances.find((each) => each.stack === stack);
  if (found?.cloud !== 'aws') throw new Error(`no ${stack}`);
  return found;
}
const ORDER = instanceOf('prod-aws-order');
const order = awsAlarms(ORDER, 'primary', BOTH);
const alarmOf = (name: string): AwsAlarm => {
  const found = order.alarms.find((each) => each.name === `suzumina-prod-order-${name}`);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const windowOf = (name: string) => {
  const { period, evaluationPeriods } = alarmOf(name);
  return [period, evaluationPeriods];
};

describe('an alarm', () => {
  test.each([
    ['each minute, up to a quarter of an hour', 'cpu-warning', [60, 15]],
    ['every five minutes, beyond', 'cpu-critical', [300, 12]],
    ['every five minutes, as the watch emits', 'recovery-point-age-critical', [300, 1]],
    [
      'as seldom, where an expression has what the watch emits',
      'storage-runway-critical',
      [300, 3],
    ],
    ['every hour, where the watch reads it so', 'backup-late-warning', [3600, 1]],
    ['once over all the time, where lines are counted', 'deadlocks-warning', [300, 1]],
  ])('looks %s', (_, name, window) => {
    expect(windowOf(name)).toEqual(window);
  });

  test.each([
    ['that says nothing is wrong', 'unavailable-critical', 'breaching'],
    ['that speaks only of trouble is well', 'read-latency-warning', 'notBreaching'],
    ['that pauses is as before', 'cpu-critical', 'ignore'],
  ])('on a metric %s', (_, name, missing) => {
    expect(alarmOf(name).missing).toBe(missing);
  });

  test('of a reader’s lag has the log of the database that it follows', () => {
    const { measured } = alarmOf('reader-1-replica-lag-warning');
    expect(measured.series.map(({ id, dimensions }) => [id, dimensions])).toEqual([
      ['m', { DBInstanceIdentifier: 'suzumina-prod-order-reader-1' }],
      ['log', { DBInstanceIdentifier: 'suzumina-prod-order' }],
    ]);
  });

  test('of replicated backups is in the region that has them, under the name of what they are of', () => {
    const instance = instanceOf('staging-aws-transaction');
    const named = (region: 'primary' | 'recovery') =>
      awsAlarms(instance, region, BOTH).alarms.filter(
        ({ alert }) => alert === 'replicated-backup-age',
      );
    expect(named('primary')).toEqual([]);
    expect(named('recovery').map(({ name }) => name)).toEqual([
      'suzumina-staging-transaction-replicated-backup-age-warning',
      'suzumina-staging-transaction-replicated-backup-age-critical',
    ]);
  });

  test('of passwords is the instance’s, wherever it serves', () => {
    const instance = instanceOf('prod-aws-reference');
    const secrets = awsAlarms(instance, 'primary', BOTH).alarms.find(
      ({ alert }) => alert === 'secret-age',
    );
    expect(secrets?.measured.series[0]?.dimensions).toEqual({
      DBInstanceIdentifier: 'suzumina-prod-reference',
    });
  });

  test('is of no severity that nobody is told of', () => {
    const alone = awsAlarms(ORDER, 'primary', { warning: false, critical: true });
    expect(new Set(alone.alarms.map(({ severity }) => severity))).toEqual(new Set(['critical']));
    const nobody = awsAlarms(ORDER, 'primary', { warning: false, critical: false });
    expect(nobody).toEqual({ alarms: [], pages: [] });
    expect(awsAlarms(instanceOf('dev-aws-shared-mysql'), 'primary', BOTH).alarms).toEqual([]);
  });
});

describe('every alarm of the shipped estate', () => {
  const all = SHIPPED.instances.flatMap((instance) =>
    instance.cloud === 'aws'
      ? (['primary', 'recovery'] as const).flatMap((region) => [
          ...awsAlarms(instance, region, BOTH).alarms,
        ])
      : [],
  );

  test('looks back no further than CloudWatch does', () => {
    expect(all.length).toBeGreaterThan(400);
    for (const { name, period, evaluationPeriods } of all)
      expect([name, period * evaluationPeriods <= (period < 3600 ? 86_400 : 604_800)]).toEqual([
        name,
        true,
      ]);
  });

  test('has a text that fits, says why, what first, and where the rest is', () => {
    for (const { description } of all) {
      expect(description.length).toBeLessThanOrEqual(1024);
      expect(description).not.toMatch(/[{}]/);
      expect(description).toMatch(/\n1\. .*\n(?:.*\n)*More: npx kura alerts [a-z]+\/[a-z-]+$/);
    }
  });

  test('has a name of its own in its region', () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what has one cause', () => {
  test('pages once, for each database by itself', () => {
    const pages = new Map(order.pages.map(({ name, alarms }) => [name, alarms]));
    const load = (database: string): string[] =>
      ['cpu', 'memory', 'connections'].map((alert) => `${database}-${alert}-critical`);
    const absence = (database: string): string[] =>
      ['unavailable', 'not-serving'].map((alert) => `${database}-${alert}-critical`);
    expect(Object.fromEntries(pages)).toEqual(
      Object.fromEntries(
        ['', '-reader-1', '-reader-2'].flatMap((part) => {
          const database = `suzumina-prod-order${part}`;
          return [
            [`${database}-absence`, absence(database)],
            [`${database}-load`, load(database)],
          ];
        }),
      ),
    );
    expect(order.alarms.filter(({ paged }) => paged)).toHaveLength(15);
  });

  test('says of each of its alarms what to do first', () => {
    const page = order.pages.find(({ name }) => name === 'suzumina-prod-order-load');
    expect(page?.description).toMatch(/^suzumina-prod-order: One cause, told once: /);
    expect(page?.description).toContain(`cpu: ${alertOf('cpu').first[0] ?? ''}`);
    expect(page?.description).toContain(`connections: ${alertOf('connections').first[0] ?? ''}`);
  });

  test('hides no other: a full disk rings by itself', () => {
    for (const name of ['storage-stuck-critical', 'storage-runway-critical'])
      expect([name, alarmOf(name).paged]).toEqual([name, false]);
  });

  test('and is alone tells of itself', () => {
    expect(alarmOf('transaction-age-critical').paged).toBe(false);
    expect(alarmOf('cpu-warning').paged).toBe(false);
  });
});

describe('a text', () => {
  test('loses whole steps from its end, and never where the rest is', () => {
    const declared = ORDER.alerts.told[0];
    if (!declared) throw new Error('no alert');
    const long = { ...alertOf('cpu'), first: ['a'.repeat(600), 'b'.repeat(600)] };
    const text = alarmText(long, declared, {
      database: 'pay',
      service: 'prod/pay',
      instance: 'prod/pay',
    });
    expect(text).toContain(`1. ${'a'.repeat(600)}`);
    expect(text).not.toContain('2. b');
    expect(text).toMatch(/\nMore: npx kura alerts prod\/pay$/);
  });
});

describe('lines of logs', () => {
  test('of all databases of a region count into one, whether anybody is told or not', () => {
    const counted = awsLogMetrics(ORDER, 'primary').filter(({ alert }) => alert === 'deadlocks');
    expect(counted.map(({ database, metric }) => [database, metric])).toEqual([
      ['suzumina-prod-order', 'suzumina-prod-order/deadlocks'],
      ['suzumina-prod-order-reader-1', 'suzumina-prod-order/deadlocks'],
      ['suzumina-prod-order-reader-2', 'suzumina-prod-order/deadlocks'],
    ]);
    expect(awsLogMetrics(instanceOf('dev-aws-shared-mysql'), 'primary')).toHaveLength(8);
  });

  test('are found by patterns that CloudWatch takes', () => {
    for (const { name, aws } of ALERTS) {
      for (const signal of Object.values(aws)) {
        if ('code' in signal || signal.kind !== 'log') continue;
        for (const { pattern } of signal.filters) {
          expect([name, pattern.length <= 1024]).toEqual([name, true]);
          // `?term` beside others is ignored.
          expect([name, /^(?:\?"[^"]+"(?: |$))+$|^(?:-?"[^"]+"(?: |$))+$/.test(pattern)]).toEqual([
            name,
            true,
          ]);
        }
      }
    }
  });
});

test('events are as loud as their alerts are declared', () => {
  const instance = { ...ORDER, active: given('primary') };
  for (const { alert, severity } of instance.alerts.told) {
    const signal = alertOf(alert).aws.postgres;
    if ('code' in signal || signal.kind !== 'event') continue;
    if (severity === 'info') throw new Error(`${alert} is told of`);
    expect(eventIds(severity)).toEqual(expect.arrayContaining([...signal.ids]));
    expect(alertOf(alert).aws.mysql).toEqual(signal);
  }
});
