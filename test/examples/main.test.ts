import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratch } from '../support/synth';
import { SHIPPED } from './shipped';

const root = path.resolve(__dirname, '../..');
const run = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync(process.execPath, ['examples/synth.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stderr };
};

test('the examples are synthesized from what Kura wrote, into the folder that is named', () => {
  const folder = scratch();
  const file = path.join(folder, 'deployment.json');
  writeFileSync(file, JSON.stringify(SHIPPED));
  const out = path.join(folder, 'out');
  expect(run(out, file)).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(path.join(out, 'stacks')).sort()).toEqual([
    'prod-aws-service-catalog-import',
    'prod-aws-service-order-api',
    'prod-aws-services',
    'prod-google-service-export',
    'prod-google-service-web',
    'prod-google-services',
  ]);
});

test('without a deployment they say what to run', () => {
  const file = path.join(scratch(), 'deployment.json');
  expect(run('out', file)).toEqual({
    status: 2,
    stderr: `${file}: the deployment that Kura writes is required, got nothing. Run \`npm run synth\` first.\n`,
  });
});

test.each([
  ['{"organisation":1}', 'organisation'],
  ['{', 'its top'],
])('a deployment that is %s is refused', (text, at) => {
  const file = path.join(scratch(), 'deployment.json');
  writeFileSync(file, text);
  expect(run('out', file)).toEqual({
    status: 2,
    stderr: `${file}: the deployment that Kura writes is required, got another shape at ${at}. Run \`npm run synth\` first.\n`,
  });
});
