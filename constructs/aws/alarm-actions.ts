import type { ToldSeverity } from '../../model/alerts/severity';
import type { Told } from '../../model/alerts/told';

/**
 * What alarms of a severity act on: the network’s own topic, and topics of the same region that exist already. None where nobody is told:
 * then there is no alarm of that severity either.
 */
export type AlarmActions = Readonly<Record<ToldSeverity, readonly string[]>>;

/**
 * An alarm acts on five topics at most, and a rule of EventBridge has five targets ("PutMetricAlarm", CloudWatch API reference; "Amazon
 * EventBridge quotas", EventBridge user guide, both read 2026-11).
 */
const MOST = 5;

/** @param own the ARN of the network’s own topic of a severity */
export function alarmActions(
  told: Readonly<Record<ToldSeverity, Told>>,
  own: (severity: ToldSeverity) => string,
): AlarmActions {
  const of = (severity: ToldSeverity): readonly string[] => {
    const { emails, existing } = told[severity];
    if (emails.length + existing.length === 0) return [];
    const actions = [own(severity), ...existing];
    if (actions.length > MOST) {
      throw new Error(
        `${severity}: an alarm acts on ${String(MOST)} topics at most, got ${String(actions.length)}: its own and ${existing.join(', ')}`,
      );
    }
    return actions;
  };
  return { warning: of('warning'), critical: of('critical') };
}
