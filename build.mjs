// Bundles an entry and all that it imports into one file that runs with no node_modules.
import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
// npm rewrites its hidden lock file on every install, while the packages' own files keep an old date.
const always = ['build.mjs', 'tsconfig.json', 'node_modules/.package-lock.json'];

/** What the clouds run: one bundle for both, and the same as a zip for Lambda. */
export async function bundleRunner() {
  await bundle({ entry: 'runner/hosts/main.ts', outfile: 'dist/runner.cjs' });
  await zip({ file: 'dist/runner.cjs', as: 'runner.js', outfile: 'dist/runner.zip' });
}

/** The command, and beside it what speaks with databases, which most of its verbs never load. */
export async function bundleCommand() {
  await bundle({ entry: 'cli/kura.ts', outfile: 'dist/kura.cjs' });
  await bundle({ entry: 'cli/database.ts', outfile: 'dist/database.cjs' });
}

/** Leaves `import('./database')` of the command's verbs to the bundle beside theirs. */
const databaseApart = {
  name: 'database apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/database$/ }, ({ kind, path: name, resolveDir }) =>
      kind === 'dynamic-import' &&
      path.resolve(resolveDir, name) === path.join(root, 'cli/database')
        ? { path: './database.cjs', external: true }
        : undefined,
    ),
};

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
    // A module is named by its path from here, also where node_modules is a link to somewhere.
    preserveSymlinks: true,
    plugins: [databaseApart],
    ...{ legalComments: 'none', sourcemap: false, charset: 'utf8', logLevel: 'warning' },
  });
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(inputs, JSON.stringify([...always, ...Object.keys(metafile.inputs)]));
  place(out, outputFiles[0].contents, started);
}

/** A zip of one file. Its bytes follow from the file's alone: no day, no owner, and packed by JavaScript. */
async function zip({ file, as, outfile }) {
  const [from, out] = [path.resolve(root, file), path.resolve(root, outfile)];
  if (age(out) === age(from)) return;
  const { zipSync } = await import('fflate');
  // The first day that a zip can say, which it says without a time zone; and a file of Unix that all may read.
  const entry = { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 };
  place(out, zipSync({ [as]: [readFileSync(from), entry] }), statSync(from).mtime);
}

/** Renamed into place, so that a process beside this one never runs half a bundle. */
function place(out, contents, date) {
  const partial = `${out}.${process.pid}`;
  writeFileSync(partial, contents);
  utimesSync(partial, date, date);
  renameSync(partial, out);
}

const age = (file) => statSync(path.resolve(root, file), { throwIfNoEntry: false })?.mtimeMs;

function isFresh(out, inputs) {
  const built = age(out);
  if (built === undefined || age(inputs) === undefined) return false;
  return JSON.parse(readFileSync(inputs, 'utf8')).every((file) => (age(file) ?? Infinity) < built);
}

if (path.resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  await bundle({ entry: 'main.ts', outfile: 'dist/main.cjs' });
  await bundleCommand();
  await bundleRunner();
}
