import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { estateFolder, SMALL_ESTATE } from './support/estate-folder';
import { writeRunner } from './support/runner-files';
import { scratch } from './support/synth';

const dist = scratch();
const bundle = path.join(dist, 'main.cjs');
beforeAll(() => {
  writeRunner(dist);
  buildSync({
    ...{ entryPoints: [path.resolve(__dirname, '../main.ts')], outfile: bundle, bundle: true },
    ...{ platform: 'node', target: 'node20', logLevel: 'error' },
  });
});

/** What `cdktf synth` runs, in a folder of its own with a small estate. */
function runMain(cwd: string, env: Record<string, string>): { code: number | null; err: string } {
  const { status, stderr } = spawnSync(process.execPath, [bundle], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, err: stderr };
}

const project = (): string =>
  estateFolder(
    Object.fromEntries(Object.entries(SMALL_ESTATE).map(([k, v]) => [`estate/${k}`, v])),
  );

test('writes the output twice, where no variable of the environment says another', () => {
  const cwd = project();
  const env = { KURA_ESTATE: '', CDKTF_OUTDIR: '' };
  expect(runMain(cwd, env)).toEqual({ code: 0, err: '' });
  expect(runMain(cwd, env)).toEqual({ code: 0, err: '' });
  expect(readdirSync(path.join(cwd, 'cdktf.out')).sort()).toEqual([
    'deployment.json',
    'manifest.json',
    'stacks',
  ]);
});

test('refuses a folder that is not its own, on a line', () => {
  const cwd = project();
  mkdirSync(path.join(cwd, 'mine'));
  writeFileSync(path.join(cwd, 'mine/notes.txt'), 'mine');
  expect(runMain(cwd, { CDKTF_OUTDIR: 'mine' })).toEqual({
    code: 2,
    err: 'mine: an empty folder or an earlier output of acme is required, got a folder with "notes.txt". Name another with --out DIR.\n',
  });
  expect(readdirSync(path.join(cwd, 'mine'))).toEqual(['notes.txt']);
});

test('refuses a folder inside the estate', () => {
  const cwd = project();
  expect(runMain(cwd, { CDKTF_OUTDIR: 'estate/out' })).toMatchObject({ code: 2 });
  expect(existsSync(path.join(cwd, 'estate/out'))).toBe(false);
});
