import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { Deployment } from '../../../model/deployment/deployment';
import type { Read } from '../../../model/language/yaml-file';
import type { Problem } from '../../../model/problem';
import { planStacks } from '../../../stacks/build';
import { forgetTokens, skipStackTraces } from '../../../stacks/cdktf-internals';
import type { RunnerForms } from '../../../stacks/runner-asset';
import { resolveEstate, type Change } from './estates';
import type { SmallEstate } from './settings';
import { diffLeaves, diffTerraform, leavesOf, type Json, type Terraform } from './terraform-diff';

/** What becomes of a setting on one cloud and engine. */
export type Fate =
  | { readonly kind: 'refused'; readonly words: string }
  | {
      readonly kind: 'argument';
      readonly paths: readonly string[];
      /** Of the paths, those that change nothing on a database that is there. */
      readonly atCreation: readonly string[];
      readonly newStacks: readonly string[];
      readonly goneStacks: readonly string[];
    }
  /** Nothing in the Terraform, but in `deployment.json`. */
  | { readonly kind: 'declared'; readonly paths: readonly string[] }
  | { readonly kind: 'ignored' };

/** Resolves and synthesizes in memory, the same thing once. */
export interface Workshop {
  readonly resolve: (estate: SmallEstate) => Read<Deployment>;
  readonly synth: (deployment: Deployment) => Terraform;
}

/** Works in a workshop; cdktf wants a folder, in which nothing is written. */
export function inWorkshop<Result>(work: (workshop: Workshop) => Result): Result {
  skipStackTraces();
  const outdir = mkdtempSync(join(tmpdir(), 'kura-parity-'));
  const resolved = new Map<string, Read<Deployment>>();
  const built = new Map<string, Json>();
  try {
    return work({
      resolve: (estate) => once(resolved, JSON.stringify(estate), () => resolveEstate(estate)),
      synth: (deployment) => synthesize(deployment, outdir, built),
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What runners run tells nothing of an estate. */
const RUNNER: RunnerForms = {
  zip: { source: '', name: 'runner', file: 'runner', hash: '' },
  script: { name: 'runner', sha256: '' },
};

/** Each stack of a deployment, taken from `built` where one of the same parts is there. */
function synthesize(deployment: Deployment, outdir: string, built: Map<string, Json>): Terraform {
  const { organisation, foundations, instances } = deployment;
  const stacks = planStacks(deployment).map(({ stack, build }): [string, Json] => {
    const instance = instances.find((each) =>
      [each.stack, each.recoveryHome?.stack].includes(stack),
    );
    // Policies of Cloud Monitoring are their environment’s: its stack has something of each instance.
    const of = instance ?? instances.filter(({ cloud }) => cloud === 'google');
    const key = JSON.stringify([stack, organisation, foundations, of], withoutCauses);
    const terraform = once(
      built,
      key,
      () => build(new App({ outdir }), RUNNER).toTerraform() as Json,
    );
    forgetTokens();
    return [stack, terraform];
  });
  return new Map(stacks);
}

function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Why a value is so, and where that is written, never reaches Terraform: but for a threshold, whose alarm says why it is that. */
const CAUSES = ['reason', 'place'];
/** A reason that a service states itself. */
const APPROVED_FOR = 'instances.breakGlass.reason';

function withoutCauses(key: string, value: unknown): unknown {
  if (key === 'threshold') return JSON.stringify(value);
  return CAUSES.includes(key) ? undefined : value;
}

/** What becomes of a change. */
export function fateOf([before, after]: Change, workshop: Workshop): Fate {
  const first = workshop.resolve(before);
  if (!first.ok) throw new Error(`The estate to vary is refused: ${wordsOf(first.problems)}`);
  const second = workshop.resolve(after);
  if (!second.ok) return { kind: 'refused', words: wordsOf(second.problems) };
  return fateOfDeployments(first.value, second.value, workshop);
}

/** What two deployments differ in: in their Terraform, else in what they declare. */
export function fateOfDeployments(
  first: Deployment,
  second: Deployment,
  { synth }: Workshop,
): Fate {
  const diff = diffTerraform(synth(first), synth(second));
  if (diff.paths.length + diff.newStacks.length + diff.goneStacks.length > 0)
    return { kind: 'argument', ...diff };
  const declared = diffLeaves(leavesOf(first), leavesOf(second)).filter(
    (path) => path === APPROVED_FOR || !CAUSES.some((cause) => path.endsWith(`.${cause}`)),
  );
  return declared.length > 0 ? { kind: 'declared', paths: declared } : { kind: 'ignored' };
}

/** A key that the cloud has not at all is refused without the list of those it has. */
function wordsOf(problems: readonly Problem[]): string {
  const said = problems.map(({ required, cure }) =>
    required.startsWith('only known keys') ? required : `${required}. ${cure}`,
  );
  return [...new Set(said)].join(' ');
}
