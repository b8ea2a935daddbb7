import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdktf';
import { CONSUMERS, type Consumers } from '../../examples/consumers';
import { planConsumers } from '../../examples/plan';
import type { Deployment } from '../../model/deployment/deployment';
import { sayProblem } from '../../model/problem';
import { deploymentOf, type EstateFiles } from '../support/estate-folder';
import { scratch, type Config, type Json } from '../support/synth';

const ESTATE = path.resolve(__dirname, '../../estate');

/** The files of the estate that ships, by name. */
const FILES: EstateFiles = Object.fromEntries(
  [
    'estate.yaml',
    ...readdirSync(path.join(ESTATE, 'services')).map((name) => `services/${name}`),
  ].map((name) => [name, readFileSync(path.join(ESTATE, name), 'utf8')]),
);

/** The shipped estate’s deployment, with one text of a file replaced by another. */
export function shippedWith(file: string, from: string, to: string): Deployment {
  const text = String(FILES[file]);
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  return deploymentOf({ ...FILES, [file]: text.replace(from, to) });
}

export const SHIPPED = deploymentOf(FILES);

export interface Synthesized {
  readonly configs: ReadonlyMap<string, Config>;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** The consumers of a deployment through a real synth. */
export function synthConsumers(
  deployment: Deployment,
  consumers: Consumers = CONSUMERS,
): Synthesized {
  const planned = planConsumers(deployment, consumers);
  if (!planned.ok) throw new Error(planned.problems.map(sayProblem).join('\n'));
  const outdir = scratch();
  const app = new App({ outdir });
  planned.value(app);
  app.synth();
  const { stacks } = read(path.join(outdir, 'manifest.json')) as {
    readonly stacks: Record<string, { dependencies: string[]; synthesizedStackPath: string }>;
  };
  const all = Object.entries(stacks);
  return {
    configs: new Map(
      all.map(([name, { synthesizedStackPath }]) => [
        name,
        read(path.join(outdir, synthesizedStackPath)) as Config,
      ]),
    ),
    dependencies: Object.fromEntries(all.map(([name, { dependencies }]) => [name, dependencies])),
  };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Every problem of the consumers, as the team reads it. */
export function problemsOf(consumers: Consumers, deployment = SHIPPED): readonly string[] {
  const planned = planConsumers(deployment, consumers);
  return planned.ok ? [] : planned.problems.map(sayProblem);
}

/** The shipped consumers with one setting of one service changed. */
export function consumersWith(name: string, change: object): Consumers {
  const changed = <Service extends { readonly name: string }>(services: readonly Service[]) =>
    services.map((service) => (service.name === name ? { ...service, ...change } : service));
  return {
    ...CONSUMERS,
    ecs: { ...CONSUMERS.ecs, services: changed(CONSUMERS.ecs.services) },
    cloudRun: { services: changed(CONSUMERS.cloudRun.services) },
  };
}

/** `name` and `value` pairs as an object. */
export function pairs(list: unknown): Json {
  const entries = list as readonly { readonly name: string; readonly value: unknown }[];
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}
