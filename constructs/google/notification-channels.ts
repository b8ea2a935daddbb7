import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import type { Construct } from 'constructs';
import { pin } from '../address';
import { spelled } from './spelled';

export interface NotificationSettings {
  readonly address: string;
  /** Whose alarms they are. */
  readonly name: string;
  readonly project: string;
  /** Who is told, by e-mail address. */
  readonly notify: readonly string[];
}

/** One channel for each address that is told, by its id. */
export function createChannels(
  scope: Construct,
  { address, name, project, notify }: NotificationSettings,
): readonly string[] {
  return notify.map((email) => {
    const channel = new MonitoringNotificationChannel(scope, `channel-${spelled(email)}`, {
      project,
      displayName: `${name}: ${email}`,
      type: 'email',
      labels: { email_address: email },
      // Who leaves is taken out of other policies, too.
      forceDelete: true,
    });
    return pin(channel, address, spelled(email)).id;
  });
}
