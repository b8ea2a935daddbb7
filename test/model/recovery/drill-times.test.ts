import { drillTimes, type DrillTimesFacts } from '../../../model/recovery/drill-times';

const HOUR = 3_600_000;
const FACTS: DrillTimesFacts = {
  name: 'acme-prod-order recovery-replica',
  longest: 3 * HOUR,
  backupWindow: '17:00-18:00',
  maintenanceWindow: 'sat:19:00-sat:20:00',
};

interface Cron {
  readonly minute: number;
  readonly hours: readonly number[];
  readonly days: readonly number[];
}

const FORM = /^cron\((\d+)(?:\/\d+)? ([\d,]+) ([\d,]+) \* \? \*\)$/;

function read(expression: string): Cron {
  const [, minute = '', hours = '', days = ''] = FORM.exec(expression) ?? [];
  const numbers = (text: string): readonly number[] => text.split(',').map(Number);
  return { minute: Number(minute), hours: numbers(hours), days: numbers(days) };
}

const names = Array.from({ length: 300 }, (_, i) => `acme-prod-${String(i)}`);
const LENGTHS = [0, 1, 2.25, 9, 23, 30].map((hours) => hours * HOUR);
const all = LENGTHS.flatMap((longest) =>
  names.map((name) => ({ longest, times: drillTimes({ ...FACTS, name, longest }) })),
);

test('one name has one time, and two have not the same', () => {
  expect(drillTimes(FACTS)).toEqual(drillTimes(FACTS));
  expect(new Set(names.map((name) => drillTimes({ ...FACTS, name }).start)).size).toBeGreaterThan(
    200,
  );
});

test('it starts once a month, on a day that every month has', () => {
  for (const { times } of all) {
    const { hours, days } = read(times.start);
    expect([hours.length, days.length]).toEqual([1, 1]);
    const every = [times.start, times.continue, times.end].flatMap((each) => read(each).days);
    expect(Math.min(...every)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...every)).toBeLessThanOrEqual(28);
  }
});

test('it starts an hour or more before either window, and not in it', () => {
  for (const { times } of all) {
    expect([16, 17, 18, 19, 20]).not.toContain(read(times.start).hours[0]);
  }
});

test('it goes on for as long as it may take, and ends after that', () => {
  for (const { longest, times } of all) {
    const start = read(times.start);
    const end = read(times.end);
    const begun = (start.days[0] ?? 0) * 24 + (start.hours[0] ?? 0);
    const ended = (end.days[0] ?? 0) * 24 + (end.hours[0] ?? 0);
    expect((ended - begun) * HOUR).toBeGreaterThanOrEqual(longest + HOUR);
    const going = read(times.continue);
    for (let hour = begun; hour < ended; hour += 1) {
      expect(going.hours).toContain(hour % 24);
      expect(going.days).toContain(Math.floor(hour / 24));
    }
  }
});

test('a drill over midnight is called on both days', () => {
  const late = all.find(
    ({ longest, times }) => longest === 9 * HOUR && (read(times.start).hours[0] ?? 0) > 20,
  );
  const [first = 0] = read(late?.times.start ?? '').days;
  expect(read(late?.times.continue ?? '').days).toEqual([first, first + 1]);
  expect(read(late?.times.end ?? '').days).toEqual([first + 1]);
});
