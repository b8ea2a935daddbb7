import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { TrailSink, type TrailSinkSettings } from '../../../constructs/google/trail-sink';
import { addressesOf, googleSynthOf, resource, type Config } from '../../support/synth';

const BUCKET = 'projects/acme-audit/locations/asia-northeast1/buckets/audit-acme-prod';
const CONDITION = "resource.name.endsWith('/locations/asia-northeast1/buckets/audit-acme-prod')";

const SETTINGS: TrailSinkSettings = {
  address: 'trail_acme_prod',
  name: 'audit-acme-prod',
  project: 'acme-prod',
  filter: 'severity="ERROR"',
  description: 'What is done in acme-prod, to the audit trail',
  storeProject: 'acme-audit',
};

const sinkOf = (settings: Partial<TrailSinkSettings> = {}, alias?: string): Config =>
  googleSynthOf((stack) => {
    const store = { bucket: BUCKET, condition: CONDITION };
    const provider =
      alias === undefined ? {} : { provider: new GoogleProvider(stack, 'away', { alias }) };
    new TrailSink(stack, 'sink', { ...SETTINGS, ...settings }, { store, ...provider });
  });

test('from another project its writer may write to the store’s bucket, and to no other of that project', () => {
  const config = sinkOf();
  expect(addressesOf(config)).toEqual([
    'google_logging_project_sink.trail_acme_prod',
    'google_project_iam_member.trail_acme_prod_writer',
  ]);
  expect(resource(config, 'google_project_iam_member', 'trail_acme_prod_writer')).toEqual({
    project: 'acme-audit',
    role: 'roles/logging.bucketWriter',
    member: '${google_logging_project_sink.trail_acme_prod.writer_identity}',
    condition: {
      title: 'audit-acme-prod',
      description: 'Sinks of acme-prod write to this trail alone',
      expression: CONDITION,
    },
  });
});

test('it takes what the filter takes, as an account of its project’s own', () => {
  expect(resource(sinkOf(), 'google_logging_project_sink', 'trail_acme_prod')).toEqual({
    project: 'acme-prod',
    name: 'audit-acme-prod',
    description: 'What is done in acme-prod, to the audit trail',
    destination: `logging.googleapis.com/${BUCKET}`,
    filter: 'severity="ERROR"',
    unique_writer_identity: true,
  });
});

test('in the store’s own project it needs no right', () => {
  expect(addressesOf(sinkOf({ project: 'acme-audit' }))).toEqual([
    'google_logging_project_sink.trail_acme_prod',
  ]);
});

test('it is made by who is pinned to its project, and the right to write by who is to the store’s', () => {
  const config = sinkOf({}, 'acme-prod');
  expect(resource(config, 'google_logging_project_sink', 'trail_acme_prod').provider).toBe(
    'google.acme-prod',
  );
  expect(
    resource(config, 'google_project_iam_member', 'trail_acme_prod_writer'),
  ).not.toHaveProperty('provider');
});
