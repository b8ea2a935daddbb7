import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import type { Construct } from 'constructs';
import type { ToldSeverity } from '../../model/alerts/severity';
import type { Told } from '../../model/alerts/told';
import { pin } from '../address';
import { spelled } from './spelled';

export interface NotificationSettings {
  readonly address: string;
  /** Whose alarms they are. */
  readonly name: string;
  readonly project: string;
  /** Who is told in this project. */
  readonly told: Readonly<Record<ToldSeverity, Told>>;
}

/**
 * Names of channels that policies of a severity tell. None where nobody is told: then there is no policy of that severity either.
 */
export type AlertChannels = Readonly<Record<ToldSeverity, readonly string[]>>;

/** Makes a channel for each address, once whatever it is told of; others exist already. */
export function createChannels(
  scope: Construct,
  { address, name, project, told }: NotificationSettings,
): AlertChannels {
  const emails = new Set([...told.warning.emails, ...told.critical.emails]);
  const made = new Map(
    [...emails].map((email) => {
      const channel = new MonitoringNotificationChannel(scope, `channel-${spelled(email)}`, {
        project,
        displayName: `${name}: ${email}`,
        type: 'email',
        labels: { email_address: email },
        // Who leaves is taken out of other policies, too.
        forceDelete: true,
      });
      return [email, pin(channel, address, spelled(email)).id];
    }),
  );
  const of = (severity: ToldSeverity): readonly string[] => [
    ...told[severity].emails.flatMap((email) => made.get(email) ?? []),
    ...told[severity].existing,
  ];
  return { warning: of('warning'), critical: of('critical') };
}
