// `npm run examples`: brings the bundle up to date, then runs it in this process.
import { createRequire } from 'node:module';
import { bundle } from '../build.mjs';

await bundle({ entry: 'examples/main.ts', outfile: 'dist/examples.cjs' });
createRequire(import.meta.url)('../dist/examples.cjs');
