import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { DatabaseLogs } from './database-logs';
import type { DatabaseInstance, DatabaseInstanceSettings } from './instance';
import type { Trail } from './log-subscription';

export interface ReaderSettings {
  /** Counts from 1. */
  readonly number: number;
  readonly deletionProtection: boolean;
}

/** What a reader takes from the instance that it reads from. */
export interface ReaderSource extends Pick<
  DatabaseInstance,
  'identifier' | 'protection' | 'storage'
> {
  readonly settings: Pick<
    DatabaseInstanceSettings,
    'address' | 'engine' | 'identifier' | 'instanceClass' | 'logRetentionDays'
  >;
}

export interface ReaderWiring {
  readonly primary: ReaderSource;
  readonly key: { readonly arn: string };
  readonly trail: Trail;
}

/** The identifier of a reader: its log groups' names, and so the key's policy, derive from it. */
export function readerIdentifier(primary: string, number: number): string {
  return `${primary}-reader-${number}`;
}

/**
 * A read replica in its primary's region. It has no setting of its own but its number, and whether somebody approved its deletion:
 * all other protection comes from the primary.
 */
export class Reader extends Construct {
  readonly host: string;
  readonly resourceId: string;
  /** The replica exists once this does. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: ReaderSettings, wiring: ReaderWiring) {
    super(scope, id);
    const { number, deletionProtection } = settings;
    const { primary } = wiring;
    const identifier = readerIdentifier(primary.settings.identifier, number);
    const address = addressOf(primary.settings.address, 'reader', String(number));
    const logs = createLogs(this, identifier, address, wiring);
    const reader = new DbInstance(this, 'Resource', {
      ...primary.protection,
      ...primary.storage,
      deletionProtection,
      identifier,
      // By identifier, not ARN: within a region, RDS then takes subnets and version from the source.
      replicateSourceDb: primary.identifier,
      instanceClass: primary.settings.instanceClass,
      multiAz: false,
      // RDS takes no insights mode for a replica, and without the advanced one keeps 7 days.
      ...(primary.protection.performanceInsightsEnabled
        ? { performanceInsightsRetentionPeriod: 7 }
        : {}),
      // The primary's backups recover the data; RDS takes no final snapshot of a replica.
      backupRetentionPeriod: 0,
      skipFinalSnapshot: true,
      dependsOn: [...logs.resources],
    });
    this.resource = pin(reader, address);
    this.host = reader.address;
    this.resourceId = reader.resourceId;
  }
}

function createLogs(
  scope: Construct,
  identifier: string,
  address: string,
  { primary, key, trail }: ReaderWiring,
): DatabaseLogs {
  const { engine, logRetentionDays: retentionDays } = primary.settings;
  const own = { address, engine, identifier, retentionDays };
  return new DatabaseLogs(scope, 'logs', own, { key, trail });
}
