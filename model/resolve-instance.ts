import { resolveAccess } from './access/access';
import { contractOf } from './access/contract';
import { stateOf, targetOf, type AwsEnvironment } from './aws-environment';
import { decide, type Decision } from './decision';
import { resolveClients } from './network/clients';
import type { Instance, InstanceDecisions } from './deployment';
import { ENGINE_FACTS } from './tables/engines';
import type { EstateStatement } from './language/estate-language';
import { tooLongNames } from './placement/instance-ids';
import { resolveIsolation } from './network/isolation';
import { connectionsOf, planMemory } from './sizing/memory';
import { parametersFor } from './sizing/parameters';
import { databaseOf, type PlacedInstance } from './placement/place-services';
import { poolBudget, resolvePool } from './sizing/pools';
import { type Problem } from './problem';
import {
  insightsOf,
  largest,
  resolveReaders,
  resolveStorage,
  resolveTier,
} from './sizing/resolve-size';
import { resolveVersion } from './sizing/resolve-version';
import { formatSize } from './values/size';
import { statedByAll } from './language/stated';
import { TIERS } from './tables/tiers';
import type { Read, YamlFile } from './language/yaml-file';

/** RDS’s own CA with RSA 2048 keys; clients verify against its region’s bundle. */
const CA = 'rds-ca-rsa2048-g1';

/** Resolves every setting of one placed instance, or returns all that is wrong with it. */
export function resolveInstance(
  estate: YamlFile<EstateStatement>,
  environment: AwsEnvironment,
  placed: PlacedInstance,
): Read<Instance> {
  const { name, preset, aws, foundation, windows } = environment;
  const { engine, services } = placed;
  const id = placed.id.value;
  const [first] = services;
  const problems: Problem[] = [];
  const isolation =
    placed.placement.value === 'isolated'
      ? resolveIsolation(
          estate,
          environment,
          first.statement.service,
          first.at('service') ?? first.file,
        )
      : undefined;
  problems.push(...(isolation?.problems ?? []));
  const account = isolation?.account ?? aws.account;
  const network = isolation?.network ?? foundation.network;

  const version = resolveVersion(placed, problems);
  const tier = resolveTier(placed, name, preset, aws.region, problems);
  const facts = TIERS[tier.value];
  const readers = resolveReaders(placed, name, preset, problems);
  const identifier = `${foundation.prefix}-${id}`;
  problems.push(...tooLongNames(placed, identifier, readers.value, isolation !== undefined));
  const storage = resolveStorage(placed, name, problems);
  const connections = largest(statedByAll(services, name, 'maxConnections')) ?? {
    value: connectionsOf(facts),
    place: 'tier table',
  };
  const workMem = largest(statedByAll(services, name, 'workMem'));
  if (workMem && engine === 'mysql') {
    problems.push({
      place: workMem.place,
      required: 'workMem is PostgreSQL’s',
      got: 'a MySQL service',
      cure: 'Take it out: MySQL sizes sort buffers by itself.',
    });
  }
  const memory = planMemory(engine, facts, connections.value, workMem?.value);
  if (memory.planned > memory.usable) {
    problems.push({
      place: workMem?.place ?? connections.place,
      required: `planned memory must be at most ${formatSize(Math.floor(memory.usable / 1024 ** 2) * 1024 ** 2)}, what ${tier.value} has for it`,
      got: `${formatSize(Math.ceil(memory.planned / 1024 ** 2) * 1024 ** 2)} for ${String(connections.value)} connections`,
      cure: 'Lower maxConnections or workMem, or take a larger tier.',
    });
  }
  const usual = aws.clients && {
    value: aws.clients,
    place: estate.at('environments', name, 'aws', 'clients') ?? 'estate.yaml',
  };
  const clients = resolveClients(
    environment,
    placed,
    network.value,
    isolation ? isolation.clients : usual,
    problems,
  );
  const pools = services.map((service) => resolvePool(service, name, preset));
  problems.push(...poolBudget(placed, pools, connections, `${name}/${id}`));
  const access = resolveAccess(services, name, engine, account);
  problems.push(...access.problems);
  const insights = insightsOf(preset, engine, tier.value);

  if (problems.length > 0) return { ok: false, problems };
  const fromPreset = <Value>(value: Value, reason: string): Decision<Value> =>
    decide(value, reason, `preset ${preset.name}`);
  const decisions: InstanceDecisions = {
    instanceId: placed.id,
    placement: placed.placement,
    tier,
    instanceClass: decide(
      facts.aws,
      `${tier.value} is ${String(facts.vcpu)} vCPU and ${String(facts.memoryGib)} GiB`,
      'tier table',
    ),
    engineVersion: version.version,
    parameterFamily: decide(version.family, 'the family of the version', 'engine table'),
    ...storage,
    readers,
    highAvailability: fromPreset(
      preset.highAvailability,
      preset.highAvailability ? 'a standby in another zone' : 'no standby',
    ),
    backupRetentionDays: fromPreset(
      preset.backupRetentionDays,
      'days of point-in-time recovery (seed 002 §10.2)',
    ),
    backupWindow: windows.backup,
    maintenanceWindow: windows.maintenance,
    preventDestroy: fromPreset(
      preset.preventDestroy,
      preset.preventDestroy
        ? 'Terraform refuses to destroy, besides RDS’s own protection'
        : 'RDS’s own deletion protection is on',
    ),
    ...insights,
    monitoringInterval: fromPreset(
      preset.monitoringInterval,
      'seconds between samples of the operating system',
    ),
    logRetentionDays: fromPreset(preset.logRetentionDays, 'how long exported logs are kept'),
    caCertificate: decide(
      CA,
      'the CA that RDS rotates without a restart; clients verify against its bundle',
      'security table',
    ),
    ...clients,
    maxConnections: decide(
      connections.value,
      connections.place === 'tier table'
        ? '25 for each GiB, from 40 to 1000'
        : 'the service says so',
      connections.place,
    ),
  };
  return {
    ok: true,
    value: {
      id,
      stack: `${name}-aws-${id}`,
      environment: name,
      preset: preset.name,
      engine,
      port: ENGINE_FACTS[engine].port,
      identifier,
      target: targetOf(aws, account),
      state: stateOf(aws),
      ...(isolation?.network ? { ownNetwork: isolation.network } : {}),
      decisions,
      parameters: parametersFor(engine, connections, workMem),
      services: services.map((service, i) => ({
        service: service.statement.service,
        id: service.statement.id ?? service.statement.service,
        owner: service.statement.owner,
        place: service.at('service') ?? service.file,
        database: decide(
          databaseOf(service),
          service.statement.database === undefined
            ? '<first name>_service_db'
            : 'the service says so',
          service.at('database') ?? service.at('id') ?? 'naming rule',
        ),
        pool: pools[i] ?? resolvePool(service, name, preset),
        access: access.byService[i] ?? [],
        contract: contractOf({
          service: service.statement.service,
          identifier,
          port: ENGINE_FACTS[engine].port,
          readers: readers.value,
          region: aws.region,
          ca: CA,
        }),
      })),
    },
  };
}
