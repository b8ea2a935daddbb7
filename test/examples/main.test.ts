import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratch } from '../support/synth';
import { SHIPPED } from './shipped';

const root = path.resolve(__dirname, '../..');
const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/synth.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

test('the examples are synthesized from what Kura wrote, into the folder that is named', () => {
  const folder = scratch();
  const file = path.join(folder, 'deployment.json');
  writeFileSync(file, JSON.stringify(SHIPPED));
  const out = path.join(folder, 'out');
  const { status, stdout, stderr } = run(out, file);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [head, ...lines] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^stack +resources$/);
  expect(lines.slice(0, -3).map((line) => line.replace(/ +[1-9]\d*$/, ''))).toEqual(STACKS);
  expect(lines.slice(-3)).toEqual([
    '',
    expect.stringMatching(/^6 stacks, \d+ resources\.$/),
    `Wrote ${out}.`,
  ]);
  expect(readdirSync(path.join(out, 'stacks')).sort()).toEqual(STACKS);
});

const STACKS = [
  'prod-aws-service-catalog-import',
  'prod-aws-service-order-api',
  'prod-aws-services',
  'prod-google-service-export',
  'prod-google-service-web',
  'prod-google-services',
];

test('without a deployment they say what to run', () => {
  const file = path.join(scratch(), 'deployment.json');
  expect(run('out', file)).toEqual({
    status: 2,
    stdout: '',
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
    stdout: '',
    stderr: `${file}: the deployment that Kura writes is required, got another shape at ${at}. Run \`npm run synth\` first.\n`,
  });
});
