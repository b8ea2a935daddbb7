import { parseInstant } from '../../../model/values/instant';

describe('an instant', () => {
  test.each([
    ['a day in Tokyo ends at 15:00 UTC', '2026-12-01', 'Asia/Tokyo', '2026-12-01T15:00:00Z'],
    ['a minute in Tokyo', '2026-12-01 09:00', 'Asia/Tokyo', '2026-12-01T00:00:00Z'],
    ['a day in UTC', '2026-12-31', 'UTC', '2027-01-01T00:00:00Z'],
    ['a leap day', '2028-02-29', 'UTC', '2028-03-01T00:00:00Z'],
    ['summer in Berlin', '2026-07-01 09:00', 'Europe/Berlin', '2026-07-01T07:00:00Z'],
    ['winter in Berlin', '2026-12-01 09:00', 'Europe/Berlin', '2026-12-01T08:00:00Z'],
    [
      'the night the clock goes forward',
      '2026-03-29 03:30',
      'Europe/Berlin',
      '2026-03-29T01:30:00Z',
    ],
    ['the hour shown twice', '2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T01:30:00Z'],
    ['west of Greenwich', '2026-12-01 20:00', 'America/New_York', '2026-12-02T01:00:00Z'],
  ])('%s', (_why, text, zone, instant) => {
    expect(parseInstant(text, zone)).toEqual({ ok: true, value: instant });
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2027-02-29',
    '2026-12-01 24:00',
    '2026-12-1',
    'soon',
    '',
  ])('is not read from "%s"', (text) => {
    expect(parseInstant(text, 'Asia/Tokyo').ok).toBe(false);
  });
});
