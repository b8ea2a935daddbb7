// Proves that the project runs on cdktn: installs it under cdktf's name in a scratch copy, synthesizes
// the shipped estate there and compares every stack with what cdktf makes. Needs the npm registry.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const copy = mkdtempSync(path.join(tmpdir(), 'kura-cdktn-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));

const run = (cwd, command, args, env = {}) =>
  execFileSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
const readJson = (...parts) => JSON.parse(readFileSync(path.join(...parts), 'utf8'));

copySources();
installCdktn();
run(root, 'npm', ['run', 'synth']);
run(copy, 'npm', ['run', 'synth'], { CDKTN_DISABLE_CREATION_STACK: '1' });

const ours = stacksOf(root);
const theirs = stacksOf(copy);
const differences = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  .sort()
  .flatMap((stack) => compare(ours[stack], theirs[stack], stack));
for (const difference of differences) console.log(difference);
if (differences.length > 0) process.exit(1);
console.log(`cdktn: ${Object.keys(ours).length} stacks identical but for the library's version`);

function copySources() {
  const files = run(root, 'git', ['ls-files', '-coz', '--exclude-standard']).split('\0');
  for (const file of files.filter((name) => name && existsSync(path.join(root, name))))
    cpSync(path.join(root, file), path.join(copy, file));
}

function installCdktn() {
  const manifest = readJson(root, 'package.json');
  manifest.dependencies.cdktf = 'npm:cdktn@0.24.0';
  // Synthesis needs what bundles and packs, and none of the other tools.
  const { esbuild, fflate } = manifest.devDependencies;
  manifest.devDependencies = { esbuild, fflate };
  manifest.overrides = {
    '@cdktf/provider-aws': { cdktf: '$cdktf' },
    '@cdktf/provider-google': { cdktf: '$cdktf' },
  };
  writeFileSync(path.join(copy, 'package.json'), JSON.stringify(manifest, null, 2));
  rmSync(path.join(copy, 'package-lock.json'), { force: true });
  run(copy, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
  const { name } = readJson(copy, 'node_modules/cdktf/package.json');
  if (name !== 'cdktn') throw new Error(`the copy must run on cdktn, got ${name}`);
}

function stacksOf(project) {
  const out = path.join(project, 'cdktf.out');
  const { stacks } = readJson(out, 'manifest.json');
  return Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => {
      const document = readJson(out, stack.synthesizedStackPath);
      delete document['//']?.metadata?.version;
      return [name, document];
    }),
  );
}

function compare(left, right, where) {
  if (isDeepStrictEqual(left, right)) return [];
  const isTree = (value) => typeof value === 'object' && value !== null;
  if (!isTree(left) || !isTree(right))
    return [`${where}: cdktf ${JSON.stringify(left)}, cdktn ${JSON.stringify(right)}`];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    compare(left[key], right[key], `${where}.${key}`),
  );
}
