// Measures the runner on a real PostgreSQL: many services on one instance, first and again.
// usage: npm run bench:server [-- SERVICES]     (default 500)
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../build.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
await bundle({ entry: 'test/bench/server.ts', outfile: 'dist/bench/server.cjs' });
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'dist', 'bench', 'server.cjs'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
