import type { AwsMetricName } from '../tables/aws-metrics';
import type { GoogleMetricType } from '../tables/google-metrics';
import type { KuraMetricName } from '../tables/kura-metrics';
import type { TrailFacts } from '../audit/trail-facts';
import type { AlertFacts } from './alert';
import type { AwsLogFilter } from './log-filter';
import type { CountedInstance } from './trail-entries';

export type AwsStatistic = 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum' | 'p90';

/** A log that RDS exports, by its type. */
export type AwsLog = 'postgresql' | 'error' | 'slowquery' | 'audit' | 'iam-db-auth-error';

/** What tells of something on AWS. */
export type AwsSignal =
  /** A metric, or what an expression makes of it as `m` and of others by their names. */
  | {
      readonly kind: 'metric';
      readonly metric: AwsMetricName | KuraMetricName;
      readonly statistic: AwsStatistic;
      readonly math?: {
        readonly expression: (
          facts: Pick<AlertFacts, 'tier' | 'storage' | 'storageCeiling'>,
        ) => string;
        readonly others: Readonly<
          Record<
            string,
            {
              readonly metric: AwsMetricName | KuraMetricName;
              readonly statistic: AwsStatistic;
              /** The watched database, or the one that it follows. */
              readonly of: 'itself' | 'writer';
            }
          >
        >;
      };
    }
  /** Lines of a log that a filter counts, for the instance as a whole. */
  | {
      readonly kind: 'log';
      readonly filters: readonly AwsLogFilter[];
    }
  /** The same by filters that follow from who may do what. */
  | { readonly kind: 'trail'; readonly filters: (trail: TrailFacts) => readonly AwsLogFilter[] }
  /** Events of RDS by their ids: EventBridge passes them on. */
  | { readonly kind: 'event'; readonly ids: readonly string[] }
  | OwnSignal;

/** What a construct of its own tells of, because it is not a database’s. */
export interface OwnSignal {
  readonly kind: 'own';
  readonly metric: string;
  /** It comes as an event, or is another account’s: no dashboard can show it. */
  readonly unseen?: true;
}

export type GoogleAligner =
  'ALIGN_DELTA' | 'ALIGN_MAX' | 'ALIGN_MEAN' | 'ALIGN_MIN' | 'ALIGN_SUM' | 'ALIGN_PERCENTILE_95';

/** What tells of something on Google Cloud. */
export type GoogleSignal =
  | {
      readonly kind: 'metric';
      readonly metric: GoogleMetricType;
      readonly aligner: GoogleAligner;
      /** Series of one database that are added up, or of which the worst counts. */
      readonly reducer?: 'REDUCE_SUM' | 'REDUCE_MAX' | 'REDUCE_PERCENTILE_95';
      /** Values of the metric’s own labels. */
      readonly labels?: Readonly<Record<string, string>>;
      /** What a threshold in the alert’s unit is multiplied with to be one of the metric’s: 0.01 of a ratio. */
      readonly scale?: (facts: Pick<AlertFacts, 'storageCeiling'>) => number;
    }
  /** A metric that the watch emits. */
  | { readonly kind: 'emitted'; readonly metric: KuraMetricName }
  /** An expression of PromQL, of databases that `{databases}` matches. */
  | {
      readonly kind: 'promql';
      readonly metrics: readonly GoogleMetricType[];
      readonly query: string;
    }
  /** Entries of the logs that a filter finds: beside `{databases}` everything is the logging query language’s. */
  | { readonly kind: 'log'; readonly filter: string }
  /** Audit entries of an instance’s databases that a counter counts: what of them follows from who may do what. */
  | { readonly kind: 'counted'; readonly entries: (instance: CountedInstance) => string }
  | OwnSignal;
