// Bundles an entry and all that it imports into one file that runs with no node_modules.
import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
// npm rewrites its hidden lock file on every install, while the packages' own files keep an old date.
const always = ['build.mjs', 'tsconfig.json', 'node_modules/.package-lock.json'];

export async function bundle({ entry, outfile }) {
  const out = path.resolve(root, outfile);
  const inputs = `${out}.inputs.json`;
  if (isFresh(out, inputs)) return;
  const started = new Date();
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    ...{ absWorkingDir: root, entryPoints: [entry], outfile, write: false, metafile: true },
    ...{
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      minifySyntax: true,
      minifyWhitespace: true,
    },
    ...{ legalComments: 'none', sourcemap: false, charset: 'utf8', logLevel: 'warning' },
  });
  // Renamed into place, so that a process beside this one never runs half a bundle.
  const partial = `${out}.${process.pid}`;
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(inputs, JSON.stringify([...always, ...Object.keys(metafile.inputs)]));
  writeFileSync(partial, outputFiles[0].contents);
  utimesSync(partial, started, started);
  renameSync(partial, out);
}

function isFresh(out, inputs) {
  const age = (file) => statSync(path.resolve(root, file), { throwIfNoEntry: false })?.mtimeMs;
  const built = age(out);
  if (built === undefined || age(inputs) === undefined) return false;
  return JSON.parse(readFileSync(inputs, 'utf8')).every((file) => (age(file) ?? Infinity) < built);
}

if (path.resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  await bundle({ entry: 'main.ts', outfile: 'dist/main.cjs' });
  await bundle({ entry: 'cli/kura.ts', outfile: 'dist/kura.cjs' });
}
