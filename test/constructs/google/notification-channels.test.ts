import {
  createChannels,
  type AlertChannels,
} from '../../../constructs/google/notification-channels';
import { addressesOf, googleSynthOf, resource } from '../../support/synth';

const EXISTING = 'projects/acme-prod-1/notificationChannels/1';
const [FIRST, SECOND] = ['oncall@acme.example', 'on.call@acme.example'];

let channels: AlertChannels | undefined;
const config = googleSynthOf((stack) => {
  channels = createChannels(stack, {
    address: 'shared',
    name: 'acme-prod',
    project: 'acme-prod-1',
    told: {
      warning: { emails: [FIRST], existing: [] },
      critical: { emails: [FIRST, SECOND], existing: [EXISTING] },
    },
  });
});

test('each address has one channel, whatever it is told of', () => {
  expect(addressesOf(config)).toEqual([
    'google_monitoring_notification_channel.shared_onDOTcallATacmeDOTexample',
    'google_monitoring_notification_channel.shared_oncallATacmeDOTexample',
  ]);
  expect(
    resource(config, 'google_monitoring_notification_channel', 'shared_oncallATacmeDOTexample'),
  ).toEqual({
    project: 'acme-prod-1',
    display_name: 'acme-prod: oncall@acme.example',
    type: 'email',
    labels: { email_address: 'oncall@acme.example' },
    force_delete: true,
  });
});

test('who is told of a severity is told by its channels, made or existing', () => {
  expect(channels?.warning).toHaveLength(1);
  expect(channels?.critical).toHaveLength(3);
  expect(channels?.critical).toEqual(
    expect.arrayContaining([...(channels?.warning ?? []), EXISTING]),
  );
});
