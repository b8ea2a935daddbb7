#!/usr/bin/env node
// The `kura` command: brings its bundles up to date, then runs it in this process.
import { createRequire } from 'node:module';
import { bundleCommand, bundleRunner } from '../build.mjs';

await bundleCommand();
// Stacks bring it along; no other verb does.
if (process.argv[2] === 'synth') await bundleRunner();
createRequire(import.meta.url)('../dist/kura.cjs');
