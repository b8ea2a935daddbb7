import { existsSync, readFileSync } from 'node:fs';
import { App, TerraformStack } from 'cdktf';
import type { Deployment } from '../model/deployment/deployment';
import { deploymentSchema } from '../model/deployment/deployment-schema';
import type { Read } from '../model/language/yaml-file';
import { sayProblem } from '../model/problem';
import { countResources } from '../stacks/build';
import { CONSUMERS } from './consumers';
import { planConsumers } from './plan';

/** What every synth of Kura writes beside its stacks. */
const DEPLOYMENT = 'cdktf.out/deployment.json';

/** `npm run examples -- [folder] [deployment.json]`: the consumers of the estate that ships, as Terraform. */
function main(outdir = 'examples.out', file = DEPLOYMENT): number {
  const deployment = readDeployment(file);
  const built = deployment.ok ? planConsumers(deployment.value, CONSUMERS) : deployment;
  if (!built.ok) {
    for (const problem of built.problems) console.error(sayProblem(problem));
    return 2;
  }
  const app = new App({ outdir });
  built.value(app);
  app.synth();
  for (const line of report(app)) console.log(line);
  console.log(`Wrote ${outdir}.`);
  return 0;
}

/** The stacks with their resources, as `kura synth` lists its own. */
function report(app: App): readonly string[] {
  const stacks = app.node.children
    .filter((child) => TerraformStack.isStack(child))
    .map((stack) => ({ name: stack.node.id, resources: countResources(stack) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const width = Math.max(
    ...['stack', ...stacks.map(({ name }) => name)].map(({ length }) => length),
  );
  const line = (name: string, resources: string): string =>
    `${name.padEnd(width)}  ${resources.padStart('resources'.length)}`;
  const sum = stacks.reduce((total, { resources }) => total + resources, 0);
  return [
    line('stack', 'resources'),
    ...stacks.map(({ name, resources }) => line(name, String(resources))),
    '',
    `${String(stacks.length)} stacks, ${String(sum)} resources.`,
  ];
}

/** The deployment that a file holds, whatever version of Kura wrote it, if it has this version's shape. */
function readDeployment(place: string): Read<Deployment> {
  const refuse = (got: string): Read<Deployment> => {
    const required = 'the deployment that Kura writes is required';
    return { ok: false, problems: [{ place, required, got, cure: 'Run `npm run synth` first.' }] };
  };
  if (!existsSync(place)) return refuse('nothing');
  const parsed = deploymentSchema.safeParse(parse(readFileSync(place, 'utf8')));
  if (parsed.success) return { ok: true, value: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  return refuse(`another shape at ${at === '' ? 'its top' : at}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

process.exitCode = main(...process.argv.slice(2));
