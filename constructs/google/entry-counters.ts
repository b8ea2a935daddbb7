import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import { Construct } from 'constructs';
import type { Counter } from '../../model/alerts/google-counters';
import { addressOf, pin } from '../address';

export interface EntryCountersSettings {
  readonly address: string;
  readonly project: string;
  /** How the counters’ names begin. */
  readonly name: string;
  readonly counters: readonly Counter[];
}

/**
 * How many entries of the audit trail an alert is of, by database. No label has a statement: who may read metrics may not read those. A
 * project’s counters count what is excluded from its buckets, too ("Log-based metrics overview", Cloud Logging, read 2026-11).
 */
export class EntryCounters extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, project, name: beginning, counters }: EntryCountersSettings,
  ) {
    super(scope, id);
    for (const { name, description, filter } of counters) {
      const own = name.slice(beginning.length + 1);
      const metric = new LoggingMetric(this, own, {
        ...{ project, name, description, filter },
        metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' },
      });
      pin(metric, address, addressOf(own));
    }
  }
}
