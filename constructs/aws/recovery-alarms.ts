import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Engine } from '../../model/tables/engines';
import { pin } from '../address';
import type { AlarmActions } from './alarm-actions';

export interface RecoveryAlarmsSettings {
  readonly address: string;
  readonly engine: Engine;
  /** The recovery replica’s identifier. */
  readonly identifier: string;
  /** Milliseconds of the newest data that may be missing; null where nothing is demanded. */
  readonly rpo: number | null;
  /** Both alarms are critical: were the region lost now, too much would be. */
  readonly actions: AlarmActions;
}

export interface RecoveryAlarmsWiring {
  /** The replica: before it is there, there is nothing to hear of. */
  readonly after: readonly ITerraformDependable[];
}

const SECOND = 1000;
/**
 * Seconds. A replica of a PostgreSQL without writes says up to five minutes ("Working with read replicas for Amazon RDS for
 * PostgreSQL", RDS user guide, read 2026-11): an alarm below would ring for nothing.
 */
const LEAST = 360;
/** Where no RPO is demanded, in seconds. */
const USUAL = 900;

/**
 * Says that the recovery replica is further behind than it may be, or follows no more. RDS measures only a replica that it can see: no
 * data counts as too late. How old replicated backups are it does not measure at all: that is their drill’s to say.
 */
export class RecoveryAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: RecoveryAlarmsSettings,
    wiring: RecoveryAlarmsWiring,
  ) {
    super(scope, id);
    if (settings.actions.critical.length === 0) return;
    const { engine, identifier, rpo } = settings;
    const limit = rpo === null ? USUAL : Math.max(LEAST, Math.floor(rpo / SECOND));
    createAlarm(this, 'behind', settings, wiring, {
      alarmDescription: `${identifier} is more than ${String(limit)} seconds behind its primary, or cannot be seen.`,
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: limit,
      treatMissingData: 'breaching',
    });
    // MySQL says -1; PostgreSQL’s lag grows instead ("Monitoring read replication", RDS user guide, read 2026-11).
    if (engine !== 'mysql') return;
    createAlarm(this, 'stopped', settings, wiring, {
      alarmDescription: `${identifier} follows its primary no more.`,
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
      threshold: 0,
      // That nothing is heard the other says.
      treatMissingData: 'notBreaching',
    });
  }
}

type Condition = Pick<
  CloudwatchMetricAlarmConfig,
  'alarmDescription' | 'comparisonOperator' | 'statistic' | 'threshold' | 'treatMissingData'
>;

function createAlarm(
  scope: Construct,
  what: string,
  { address, identifier, actions: { critical } }: RecoveryAlarmsSettings,
  { after }: RecoveryAlarmsWiring,
  condition: Condition,
): void {
  const alarm = new CloudwatchMetricAlarm(scope, what, {
    ...condition,
    alarmName: `${identifier}-${what}`,
    namespace: 'AWS/RDS',
    metricName: 'ReplicaLag',
    dimensions: { DBInstanceIdentifier: identifier },
    period: 60,
    evaluationPeriods: 5,
    alarmActions: [...critical],
    okActions: [...critical],
    dependsOn: [...after],
  });
  pin(alarm, address, what);
}
