import { orderWith } from '../../support/estate-folder';
import {
  ESTATE,
  orderAs,
  estateAs,
  windows,
  expectRefusal,
  type Refusal,
} from '../../support/refusals';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a disk smaller than RDS takes',
      orderWith('storage: 5GB'),
      'services/order.yaml:7:1: storage must be 20GB at least, got "5GB". It is the least on either cloud: write more, or leave it out.',
    ],
    [
      'a pool that waits no time at all',
      orderWith('pool: { acquire: 0s }'),
      'services/order.yaml:7:9: pool.acquire must be longer than nothing, got "0s". Write it as 30s.',
    ],
    [
      'a burstable tier in production',
      orderWith('tier: small'),
      'services/order.yaml:7:1: tier must be balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in production, got "small". A burstable class runs out of credits under load: take a larger one.',
    ],
    [
      'a version nobody offers',
      orderWith('version: 9.6'),
      'services/order.yaml:7:1: version must be 16, 17 or 18 for PostgreSQL, got "9.6". Write `version: 17`, or leave it out.',
    ],
    [
      'a version that YAML reads as a shorter number',
      orderAs('engine: postgres', 'engine: mysql\nversion: 8.0'),
      'services/order.yaml:5:1: version must be 8.4 for MySQL, got "8.0". MySQL 8.0 left RDS standard support on 2026-07-31: write `version: 8.4`, or leave it out.',
    ],
    [
      'a retention below the preset’s',
      orderWith('retention: 7d'),
      'services/order.yaml:7:1: retention must be 35d at least in production, got 7d. Leave it out, or write more; for one environment, below `overrides`.',
    ],
    [
      'a retention that RDS does not keep',
      orderWith('retention: 36d'),
      'services/order.yaml:7:1: retention must be whole days, 35d at most, got "36d". Write days, from the preset’s own to 35d.',
    ],
    [
      'a version that is no version',
      orderWith('version: [1]'),
      'services/order.yaml:7:1: version must be a major version, got a list of 1. Write it as 17 or 8.4.',
    ],
    [
      'windows that overlap',
      windows("{ backup: '02:00', maintenance: { day: sunday, start: '02:30' } }"),
      'estate.yaml:3:29: the backup and maintenance windows must not overlap, got backup 02:00 and maintenance sunday 02:30, an hour each. Move one of them by an hour or more.',
    ],
    [
      'a backup in business hours',
      windows("{ backup: '11:00' }"),
      'estate.yaml:3:12: the backup window must lie outside 08:00–20:00 in Asia/Tokyo, got 11:00. Write a time at night: it is read in the estate’s time zone, not in UTC.',
    ],
    [
      'a work_mem that PostgreSQL would not take',
      orderWith('workMem: 1kB'),
      'services/order.yaml:7:1: workMem must be from 64kB to 2GB, got "1kB". Write it as 16MB.',
    ],
    [
      'a pool that keeps more than it may hold',
      orderWith('pool: { min: 9, max: 3 }'),
      'services/order.yaml:7:1: pool.min must be pool.max at most, got 9 over 3. Lower min, or raise max.',
    ],
    [
      'more storage than an instance takes',
      orderWith('storage: 60TB\nobjectives: { rto: 200h }'),
      'services/order.yaml:7:1: storage, or a year of growth, must be 58 TiB at most on one instance, got 60TB. Lower it, or place the service elsewhere.',
    ],
    [
      'more growth than an instance takes',
      orderWith('growth: 900TB/year\nobjectives: { rto: 200h }'),
      'services/order.yaml:7:1: storage, or a year of growth, must be 58 TiB at most on one instance, got 900TB. Lower it, or place the service elsewhere.',
    ],
    [
      'more readers than a preset allows',
      {
        ...orderWith('readers: 2'),
        ...{ 'estate.yaml': ESTATE.replace('production', 'development') },
      },
      'services/order.yaml:7:1: readers must be 1 at most in development, got 2. Lower it there with `overrides`.',
    ],
    [
      'pools that sum to more than the database takes',
      orderWith('pool: { max: 1000, instances: 10 }'),
      'services/order.yaml:7:1: the pools on prod/order must sum to 800 connections at most, four fifths of max_connections 1000, got 10000 (order 1000×10). Lower pool.max or pool.instances, raise maxConnections, or take a larger tier.',
    ],
    [
      'memory that does not fit the tier',
      orderWith('maxConnections: 5000\nworkMem: 64MB'),
      'services/order.yaml:8:1: planned memory must be at most 125519MB, what 2xlarge has for it in prod, got 379452MB for 5000 connections. Lower maxConnections or workMem, or take a larger tier.',
    ],
    [
      'a work_mem for MySQL',
      orderAs('postgres', 'mysql', 'workMem: 16MB\n'),
      'services/order.yaml:7:1: workMem is PostgreSQL’s, got a MySQL service. Take it out: MySQL sizes sort buffers by itself.',
    ],
    [
      'a truth value as number',
      orderWith('readers: true'),
      'services/order.yaml:7:1: readers must be a whole number from 0 to 15, got true. Write it in digits, without quotes.',
    ],
    [
      'a time zone by abbreviation',
      estateAs('Asia/Tokyo', 'JST'),
      'estate.yaml:2:1: timeZone must be an IANA time zone, got "JST". Write it as Asia/Tokyo.',
    ],
  ])('%s', expectRefusal);
});
