import { TrailAlarm } from '../../../constructs/google/trail-alarm';
import { matchesFilter, type LogEntry } from '../../support/logging-query';
import { addressesOf, resource, googleSynthOf, type Json } from '../../support/synth';

const DEPLOYER = 'kura-deploy@acme-prod.iam.gserviceaccount.com';

const TRAIL = 'kura-audit-prod@acme-prod.iam.gserviceaccount.com';

const alarmOf = (critical: readonly string[]) =>
  googleSynthOf((stack) => {
    new TrailAlarm(
      stack,
      'alarm',
      {
        ...{ address: 'shared', project: 'acme-prod', name: 'acme-prod' },
        ...{ sinks: ['audit-acme-prod'], deployers: [DEPLOYER, TRAIL] },
        ...{ title: 'somebody changed where the trail goes', first: ['See who.', 'Deploy.'] },
      },
      { channels: { warning: [], critical } },
    );
  });

const config = alarmOf(['projects/acme-prod/notificationChannels/1']);
const policy = resource(config, 'google_monitoring_alert_policy', 'shared_trail_changed');
const [condition] = policy.conditions as readonly Json[];
const { filter } = condition?.condition_matched_log as { readonly filter: string };

const changed = (
  methodName: string,
  resourceName: string,
  more: LogEntry = {},
  who = 'mika@acme.example',
): LogEntry => ({
  logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
  resource: { type: methodName === 'SetIamPolicy' ? 'project' : 'logging_sink' },
  protoPayload: { methodName, resourceName, authenticationInfo: { principalEmail: who }, ...more },
});
const CONFIG = 'google.logging.v2.ConfigServiceV2';
const SINK = 'projects/acme-prod/sinks/acme-prod-databases';
const TRAILS = 'projects/acme-prod/sinks/audit-acme-prod';
const DELTA = {
  serviceData: { policyDelta: { auditConfigDeltas: [{ action: 'REMOVE', service: 'cloudsql' }] } },
};

test.each([
  ['a sink is deleted', changed(`${CONFIG}.DeleteSink`, SINK)],
  ['the trail’s sink is deleted', changed(`${CONFIG}.DeleteSink`, TRAILS)],
  ['a sink is changed', changed(`${CONFIG}.UpdateSink`, SINK)],
  [
    'a log bucket keeps its entries for less',
    changed(
      `${CONFIG}.UpdateBucket`,
      'projects/acme-prod/locations/asia-northeast1/buckets/acme-prod-databases',
    ),
  ],
  ['less is recorded in the project', changed('SetIamPolicy', 'projects/acme-prod', DELTA)],
])('it is told that %s', (_, entry) => {
  expect(matchesFilter(filter, entry)).toBe(true);
});

test.each([
  ['the deploy changes', changed(`${CONFIG}.UpdateSink`, SINK, {}, DEPLOYER)],
  ['the trail’s deploy changes', changed(`${CONFIG}.UpdateSink`, TRAILS, {}, TRAIL)],
  ['is another trail’s', changed(`${CONFIG}.DeleteSink`, `${TRAILS}-2`)],
  ['is another’s', changed(`${CONFIG}.DeleteSink`, 'projects/acme-prod/sinks/other')],
  ['gives somebody a role', changed('SetIamPolicy', 'projects/acme-prod')],
])('nobody is told of what %s', (_, entry) => {
  expect(matchesFilter(filter, entry)).toBe(false);
});

test('it names who and what, and the steps', () => {
  expect(condition?.condition_matched_log).toMatchObject({
    label_extractors: { who: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)' },
  });
  expect((policy.documentation as Json).content).toBe('1. See who.\n\n2. Deploy.');
  expect(policy.severity).toBe('CRITICAL');
});

test('there is none where nobody is told', () => {
  expect(addressesOf(alarmOf([]))).toEqual([]);
});
