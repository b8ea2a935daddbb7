import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadEstate } from './model/language/load-estate';
import { sayProblem, type Problem } from './model/problem';
import { resolve } from './model/resolver/resolve';
import { synthesize } from './stacks/output';
import { NO_HCL, selectStacks } from './stacks/selection';

const folder = stated('KURA_ESTATE') ?? 'estate';
const out = stated('CDKTF_OUTDIR') ?? 'cdktf.out';
const { KURA_ONLY } = process.env;
const LOCK_FILE = '.terraform.lock.hcl';
/** As the build leaves it beside this bundle. */
const runner = {
  zip: path.relative('', path.join(__dirname, 'runner.zip')),
  script: path.relative('', path.join(__dirname, 'runner.cjs')),
};

/** What `cdktf synth` runs: the estate to Terraform. Returns what is wrong with either. */
function main(): readonly Problem[] {
  if (process.env.SYNTH_HCL_OUTPUT === 'true') return [NO_HCL];
  const estate = loadEstate(folder);
  if (!estate.ok) return estate.problems;
  const deployment = resolve(estate.value);
  if (!deployment.ok) return deployment.problems;
  const only =
    KURA_ONLY === undefined ? undefined : selectStacks(deployment.value, KURA_ONLY, 'KURA_ONLY');
  if (only?.ok === false) return only.problems;
  const lockFile = existsSync(LOCK_FILE) ? readFileSync(LOCK_FILE, 'utf8') : undefined;
  const options = { out, runner, estate: folder, only: only?.value, lockFile };
  const written = synthesize(deployment.value, options);
  return written.ok ? [] : written.problems;
}

/** A variable of the environment; an empty one is as good as none. */
function stated(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}

const problems = main();
for (const problem of problems) console.error(sayProblem(problem));
process.exitCode = problems.length > 0 ? 2 : 0;
