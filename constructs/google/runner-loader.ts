/**
 * What a runner's container starts, in plain JavaScript for `node -e`: it reads the program and the declared state, compares their
 * SHA-256 with those that the job pins, and runs what it has read. A bucket's object can be replaced by whoever may write there, the
 * job's definition only by who deploys. Both files are copied first, so that what runs is what was compared, and not what the mount
 * would give a second time. Arguments: the program and its digest, the state and its digest, and the name of the instance.
 *
 * No `$`, since Terraform takes `${` for its own.
 */
export const RUNNER_LOADER = loading(
  '[program, programDigest, state, stateDigest, instance]',
  'sql apply',
  `
const taken = [take(program, programDigest), take(state, stateDigest)];
require(taken[0]).main([taken[1]]);
`,
);

/**
 * The same for a drill, whose order the job's definition has whole: nobody brings it. Arguments: the program and its digest, the
 * order, and how `kura drill` is told of it.
 */
export const DRILL_LOADER = loading(
  '[program, programDigest, order, instance]',
  'drill',
  `
const taken = take(program, programDigest);
const file = join(folder, 'order.json');
writeFileSync(file, order);
require(taken).main([file]);
`,
);

function loading(given: string, verb: string, run: string): string {
  return `
const { createHash } = require('node:crypto');
const { mkdtempSync, readFileSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const ${given} = process.argv.slice(1);
const apply = '\`npx kura ${verb} ' + instance + '\`, which brings it.';
const folder = mkdtempSync(join(tmpdir(), 'kura-'));
const read = (file, stop) => {
  try {
    return readFileSync(file);
  } catch ({ code }) {
    if (code === 'ENOENT') stop('no such file', 'Run ' + apply);
    stop(String(code), 'See that the runner may read its bucket, and run it again.');
  }
};
const take = (file, digest) => {
  const stop = (got, cure) => {
    console.log(file + ': what was deployed is required, of SHA-256 ' + digest + ', got ' + got + '. ' + cure);
    process.exit(2);
  };
  const bytes = read(file, stop);
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== digest) stop(got, 'Somebody with storage.objects.delete there deletes it; then run ' + apply);
  const copy = join(folder, basename(file));
  writeFileSync(copy, bytes);
  return copy;
};
${run.trim()}
`.trim();
}
