import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface AuditWorkgroupSettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
}

/** What one query may read: 100 GiB, lest one without a day reads years. */
const LARGEST_QUERY = 100 * 1024 ** 3;

/**
 * In which the store is queried, and who does so cannot have it otherwise. What a query finds is kept by Athena for a day, outside the
 * store, in no bucket that anybody else reads ("Managed query results", Athena user guide, read 2026-11).
 */
export class AuditWorkgroup extends Construct {
  constructor(scope: Construct, id: string, { address, name }: AuditWorkgroupSettings) {
    super(scope, id);
    const workgroup = new AthenaWorkgroup(this, 'Resource', {
      name,
      description: 'Queries of the audit trail',
      state: 'ENABLED',
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: LARGEST_QUERY,
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
    pin(workgroup, address);
  }
}
