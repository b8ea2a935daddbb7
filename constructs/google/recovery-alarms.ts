import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Construct } from 'constructs';
import { pin } from '../address';
import type { AlertChannels } from './notification-channels';

export interface RecoveryAlarmsSettings {
  readonly address: string;
  readonly project: string;
  readonly region: string;
  /** The replica's name. */
  readonly identifier: string;
  readonly primary: string;
  /** Seconds that the replica may be behind: what the region's loss may cost. */
  readonly lagSeconds: number;
}

export interface RecoveryAlarmsWiring {
  /** It is critical: were the region lost now, too much would be. */
  readonly channels: AlertChannels;
}

/**
 * Says when a recovery replica is further behind than the loss of its primary's region may cost, and when nobody knows how far: the
 * bound counts only while this watches it. "cloudsql.googleapis.com/database/replication/replica_lag" is sampled every minute and seen
 * after 165 seconds (Cloud SQL metrics, read 2026-11), so that five minutes are the shortest to look at.
 */
export class RecoveryAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RecoveryAlarmsSettings,
    { channels: { critical } }: RecoveryAlarmsWiring,
  ) {
    super(scope, id);
    if (critical.length === 0) return;
    const { address, project, identifier, primary, lagSeconds } = settings;
    const what = `the recovery replica ${identifier} is behind`;
    const policy = new MonitoringAlertPolicy(this, 'lag', {
      project,
      displayName: what,
      combiner: 'OR',
      severity: 'ERROR',
      conditions: [behind(settings), unseen(settings)],
      notificationChannels: [...critical],
      alertStrategy: { autoClose: A_DAY },
      documentation: {
        mimeType: 'text/markdown',
        subject: what,
        content: [
          `${primary} serves as before. If its region were lost now, more than ${String(lagSeconds)} seconds of writes would be lost, or the replica could not take over.`,
          `1. See what the replica is doing: \`gcloud sql instances describe ${identifier} --project=${project} --format='value(state,replicationCluster,failoverReplica)'\` and \`gcloud sql operations list --instance=${identifier} --project=${project} --limit=5\`.`,
          '2. Behind for a while after a bulk load, a long transaction or a large change of a table: it catches up, and nothing is to be mended. Behind for hours: its machine is too small for the writes of its primary; take a larger tier.',
          `3. Stopped by an error: \`gcloud sql instances restart ${identifier} --project=${project}\` starts the replication again. Where that does not help, it is made anew:`,
          ...anew(settings),
        ].join('\n\n'),
      },
    });
    pin(policy, address, 'recovery', 'lag');
  }
}

/** It is protected, its disk may be no smaller than its primary’s has grown to, and Cloud SQL may keep its name for a while. */
function anew({ project, region, identifier, primary }: RecoveryAlarmsSettings): string[] {
  return [
    `4. Write below the service’s \`breakGlass\` an approval with \`protection: deletion\` and \`of: recovery\`, have it reviewed, and deploy the instance’s stack in ${region}: its protections are off.`,
    `5. Where it is designated, withdraw that: \`gcloud sql instances patch ${primary} --project=${project} --clear-failover-dr-replica-name\`. Delete it: \`gcloud sql instances delete ${identifier} --project=${project}\`.`,
    `6. See what the disk of ${primary} has grown to: \`gcloud sql instances describe ${primary} --project=${project} --format='value(settings.dataDiskSizeGb)'\`. Where that is more than the estate’s \`storage\`, write that much there: Cloud SQL takes no replica with less.`,
    `7. Take the approval out and deploy the stack in ${region} again. Where Cloud SQL refuses the name ${identifier}, which it may keep for up to a week, deploy again on the days that follow. Where it was designated, the deploy after that of the primary’s stack designates it again. Until it is there, no region's loss is met.`,
  ];
}

const A_DAY = '86400s';

const filterOf = ({ project, identifier }: RecoveryAlarmsSettings): string =>
  [
    'resource.type="cloudsql_database"',
    'metric.type="cloudsql.googleapis.com/database/replication/replica_lag"',
    `resource.labels.database_id="${project}:${identifier}"`,
  ].join(' AND ');

/** The worst of each minute, above for five. */
function behind(settings: RecoveryAlarmsSettings): MonitoringAlertPolicyConditions {
  return {
    displayName: `more than ${String(settings.lagSeconds)} seconds behind`,
    conditionThreshold: {
      filter: filterOf(settings),
      comparison: 'COMPARISON_GT',
      thresholdValue: settings.lagSeconds,
      duration: '300s',
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX' }],
      trigger: { count: 1 },
    },
  };
}

/** A replica that does not run gives no lag. One that never gave any is not told of ("Metric-absence alerting policies", 2026-11). */
function unseen(settings: RecoveryAlarmsSettings): MonitoringAlertPolicyConditions {
  return {
    displayName: 'no lag known for a quarter of an hour',
    conditionAbsent: {
      filter: filterOf(settings),
      duration: '900s',
      aggregations: [{ alignmentPeriod: '60s', perSeriesAligner: 'ALIGN_MAX' }],
      trigger: { count: 1 },
    },
  };
}
