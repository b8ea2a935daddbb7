import { AuditDatabase } from '../../../constructs/aws/audit-database';
import { AuditWorkgroup } from '../../../constructs/aws/audit-workgroup';
import { resource, synthOf } from '../../support/synth';

const OWN = { address: 'audit', name: 'audit-acme-prod' };
const config = synthOf((stack) => {
  new AuditDatabase(stack, 'database', {
    ...OWN,
    bucket: 'store',
    keepDays: 395,
    accounts: ['333333333333', '555555555555'],
  });
  new AuditWorkgroup(stack, 'workgroup', OWN);
});
const table = (name: string) => resource(config, 'aws_glue_catalog_table', `audit_${name}`);

test('tables are found by day, as far back as anything is kept', () => {
  expect(resource(config, 'aws_glue_catalog_database', 'audit').name).toBe('audit_acme_prod');
  for (const name of ['database_log', 'account_calls']) {
    expect(table(name).parameters).toMatchObject({
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': 'NOW-396DAYS,NOW',
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
    });
  }
});

test.each([
  ['database_log', 's3://store/databases/', '$${day}/', ['day']],
  [
    'account_calls',
    's3://store/trail/',
    'AWSLogs/$${account}/CloudTrail/$${region}/$${day}/',
    ['account', 'region', 'day'],
  ],
])('%s has no placeholder that Terraform would take for its own', (name, location, path, keys) => {
  const { parameters, partition_keys: partitions, storage_descriptor: storage } = table(name);
  expect(parameters).toMatchObject({ 'storage.location.template': `${location}${path}` });
  expect(storage).toMatchObject({ location });
  expect(partitions).toEqual(keys.map((key) => ({ name: key, type: 'string' })));
});

test('a line of a database has whose it is, where it was logged and an id', () => {
  expect(table('database_log').storage_descriptor).toMatchObject({
    columns: [
      { name: 'messagetype', type: 'string' },
      { name: 'owner', type: 'string' },
      { name: 'loggroup', type: 'string' },
      { name: 'logstream', type: 'string' },
      { name: 'subscriptionfilters', type: 'array<string>' },
      {
        name: 'logevents',
        type: 'array<struct<id:string,timestamp:bigint,message:string>>',
      },
    ],
    ser_de_info: { serialization_library: 'org.openx.data.jsonserde.JsonSerDe' },
  });
});

test('a call is asked of accounts that are known, and of regions that a query names', () => {
  expect(table('account_calls').parameters).toMatchObject({
    'projection.account.values': '333333333333,555555555555',
    'projection.region.type': 'injected',
  });
});

test('each type of a column closes what it opens', () => {
  for (const name of ['database_log', 'account_calls']) {
    const { columns } = table(name).storage_descriptor as {
      readonly columns: readonly { readonly type: string }[];
    };
    for (const { type } of columns) {
      expect(type.split('<')).toHaveLength(type.split('>').length);
    }
  }
});

test('a query is held to the workgroup: what it finds is kept outside the store, and none reads years at once', () => {
  expect(resource(config, 'aws_athena_workgroup', 'audit')).toMatchObject({
    configuration: {
      enforce_workgroup_configuration: true,
      bytes_scanned_cutoff_per_query: 107_374_182_400,
      managed_query_results_configuration: { enabled: true },
    },
  });
});
