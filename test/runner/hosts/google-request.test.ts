import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { cloudApi, type CloudApi } from '../../support/fake-cloud-api';

const ROOT = path.resolve(__dirname, '../../..');

/** Google's library loads a module as it goes, which jest cannot: the calls are made by a program of their own. */
const PROGRAM = `
import { googleCaller, statusOf } from './runner/hosts/google-request';
const call = googleCaller();
const url = process.argv[2];
void (async () => {
  const answer = await call({ method: 'PUT', url: url + '/x', data: { a: 1 } });
  const refused = await call({ method: 'GET', url: url + '/refused' }).catch(statusOf);
  console.log(JSON.stringify([answer, refused]));
})();`;

let api: CloudApi;
beforeAll(async () => {
  const metadata = { 'metadata-flavor': 'Google', 'content-type': 'application/json' };
  const token = '{"access_token":"t","expires_in":3600,"token_type":"Bearer"}';
  api = await cloudApi(({ path: asked }) => {
    if (asked.startsWith('/computeMetadata')) return { headers: metadata, body: token };
    const headers = { 'content-type': 'application/json' };
    return asked === '/refused'
      ? { status: 403, headers, body: '{"error":{"message":"no"}}' }
      : { headers, body: '{"is":"so"}' };
  });
});
afterAll(() => api.stop());

it('calls as the job’s own account, and says how it was refused', async () => {
  const { outputFiles } = buildSync({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', write: false, logLevel: 'error' },
  });
  const running = promisify(execFile)(process.execPath, ['-', api.url], {
    env: { GCE_METADATA_HOST: api.url.replace('http://', ''), GOOGLE_CLOUD_PROJECT: 'suzumina' },
  });
  running.child.stdin?.end(outputFiles[0]?.contents);
  expect(JSON.parse((await running).stdout)).toEqual([{ is: 'so' }, 403]);
  const [put] = api.requests.filter(({ method }) => method === 'PUT');
  expect(put).toMatchObject({ path: '/x', body: '{"a":1}' });
  expect(put?.headers.authorization).toBe('Bearer t');
});
