import { EntryCounters } from '../../../constructs/google/entry-counters';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const counters = ['', '-2'].map((part) => ({
  alert: 'foreign-grant' as const,
  name: `acme-prod-foreign-grant${part}`,
  description:
    'Entries of the audit trail by which somebody else than Kura changed roles or rights',
  filter: 'resource.type="cloudsql_database"',
  databases: ['acme-prod-web'],
}));
const config = googleSynthOf((stack) => {
  const of = { address: 'shared', project: 'acme-prod', name: 'acme-prod' };
  new EntryCounters(stack, 'counters', { ...of, counters });
});

test('each counter is a metric by its name, and counts one for an entry', () => {
  expect(addressesOf(config)).toEqual([
    'google_logging_metric.shared_foreign_grant',
    'google_logging_metric.shared_foreign_grant_2',
  ]);
  expect(resource(config, 'google_logging_metric', 'shared_foreign_grant_2')).toEqual({
    project: 'acme-prod',
    name: 'acme-prod-foreign-grant-2',
    description: counters[0]?.description,
    filter: 'resource.type="cloudsql_database"',
    metric_descriptor: { metric_kind: 'DELTA', value_type: 'INT64', unit: '1' },
  });
});
