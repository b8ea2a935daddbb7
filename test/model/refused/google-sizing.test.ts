import {
  GOOGLE_ESTATE,
  googleAs,
  resolveFiles,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

/** The service with lines after its own, in an environment of a lower preset. */
const staging = (lines: string): EstateFiles =>
  googleAs('estate', 'production', 'staging', webWith(lines));
const development = (lines: string): EstateFiles =>
  googleAs('estate', 'production', 'development', webWith(lines));

/** The service with MySQL of a version. */
const mysql = (version: string): EstateFiles =>
  googleAs('service', 'engine: postgres', `engine: mysql\nversion: ${version}`);

/** A region that has no Enterprise Plus. */
const inHongKong = (preset: string): EstateFiles =>
  googleAs(
    'estate',
    'production',
    preset,
    googleAs('estate', 'region: asia-northeast1', 'region: europe-north2'),
  );

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a shared core in staging, naming what fits instead',
      staging('tier: micro\npool: { max: 5 }'),
      'services/web.yaml:7:1: tier must be small, balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in staging, got "micro". A shared core has no steady performance: take a larger one.',
    ],
    [
      'a small machine in production, whose edition keeps too little',
      webWith('tier: small'),
      'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (small is db-custom-2-4096, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    ],
    [
      'a balanced machine of 2 in production',
      webWith('tier: balanced-2'),
      'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (balanced-2 is db-custom-2-8192, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    ],
    [
      'a balanced machine of 4 in production',
      webWith('tier: balanced-4'),
      'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (balanced-4 is db-custom-4-16384, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    ],
    [
      'a balanced machine of 8 in production',
      webWith('tier: balanced-8'),
      'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (balanced-8 is db-custom-8-32768, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    ],
    [
      'a small machine in an override for production',
      webWith('overrides: { prod: { tier: small } }'),
      'services/web.yaml:7:22: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (small is db-custom-2-4096, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    ],
    [
      'a longer retention than Enterprise has, in staging',
      staging('tier: balanced-2\nretention: 14d'),
      'services/web.yaml:8:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (balanced-2 is db-custom-2-8192, which exists in Enterprise), got 14 days, as the service asks. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge), or write 7d for this environment, below `overrides`.',
    ],
    [
      'a longer retention than Enterprise has, in development',
      development('retention: 8d'),
      'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (small is db-custom-2-4096, which exists in Enterprise), got 8 days, as the service asks. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge), or write 7d for this environment, below `overrides`.',
    ],
    [
      'a retention below the preset’s',
      webWith('retention: 14d'),
      'services/web.yaml:7:1: retention must be 35d at least in production, got 14d. Leave it out, or write more; for one environment, below `overrides`.',
    ],
    [
      'a retention that neither cloud keeps',
      webWith('retention: 36d'),
      'services/web.yaml:7:1: retention must be whole days, 35d at most, got "36d". Write days, from the preset’s own to 35d.',
    ],
    [
      'a retention in hours',
      webWith('retention: 36h'),
      'services/web.yaml:7:1: retention must be whole days, 35d at most, got "36h". Write days, from the preset’s own to 35d.',
    ],
    [
      'a retention of nothing',
      webWith('retention: 0d'),
      'services/web.yaml:7:1: retention must be longer than nothing, got "0d". Write it as 14d.',
    ],
    [
      'a region that Cloud SQL has not',
      googleAs('estate', 'region: asia-northeast1', 'region: asia-northeast9'),
      'estate.yaml:8:7: a region of Cloud SQL is required, got "asia-northeast9". Did you mean "asia-northeast1"?',
    ],
    [
      'a recovery region that Cloud SQL has not',
      googleAs('estate', 'recoveryRegion: asia-northeast2', 'recoveryRegion: mars-north1'),
      'estate.yaml:9:7: a region of Cloud SQL is required, got "mars-north1". Take one of africa-south1, asia-east1, asia-east2, asia-northeast1, asia-northeast2, asia-northeast3, asia-south1, asia-south2, asia-southeast1, asia-southeast2, australia-southeast1, australia-southeast2, europe-central2, europe-north1, europe-southwest1, europe-west1, europe-west2, europe-west3, europe-west4, europe-west6, europe-west8, europe-west9, europe-west10, europe-west12, me-central1, me-central2, me-west1, northamerica-northeast1, northamerica-northeast2, southamerica-east1, southamerica-west1, us-central1, us-east1, us-east4, us-east5, us-south1, us-west1, us-west2, us-west3, us-west4, europe-north2, northamerica-south1, us-central2.',
    ],
    [
      'a region without Enterprise Plus in production',
      inHongKong('production'),
      'services/web.yaml:1:1: a region that has a tier for production is required, got "europe-north2", which has no db-perf-optimized-N-16. Take another region.',
    ],
    [
      'a region without Enterprise Plus in staging, naming the tiers it has',
      inHongKong('staging'),
      'services/web.yaml:1:1: tier must be one that europe-north2 has (small, balanced-2, balanced-4 or balanced-8), got "medium", which is db-perf-optimized-N-2. Write another `tier:`, or take another region.',
    ],
    [
      'more readers than Cloud SQL takes',
      webWith('readers: 11'),
      'services/web.yaml:7:1: readers must be 8 at most on Cloud SQL, beside the recovery replica and the one that its drill makes, got 11. Lower it there with `overrides`.',
    ],
    [
      'one reader more than there is place for beside the replicas that recover',
      webWith('readers: 9'),
      'services/web.yaml:7:1: readers must be 8 at most on Cloud SQL, beside the recovery replica and the one that its drill makes, got 9. Lower it there with `overrides`.',
    ],
    [
      'more readers than Cloud SQL takes where nothing is in the recovery region',
      googleAs('estate', 'preset: production', 'preset: staging', webWith('readers: 11')),
      'services/web.yaml:7:1: readers must be 10 at most on Cloud SQL, got 11. Lower it there with `overrides`.',
    ],
    [
      'more readers than the preset allows',
      development('readers: 2'),
      'services/web.yaml:7:1: readers must be 1 at most in development, got 2. Lower it there with `overrides`.',
    ],
    [
      'PostgreSQL 14',
      webWith('version: 14'),
      'services/web.yaml:7:1: version must be 16 or 17 for PostgreSQL on Cloud SQL, got "14". PostgreSQL 14 ended with the community on 2026-11-12: write `version: 17`, or leave it out.',
    ],
    [
      'PostgreSQL 15',
      webWith('version: 15'),
      'services/web.yaml:7:1: version must be 16 or 17 for PostgreSQL on Cloud SQL, got "15". Kura is proved from PostgreSQL 16 on, where RDS begins to offer TLS 1.3: write `version: 17`, or leave it out.',
    ],
    [
      'PostgreSQL 18',
      webWith('version: 18'),
      'services/web.yaml:7:1: version must be 16 or 17 for PostgreSQL on Cloud SQL, got "18". Kura has not proved its flags on PostgreSQL 18 of Cloud SQL yet: write `version: 17`, or leave it out.',
    ],
    [
      'a PostgreSQL that nobody knows',
      webWith('version: 9.6'),
      'services/web.yaml:7:1: version must be 16 or 17 for PostgreSQL on Cloud SQL, got "9.6". Write `version: 17`, or leave it out.',
    ],
    [
      'MySQL 8.0',
      mysql("'8.0'"),
      'services/web.yaml:5:1: version must be 8.4 for MySQL on Cloud SQL, got "8.0". MySQL 8.0 ended with the community on 2026-04-30: write `version: 8.4`, or leave it out.',
    ],
    [
      'a work_mem for MySQL',
      googleAs('service', 'postgres', 'mysql', webWith('workMem: 16MB')),
      'services/web.yaml:7:1: workMem is PostgreSQL’s, got a MySQL service. Take it out: MySQL sizes sort buffers by itself.',
    ],
    [
      'memory that does not fit the machine',
      webWith('maxConnections: 5000\nworkMem: 64MB'),
      'services/web.yaml:8:1: planned memory must be at most 125519MB, what 2xlarge has for it in prod, got 391763MB for 5000 connections. Lower maxConnections or workMem, or take a larger tier.',
    ],
    [
      'pools that sum to more than the database takes',
      webWith('pool: { max: 1000, instances: 10 }'),
      'services/web.yaml:7:1: the pools on prod/web must sum to 800 connections at most, four fifths of max_connections 1000, got 10000 (web 1000×10). Lower pool.max or pool.instances, raise maxConnections, or take a larger tier.',
    ],
  ])('%s', expectRefusal);
});

test('a shared core in production is refused for its processor and for its edition, and both name the same tiers', () => {
  expect(resolveFiles(webWith('tier: micro\npool: { max: 5 }')).problems).toEqual([
    'services/web.yaml:7:1: point-in-time recovery reaches back 7 days at most in Cloud SQL’s Enterprise edition (micro is db-g1-small, which exists in Enterprise), got 35 days, as preset production keeps. Take a tier of Enterprise Plus (medium, large, xlarge or 2xlarge).',
    'services/web.yaml:7:1: tier must be medium, large, xlarge or 2xlarge in production, got "micro". A shared core has no steady performance: take a larger one.',
  ]);
});

test.each([
  ['production', ['medium', 'large', 'xlarge', '2xlarge']],
  [
    'staging',
    ['small', 'balanced-2', 'medium', 'balanced-4', 'large', 'balanced-8', 'xlarge', '2xlarge'],
  ],
])('every tier that a refusal in %s names is then accepted', (preset, tiers) => {
  for (const tier of tiers) {
    const files = googleAs(
      'estate',
      'production',
      preset,
      webWith(`tier: ${tier}\npool: { max: 5 }`),
    );
    expect([tier, resolveFiles(files).problems]).toEqual([tier, []]);
  }
});

test('a region without Enterprise Plus serves development, whose tiers are Enterprise', () => {
  expect(resolveFiles(inHongKong('development')).problems).toEqual([]);
});

test('eight readers of one primary are not too many, nor ten where nothing is in the recovery region', () => {
  expect(resolveFiles(webWith('readers: 8')).problems).toEqual([]);
  const ten = googleAs('estate', 'preset: production', 'preset: staging', webWith('readers: 10'));
  expect(resolveFiles(ten).problems).toEqual([]);
  expect(resolveFiles(GOOGLE_ESTATE).problems).toEqual([]);
});
