import { trailFacts } from '../audit/trail-facts';
import { awsIdentities } from '../access/aws-identities';
import { awsContract } from '../access/contract';
import type { AwsInstance, AwsInstanceDecisions } from '../deployment/aws-deployment';
import { stateOf, targetOf, type AwsEnvironment } from './aws-environment';
import { decide } from '../decision';
import { resolveClients } from '../network/clients';
import { ENGINE_FACTS } from '../tables/engines';
import type { EstateStatement } from '../language/estate-language';
import { entryOf } from '../language/stated';
import { tooLongAwsNames } from '../placement/instance-ids';
import { stoodBefore } from '../placement/instance-lock';
import { planAwsNetwork } from '../network/aws-network-plan';
import { resolveIsolation } from '../network/isolation';
import { parametersFor } from '../sizing/parameters';
import { databaseOf, type PlacedInstance } from '../placement/place-services';
import { decidedByPreset } from './resolve-preset';
import { deployService } from './resolve-service';
import { resolveServices } from './resolve-services';
import { declaredTwice, preloads } from '../sql/preloads';
import { tooManySessions } from '../sql/session-limits';
import { poolBudget } from '../sizing/pools';
import type { Problem } from '../problem';
import { planAwsMemory } from '../sizing/aws-memory';
import { awsLeftAlone } from '../recovery/left-alone';
import { resolveAwsStanding } from './resolve-aws-standing';
import { resolveRetention } from '../sizing/retention';
import { resolveParameters } from '../sizing/stated-parameters';
import {
  insightsOf,
  resolveReaders,
  resolveStorage,
  resolveTier,
  throughputOf,
} from '../sizing/resolve-size';
import { decideConnections, resolveMemory } from '../sizing/resolve-memory';
import { resolveLatencyBudget, statementParameters } from '../sizing/statement-logs';
import { rdsBackupWindow, rdsMaintenanceWindow } from '../values/window';
import { recoveryNetworkPrefix } from '../recovery/recovery-prefix';
import { servingOf } from '../recovery/serving';
import { resolveInstanceAlerts } from './resolve-instance-alerts';
import { resolveVersion } from '../sizing/resolve-version';
import { gp3Of } from '../sizing/storage';
import { TIERS } from '../tables/tiers';
import type { Read, YamlFile } from '../language/yaml-file';

/** RDS’s own CA with RSA 2048 keys; clients verify against its region’s bundle. */
const CA = 'rds-ca-rsa2048-g1';

/** Resolves every setting of one placed instance, or returns all that is wrong with it. */
export function resolveAwsInstance(
  estate: YamlFile<EstateStatement>,
  environment: AwsEnvironment,
  placed: PlacedInstance,
): Read<AwsInstance> {
  const { name, preset, aws, foundation, windows, lock } = environment;
  const { engine, services } = placed;
  const id = placed.id.value;
  const [first] = services;
  const problems: Problem[] = [];
  const service = { name: first.statement.service, place: first.at('service') ?? first.file };
  const isolation =
    placed.placement.value === 'isolated'
      ? resolveIsolation(
          estate,
          { cloud: 'aws', environment: name, entries: aws.isolated },
          service,
          (statement, place) => planAwsNetwork(statement, aws.region, preset.zones, place),
        )
      : undefined;
  problems.push(...(isolation?.problems ?? []));
  const account = (isolation && entryOf(aws.isolated, service.name)?.account) ?? aws.account;
  const network = isolation?.network ?? foundation.network;

  const { version, row } = resolveVersion(placed, 'aws', problems);
  const tier = resolveTier(placed, name, preset, { cloud: 'aws', region: aws.region }, problems);
  const facts = TIERS[tier.value];
  const readers = resolveReaders(placed, name, preset, problems);
  const identifier = `${foundation.prefix}-${id}`;
  problems.push(...tooLongAwsNames(placed, identifier, readers.value, isolation !== undefined));
  const storage = resolveStorage(placed, name, problems);
  const retention = resolveRetention(placed, name, preset, problems);
  const standing = resolveAwsStanding(
    placed,
    {
      ...{ estate, name, preset, aws, identifier },
      before: stoodBefore(lock, `${name}-aws-${id}`),
      target: targetOf(aws, account),
      isolated: isolation !== undefined,
      tier,
      storage: storage.storage.value,
    },
    problems,
  );
  const { connections, workMem } = resolveMemory(
    placed,
    name,
    { tier: tier.value, plan: planAwsMemory },
    problems,
  );
  const own = resolveParameters(
    placed,
    { cloud: 'aws', environment: name, version: version.value },
    problems,
  );
  const usual = aws.clients && {
    value: aws.clients,
    place: estate.at('environments', name, 'aws', 'clients') ?? 'estate.yaml',
  };
  const clients = resolveClients(
    { cloud: 'aws', environment: name, cidr: network.value.cidr },
    placed,
    isolation ? isolation.clients : usual,
    problems,
  );
  const resolved = resolveServices(
    services,
    {
      environment: name,
      engine,
      preset,
      timeZone: estate.statement.timeZone,
      identities: awsIdentities({ account, prefix: foundation.prefix, id }),
    },
    problems,
  );
  problems.push(
    ...declaredTwice(resolved),
    ...tooManySessions(resolved, connections.value),
    ...poolBudget(
      placed,
      resolved.map(({ pool }) => pool),
      connections,
      `${name}/${id}`,
    ),
  );
  const insights = insightsOf(preset, engine, tier.value);

  const budget = resolveLatencyBudget(placed, name);
  const { recoveryHome } = standing.facts;
  const alerts = resolveInstanceAlerts(
    placed,
    {
      ...standing.facts,
      ...{ cloud: 'aws', environment: name, identifier, tier: tier.value },
      prefix: foundation.prefix,
      shared: {
        primary: isolation?.network ? identifier : foundation.prefix,
        ...(recoveryHome && {
          recovery: recoveryNetworkPrefix(recoveryHome, foundation.prefix),
        }),
      },
      routes: foundation.routes,
      highAvailability: standing.recovery.mechanisms.some(({ value }) => value === 'standby'),
      storage: storage.storage.value,
      storageCeiling: storage.storageCeiling.value,
      iops: gp3Of(storage.storage.value).iops,
      readers: readers.value,
      maxConnections: connections.value,
      latencyBudget: budget.value,
      access: resolved.flatMap(({ access }) => access),
      trail: trailFacts(
        { cloud: 'aws', engine, identifier },
        resolved.map(({ file, access, personalTables }) => ({
          ...{ access, personalTables, database: databaseOf(file) },
        })),
      ),
    },
    problems,
  );

  if (problems.length > 0) return { ok: false, problems };
  const decisions: AwsInstanceDecisions = {
    instanceId: placed.id,
    placement: placed.placement,
    tier,
    instanceClass: decide(
      facts.aws,
      `${tier.value} is ${String(facts.vcpu)} vCPU and ${String(facts.memoryGib)} GiB`,
      'tier table',
    ),
    engineVersion: version,
    parameterFamily: decide(row?.aws.family ?? '', 'the family of the version', 'engine table'),
    ...storage,
    ...throughputOf(storage.storage.value),
    readers,
    backupRetentionDays: retention,
    ...decidedByPreset(preset, standing.recovery, standing.protects('primary')),
    backupWindow: { ...windows.backup, value: rdsBackupWindow(windows.backup.value) },
    maintenanceWindow: {
      ...windows.maintenance,
      value: rdsMaintenanceWindow(windows.maintenance.value),
    },
    monitoringInterval: decide(
      preset.monitoringInterval,
      'seconds between samples of the operating system',
      `preset ${preset.name}`,
    ),
    ...insights,
    caCertificate: decide(
      CA,
      'the CA that RDS rotates without a restart; clients verify against its bundle',
      'security table',
    ),
    clientSecurityGroups: clients.groups,
    clientCidrs: clients.cidrs,
    maxConnections: decideConnections(connections),
    latencyBudget: budget,
  };
  return {
    ok: true,
    value: {
      cloud: 'aws',
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
      ...standing.facts,
      alerts,
      leftAlone: awsLeftAlone({ ...standing.facts, ...storage, version, readers }),
      decisions,
      parameters: parametersFor(engine, connections, workMem, {
        ...own,
        ...statementParameters({ engine, version: version.value, preset, budget }),
        ...(engine === 'postgres' ? preloads('aws', resolved) : {}),
      }),
      services: resolved.map(({ file, ...parts }) =>
        deployService(file, {
          ...parts,
          contract: awsContract({
            service: file.statement.service,
            port: ENGINE_FACTS[engine].port,
            ca: CA,
            ...servingOf({
              ...standing.facts,
              ...{ stack: `${name}-aws-${id}`, identifier, region: aws.region },
              readers: readers.value,
            }),
          }),
        }),
      ),
    },
  };
}
