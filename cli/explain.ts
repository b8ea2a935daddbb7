import { Argument, Command, Option } from 'commander';
import type { Decision } from '../model/decision';
import type { Foundation, Instance } from '../model/deployment/deployment';
import type { DeployedService } from '../model/deployment/facts';
import { ENGINE_FACTS } from '../model/tables/engines';
import { accessLines } from './explain/access';
import { alertLines } from './explain/alerts';
import { trailLines } from './explain/trail';
import { recoveryLines } from './explain/recovery';
import { section, sentence, titleLines } from './explain/named-lines';
import { contentsText, limitsText, poolText, valueText } from './explain/values';
import { findService } from './find-service';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import type { Row } from './table';
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
  readonly foundation: Foundation;
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
  const found = findService(opened.deployment, name, 'kura explain');
  if ('required' in found) {
    refuse([found]);
    return;
  }
  const { instance, service, foundation } = found;
  const network = instance.ownNetwork ?? foundation.network;
  const explained = { instance, service, network, foundation };
  if (format === 'json') printJson(jsonOf(explained));
  else print(...textOf(explained));
}

function jsonOf({ instance, service, network, foundation }: Explained): unknown {
  const { environment, cloud, stack, identifier, preset, engine, port, target } = instance;
  return {
    environment,
    cloud,
    service: service.service,
    owner: service.owner,
    place: service.place,
    instance: { stack, identifier, preset, engine, port, target, network, ...instance.decisions },
    ...(instance.cloud === 'aws' ? { parameters: instance.parameters } : { flags: instance.flags }),
    ...standingOf(instance),
    alerts: instance.alerts,
    database: service.database,
    data: service.data,
    personalTables: service.personalTables,
    trail: foundation.audit,
    pool: service.pool,
    contents: service.contents,
    limits: service.limits,
    access: service.access,
  };
}

/** What recovers it, whether it serves, and what stands beside it. */
function standingOf({ lifecycle, active, recovery, restores, breakGlass, leftAlone }: Instance) {
  return { lifecycle, active, recovery, restores, breakGlass, leftAlone };
}

function textOf({ instance, service, network, foundation }: Explained): string[] {
  const { environment, engine, decisions, services, stack } = instance;
  const version = `${ENGINE_FACTS[engine].name} ${decisions.engineVersion.value}`;
  const others = services.flatMap((each) => (each === service ? [] : [each.service]));
  return [
    ...titleLines(
      `${environment}/${service.service}`,
      `${version} on ${stack}, of ${service.owner}`,
    ),
    ...sentence(`${instance.identifier} in ${homeText(instance)}`),
    ...(others.length > 0 ? sentence(`It shares the instance with ${others.join(', ')}.`) : []),
    ...section('instance', rowsOf({ ...decisions, network })),
    ...(instance.cloud === 'aws'
      ? section('parameters', rowsOf(instance.parameters))
      : section('flags', rowsOf(instance.flags))),
    ...section(
      'service',
      rowsOf({
        database: service.database,
        data: service.data,
        ...(service.personalTables.value.length > 0
          ? { personalTables: namesOf(service.personalTables) }
          : {}),
        pool: { ...service.pool, value: poolText(service.pool.value) },
        ...(engine === 'postgres'
          ? { contents: { ...service.contents, value: contentsText(service.contents.value) } }
          : {}),
        limits: { ...service.limits, value: limitsText(service.limits.value) },
      }),
    ),
    ...trailLines(foundation),
    ...recoveryLines(instance),
    ...alertLines(instance),
    '',
    paint('bold', 'access'),
    ...accessLines(service.access, instance),
  ];
}

const namesOf = ({ value, ...decision }: DeployedService['personalTables']) => ({
  ...decision,
  value: value.map(({ schema, table }) => `${schema}.${table}`),
});

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
