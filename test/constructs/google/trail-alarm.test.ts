import { TrailAlarm } from '../../../constructs/google/trail-alarm';
import { addressesOf, resource, googleSynthOf, type Json } from '../../support/synth';

const FILTER = 'log_id("cloudaudit.googleapis.com/activity")';

const alarmOf = (critical: readonly string[]) =>
  googleSynthOf((stack) => {
    new TrailAlarm(
      stack,
      'alarm',
      {
        ...{ address: 'shared', project: 'acme-prod', name: 'acme-prod', filter: FILTER },
        ...{ title: 'somebody changed where the trail goes', first: ['See who.', 'Deploy.'] },
      },
      { channels: { warning: [], critical } },
    );
  });

const config = alarmOf(['projects/acme-prod/notificationChannels/1']);
const policy = resource(config, 'google_monitoring_alert_policy', 'shared_trail_changed');
const [condition] = policy.conditions as readonly Json[];

test('it names who and what, and the steps', () => {
  expect(condition?.condition_matched_log).toMatchObject({
    filter: FILTER,
    label_extractors: { who: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)' },
  });
  expect((policy.documentation as Json).content).toBe('1. See who.\n\n2. Deploy.');
  expect(policy.severity).toBe('CRITICAL');
});

test('there is none where nobody is told', () => {
  expect(addressesOf(alarmOf([]))).toEqual([]);
});
