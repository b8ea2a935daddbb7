import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { duck, type Row } from './duck';

/** A log event as CloudWatch Logs sends it on. */
export interface LogEvent {
  readonly logGroup: string;
  readonly when: Date;
  readonly message: string;
}

/** A call as CloudTrail records it. */
export type Call = Readonly<Record<string, unknown>> & {
  readonly eventTime: string;
  readonly awsRegion: string;
};

export interface Athena {
  readonly ask: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
}

/** Functions of Trino by DuckDB’s: what has no match is NULL in Trino, and text that is no JSON has no value. */
const FUNCTIONS = [
  'regexp_extract(s, p, g) AS regexp_extract_all(s, p, g)[1]',
  "regexp_replace(s, p, r) AS regexp_replace(s, p, r, 'g')",
  'regexp_like(s, p) AS regexp_matches(s, p)',
  'from_iso8601_timestamp(s) AS CAST(s AS TIMESTAMPTZ)',
  'from_unixtime(n) AS to_timestamp(n)',
  'day_of_week(t) AS isodow(t)',
  'json_extract_scalar(j, p) AS CASE WHEN json_valid(j) THEN json_extract_string(j, p) END',
].map((each) => `CREATE MACRO trino_${each}`);
const NAMES = new RegExp(
  String.raw`\b(${FUNCTIONS.map((each) => /macro trino_(\w+)/i.exec(each)?.[1] ?? '').join('|')})\(`,
  'g',
);

/**
 * From Athena’s SQL to DuckDB’s, word by word: the functions above, and an array of rows, which Trino unnests to a column for each
 * field ("SELECT", Trino documentation, read 2026-11), DuckDB where it is told so.
 */
export const toDuckDb = (sql: string): string =>
  sql
    .replaceAll(NAMES, 'trino_$1(')
    .replaceAll(
      /CROSS JOIN UNNEST\((\w+)\) AS (\w+) \(([^)]*)\)/g,
      'CROSS JOIN LATERAL (SELECT unnest($1, recursive := true)) AS $2 ($3)',
    );

/** The store’s two tables over files as Firehose and CloudTrail leave them. */
export async function athena(events: readonly LogEvent[], calls: readonly Call[]): Promise<Athena> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-trail-'));
  writeEvents(folder, events);
  writeCalls(folder, calls);
  const database = await duck();
  for (const each of FUNCTIONS) await database.make(each);
  await database.make('CREATE SCHEMA audit_suzumina_prod');
  await database.make(databaseLog(folder));
  await database.make(accountCalls(folder));
  return {
    ask: (sql) => database.ask(toDuckDb(sql)),
    close: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What CloudWatch Logs sends to try a stream. */
const CONTROL = {
  ...{ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logGroup: '', logStream: '' },
  ...{ subscriptionFilters: [], logEvents: [{ id: '', timestamp: 0, message: 'CWL' }] },
};

/** An envelope a line in a file of its day of arrival; each twice, as at-least-once delivery may. */
function writeEvents(folder: string, events: readonly LogEvent[]): void {
  for (const [i, { logGroup, when, message }] of events.entries()) {
    const day = path.join(
      folder,
      'databases',
      when.toISOString().slice(0, 10).replaceAll('-', '/'),
    );
    mkdirSync(day, { recursive: true });
    const envelope = {
      ...{ messageType: 'DATA_MESSAGE', owner: '333333333333', logGroup, logStream: 'x' },
      subscriptionFilters: ['audit'],
      logEvents: [{ id: String(i).padStart(56, '0'), timestamp: when.getTime(), message }],
    };
    const lines = [CONTROL, envelope, envelope].map((each) => `${JSON.stringify(each)}\n`);
    writeFileSync(path.join(day, `${String(i)}.gz`), gzipSync(lines.join('')));
  }
}

/** A file for each call, where CloudTrail puts it: by account, region and day of arrival. */
function writeCalls(folder: string, calls: readonly Call[]): void {
  for (const [i, call] of calls.entries()) {
    const day = path.join(
      ...[folder, 'trail/AWSLogs/333333333333/CloudTrail', call.awsRegion],
      call.eventTime.slice(0, 10).replaceAll('-', '/'),
    );
    mkdirSync(day, { recursive: true });
    const records = JSON.stringify({ Records: [{ eventID: `call-${String(i)}`, ...call }] });
    writeFileSync(path.join(day, `${String(i)}.json.gz`), gzipSync(records));
  }
}

/** The columns on which the page relies: those of CloudWatch’s envelope, and the day of the path. Their case is the files’; SQL has none. */
const databaseLog = (folder: string): string => `
CREATE VIEW audit_suzumina_prod.database_log AS
SELECT * EXCLUDE (filename), regexp_extract(filename, 'databases/(\\d+/\\d+/\\d+)/', 1) AS day
FROM read_json('${folder}/databases/**/*.gz', format = 'newline_delimited', filename = true, columns = {
  "messageType": 'VARCHAR', "owner": 'VARCHAR', "logGroup": 'VARCHAR', "logStream": 'VARCHAR',
  "subscriptionFilters": 'VARCHAR[]', "logEvents": 'STRUCT(id VARCHAR, "timestamp" BIGINT, message VARCHAR)[]'})`;

/** The columns on which the page relies: those of CloudTrail’s that it asks for, and what is in the path. */
const accountCalls = (folder: string): string => `
CREATE VIEW audit_suzumina_prod.account_calls AS
SELECT
  struct_pack(arn := r->>'$.userIdentity.arn') AS useridentity,
  r->>'$.eventTime' AS eventtime, r->>'$.eventSource' AS eventsource, r->>'$.eventName' AS eventname,
  r->>'$.sourceIPAddress' AS sourceipaddress, r->>'$.errorCode' AS errorcode, r->>'$.eventID' AS eventid,
  CAST(r->'$.requestParameters' AS VARCHAR) AS requestparameters, r->>'$.recipientAccountId' AS recipientaccountid,
  regexp_extract(filename, 'CloudTrail/([^/]+)/', 1) AS region,
  regexp_extract(filename, 'CloudTrail/[^/]+/(\\d+/\\d+/\\d+)/', 1) AS day
FROM (
  SELECT unnest("Records") AS r, filename
  FROM read_json('${folder}/trail/**/*.json.gz', filename = true, columns = {"Records": 'JSON[]'}))`;
