import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface DriftCountSettings {
  readonly address: string;
  readonly project: string;
  /** The metric’s, of a project. */
  readonly name: string;
  /** Whose runners they are. */
  readonly of: string;
  /** Finds the entries of runs that found more or less access than is declared. */
  readonly filter: string;
}

/**
 * How many runs found more or less access than is declared, by job. A project’s own counters count what is excluded from its buckets, too
 * ("Log-based metrics overview", Cloud Logging, read 2026-11), and runners log to a bucket of their own.
 */
export class DriftCount extends Construct {
  constructor(scope: Construct, id: string, settings: DriftCountSettings) {
    super(scope, id);
    const { address, project, name, of, filter } = settings;
    const metric = new LoggingMetric(this, 'Resource', {
      ...{ project, name, filter },
      description: `Runs of the runners of ${of} that found more or less access than is declared`,
      metricDescriptor: { metricKind: 'DELTA', valueType: 'INT64', unit: '1' },
    });
    pin(metric, address, 'access_drift');
  }
}
