import fc from 'fast-check';
import {
  DAYS,
  dailyWindowUtc,
  insideBusinessHours,
  isTimeZone,
  observesDaylightSaving,
  parseTimeOfDay,
  rdsBackupWindow,
  rdsMaintenanceWindow,
  standardOffset,
  weeklyWindowUtc,
  windowsOverlap,
  type Day,
} from '../../../model/values/window';

// Each zone with an instant of 2026 (a Monday) when it keeps standard time.
const WINTER = Date.UTC(2026, 0, 12);
const SUMMER = Date.UTC(2026, 6, 13);
const ZONES = [
  ['UTC', WINTER],
  ['Asia/Tokyo', WINTER],
  ['Asia/Kolkata', WINTER],
  ['Asia/Kathmandu', WINTER],
  ['Europe/London', WINTER],
  ['America/New_York', WINTER],
  ['America/St_Johns', WINTER],
  ['Pacific/Marquesas', WINTER],
  ['Pacific/Kiritimati', WINTER],
  ['Pacific/Pago_Pago', WINTER],
  ['Australia/Sydney', SUMMER],
  ['Australia/Lord_Howe', SUMMER],
] as const;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const timeOf = (minute: number): string => {
  const wrapped = ((minute % 1440) + 1440) % 1440;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(wrapped / 60))}:${pad(wrapped % 60)}`;
};

const dayIndex = (day: Day): number => DAYS.indexOf(day);

// What a clock on the wall in `timeZone` shows, as Intl tells it.
const wallClock = (timeZone: string, instant: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(instant)
    .toLowerCase()
    .replace(',', '');

const time = fc.integer({ min: 0, max: 1439 }).map(timeOf);
const minutes = fc.integer({ min: 30, max: 1439 });
const day = fc.constantFrom(...DAYS);
const zone = fc.constantFrom(...ZONES);
const daily = fc.record({ start: time, minutes });
const weekly = fc.record({ day, start: time, minutes });

test.each([
  ['00:00', 0],
  ['03:30', 210],
  ['23:59', 1439],
])('%s is minute %d of the day', (text, minute) => {
  expect(parseTimeOfDay(text)).toEqual({ ok: true, value: minute });
});

test.each(['24:00', '3:30', '03:60', '0330', '03:30:00', '03:30 ', '-3:30', '3am', '', '03:30\n'])(
  '%j is refused as a time of day',
  (text) => {
    expect(parseTimeOfDay(text)).toEqual({
      ok: false,
      required: 'a 24-hour time such as 03:30',
      cure: 'Write two digits, a colon and two digits, from 00:00 to 23:59.',
    });
  },
);

test.each([
  'UTC',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'America/New_York',
  'America/Argentina/Buenos_Aires',
  'America/Port-au-Prince',
  'Antarctica/DumontDUrville',
  'Etc/UTC',
])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test('every time zone that Intl lists with an area and a place is one', () => {
  const names = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/'));
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
});

test.each([
  'JST',
  'EST',
  'GMT',
  'utc',
  'Japan',
  'asia/tokyo',
  'ASIA/TOKYO',
  'Asia/tokyo',
  'asia/kolkata',
  'Asia/Osaka-ken',
  'Asia/',
  '/Tokyo',
  ' Asia/Tokyo',
  '+09:00',
  '',
])('%j is no time zone', (name) => {
  expect(isTimeZone(name)).toBe(false);
});

test.each([
  ['UTC', 0, false],
  ['Asia/Tokyo', 540, false],
  ['Asia/Kathmandu', 345, false],
  ['Europe/London', 0, true],
  ['Europe/Dublin', 0, true],
  ['America/New_York', -300, true],
  ['America/St_Johns', -210, true],
  ['Pacific/Marquesas', -570, false],
  ['Australia/Sydney', 600, true],
  ['Australia/Lord_Howe', 630, true],
])('%s is %d minutes from UTC in standard time; daylight saving: %s', (name, offset, saving) => {
  expect(standardOffset(name)).toBe(offset);
  expect(observesDaylightSaving(name)).toBe(saving);
});

test('an unknown zone has no offset', () => {
  expect(() => standardOffset('Asia/Nowhere')).toThrow(RangeError);
});

test.each([
  ['02:00', 30, 'Asia/Tokyo', '17:00-17:30'],
  ['02:00', 60, 'UTC', '02:00-03:00'],
  ['08:30', 60, 'Asia/Tokyo', '23:30-00:30'],
  ['23:00', 30, 'America/New_York', '04:00-04:30'],
  ['02:00', 30, 'Asia/Kolkata', '20:30-21:00'],
])('backups at %s for %d minutes in %s are at %s for RDS', (start, length, name, expected) => {
  expect(rdsBackupWindow(dailyWindowUtc({ start, minutes: length }, name))).toBe(expected);
});

test.each([
  ['sunday', '03:30', 60, 'Asia/Tokyo', 'sat:18:30-sat:19:30'],
  ['monday', '03:30', 60, 'Asia/Tokyo', 'sun:18:30-sun:19:30'],
  ['sunday', '23:00', 60, 'America/New_York', 'mon:04:00-mon:05:00'],
  ['sunday', '23:30', 60, 'UTC', 'sun:23:30-mon:00:30'],
  ['wednesday', '08:30', 1439, 'Asia/Tokyo', 'tue:23:30-wed:23:29'],
] as const)(
  'maintenance on %s at %s for %d minutes in %s is at %s for RDS',
  (onDay, start, length, name, expected) => {
    const window = weeklyWindowUtc({ day: onDay, start, minutes: length }, name);
    expect(rdsMaintenanceWindow(window)).toBe(expected);
  },
);

test.each([
  [{ start: '24:00', minutes: 30 }, 'not a time of day: 24:00'],
  [{ start: '02:00', minutes: 29 }, 'not the minutes of a window: 29'],
  [{ start: '02:00', minutes: 1440 }, 'not the minutes of a window: 1440'],
  [{ start: '02:00', minutes: 30.5 }, 'not the minutes of a window: 30.5'],
])('the window %j cannot be converted', (window, message) => {
  expect(() => dailyWindowUtc(window, 'UTC')).toThrow(new RangeError(message));
  expect(() => weeklyWindowUtc({ ...window, day: 'sunday' }, 'UTC')).toThrow(
    new RangeError(message),
  );
});

test('at the start of a converted daily window, a local clock in standard time shows its start', () => {
  fc.assert(
    fc.property(daily, zone, (window, [name, monday]) => {
      const instant = monday + minuteOf(dailyWindowUtc(window, name).start) * 60_000;
      expect(wallClock(name, instant).split(' ')[1]).toBe(window.start);
    }),
  );
});

test('at the start of a converted weekly window, a local clock shows its day and start', () => {
  fc.assert(
    fc.property(weekly, zone, (window, [name, monday]) => {
      const utc = weeklyWindowUtc(window, name);
      const instant = monday + (dayIndex(utc.day) * 1440 + minuteOf(utc.start)) * 60_000;
      expect(wallClock(name, instant)).toBe(`${window.day} ${window.start}`);
    }),
  );
});

test('conversion keeps the length of a daily window', () => {
  fc.assert(
    fc.property(daily, zone, (window, [name]) => {
      const utc = dailyWindowUtc(window, name);
      expect(utc.minutes).toBe(window.minutes);
      expect((minuteOf(utc.end) - minuteOf(utc.start) + 1440) % 1440).toBe(window.minutes);
    }),
  );
});

test('conversion keeps the length of a weekly window', () => {
  fc.assert(
    fc.property(weekly, zone, (window, [name]) => {
      const utc = weeklyWindowUtc(window, name);
      const start = dayIndex(utc.day) * 1440 + minuteOf(utc.start);
      const end = dayIndex(utc.endDay) * 1440 + minuteOf(utc.end);
      expect(utc.minutes).toBe(window.minutes);
      expect((end - start + 10_080) % 10_080).toBe(window.minutes);
    }),
  );
});

test.each([
  ['02:00', 60, 'sunday', '03:00', 60, false],
  ['02:00', 61, 'sunday', '03:00', 60, true],
  ['04:00', 60, 'sunday', '03:00', 60, false],
  ['03:59', 60, 'sunday', '03:00', 60, true],
  ['23:30', 60, 'monday', '00:00', 30, true],
  ['23:30', 30, 'monday', '00:00', 30, false],
  ['00:00', 30, 'sunday', '23:30', 60, true],
  ['02:00', 30, 'sunday', '01:00', 300, true],
  ['01:00', 300, 'sunday', '02:00', 30, true],
] as const)(
  'daily %s for %d and %s %s for %d minutes: overlap is %s',
  (start, length, onDay, weeklyStart, weeklyLength, expected) => {
    const week = { day: onDay, start: weeklyStart, minutes: weeklyLength };
    expect(windowsOverlap({ start, minutes: length }, week)).toBe(expected);
  },
);

test('windows overlap when some minute of the week is in both', () => {
  fc.assert(
    fc.property(daily, weekly, (everyDay, oneDay) => {
      const taken = new Set<number>();
      for (let index = 0; index < 7; index += 1) {
        for (let minute = 0; minute < everyDay.minutes; minute += 1) {
          taken.add((index * 1440 + minuteOf(everyDay.start) + minute) % 10_080);
        }
      }
      const start = dayIndex(oneDay.day) * 1440 + minuteOf(oneDay.start);
      const shared = Array.from({ length: oneDay.minutes }, (_, minute) => start + minute).some(
        (minute) => taken.has(minute % 10_080),
      );
      expect(windowsOverlap(everyDay, oneDay)).toBe(shared);
    }),
  );
});

test('whether windows overlap is the same in UTC as in their own zone', () => {
  fc.assert(
    fc.property(daily, weekly, zone, (everyDay, oneDay, [name]) => {
      const inUtc = windowsOverlap(dailyWindowUtc(everyDay, name), weeklyWindowUtc(oneDay, name));
      expect(inUtc).toBe(windowsOverlap(everyDay, oneDay));
    }),
  );
});

test.each([
  ['02:00', 30, 'Asia/Tokyo', true],
  ['17:00', 30, 'Asia/Tokyo', false],
  ['22:00', 60, 'Asia/Tokyo', false],
  ['22:00', 61, 'Asia/Tokyo', true],
  ['11:00', 60, 'Asia/Tokyo', false],
  ['10:59', 60, 'Asia/Tokyo', true],
  ['20:30', 1000, 'UTC', true],
  ['02:00', 30, 'UTC', false],
])('%s UTC for %d minutes is inside business hours of %s: %s', (start, length, name, expected) => {
  expect(insideBusinessHours({ start, minutes: length }, name)).toBe(expected);
});

test('a window that only the summer moves into business hours is inside them', () => {
  // 12:15 UTC is 07:15 in New York in winter and 08:15 in summer.
  expect(insideBusinessHours({ start: '12:15', minutes: 30 }, 'America/New_York')).toBe(true);
  expect(insideBusinessHours({ start: '11:15', minutes: 30 }, 'America/New_York')).toBe(false);
});

test('a window that only the winter leaves in business hours is inside them', () => {
  // 00:15 UTC is 19:15 in New York in winter and 20:15 in summer.
  expect(insideBusinessHours({ start: '00:15', minutes: 30 }, 'America/New_York')).toBe(true);
  expect(insideBusinessHours({ start: '01:15', minutes: 30 }, 'America/New_York')).toBe(false);
});

test('a window is inside business hours when a local clock shows one of them', () => {
  fc.assert(
    fc.property(daily, zone, (window, [name]) => {
      const starts = [WINTER, SUMMER].map((midnight) => midnight + minuteOf(window.start) * 60_000);
      // Business hours are longer than these steps, so no window reaches them between two.
      const steps = Array.from({ length: Math.ceil(window.minutes / 15) }, (_, step) => step * 15);
      const shown = starts.flatMap((start) =>
        [...steps, window.minutes - 1].map((minute) => wallClock(name, start + minute * 60_000)),
      );
      const inside = shown.some((clock) => {
        const hour = Number((clock.split(' ')[1] ?? '').slice(0, 2));
        return hour >= 8 && hour < 20;
      });
      expect(insideBusinessHours(window, name)).toBe(inside);
    }),
  );
});
