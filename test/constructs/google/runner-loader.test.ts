import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DRILL_LOADER, RUNNER_LOADER } from '../../../constructs/google/runner-loader';

const folder = mkdtempSync(path.join(tmpdir(), 'kura-loader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const PROGRAM = `const { readFileSync } = require('node:fs');
exports.main = ([state, ...more]) => {
  console.log('ran on ' + readFileSync(state, 'utf8') + ', ' + more.length + ' more');
  process.exitCode = 1;
};
`;
const STATE = '{"format":1}';

/** Runs the loader as a container does, on a mount of its own with these files. */
function load(files: Readonly<Record<string, string>>) {
  const mount = mkdtempSync(path.join(folder, 'mount-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(mount, name), text);
  const [program, state] = [path.join(mount, 'runner-01.cjs'), path.join(mount, 'order.23.json')];
  const TMPDIR = path.join(mount, 'tmp');
  mkdirSync(TMPDIR);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-e', RUNNER_LOADER, program, sha256(PROGRAM), state, sha256(STATE), 'prod/order'],
    { encoding: 'utf8', env: { TMPDIR } },
  );
  const copies = readdirSync(TMPDIR, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('/'))
    .map((name) => path.basename(name));
  return { status, stderr, said: stdout.replaceAll(`${mount}/`, ''), copies };
}

const GOOD = { 'runner-01.cjs': PROGRAM, 'order.23.json': STATE };

test('runs the program on the state, from copies of what it has compared, and ends as that does', () => {
  expect(load(GOOD)).toEqual({
    status: 1,
    stderr: '',
    said: 'ran on {"format":1}, 0 more\n',
    copies: ['order.23.json', 'runner-01.cjs'],
  });
});

const required = (file: string, text: string): string =>
  `${file}: what was deployed is required, of SHA-256 ${sha256(text)}, got`;
const DELETED = 'Somebody with storage.objects.delete there deletes it; then ';
const RUN = 'un `npx kura sql apply prod/order`, which brings it.';

test.each([
  [
    'a program that nobody brought',
    { 'order.23.json': STATE },
    `${required('runner-01.cjs', PROGRAM)} no such file. R${RUN}`,
  ],
  [
    'a state that nobody brought',
    { 'runner-01.cjs': PROGRAM },
    `${required('order.23.json', STATE)} no such file. R${RUN}`,
  ],
  [
    'another program',
    { ...GOOD, 'runner-01.cjs': 'console.log("mine")' },
    `${required('runner-01.cjs', PROGRAM)} ${sha256('console.log("mine")')}. ${DELETED}r${RUN}`,
  ],
  [
    'another state',
    { ...GOOD, 'order.23.json': '{}' },
    `${required('order.23.json', STATE)} ${sha256('{}')}. ${DELETED}r${RUN}`,
  ],
])('refuses %s in one line, and runs nothing', (_, files, line) => {
  expect(load(files)).toMatchObject({ status: 2, stderr: '', said: `${line}\n` });
});

test('says why a file cannot be read', () => {
  const mount = mkdtempSync(path.join(folder, 'mount-'));
  // A folder cannot be read by anybody, root included.
  const args = [mount, 'x', mount, 'x', 'prod/order'];
  const { status, stdout } = spawnSync(process.execPath, ['-e', RUNNER_LOADER, ...args], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({
    status: 2,
    stdout: `${mount}: what was deployed is required, of SHA-256 x, got EISDIR. See that the runner may read its bucket, and run it again.\n`,
  });
});

test('holds nothing that Terraform or a container’s arguments would put something else for', () => {
  expect(RUNNER_LOADER).not.toMatch(/[$%]/);
});

describe('a drill', () => {
  const ORDER = '{"drill":{"engine":"postgres"},"phase":"start"}';
  const drill = (program: string) => {
    const mount = mkdtempSync(path.join(folder, 'mount-'));
    const file = path.join(mount, 'runner-01.cjs');
    writeFileSync(file, program);
    const { status, stdout } = spawnSync(
      process.execPath,
      ['-e', DRILL_LOADER, file, sha256(PROGRAM), ORDER, 'prod/order'],
      { encoding: 'utf8', env: { TMPDIR: mount } },
    );
    return { status, said: stdout.replaceAll(`${mount}/`, '') };
  };

  test('runs the program on the order that the job has whole', () => {
    expect(drill(PROGRAM)).toEqual({ status: 1, said: `ran on ${ORDER}, 0 more\n` });
  });

  test('runs no other program', () => {
    const { status, said } = drill('exports.main = () => console.log("other");');
    expect(status).toBe(2);
    expect(said).toContain('what was deployed is required');
    expect(said).not.toContain('other');
    expect(said).toContain('`npx kura drill prod/order`, which brings it.');
  });
});

test.each([RUNNER_LOADER, DRILL_LOADER])('has no sign that Terraform takes for its own', (text) => {
  expect(text).not.toContain('$');
});
