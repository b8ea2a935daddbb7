import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { cloudApi, type ApiAnswer, type CloudApi } from '../../support/fake-cloud-api';

const ROOT = path.resolve(__dirname, '../../..');

/**
 * Google’s library loads a module as it goes, which jest cannot: the program’s own entry is run by a process of its own, at an instant that is
 * given, with all of googleapis.com on loopback.
 */
const PROGRAM = `
import { runAsJob } from './runner/hosts/job';
const [base, now, file] = process.argv.slice(2);
Date.now = () => Number(now);
const loopback = (url) => String(url).replace(/^https:\\/\\/([a-z]+)\\.googleapis\\.com/, base + '/$1');
globalThis.window = { fetch: (url, init) => fetch(loopback(url), init) };
void runAsJob([file], {}, (line) => console.log(line)).then((code) => process.exit(code));
`;

export interface Series {
  readonly metric: { readonly type: string };
  readonly resource: { readonly labels: Readonly<Record<string, string>> };
  readonly points: readonly { readonly value: { readonly doubleValue: number } }[];
}

export interface Ended {
  readonly code: number;
  readonly lines: readonly unknown[];
  /** What was asked, as `GET sqladmin/…`. */
  readonly asked: readonly string[];
  /** The bodies of what was written. */
  readonly written: readonly { readonly timeSeries: readonly Series[] }[];
}

export interface FakeGoogle {
  /** What is answered, by what is asked: a body, or a status. */
  readonly answers: Record<string, object | number | undefined>;
  /** A run of the program’s own entry on a file, at an instant. */
  readonly run: (file: unknown, now: number) => Promise<Ended>;
  readonly stop: () => Promise<void>;
}

const METADATA = { 'metadata-flavor': 'Google', 'content-type': 'application/json' };
const TOKEN = '{"access_token":"t","expires_in":3600,"token_type":"Bearer"}';

export async function fakeGoogle(): Promise<FakeGoogle> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kura-watch-'));
  const [program, order] = [path.join(folder, 'program.cjs'), path.join(folder, 'order.json')];
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program, logLevel: 'error' },
  });
  const answers: FakeGoogle['answers'] = {};
  const said: { asked: string; body: string }[] = [];
  const api: CloudApi = await cloudApi(({ method, path: at, body }): ApiAnswer => {
    if (at.startsWith('/computeMetadata')) return { headers: METADATA, body: TOKEN };
    const asked = `${method} ${decodeURIComponent(at.slice(1))}`;
    said.push({ asked, body });
    return answerOf(method === 'POST' ? (answers[asked] ?? {}) : answers[asked]);
  });
  return {
    answers,
    run: async (file, now) => {
      said.length = 0;
      writeFileSync(order, JSON.stringify(file));
      const { code, stdout } = await node(program, [api.url, String(now), order]);
      const lines = stdout.split('\n').filter(Boolean);
      return {
        code,
        lines: lines.map((line) => (line.startsWith('{') ? (JSON.parse(line) as unknown) : line)),
        asked: said.map(({ asked }) => asked),
        written: said
          .filter(({ asked }) => asked.startsWith('POST'))
          .map(({ body }) => JSON.parse(body) as { timeSeries: Series[] }),
      };
    },
    stop: async () => {
      rmSync(folder, { recursive: true });
      await api.stop();
    },
  };

  function node(
    script: string,
    args: readonly string[],
  ): Promise<{ code: number; stdout: string }> {
    const env = { GCE_METADATA_HOST: api.url.replace('http://', ''), GOOGLE_CLOUD_PROJECT: 'x' };
    return new Promise((ended) => {
      const child = execFile(process.execPath, [script, ...args], { env }, (_error, stdout) =>
        ended({ code: child.exitCode ?? -1, stdout }),
      );
    });
  }
}

function answerOf(answer: object | number | undefined): ApiAnswer {
  const headers = { 'content-type': 'application/json' };
  if (typeof answer === 'object') return { headers, body: JSON.stringify(answer) };
  const status = answer ?? 404;
  const message = `refused with ${status}`;
  return { status, headers, body: JSON.stringify({ error: { code: status, message } }) };
}
