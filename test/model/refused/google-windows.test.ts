import {
  GOOGLE_ESTATE,
  googleAs,
  googleWith,
  resolveFiles,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

const windows = (words: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles =>
  googleAs('estate', 'environments:', `windows: ${words}\nenvironments:`, files);
const zone = (name: string): EstateFiles => googleAs('estate', 'Asia/Tokyo', name);
const denied = (from: string, to: string): EstateFiles =>
  googleWith(`denyMaintenance: { from: '${from}', to: '${to}' }`);

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'maintenance off the hour',
      windows("{ maintenance: { day: monday, start: '03:15' } }"),
      'estate.yaml:3:12: maintenance on Google must begin on the hour in UTC, got monday 03:15 in Asia/Tokyo, which is 18:15 UTC. Write a `maintenance` below `windows` that starts 45 minutes later.',
    ],
    [
      'maintenance on the hour in a zone that is half an hour off',
      windows("{ maintenance: { day: monday, start: '03:00' } }", zone('Asia/Kolkata')),
      'estate.yaml:3:12: maintenance on Google must begin on the hour in UTC, got monday 03:00 in Asia/Kolkata, which is 21:30 UTC. Write a `maintenance` below `windows` that starts 30 minutes later.',
    ],
    [
      'the usual windows in a zone that is half an hour off, at the zone’s own line',
      zone('Asia/Kolkata'),
      'estate.yaml:2:1: maintenance on Google must begin on the hour in UTC, got sunday 04:00 in Asia/Kolkata, which is 22:30 UTC. Write a `maintenance` below `windows` that starts 30 minutes later.',
    ],
    [
      'the usual windows in a zone that is a quarter off',
      zone('Asia/Kathmandu'),
      'estate.yaml:2:1: maintenance on Google must begin on the hour in UTC, got sunday 04:00 in Asia/Kathmandu, which is 22:15 UTC. Write a `maintenance` below `windows` that starts 45 minutes later.',
    ],
    [
      'a backup whose four hours reach into business hours',
      windows("{ backup: '05:00' }"),
      'estate.yaml:3:12: the four hours in which Cloud SQL takes its backup must lie outside 08:00–20:00 in Asia/Tokyo, got a start at 05:00 in Asia/Tokyo. Write a start from 20:00 to 04:00.',
    ],
    [
      'a backup whose four hours reach into business hours in one environment',
      googleAs(
        'estate',
        'preset: production',
        "preset: production\n    windows: { backup: '06:00' }",
      ),
      'estate.yaml:6:16: the four hours in which Cloud SQL takes its backup must lie outside 08:00–20:00 in Asia/Tokyo, got a start at 06:00 in Asia/Tokyo. Write a start from 20:00 to 04:00.',
    ],
    [
      'a backup whose four hours reach into business hours in summer',
      windows(
        "{ backup: '04:00', maintenance: { day: sunday, start: '06:00' } }",
        zone('Europe/Berlin'),
      ),
      'estate.yaml:3:12: the four hours in which Cloud SQL takes its backup must lie outside 08:00–20:00 in Europe/Berlin, got a start at 04:00 in Europe/Berlin. Write a start from 20:00 to 03:00.',
    ],
    [
      'a backup in business hours, in the words of both clouds',
      windows("{ backup: '11:00' }"),
      'estate.yaml:3:12: the backup window must lie outside 08:00–20:00 in Asia/Tokyo, got 11:00. Write a time at night: it is read in the estate’s time zone, not in UTC.',
    ],
    [
      'windows that overlap',
      windows("{ backup: '02:00', maintenance: { day: sunday, start: '02:00' } }"),
      'estate.yaml:3:29: the backup and maintenance windows must not overlap, got backup 02:00 and maintenance sunday 02:00, an hour each. Move one of them by an hour or more.',
    ],
    [
      '120 days without maintenance',
      denied('10-01', '01-28'),
      'estate.yaml:11:7: denyMaintenance must be 90 days at most, from one day of every year to another, got 10-01 to 01-28 (120 days). Move the days closer together.',
    ],
    [
      '91 days without maintenance',
      denied('11-01', '01-30'),
      'estate.yaml:11:7: denyMaintenance must be 90 days at most, from one day of every year to another, got 11-01 to 01-30 (91 days). Move the days closer together.',
    ],
    [
      'days without maintenance in the wrong order',
      denied('01-04', '12-28'),
      'estate.yaml:11:7: denyMaintenance must be 90 days at most, from one day of every year to another, got 01-04 to 12-28 (360 days). Move the days closer together.',
    ],
    [
      'a thirtieth of February',
      denied('02-30', '03-04'),
      'estate.yaml:11:7: denyMaintenance must be 90 days at most, from one day of every year to another, got 02-30 to 03-04. Name days that every year has.',
    ],
    [
      'a day that most years have not',
      denied('12-28', '02-29'),
      'estate.yaml:11:7: denyMaintenance must be 90 days at most, from one day of every year to another, got 12-28 to 02-29. Name days that every year has.',
    ],
    [
      'a thirteenth month',
      denied('13-01', '01-04'),
      'estate.yaml:11:26: environments.prod.google.denyMaintenance.from must be a day of the year, got "13-01". Write it as 12-28, in quotes.',
    ],
    [
      'a day of one year',
      denied('2026-12-28', '01-04'),
      'estate.yaml:11:26: environments.prod.google.denyMaintenance.from must be a day of the year, got "2026-12-28". Write it as 12-28, in quotes.',
    ],
    [
      'a first day without a last',
      googleWith("denyMaintenance: { from: '12-28' }"),
      'estate.yaml:11:7: environments.prod.google.denyMaintenance.to must be a day of the year, got nothing. Write it as 12-28, in quotes.',
    ],
  ])('%s', expectRefusal);
});

test('what the refusals advise is accepted', () => {
  const accepted = [
    windows("{ maintenance: { day: monday, start: '03:30' } }", zone('Asia/Kolkata')),
    windows("{ maintenance: { day: sunday, start: '04:45' } }", zone('Asia/Kathmandu')),
    windows("{ backup: '04:00', maintenance: { day: sunday, start: '06:00' } }"),
    windows("{ backup: '20:00' }"),
    windows(
      "{ backup: '03:00', maintenance: { day: sunday, start: '06:00' } }",
      zone('Europe/Berlin'),
    ),
    windows("{ backup: '20:00' }", zone('Europe/Berlin')),
    denied('11-01', '01-29'),
    googleWith('denyMaintenance: { from: 12-28, to: 01-04 }'),
  ];
  expect(accepted.flatMap((files) => resolveFiles(files).problems)).toEqual([]);
});
