import { resolveAccess } from './access/access';
import { contractOf } from './access/contract';
import { stateOf, targetOf, type AwsEnvironment } from './aws-environment';
import { decide, type Decision } from './decision';
import { resolveClients } from './network/clients';
import type { DeployedService, Instance, InstanceDecisions } from './deployment';
import { ENGINE_FACTS } from './tables/engines';
import type { EstateStatement } from './language/estate-language';
import type { ServiceFile } from './language/load-estate';
import { tooLongNames } from './placement/instance-ids';
import { resolveIsolation } from './network/isolation';
import { parametersFor } from './sizing/parameters';
import { databaseOf, type PlacedInstance } from './placement/place-services';
import { poolBudget, resolvePool } from './sizing/pools';
import type { Problem } from './problem';
import type { Preset } from './tables/presets';
import { insightsOf, resolveReaders, resolveStorage, resolveTier } from './sizing/resolve-size';
import { resolveMemory } from './sizing/resolve-memory';
import { resolveVersion } from './sizing/resolve-version';
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
  const { connections, workMem } = resolveMemory(placed, name, tier.value, problems);
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
    ...decidedByPreset(preset),
    backupWindow: windows.backup,
    maintenanceWindow: windows.maintenance,
    ...insights,
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
      services: services.map((service, i) =>
        deployService(service, {
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
        }),
      ),
    },
  };
}

/** What the preset alone decides. */
function decidedByPreset(preset: Preset) {
  const here = <Value>(value: Value, reason: string): Decision<Value> =>
    decide(value, reason, `preset ${preset.name}`);
  return {
    highAvailability: here(
      preset.highAvailability,
      preset.highAvailability ? 'a standby in another zone' : 'no standby',
    ),
    backupRetentionDays: here(
      preset.backupRetentionDays,
      'days of point-in-time recovery (seed 002 §10.2)',
    ),
    preventDestroy: here(
      preset.preventDestroy,
      preset.preventDestroy
        ? 'Terraform refuses to destroy, besides RDS’s own protection'
        : 'RDS’s own deletion protection is on',
    ),
    monitoringInterval: here(
      preset.monitoringInterval,
      'seconds between samples of the operating system',
    ),
    logRetentionDays: here(preset.logRetentionDays, 'how long exported logs are kept'),
  };
}

function deployService(
  service: ServiceFile,
  parts: Pick<DeployedService, 'pool' | 'access' | 'contract'>,
): DeployedService {
  const { statement, at, file } = service;
  return {
    service: statement.service,
    id: statement.id ?? statement.service,
    owner: statement.owner,
    place: at('service') ?? file,
    database: decide(
      databaseOf(service),
      statement.database === undefined ? '<first name>_service_db' : 'the service says so',
      at('database') ?? at('id') ?? 'naming rule',
    ),
    ...parts,
  };
}
