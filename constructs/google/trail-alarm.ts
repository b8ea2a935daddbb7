import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlertChannels } from './notification-channels';
import { policyLinks } from './policy-links';

export interface TrailAlarmSettings {
  readonly address: string;
  readonly project: string;
  /** Whose trail it is. */
  readonly name: string;
  /** Which entries tell of it. */
  readonly filter: string;
  /** What is wrong, and what is done first. */
  readonly title: string;
  readonly first: readonly string[];
}

export interface TrailAlarmWiring {
  readonly channels: AlertChannels;
}

/**
 * Says that somebody whose work it is not changed where the trail goes, or what of it is recorded. Such entries are of Admin Activity:
 * nobody excludes them, and no condition on entries misses them. Of two environments in one project each is told that its audit settings
 * changed: they are both’s.
 */
export class TrailAlarm extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: TrailAlarmSettings,
    { channels: { critical } }: TrailAlarmWiring,
  ) {
    super(scope, id);
    if (critical.length === 0) return;
    const { address, project, name, filter, title, first } = settings;
    const what = `${name}: ${title}`;
    const policy = new MonitoringAlertPolicy(this, 'Resource', {
      project,
      displayName: what,
      combiner: 'OR',
      severity: 'CRITICAL',
      conditions: [
        {
          displayName: what,
          conditionMatchedLog: { filter, labelExtractors: { ...CHANGE } },
        },
      ],
      notificationChannels: [...critical],
      alertStrategy: { autoClose: '1800s', notificationRateLimit: { period: '300s' } },
      documentation: {
        mimeType: 'text/markdown',
        subject: what,
        content: first.map((step, i) => `${String(i + 1)}. ${step}`).join('\n\n'),
        links: policyLinks(project),
      },
    });
    pin(policy, address, 'trail_changed');
  }
}

const CHANGE = {
  what: 'EXTRACT(protoPayload.resourceName)',
  method: 'EXTRACT(protoPayload.methodName)',
  who: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)',
};
