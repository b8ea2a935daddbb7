import type { Alert, AlertFacts, Gap } from './alert';
import { both } from './both-engines';
import { eachCounts } from './each-counts';
import {
  mysqlAdminLines,
  mysqlRightsLines,
  mysqlSchemaLines,
  tooManyMysqlMigrators,
} from './mysql-audit-lines';
import {
  adminLines,
  copyLines,
  endedLines,
  readLines,
  rightsLines,
  schemaLines,
  tooManyMarked,
  tooManyMigrators,
} from './pgaudit-lines';
import {
  adminEntries,
  copyEntries,
  endedEntries,
  mysqlAdminEntries,
  mysqlRightsEntries,
  mysqlSchemaEntries,
  readEntries,
  rightsEntries,
  schemaEntries,
} from './trail-entries';

const NO_TABLES: Gap = {
  code: 'no-metric',
  why: 'MySQL’s audit log has statements, and no names of tables',
};

const unmarked = ({ trail: { marked } }: AlertFacts): Gap | undefined =>
  marked.length === 0
    ? { code: 'nobody-to-watch', why: 'no service of it marks a table below `personalTables`' }
    : undefined;

function manyMigrators({ cloud, engine, trail }: AlertFacts): Gap | undefined {
  if (cloud === 'google') return undefined;
  const tooMany = engine === 'postgres' ? tooManyMigrators(trail) : tooManyMysqlMigrators(trail);
  return tooMany
    ? {
        code: 'no-room',
        why: `its ${String(trail.migrators.length)} migrators are more names than the filters of one log group take: give some services an instance of their own`,
      }
    : undefined;
}

/** Marked tables of an instance on AWS: each has a filter of the hundred that a log group has, beside those of other alerts. */
const MOST_MARKED = 80;

/** Statements that read a marked table, of a vCPU in a second. */
const READS = 10;

const HOUR = 60;

/** What the stream of a store on AWS has not written: seconds, and for how many minutes. */
export const LATE_ON_AWS = { threshold: 3600, minutes: 15 } as const;

/** Fewer lines than that in so many minutes: a run starts each 24 hours to the minute, and is counted in its hour. */
export const SILENT_ON_AWS = { threshold: 1, minutes: 26 * HOUR } as const;
export const SILENT_ON_GOOGLE = { threshold: 1, minutes: 3 * HOUR } as const;

/** What the audit trail itself tells of. */
export const TRAIL_ALERTS: readonly Alert[] = [
  {
    name: 'foreign-schema-change',
    title: 'somebody changed a schema who is no migrator',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'trail', filters: schemaLines },
      mysql: { kind: 'trail', filters: mysqlSchemaLines },
    },
    google: {
      postgres: { kind: 'counted', entries: schemaEntries },
      mysql: { kind: 'counted', entries: mysqlSchemaEntries },
    },
    unless: manyMigrators,
    levels: () => [eachCounts('warning', 5)],
    first: [
      'See who and what in the trail: lines of class DDL whose login is no migrator’s. An owner is a person, and rings, too.',
      'Was it agreed? Put it into a migration, else the next one fails on it.',
      'Was it not? Take it back, and see how that login came by the right: `npx kura verify-access {instance}`.',
    ],
  },
  {
    name: 'foreign-grant',
    title: 'somebody else than Kura changed roles or rights',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'trail', filters: rightsLines },
      mysql: { kind: 'trail', filters: mysqlRightsLines },
    },
    google: {
      postgres: { kind: 'counted', entries: rightsEntries },
      mysql: { kind: 'counted', entries: mysqlRightsEntries },
    },
    levels: () => [eachCounts('warning', 5)],
    first: [
      'See who gave what to whom in the trail: class ROLE, GRANT, or a database user made by the API.',
      'A migration’s GRANT is not declared: the runner takes it back. Declare it below `access`.',
      'Nobody’s: run `npx kura sql apply {instance}`, which takes it back now, and end that login’s sessions.',
    ],
  },
  {
    name: 'admin-login',
    title: 'somebody logged in as the administrator',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'trail', filters: adminLines },
      mysql: { kind: 'trail', filters: mysqlAdminLines },
    },
    google: {
      postgres: { kind: 'counted', entries: adminEntries },
      mysql: { kind: 'counted', entries: mysqlAdminEntries },
    },
    levels: () => [eachCounts('critical', 5)],
    first: [
      'On RDS Kura’s runner does so once itself, by a password it forgets: on a new instance, or where it lost its way in. Its log then says “gets a password that is forgotten at once”, and nothing is to be done.',
      'Else somebody set that password through the cloud’s API, or on Cloud SQL works as the runner: see who, in CloudTrail or the audit log. On RDS a login by IAM does not ring, whoever it is.',
      'End the session, take that right away, and read all that the login did since. It may have ended its own trail unrecorded.',
    ],
  },
  {
    name: 'mass-copy',
    title: 'a table marked personal was copied out',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: { postgres: { kind: 'trail', filters: copyLines }, mysql: NO_TABLES },
    google: { postgres: { kind: 'counted', entries: copyEntries }, mysql: NO_TABLES },
    unless: (facts) =>
      unmarked(facts) ??
      (facts.cloud === 'aws' && tooManyMarked(facts.trail)
        ? {
            code: 'no-room',
            why: `its ${String(facts.trail.marked.length)} marked tables are more names than a filter takes: \`mass-read\` counts their reads`,
          }
        : undefined),
    levels: () => [eachCounts('critical', 5)],
    first: [
      'See who, from where and which table in the trail. `COPY … TO` is what pg_dump does, and every export to a file.',
      'Was it agreed? Note who has the copy, and until when.',
      'Was it not? Take the login’s access away, end its sessions, and begin what the law wants where data of people is lost.',
    ],
  },
  {
    name: 'mass-read',
    title: 'tables marked personal are read much',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: { postgres: { kind: 'trail', filters: readLines }, mysql: NO_TABLES },
    google: { postgres: { kind: 'counted', entries: readEntries }, mysql: NO_TABLES },
    unless: (facts) =>
      unmarked(facts) ??
      (facts.cloud === 'aws' && facts.trail.marked.length > MOST_MARKED
        ? {
            code: 'no-room',
            why: `its ${String(facts.trail.marked.length)} marked tables are more than the filters of one log group: give some services an instance of their own`,
          }
        : undefined),
    levels: ({ tier: { vcpu } }) => [
      {
        severity: 'warning',
        threshold: READS * vcpu * 300,
        because: `Kura’s assumption: ${String(READS)} statements in a second that read them, for each of ${String(vcpu)} vCPUs; who knows what is usual states it`,
        minutes: 5,
      },
    ],
    possible: () => ({
      always: { at: -1, why: 'none is also a count' },
      never: { at: 30_000_000, why: 'no database answers 100,000 statements in a second' },
    }),
    first: [
      'See in the trail which login reads them, since when and how: row by row is how a stolen login reads a table without a copy.',
      'More users or a new job: state a higher threshold below `alerts`.',
      'How many rows a statement read the trail does not say: one that reads a whole table counts as one.',
    ],
  },
  {
    name: 'audit-off',
    title: 'the trail was ended or made less',
    layer: 'upkeep',
    watches: 'instance',
    idle: true,
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: {
      postgres: { kind: 'trail', filters: endedLines },
      mysql: {
        code: 'not-applicable',
        why: 'nobody ends MySQL’s audit log by SQL on RDS: `trail-changed` hears of its option group',
      },
    },
    google: {
      postgres: { kind: 'counted', entries: endedEntries },
      mysql: {
        code: 'other-alert',
        why: 'its rules do not record their own end: the runner writes them again each day, and `access-drift` tells of it',
      },
    },
    levels: () => [eachCounts('critical', 5)],
    first: [
      'See who changed which setting: ALTER ROLE, DATABASE or SYSTEM, DROP EXTENSION, or a parameter that the server read anew.',
      'A deploy of another version of Kura may change a parameter itself: then it is in its plan.',
      'Else run `npx kura sql apply {instance}` and deploy the stack, which set it again. What was not recorded in between is lost.',
    ],
  },
  {
    name: 'trail-changed',
    title: 'somebody changed in the cloud where the trail goes',
    layer: 'upkeep',
    watches: 'networks',
    unit: 'count',
    side: 'above',
    missing: 'well',
    aws: both({
      kind: 'own',
      metric:
        'events of CloudTrail: logs, their filters, exports, option groups, trails and the store',
      unseen: true,
    }),
    google: both({
      kind: 'own',
      metric: 'audit entries: sinks, log buckets, audit settings and the trail’s key',
      unseen: true,
    }),
    levels: () => [eachCounts('critical', 0)],
    first: [
      'See who in the event: it was not the deploy of what was changed. On AWS a deploy of the audit stack that changes its store is told, too: then it is in its plan.',
      'Deploy the audit stack by its own hands, then the foundation’s and the instance’s: Terraform sets back what is its own.',
      'What was not recorded in between is lost: note from when to when.',
    ],
  },
  {
    name: 'trail-late',
    title: 'the audit trail does not reach its store',
    layer: 'upkeep',
    watches: 'trails',
    unit: 'seconds',
    side: 'above',
    missing: 'well',
    aws: both({ kind: 'own', metric: 'AWS/Firehose DeliveryToS3.DataFreshness', unseen: true }),
    google: both({ kind: 'own', metric: 'entries of sinks that failed', unseen: true }),
    levels: ({ cloud }) => [
      {
        severity: 'critical',
        ...(cloud === 'aws' ? LATE_ON_AWS : { threshold: 0, minutes: 0 }),
        because:
          cloud === 'aws'
            ? 'the stream writes each minute, and gives up what it could not write for 24 hours'
            : 'a sink that fails sends nothing again, and says so once a day',
      },
    ],
    first: [
      'On RDS see in the log group `/aws/kinesisfirehose/` of the store why its stream cannot write: its role, the bucket’s policy or the key’s. On Google Cloud the entry says why its sink cannot.',
      'Deploy the audit stack again, by its own hands: Terraform sets back what is its own.',
      'See in docs/audit-trail.md what is sent again and what is not, and note from when to when.',
    ],
  },
  {
    name: 'trail-silent',
    title: 'nothing comes to the audit trail',
    layer: 'upkeep',
    watches: 'trail where its runner works',
    unit: 'count',
    side: 'below',
    missing: 'wrong',
    aws: both({ kind: 'own', metric: 'AWS/Firehose IncomingRecords', unseen: true }),
    google: {
      postgres: { kind: 'own', metric: 'lines of databases in Cloud Logging' },
      mysql: {
        code: 'other-alert',
        why: 'MySQL logs nothing while nobody works in it, so that silence is no sign: `trail-late` and `trail-changed` tell of its sinks',
      },
    },
    levels: ({ cloud }) => [
      {
        severity: 'critical',
        ...(cloud === 'aws' ? SILENT_ON_AWS : SILENT_ON_GOOGLE),
        because:
          cloud === 'aws'
            ? 'a runner works each day, and says so'
            : 'Kura’s assumption: connections and checkpoints are logged, and Cloud SQL’s own agent connects all the time',
      },
    ],
    first: [
      'Are the databases there? Where all of an environment are stopped, or gone, so is the trail.',
      'On RDS see whether their log groups have the subscription `audit`, and whether their logs are still exported; on Google Cloud whether logs of Cloud SQL are excluded or its API is off.',
      'Deploy the audit stack by its own hands, then the instances’: Terraform sets back what is its own.',
      'See in docs/audit-trail.md what is sent again and what is not, and note from when to when.',
    ],
  },
];
