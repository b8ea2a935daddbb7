import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { duck, type Row } from './duck';

/** A log entry as a log bucket’s view shows it ("Query and analyze logs", Observability Analytics, read 2026-11). */
export interface Entry {
  readonly timestamp: string;
  readonly log_id: string;
  readonly resource: { readonly type: string; readonly labels: object };
  readonly text_payload?: string;
  readonly json_payload?: object;
  readonly proto_payload?: { readonly audit_log: object };
}

export interface LogAnalytics {
  readonly ask: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
}

/** Functions of BigQuery by DuckDB’s. */
const FUNCTIONS = [
  "json_value(j) AS json_extract_string(j, '$'), (j, p) AS json_extract_string(j, p)",
  'json_query(j, p) AS json_extract(j, p)',
  'to_json_string(j) AS CAST(j AS VARCHAR)',
  'regexp_contains(s, p) AS regexp_matches(s, p)',
  'regexp_extract(s, p) AS regexp_extract_all(s, p, 1)[1]',
  'timestamp_sub(t, i) AS t - i',
].map((each) => `CREATE MACRO bigquery_${each}`);
const NAMES = new RegExp(
  String.raw`\b(${FUNCTIONS.map((each) => /bigquery_(\w+)/.exec(each)?.[1] ?? '').join('|')})\(`,
  'gi',
);

/** What is said in other words, and nothing else. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/`[^`]+\._AllLogs`/g, 'all_logs'],
  [/\br'/g, "'"],
  [/\bTIMESTAMP '/g, "TIMESTAMPTZ '"],
  [/\btimestamp\b/g, '"timestamp"'],
  [/\bDATETIME\(([^,]+), ('[^']+')\)/g, 'timezone($2, $1)'],
  // BigQuery counts days from 1, DuckDB from 0; both begin on Sunday.
  [/EXTRACT\(DAYOFWEEK FROM (\w+)\)/g, '(1 + EXTRACT(DAYOFWEEK FROM $1))'],
  [
    /UNNEST\(JSON_QUERY_ARRAY\(([\w.]+)\)\) AS (\w+)/g,
    `(SELECT unnest(from_json($1, '["JSON"]')) AS $2)`,
  ],
];

/** From BigQuery’s SQL to DuckDB’s, word by word. */
export const toDuckDb = (sql: string): string =>
  WORDS.reduce((text, [from, to]) => text.replaceAll(from, to), sql).replaceAll(
    NAMES,
    'bigquery_$1(',
  );

/** A log bucket’s view of all its logs, with the entries in it, each twice, as a sink may deliver it. */
export async function logAnalytics(entries: readonly Entry[]): Promise<LogAnalytics> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-trail-'));
  const rows = entries.flatMap((entry, i) => {
    const row = { insert_id: String(i).padStart(6, '0'), ...entry };
    return [
      { ...row, receive_timestamp: entry.timestamp },
      { ...row, receive_timestamp: '2026-11-30T00:00:00Z' },
    ];
  });
  const file = path.join(folder, 'entries.json.gz');
  writeFileSync(file, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  const database = await duck();
  for (const each of FUNCTIONS) await database.make(each);
  await database.make(allLogs(file));
  return {
    ask: (sql) => database.ask(toDuckDb(sql)),
    close: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The columns on which the page relies. */
const allLogs = (file: string): string => `
CREATE TABLE all_logs AS
SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {
  insert_id: 'VARCHAR', log_id: 'VARCHAR', severity: 'VARCHAR', "timestamp": 'TIMESTAMPTZ', receive_timestamp: 'TIMESTAMPTZ',
  resource: 'STRUCT(type VARCHAR, labels JSON)', text_payload: 'VARCHAR', json_payload: 'JSON',
  proto_payload: 'STRUCT(audit_log STRUCT(service_name VARCHAR, method_name VARCHAR, resource_name VARCHAR,
    authentication_info STRUCT(principal_email VARCHAR), request_metadata STRUCT(caller_ip VARCHAR), status STRUCT(code BIGINT),
    request JSON, service_data JSON))'})`;
