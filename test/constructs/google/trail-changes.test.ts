import { changesAtSource, changesAtStore } from '../../../constructs/google/trail-changes';
import { matchesFilter, type LogEntry } from '../../support/logging-query';

const DEPLOYER = 'kura-deploy@acme-prod.iam.gserviceaccount.com';
const KEEPER = 'kura-audit-prod@acme-prod.iam.gserviceaccount.com';
const SOMEBODY = 'mika@acme.example';

const TRAIL = { name: 'audit-acme-prod', keepers: [KEEPER] };
const source = changesAtSource({ name: 'acme-prod', deployer: DEPLOYER, trail: TRAIL });
const store = changesAtStore(TRAIL);

const changed = (
  methodName: string,
  resourceName: string,
  type: string,
  more: LogEntry = {},
): ((who: string) => LogEntry) => {
  return (who) => ({
    logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
    resource: { type },
    protoPayload: {
      methodName,
      resourceName,
      authenticationInfo: { principalEmail: who },
      ...more,
    },
  });
};

const CONFIG = 'google.logging.v2.ConfigServiceV2';
const sink = (verb: string, name: string) =>
  changed(`${CONFIG}.${verb}Sink`, `projects/acme-prod/sinks/${name}`, 'logging_sink');
const bucket = (verb: string, name: string) =>
  changed(
    `${CONFIG}.${verb}`,
    `projects/acme-prod/locations/asia-northeast1/buckets/${name}`,
    'logging_bucket',
  );
const RING = 'projects/acme-prod/locations/asia-northeast1/keyRings';
const key = (method: string, ring: string) =>
  changed(
    method,
    `${RING}/${ring}/cryptoKeys/trail/cryptoKeyVersions/1`,
    'cloudkms_cryptokeyversion',
  );
const DELTA = {
  serviceData: { policyDelta: { auditConfigDeltas: [{ action: 'REMOVE', service: 'cloudsql' }] } },
};
const recordedLess = changed('SetIamPolicy', 'projects/acme-prod', 'project', DELTA);
const right = changed('SetIamPolicy', 'projects/acme-prod', 'project');

const ALL = [SOMEBODY, DEPLOYER, KEEPER];

/** Who is told of, where databases are and where there is nothing but the store. */
test.each<[string, (who: string) => LogEntry, readonly string[], readonly string[]]>([
  [
    'a sink of the environment is deleted',
    sink('Delete', 'acme-prod-databases'),
    [SOMEBODY, KEEPER],
    [],
  ],
  [
    'a log bucket of the environment keeps its entries for less',
    bucket('UpdateBucket', 'acme-prod-databases'),
    [SOMEBODY, KEEPER],
    [],
  ],
  [
    'the trail’s sink is deleted',
    sink('Delete', 'audit-acme-prod'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the trail’s sink is changed',
    sink('Update', 'audit-acme-prod'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the sink of the recovery region’s trail is deleted',
    sink('Delete', 'audit-acme-prod-recovery'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the sink of who reads the trail is changed',
    sink('Update', 'audit-acme-prod-store'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'that of the recovery region’s is deleted',
    sink('Delete', 'audit-acme-prod-recovery-store'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the project of the trail’s sink is named by its number',
    changed(`${CONFIG}.DeleteSink`, 'projects/123456789012/sinks/audit-acme-prod', 'logging_sink'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the trail is kept for less',
    bucket('UpdateBucketAsync', 'audit-acme-prod'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the recovery region’s trail is deleted',
    bucket('DeleteBucket', 'audit-acme-prod-recovery'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'a view of the trail is changed',
    bucket('UpdateView', 'audit-acme-prod/views/_AllLogs'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'a version of the trail’s key is destroyed',
    key('DestroyCryptoKeyVersion', 'audit-acme-prod'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'a version of it is disabled',
    key('UpdateCryptoKeyVersion', 'audit-acme-prod-recovery'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  [
    'the right to the trail’s key is taken',
    changed('SetIamPolicy', `${RING}/audit-acme-prod/cryptoKeys/trail`, 'cloudkms_cryptokey'),
    [SOMEBODY, DEPLOYER],
    [SOMEBODY, DEPLOYER],
  ],
  ['less is recorded in the project', recordedLess, ALL, ALL],
  ['somebody is given a right', right, [], [SOMEBODY, DEPLOYER]],
  ['a sink of the trail is made', sink('Create', 'audit-acme-prod'), [], [SOMEBODY, DEPLOYER]],
  ['a sink of another is deleted', sink('Delete', 'other'), [], []],
  ['a sink of another’s trail is deleted', sink('Delete', 'audit-acme-production'), [], []],
  ['a key of another is destroyed', key('DestroyCryptoKeyVersion', 'acme-web'), [], []],
])('where %s, it is told of who did it', (_, entry, atSource, atStore) => {
  const told = (filter: string) => ALL.filter((who) => matchesFilter(filter, entry(who)));
  expect(told(source)).toEqual(atSource);
  expect(told(store)).toEqual(atStore);
});

test('what is only read is told of nowhere', () => {
  const logName = 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Fdata_access';
  const entry = { ...sink('Delete', 'audit-acme-prod')(SOMEBODY), logName };
  expect(matchesFilter(source, entry)).toBe(false);
  expect(matchesFilter(store, entry)).toBe(false);
});

test('the longest names fit a condition', () => {
  const keepers = [`${'k'.repeat(30)}@${'p'.repeat(30)}.iam.gserviceaccount.com`];
  const name = 'n'.repeat(60);
  const trail = { name: `audit-${name}`, keepers };
  const filters = [
    changesAtSource({ name, deployer: keepers[0] ?? '', trail }),
    changesAtStore(trail),
  ];
  for (const { length } of filters) expect(length).toBeLessThanOrEqual(2048);
});
