import type { Engine } from './engines';

/** A metric that CloudWatch has without anybody’s doing. */
export interface AwsMetric {
  readonly namespace: string;
  readonly unit: AwsUnit;
  /** What its one dimension names. */
  readonly dimension:
    'DBInstanceIdentifier' | 'FunctionName' | 'ScheduleGroup' | 'DeliveryStreamName';
  /** The engines that have it; both where absent. */
  readonly engines?: readonly Engine[];
  readonly meaning: string;
}

export type AwsUnit = 'Percent' | 'Bytes' | 'Bytes/Second' | 'Count' | 'Count/Second' | 'Seconds';

const rds = (unit: AwsUnit, meaning: string, ...engines: readonly Engine[]): AwsMetric => ({
  ...{ namespace: 'AWS/RDS', unit, dimension: 'DBInstanceIdentifier', meaning },
  ...(engines.length > 0 ? { engines } : {}),
});

/**
 * Sources, read 2026-11: "Amazon CloudWatch metrics for Amazon RDS" and "Monitoring read replication" (RDS user guide), without those
 * that it gives Aurora alone, such as `Deadlocks`; "Types of metrics for Lambda functions" (Lambda developer guide); "Monitoring with
 * CloudWatch" (EventBridge Scheduler user guide); "Monitor Amazon Data Firehose using CloudWatch metrics" (Data Firehose developer guide).
 */
export const AWS_METRICS = {
  CPUUtilization: rds('Percent', 'of the vCPUs'),
  CPUCreditBalance: rds('Count', 'credits of a burstable class'),
  CPUSurplusCreditsCharged: rds(
    'Count',
    'credits that a burstable class has used up beyond its own',
  ),
  FreeableMemory: rds('Bytes', 'memory that is free, or a cache’s that gives way'),
  SwapUsage: rds('Bytes', 'memory on disk'),
  FreeStorageSpace: rds('Bytes', 'of the disk as it is now'),
  ReadLatency: rds('Seconds', 'of an operation of the disk'),
  WriteLatency: rds('Seconds', 'of an operation of the disk'),
  ReadIOPS: rds('Count/Second', 'operations of the disk'),
  WriteIOPS: rds('Count/Second', 'operations of the disk'),
  ReadThroughput: rds('Bytes/Second', 'of the disk'),
  WriteThroughput: rds('Bytes/Second', 'of the disk'),
  DiskQueueDepth: rds('Count', 'operations that wait for the disk'),
  NetworkReceiveThroughput: rds('Bytes/Second', 'with replication and monitoring'),
  NetworkTransmitThroughput: rds('Bytes/Second', 'with replication and monitoring'),
  DatabaseConnections: rds('Count', 'connections of clients'),
  DBLoad: rds('Count', 'sessions that are active'),
  DBLoadCPU: rds('Count', 'sessions that run on a vCPU'),
  DBLoadNonCPU: rds('Count', 'sessions that wait for something else'),
  ReplicaLag: rds('Seconds', 'of a replica; -1 where MySQL’s replication has stopped'),
  MaximumUsedTransactionIDs: rds('Count', 'of the oldest database', 'postgres'),
  OldestReplicationSlotLag: rds('Bytes', 'of the replica furthest behind', 'postgres'),
  TransactionLogsDiskUsage: rds('Bytes', 'of the write-ahead log', 'postgres'),
  TransactionLogsGeneration: rds('Bytes/Second', 'of the write-ahead log', 'postgres'),
  BinLogDiskUsage: rds('Bytes', 'of the binary log', 'mysql'),
  Errors: {
    ...{ namespace: 'AWS/Lambda', unit: 'Count', dimension: 'FunctionName' },
    meaning: 'runs that failed',
  },
  Invocations: {
    ...{ namespace: 'AWS/Lambda', unit: 'Count', dimension: 'FunctionName' },
    meaning: 'runs',
  },
  InvocationDroppedCount: {
    ...{ namespace: 'AWS/Scheduler', unit: 'Count', dimension: 'ScheduleGroup' },
    meaning: 'starts that no retry brought about',
  },
  'DeliveryToS3.DataFreshness': {
    ...{ namespace: 'AWS/Firehose', unit: 'Seconds', dimension: 'DeliveryStreamName' },
    meaning: 'age of the oldest record that is not yet in the bucket',
  },
  IncomingRecords: {
    ...{ namespace: 'AWS/Firehose', unit: 'Count', dimension: 'DeliveryStreamName' },
    meaning: 'records that came in',
  },
} as const satisfies Readonly<Record<string, AwsMetric>>;
export type AwsMetricName = keyof typeof AWS_METRICS;
