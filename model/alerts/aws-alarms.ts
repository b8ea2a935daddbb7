import type { AwsInstance } from '../deployment/aws-deployment';
import { alarmText, pageText } from './alarm-text';
import type { DeclaredAlert, Missing } from './alert';
import type { AlertName } from './alert-names';
import { awsHomeName, type AwsRegion } from './aws-databases';
import { countedOf, logFiltersOf } from './aws-log-metrics';
import { awsCounted, awsMeasured, emittedIn, type AwsMeasured } from './aws-measured';
import { alertOf } from './catalogue';
import { LOGS_NAMESPACE } from './metric-name';
import type { ToldSeverity } from './severity';
import type { AwsSignal } from './signal';

/** An alarm of CloudWatch as it is to be made. */
export interface AwsAlarm {
  /** `<subject>-<alert>-<severity>`. */
  readonly name: string;
  readonly alert: AlertName;
  readonly severity: ToldSeverity;
  /** The databases that it watches; of a region all that the instance has there. */
  readonly subject: string;
  readonly description: string;
  readonly measured: AwsMeasured;
  readonly comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly threshold: number;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly missing: 'breaching' | 'notBreaching' | 'ignore';
  /** Whether another tells of it, together with what has the same cause. */
  readonly paged: boolean;
}

/** One alarm that tells of several with the same cause. */
export interface AwsPage {
  /** `<identifier>-<cause>`. */
  readonly name: string;
  readonly cause: string;
  readonly description: string;
  /** The names of those that it tells of. */
  readonly alarms: readonly string[];
}

export interface AwsAlarms {
  readonly alarms: readonly AwsAlarm[];
  readonly pages: readonly AwsPage[];
}

/**
 * The alarms of an instance in one region. What is critical and has one cause pages once: the alarms of it have no actions, and one that
 * rings when any of them does has ("Create a composite alarm", CloudWatch user guide, read 2026-11).
 *
 * @param told of which severities somebody is told there: of others there is no alarm
 */
export function awsAlarms(
  instance: AwsInstance,
  region: AwsRegion,
  told: Readonly<Record<ToldSeverity, boolean>>,
): AwsAlarms {
  const rung = instance.alerts.told.flatMap((declared) =>
    declared.severity !== 'info' && told[declared.severity]
      ? alarmsOf(instance, region, declared, declared.severity)
      : [],
  );
  const pages = pagesOf(instance, region, rung);
  const paged = new Set(pages.flatMap(({ alarms }) => alarms));
  return { alarms: rung.map((each) => ({ ...each, paged: paged.has(each.name) })), pages };
}

type Unpaged = Omit<AwsAlarm, 'paged'>;

/** One for each database, or for all of a region where lines of logs are counted. */
function alarmsOf(
  instance: AwsInstance,
  region: AwsRegion,
  declared: DeclaredAlert,
  severity: ToldSeverity,
): readonly Unpaged[] {
  const alert = alertOf(declared.alert);
  const signal = alert.aws[instance.engine];
  if ('code' in signal || region !== declared.region) return [];
  const of = (subject: string, measured: AwsMeasured): Unpaged => ({
    name: `${subject}-${alert.name}-${severity}`,
    ...{ alert: alert.name, severity, subject, measured },
    description: alarmText(alert, declared, {
      database: subject,
      ...verbsOf(instance),
    }),
    comparison: declared.side === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: declared.threshold.value,
    ...windowOf(measured, declared.minutes),
    missing: MISSING_DATA[declared.missing],
  });
  if (isCounted(signal, declared)) {
    return declared.subjects.map((database) => {
      const whose = countedOf(alert.name, instance, { region, database });
      return of(whose, awsCounted(alert.name, whose, logFiltersOf(alert.name, instance)));
    });
  }
  if (signal.kind !== 'metric') return [];
  return declared.subjects.map((subject) => of(subject, awsMeasured(signal, subject, instance)));
}

/** Whether lines of logs tell of it: of databases’, or of the runner’s. */
const isCounted = ({ kind }: AwsSignal, { alert }: Pick<DeclaredAlert, 'alert'>): boolean =>
  kind === 'log' || kind === 'trail' || alert === 'access-drift';

/** What the verbs of Kura call an instance: any of its services will do. */
export const serviceOf = ({ environment, services, id }: AwsInstance): string =>
  `${environment}/${services[0]?.service ?? id}`;

/**
 * `ignore` keeps the state that there was, and is why a restart neither ends nor begins an alarm: `missing` would make it “insufficient
 * data”, which counts as the end of it, and it would page again a minute later ("Configuring how CloudWatch alarms treat missing data",
 * CloudWatch user guide, copy of 2023-06). That a database is silent is `unavailable`’s to say.
 */
const MISSING_DATA: Readonly<Record<Missing, AwsAlarm['missing']>> = {
  wrong: 'breaching',
  well: 'notBreaching',
  'as before': 'ignore',
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** As often as the watch emits, and as what RDS has of credits comes. */
const OFTEN = 5 * MINUTE;

/**
 * Over which time an alarm looks. RDS gives most metrics each minute; what the watch emits comes every five minutes or every hour, and a
 * shorter period would have gaps, which `ignore` never lets ring. One sample that comes late does no harm: CloudWatch takes the newest
 * that there are before it counts any as missing (same page). Lines are counted over the whole time, not in each minute of it.
 */
export function windowOf(
  measured: AwsMeasured,
  minutes: number,
): Pick<AwsAlarm, 'period' | 'evaluationPeriods'> {
  const lasts = Math.max(1, minutes) * MINUTE;
  if (measured.series.some(({ namespace }) => namespace === LOGS_NAMESPACE)) {
    return { period: lasts, evaluationPeriods: 1 };
  }
  const emitted = emittedIn(measured);
  const period =
    emitted === 'hourly' ? HOUR : emitted === 'often' || lasts > 15 * MINUTE ? OFTEN : MINUTE;
  return { period, evaluationPeriods: Math.max(1, Math.round(lasts / period)) };
}

/**
 * For each cause of several critical alarms of one database one that tells of them; one alone tells of itself. Not of several databases:
 * CloudWatch tells of a change alone, and what rings for a reader would hide the writer’s.
 */
function pagesOf(
  instance: AwsInstance,
  region: AwsRegion,
  rung: readonly Unpaged[],
): readonly AwsPage[] {
  const home = awsHomeName(instance, region);
  const causes = new Map<string, Unpaged[]>();
  for (const alarm of rung.filter(({ severity }) => severity === 'critical')) {
    const { cause } = alertOf(alarm.alert);
    if (cause === undefined) continue;
    const key = `${ownPart(alarm.subject, home)}${cause}`;
    causes.set(key, [...(causes.get(key) ?? []), alarm]);
  }
  return [...causes].flatMap(([cause, alarms]) => {
    const [{ subject } = { subject: home }] = alarms;
    const alerts = alarms.map(({ alert }) => alertOf(alert));
    return alarms.length < 2
      ? []
      : [
          {
            ...{ name: `${home}-${cause}`, cause },
            description: pageText(alerts, { database: subject, ...verbsOf(instance) }),
            alarms: alarms.map(({ name }) => name),
          },
        ];
  });
}

/** `reader-1-` of a reader; nothing of the one that the others are named after. */
function ownPart(subject: string, home: string): string {
  if (subject === home) return '';
  return `${subject.startsWith(`${home}-`) ? subject.slice(home.length + 1) : subject}-`;
}

/** What the verbs of Kura take. */
const verbsOf = (instance: AwsInstance) => ({
  service: serviceOf(instance),
  instance: `${instance.environment}/${instance.id}`,
});
