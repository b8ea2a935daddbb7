import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlertChannels } from './notification-channels';
import { policyLinks } from './policy-links';

export interface TrailAlarmSettings {
  readonly address: string;
  readonly project: string;
  /** How the names of its sinks and log buckets begin. */
  readonly name: string;
  /** The sinks to the store of the trail, which are named like it. */
  readonly sinks: readonly string[];
  /** The addresses of who deploys, and of who deploys the trail: what they change was reviewed. */
  readonly deployers: readonly string[];
  /** What is wrong, and what is done first. */
  readonly title: string;
  readonly first: readonly string[];
}

export interface TrailAlarmWiring {
  readonly channels: AlertChannels;
}

/**
 * Says that somebody else than the deploy changed where the trail goes, or what of it is recorded. Such entries are of Admin Activity:
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
    const { address, project, name, title, first } = settings;
    const what = `${name}: ${title}`;
    const policy = new MonitoringAlertPolicy(this, 'Resource', {
      project,
      displayName: what,
      combiner: 'OR',
      severity: 'CRITICAL',
      conditions: [
        {
          displayName: what,
          conditionMatchedLog: { filter: changesOf(settings), labelExtractors: { ...CHANGE } },
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

/** Names of methods: "Cloud Logging audit logging"; of audit settings: "IAM audit logging" (both read 2026-11). */
function changesOf({ project, name, sinks, deployers }: TrailAlarmSettings): string {
  const methods = '[.](Update|Delete)(Sink|Bucket|BucketAsync|View)$';
  const own = `protoPayload.methodName=~"${methods}" AND protoPayload.resourceName=~"^projects/${project}/(sinks|locations/[^/]+/buckets)/(${name}-|(${sinks.join('|')})$)"`;
  const settings =
    'protoPayload.methodName="SetIamPolicy" AND protoPayload.serviceData.policyDelta.auditConfigDeltas:*';
  return [
    'log_id("cloudaudit.googleapis.com/activity")',
    `((${own}) OR (resource.type="project" AND ${settings}))`,
    ...deployers.map((each) => `NOT protoPayload.authenticationInfo.principalEmail="${each}"`),
  ].join(' AND ');
}
