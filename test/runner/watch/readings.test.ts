import type { Measure } from '../../../runner/watch/measure';
import { hasFailed, startReading, watchedOf, type Readings } from '../../../runner/watch/readings';

const unreadable: Measure = { database: 'suzumina-prod', metric: 'Unreadable', value: 1 };
const age: Measure = { database: 'suzumina-prod-order', metric: 'RecoveryPointAge', value: 60 };
const readings = (more: Partial<Readings> = {}): Readings => ({
  ...{ measures: [unreadable], failures: [], unwritten: [], ...more },
});

describe('a run', () => {
  it('of nothing, and of all that there is, ends well', () => {
    expect(hasFailed(readings())).toBe(false);
    expect(hasFailed(readings({ measures: [age, unreadable] }))).toBe(false);
  });

  it('that read something ends well, whatever it could not read', () => {
    const failures = Array.from({ length: 400 }, () => 'x: no');
    expect(hasFailed(readings({ measures: [age, unreadable], failures }))).toBe(false);
  });

  it('that read nothing, and could not, fails', () => {
    expect(hasFailed(readings({ failures: ['x: no'] }))).toBe(true);
  });

  it('that read only what is read once an hour fails as those before and after it', () => {
    const hourly: Measure = { ...age, metric: 'CertificateLifetime' };
    expect(hasFailed(readings({ measures: [hourly, unreadable], failures: ['x: no'] }))).toBe(true);
    expect(hasFailed(readings({ measures: [hourly, unreadable] }))).toBe(false);
  });

  it('that could not write fails, whatever it read', () => {
    const unwritten = ['timeSeries.create: no'];
    expect(hasFailed(readings({ unwritten }))).toBe(true);
    expect(hasFailed(readings({ measures: [age, unreadable], unwritten }))).toBe(true);
  });

  it('says of how many databases it told, and how much', () => {
    expect(watchedOf(readings({ measures: [age, age, unreadable] }))).toEqual({
      ...{ databases: 1, metrics: 3 },
    });
  });
});

it('says how much could not be read, also where that is nothing', async () => {
  const reading = startReading('suzumina-prod');
  expect(reading.done().measures).toEqual([{ ...unreadable, value: 0 }]);
  reading.take([age]);
  reading.fail('x', 'no');
  await reading.attempt('y', () => Promise.reject(new TypeError('of\n no use')));
  expect(reading.done()).toEqual({
    measures: [age, { ...unreadable, value: 2 }],
    failures: ['x: no', 'y: TypeError: of no use'],
    unwritten: [],
  });
});
