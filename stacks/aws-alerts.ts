import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/aws/alarms';
import { LogFilters } from '../constructs/aws/log-filters';
import { readerIdentifier } from '../constructs/aws/reader';
import { awsAlarms } from '../model/alerts/aws-alarms';
import type { AwsRegion } from '../model/alerts/aws-databases';
import { awsLogMetrics } from '../model/alerts/aws-log-metrics';
import { LOGS_NAMESPACE } from '../model/alerts/metric-name';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import type { AwsAlarms } from './aws-alarms';
import type { AwsDatabase } from './aws-databases';

export interface AwsAlertsWiring {
  readonly alarms: Pick<AwsAlarms, 'actions'>;
  /** Those of the stack’s region. */
  readonly databases: readonly AwsDatabase[];
  /** What else is watched under a name that is no database’s here: backups that are replicated. */
  readonly also?: readonly ITerraformDependable[];
}

/** What is heard of an instance’s databases in one region: their metrics, and lines of their logs. */
export function createAwsAlerts(
  scope: Construct,
  instance: AwsInstance,
  region: AwsRegion,
  { alarms: { actions }, databases, also = [] }: AwsAlertsWiring,
): void {
  const after = waitsFor(databases, also);
  const filters = awsLogMetrics(instance, region);
  new LogFilters(scope, 'log-filters', { filters, namespace: LOGS_NAMESPACE }, { after });
  const told = { warning: actions.warning.length > 0, critical: actions.critical.length > 0 };
  const plan = awsAlarms(instance, region, told);
  new Alarms(scope, 'database-alarms', { address: instance.id, actions, ...plan }, { after });
}

/** What of a name is not a database’s here is all that the instance has. */
function waitsFor(
  databases: readonly AwsDatabase[],
  also: readonly ITerraformDependable[],
): (name: string) => readonly ITerraformDependable[] {
  const resources = new Map(
    databases.flatMap(({ identifier, resource, readers }) => [
      [identifier, resource] as const,
      ...readers.map(
        (reader, i) => [readerIdentifier(identifier, i + 1), reader.resource] as const,
      ),
    ]),
  );
  return (name) => {
    const own = resources.get(name);
    return own ? [own] : [...databases.map(({ resource }) => resource), ...also];
  };
}
