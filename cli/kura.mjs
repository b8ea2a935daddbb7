#!/usr/bin/env node
// The `kura` command: brings its bundles up to date, then runs it in this process.
import { createRequire } from 'node:module';
import { bundleCommand, bundleRunner } from '../build.mjs';

await bundleCommand();
// Stacks and `kura sql apply` bring it along; no other verb does.
const [verb, beneath] = process.argv.slice(2);
if (verb === 'synth' || (verb === 'sql' && beneath === 'apply')) await bundleRunner();
createRequire(import.meta.url)('../dist/kura.cjs');
