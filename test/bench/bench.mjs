// Measures synthesis: estates of 10, 100 and 400 services on two clouds in three environments, and beside each, in the same run, plain
// cdktf making the same resources without any model. Prints a table; decides nothing, for machines differ.
// usage: npm run bench [-- RUNS]     (default 5 runs each, in turn, so that both see the same noise)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleRunner } from '../../build.mjs';
import { writeEstate } from './estate.mjs';

const SIZES = [10, 100, 400];
const runs = Number(process.argv[2] ?? 5);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'kura-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

await bundle({ entry: 'cli/kura.ts', outfile: 'dist/kura.cjs' });
await bundleRunner();
await bundle({ entry: 'test/bench/plain.ts', outfile: 'dist/bench-plain.cjs' });

/** Runs one process to its end: wall and processor seconds, and its largest memory in KiB. */
function measure(script, ...args) {
  const argv = [
    '--require',
    path.join(here, 'usage.cjs'),
    path.join(root, 'dist', script),
    ...args,
  ];
  const started = performance.now();
  const { status, output } = spawnSync(process.execPath, argv, {
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${output[2]}`);
  return { wall: (performance.now() - started) / 1000, ...JSON.parse(String(output[3])) };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers) => `${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)}`;

/** cdktf’s outputs stop at a null. */
const withoutNulls = (value) => JSON.parse(JSON.stringify(value, (_, part) => part ?? undefined));

/** Mappings whose keys are names of ours. */
const NAMES = ['tags', 'user_labels', 'default_labels'];
const camel = (key) => key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const camelKeys = (value) =>
  Array.isArray(value)
    ? value.map(camelKeys)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([key]) => key !== '//')
            .map(([key, each]) => [camel(key), NAMES.includes(key) ? each : camelKeys(each)]),
        )
      : value;

/** Kura’s output as a plan for plain cdktf; ephemeral and data blocks are left out, which only helps plain. */
function plainPlan(out) {
  const stacks = path.join(out, 'stacks');
  return readdirSync(stacks).map((name) => {
    const config = JSON.parse(readFileSync(path.join(stacks, name, 'cdk.tf.json'), 'utf8'));
    const resources = Object.entries(config.resource).flatMap(([type, all]) =>
      Object.entries(all).map(([id, body]) => ({ type, id, config: camelKeys(body) })),
    );
    const outputs = Object.entries(config.output ?? {}).map(([id, { value }]) => ({
      id,
      value: withoutNulls(value),
    }));
    const [[cloud, providers]] = Object.entries(config.provider);
    return { name, cloud, providers: providers.map(camelKeys), resources, outputs };
  });
}

const rows = [];
for (const services of SIZES) {
  const estate = path.join(scratch, `estate-${services}`);
  const out = path.join(scratch, `out-${services}`);
  const plan = path.join(scratch, `plan-${services}.json`);
  writeEstate(estate, services);
  const kura = () => measure('kura.cjs', 'synth', '--estate', estate, '--out', out);
  kura();
  const prepared = plainPlan(out);
  writeFileSync(plan, JSON.stringify(prepared));
  const resources = prepared.reduce((sum, stack) => sum + stack.resources.length, 0);
  const plain = () => measure('bench-plain.cjs', plan, path.join(scratch, `plain-${services}`));
  plain();
  const measured = { kura: [], plain: [] };
  for (let run = 0; run < runs; run++) {
    measured.kura.push(kura());
    measured.plain.push(plain());
  }
  rows.push({ services, stacks: prepared.length, resources, ...measured });
}

const largest = SIZES.at(-1);
const alone = Array.from({ length: runs }, () =>
  measure(
    'kura.cjs',
    'synth',
    '--estate',
    path.join(scratch, `estate-${largest}`),
    '--out',
    path.join(scratch, 'only'),
    '--only',
    'prod-google-s0007',
  ),
);
const shipped = existsSync(path.join(root, 'estate'))
  ? Array.from({ length: runs }, () =>
      measure(
        'kura.cjs',
        'synth',
        '--estate',
        path.join(root, 'estate'),
        '--out',
        path.join(scratch, 'shipped'),
      ),
    )
  : [];
// Start-up: everything loaded, and one stack built. Verbs load cdktf only when they need it, so `--version` would not do.
const oneStack = path.join(scratch, 'plan-1.json');
writeFileSync(
  oneStack,
  JSON.stringify(
    JSON.parse(readFileSync(path.join(scratch, `plan-${SIZES[0]}.json`), 'utf8')).slice(0, 1),
  ),
);
const start = Array.from({ length: runs }, () =>
  measure(
    'kura.cjs',
    'synth',
    '--estate',
    path.join(scratch, `estate-${SIZES[0]}`),
    '--out',
    path.join(scratch, 'one'),
    '--only',
    'prod-google-s0007',
  ),
);
const plainStart = Array.from({ length: runs }, () =>
  measure('bench-plain.cjs', oneStack, path.join(scratch, 'plain-one')),
);

const wall = (all) => all.map((each) => each.wall);
const rss = (all) => median(all.map((each) => each.rss));
const base = rss(start);
const plainBase = rss(plainStart);
console.log(
  `node ${process.version}, ${cpus().length} processors, ${runs} runs each: medians (least–most)\n`,
);
console.log(
  'services  stacks  resources  kura s             plain s            kura/plain  ms/resource  KiB/resource  plain KiB/resource',
);
for (const { services, stacks, resources, kura, plain } of rows) {
  const ratio = median(kura.map((each, i) => each.wall / plain[i].wall));
  console.log(
    [
      String(services).padStart(8),
      String(stacks).padStart(6),
      String(resources).padStart(9),
      `${median(wall(kura)).toFixed(2)} (${spread(wall(kura))})`.padEnd(17),
      `${median(wall(plain)).toFixed(2)} (${spread(wall(plain))})`.padEnd(17),
      ratio.toFixed(2).padStart(10),
      ((median(wall(kura)) * 1000) / resources).toFixed(3).padStart(11),
      ((rss(kura) - base) / resources).toFixed(1).padStart(12),
      ((rss(plain) - plainBase) / resources).toFixed(1).padStart(18),
    ].join('  '),
  );
}
// The fastest runs, which noise touches least.
const least = (all) => Math.min(...wall(all));
const perResource = rows.map(({ kura, resources }) => (least(kura) - least(start)) / resources);
console.log(
  `\nlinear: above start-up, a resource costs ${perResource.map((cost) => `${(cost * 1000).toFixed(3)} ms`).join(', ')} at ${SIZES.join(', ')} services`,
);
console.log(
  `--only one stack of ${largest} services × 3: ${median(wall(alone)).toFixed(2)} s (${spread(wall(alone))})`,
);
if (shipped.length > 0)
  console.log(
    `the shipped estate: ${median(wall(shipped)).toFixed(2)} s (${spread(wall(shipped))})`,
  );
console.log(
  `start-up, one stack built: ${median(wall(start)).toFixed(2)} s, ${(base / 1024).toFixed(0)} MiB (plain ${(plainBase / 1024).toFixed(0)} MiB)`,
);
