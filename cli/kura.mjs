#!/usr/bin/env node
// The `kura` command: brings the bundle up to date, then runs it in this process.
import { createRequire } from 'node:module';
import { bundle } from '../build.mjs';

await bundle({ entry: 'cli/kura.ts', outfile: 'dist/kura.cjs' });
createRequire(import.meta.url)('../dist/kura.cjs');
