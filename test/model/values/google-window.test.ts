import fc from 'fast-check';
import {
  cloudSqlMaintenanceWindow,
  DAYS,
  dayAfter,
  daysBetween,
  opensOnTheHour,
  weeklyWindowUtc,
} from '../../../model/values/window';

const at = (day: (typeof DAYS)[number], start: string) =>
  weeklyWindowUtc({ day, start, minutes: 60 }, 'Asia/Tokyo');

describe('a weekly window of Cloud SQL', () => {
  test.each([
    ['sunday', '04:00', { day: 6, hour: 19 }],
    ['monday', '09:00', { day: 1, hour: 0 }],
    ['monday', '08:59', { day: 7, hour: 23 }],
    ['sunday', '09:00', { day: 7, hour: 0 }],
  ] as const)('for %s %s in Tokyo is %j in UTC', (day, start, window) => {
    expect(cloudSqlMaintenanceWindow(at(day, start))).toEqual(window);
  });

  test('has seven days from 1, Monday, and whole hours from 0', () => {
    const all = DAYS.map(
      (day) =>
        cloudSqlMaintenanceWindow(weeklyWindowUtc({ day, start: '00:00', minutes: 60 }, 'UTC')).day,
    );
    expect(all).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test.each([
    ['Asia/Tokyo', '04:00', true],
    ['Asia/Tokyo', '04:01', false],
    ['Asia/Kolkata', '04:00', false],
    ['Asia/Kolkata', '04:30', true],
    ['Asia/Kathmandu', '04:45', true],
  ])('opens on the hour or not: in %s at %s, %j', (zone, start, opens) => {
    expect(opensOnTheHour(weeklyWindowUtc({ day: 'monday', start, minutes: 60 }, zone))).toBe(
      opens,
    );
  });
});

describe('days of every year', () => {
  test.each([
    ['01-01', '01-01', 1],
    ['12-28', '01-04', 8],
    ['11-01', '01-29', 90],
    ['01-01', '12-31', 366],
    ['03-01', '02-28', 365],
    ['02-28', '03-01', 3],
    ['01-01', '03-31', 91],
    ['02-29', '03-01', undefined],
    ['12-28', '02-30', undefined],
    ['04-31', '05-01', undefined],
    ['00-10', '01-01', undefined],
    ['13-01', '01-01', undefined],
    ['01-00', '01-01', undefined],
  ])('from %s to %s are %j, both included', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  test.each([
    ['12-31', '01-01'],
    ['02-28', '03-01'],
    ['04-30', '05-01'],
    ['01-05', '01-06'],
    ['09-09', '09-10'],
  ])('%s is followed by %s', (day, next) => {
    expect(dayAfter(day)).toBe(next);
  });

  test('and the days of the other way round make a leap year, with both ends twice', () => {
    const day = fc
      .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z') })
      .filter((date) => !Number.isNaN(date.getTime()))
      .map((date) => date.toISOString().slice(5, 10));
    fc.assert(
      fc.property(day, day, (from, to) => {
        const [there, back] = [daysBetween(from, to) ?? NaN, daysBetween(to, from) ?? NaN];
        expect(there + back).toBe(from === to ? 2 : 368);
      }),
    );
  });
});
