import type { DatabaseInstanceSettings } from '../../constructs/google/instance';
import { GOOGLE_SETTINGS, GOOGLE_SMALL } from './google-deployment';

const PLACED = {
  address: 'core-db',
  identifier: 'acme-prod-core-db',
  project: 'acme-prod-1',
  region: 'asia-northeast1',
};

/** A database of development: nothing is on that need not be. */
export const SMALL_POSTGRES: DatabaseInstanceSettings = {
  ...PLACED,
  ...GOOGLE_SMALL,
  engine: 'postgres',
  flags: [],
  labels: {},
};

/** A database with everything on. */
export const LARGE_MYSQL: DatabaseInstanceSettings = {
  ...PLACED,
  ...GOOGLE_SETTINGS,
  engine: 'mysql',
  flags: [
    { name: 'local_infile', value: 'off' },
    { name: 'cloudsql_iam_authentication', value: 'on' },
  ],
  labels: { environment: 'prod', owner: 'team-order' },
  engineVersion: '8.4',
  databaseVersion: 'MYSQL_8_4',
  storageCeiling: 400,
  backupLocation: 'asia',
  serverCaMode: 'GOOGLE_MANAGED_CAS_CA',
  updateTrack: 'week5',
  passwordPolicy: 'enforced',
};
