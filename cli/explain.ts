import { Argument, Command, Option } from 'commander';
import type { Decision } from '../model/decision';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { DeployedService } from '../model/deployment/facts';
import { ENGINE_FACTS } from '../model/tables/engines';
import { nearest, oneOf, quote, type Problem } from '../model/problem';
import { accessLines } from './explain/access';
import { contentsText, limitsText, poolText, valueText } from './explain/values';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { table, type Row } from './table';
import { paint, print, printJson } from './terminal';

interface ExplainOptions {
  readonly estate: string;
  readonly format: 'text' | 'json';
}

type NetworkPlan = Foundation['network']['value'];

/** A service in one environment, the instance that holds it and the network that holds that. */
interface Explained {
  readonly instance: Instance;
  readonly service: DeployedService;
  readonly network: Decision<NetworkPlan>;
}

/** `kura explain`: every resolved value of a service, why it is so and what caused it. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Say what a service got, and why: every value with its reason and place.')
    .addArgument(new Argument('<env/service>', 'such as prod/order'))
    .addOption(estateOption())
    .addOption(formatOption())
    .action(explain);
}

/** `--format text` or `json`. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text');
}

function explain(name: string, { estate, format }: ExplainOptions): void {
  const opened = openEstate(estate);
  if (!opened) return;
  const found = find(opened.deployment, name);
  if ('required' in found) refuse([found]);
  else if (format === 'json') printJson(jsonOf(found));
  else print(...textOf(found));
}

function find(deployment: Deployment, name: string): Explained | Problem {
  const { foundations, instances } = deployment;
  const known = instances.flatMap(({ environment, services }) =>
    services.map(({ service }) => `${environment}/${service}`),
  );
  for (const instance of instances) {
    const service = instance.services.find(
      (each) => `${instance.environment}/${each.service}` === name,
    );
    const foundation = foundations.find(
      ({ cloud, environment }) => cloud === instance.cloud && environment === instance.environment,
    );
    const network = instance.ownNetwork ?? foundation?.network;
    if (service && network) return { instance, service, network };
  }
  return unknownName(name, known);
}

function unknownName(name: string, known: readonly string[]): Problem {
  const [environment = '', service] = name.split('/', 2);
  const environments = [...new Set(known.map((each) => each.split('/')[0] ?? each))];
  const place = 'kura explain';
  const meant = nearest(name, known);
  const cure = meant === undefined ? 'Choose one of these.' : `Did you mean "${meant}"?`;
  if (service === undefined) {
    const required = 'an environment and a service are required, with a slash between';
    const example = known.find((each) => each.endsWith(`/${name}`)) ?? known[0] ?? 'prod/order';
    return { place, required, got: quote(name), cure: `Write it as ${example}.` };
  }
  if (!environments.includes(environment)) {
    const required = `the environment must be ${oneOf(environments)}`;
    return { place, required, got: quote(environment), cure };
  }
  const here = known.filter((each) => each.startsWith(`${environment}/`));
  const services = here.map((each) => each.slice(environment.length + 1)).sort();
  const required = `the service must be one that ${environment} runs (${services.join(', ')})`;
  return { place, required, got: quote(service), cure };
}

function jsonOf({ instance, service, network }: Explained): unknown {
  const { environment, cloud, stack, identifier, preset, engine, port, target } = instance;
  return {
    environment,
    cloud,
    service: service.service,
    owner: service.owner,
    place: service.place,
    instance: { stack, identifier, preset, engine, port, target, network, ...instance.decisions },
    ...(instance.cloud === 'aws' ? { parameters: instance.parameters } : { flags: instance.flags }),
    database: service.database,
    pool: service.pool,
    contents: service.contents,
    limits: service.limits,
    access: service.access,
  };
}

const COLUMNS = [{ header: '' }, { header: '' }];

function textOf({ instance, service, network }: Explained): string[] {
  const { environment, engine, decisions, services, stack } = instance;
  const version = `${ENGINE_FACTS[engine].name} ${decisions.engineVersion.value}`;
  const others = services.flatMap((each) => (each === service ? [] : [each.service]));
  const group = (title: string, rows: readonly Row[]): string[] => [
    '',
    paint('bold', title),
    ...table(COLUMNS, rows, '  '),
  ];
  return [
    `${paint('bold', `${environment}/${service.service}`)}: ${version} on ${stack}, of ${service.owner}`,
    `${instance.identifier} in ${homeText(instance)}`,
    ...(others.length > 0 ? [`It shares the instance with ${others.join(', ')}.`] : []),
    ...group('instance', rowsOf({ ...decisions, network })),
    ...(instance.cloud === 'aws'
      ? group('parameters', rowsOf(instance.parameters))
      : group('flags', rowsOf(instance.flags))),
    ...group(
      'service',
      rowsOf({
        database: service.database,
        pool: { ...service.pool, value: poolText(service.pool.value) },
        ...(engine === 'postgres'
          ? { contents: { ...service.contents, value: contentsText(service.contents.value) } }
          : {}),
        limits: { ...service.limits, value: limitsText(service.limits.value) },
      }),
    ),
    '',
    paint('bold', 'access'),
    ...accessLines(service.access, instance),
  ];
}

function homeText(instance: Instance): string {
  return instance.cloud === 'aws'
    ? `account ${instance.target.account}, ${instance.target.region}`
    : `project ${instance.target.project}, ${instance.target.region}`;
}

function rowsOf(decisions: Readonly<Record<string, Decision<unknown>>>): Row[] {
  return Object.entries(decisions).map(([name, { value, reason, place }]) => ({
    cells: [name, `${valueText(value)}\n${reason} [${place}]`],
  }));
}
