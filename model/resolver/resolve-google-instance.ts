import { trailFacts } from '../audit/trail-facts';
import { googleContract } from '../access/contract';
import { googleIdentities } from '../access/google-identities';
import { decide } from '../decision';
import type { Access } from '../deployment/facts';
import type { GoogleInstance, GoogleInstanceDecisions } from '../deployment/google-deployment';
import { stateOf, targetOf, type GoogleEnvironment } from './google-environment';
import type { EstateStatement } from '../language/estate-language';
import { entryOf } from '../language/stated';
import type { Read, YamlFile } from '../language/yaml-file';
import { resolveClients } from '../network/clients';
import { planGoogleNetwork } from '../network/google-network-plan';
import { resolveIsolation } from '../network/isolation';
import { tooLongGoogleNames } from '../placement/instance-ids';
import { stoodBefore } from '../placement/instance-lock';
import { databaseOf, type PlacedInstance } from '../placement/place-services';
import type { Problem } from '../problem';
import { decidedByPreset } from './resolve-preset';
import { deployService } from './resolve-service';
import { resolveServices } from './resolve-services';
import { declaredTwice, preloads } from '../sql/preloads';
import { tooManySessions } from '../sql/session-limits';
import { flagsFor } from '../sizing/flags';
import { planGoogleMemory } from '../sizing/google-memory';
import { poolBudget } from '../sizing/pools';
import { decideConnections, resolveMemory } from '../sizing/resolve-memory';
import { resolveLatencyBudget, statementFlags } from '../sizing/statement-logs';
import { resolveReaders, resolveStorage, resolveTier } from '../sizing/resolve-size';
import { mostReaders } from '../recovery/google-recovery-home';
import { googleLeftAlone } from '../recovery/left-alone';
import { servingOf } from '../recovery/serving';
import { resolveGoogleStanding } from './resolve-google-standing';
import { resolveInstanceAlerts } from './resolve-instance-alerts';
import { resolveVersion } from '../sizing/resolve-version';
import { editionName, refusedRetention, resolveRetention } from '../sizing/retention';
import { resolveParameters } from '../sizing/stated-parameters';
import { ENGINE_FACTS } from '../tables/engines';
import { TIERS } from '../tables/tiers';

/** Cloud SQL's own CA for each instance: the one that every connector, and Cloud Run's own, accepts. */
const CA = 'GOOGLE_MANAGED_INTERNAL_CA';

/** The fewest that Cloud SQL's page on backups allows ("Cloud SQL backups", read 2026-11); others say 1. */
const FEWEST_BACKUPS = 7;

/** Resolves every setting of one placed instance on Cloud SQL, or returns all that is wrong with it. */
export function resolveGoogleInstance(
  estate: YamlFile<EstateStatement>,
  environment: GoogleEnvironment,
  placed: PlacedInstance,
): Read<GoogleInstance> {
  const { name, preset, google, foundation, lock } = environment;
  const { engine, services } = placed;
  const id = placed.id.value;
  const [first] = services;
  const problems: Problem[] = [];
  const service = { name: first.statement.service, place: first.at('service') ?? first.file };
  const own = entryOf(google.isolated, service.name);
  const isolation =
    placed.placement.value === 'isolated'
      ? resolveIsolation(
          estate,
          { cloud: 'google', environment: name, entries: google.isolated },
          service,
          (statement, place) =>
            planGoogleNetwork(
              statement,
              { project: own?.project ?? google.project, region: google.region },
              place,
            ),
        )
      : undefined;
  problems.push(...(isolation?.problems ?? []));
  const project = (isolation && own?.project) ?? google.project;
  const network = isolation?.network ?? foundation.network;
  const target = targetOf(google, project);

  const { version, row } = resolveVersion(placed, 'google', problems);
  const tier = resolveTier(
    placed,
    name,
    preset,
    { cloud: 'google', region: google.region },
    problems,
  );
  const machine = TIERS[tier.value].google;
  const edition = decide(
    machine.edition,
    `${tier.value} is ${machine.type}, which exists in ${editionName(machine.edition)}`,
    tier.place,
  );
  const identifier = `${foundation.prefix}-${id}`;
  problems.push(...tooLongGoogleNames(placed, identifier));
  const storage = resolveStorage(placed, name, problems);
  const retention = resolveRetention(placed, name, preset, problems);
  problems.push(
    ...refusedRetention(
      retention,
      edition,
      preset,
      tier.place.includes(':') ? tier.place : service.place,
    ),
  );
  const standing = resolveGoogleStanding(
    placed,
    {
      ...{ estate, name, preset, google, identifier, target, tier, edition },
      before: stoodBefore(lock, `${name}-google-${id}`),
      ownNetwork: isolation?.network,
      storage: storage.storage.value,
    },
    problems,
  );
  const readers = resolveReaders(placed, name, preset, problems, mostReaders(standing.recovery));
  const memory = { tier: tier.value, plan: planGoogleMemory };
  const { connections, workMem } = resolveMemory(placed, name, memory, problems);
  const parameters = resolveParameters(
    placed,
    { cloud: 'google', environment: name, version: version.value, edition },
    problems,
  );
  const usual = google.clients && {
    value: google.clients,
    place: estate.at('environments', name, 'google', 'clients') ?? 'estate.yaml',
  };
  const { kind, cidr, services: range } = network.value;
  const clients = resolveClients(
    {
      cloud: 'google',
      environment: name,
      cidr,
      services: range,
      existing: kind === 'existing',
    },
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
      identities: googleIdentities({ project, identifier }),
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

  const budget = resolveLatencyBudget(placed, name);
  const alerts = resolveInstanceAlerts(
    placed,
    {
      ...standing.facts,
      ...{ cloud: 'google', environment: name, identifier, tier: tier.value },
      prefix: foundation.prefix,
      shared: { primary: project === google.project ? foundation.prefix : identifier },
      routes: foundation.routes,
      highAvailability: standing.recovery.mechanisms.some(({ value }) => value === 'standby'),
      storage: storage.storage.value,
      storageCeiling: storage.storageCeiling.value,
      iops: null,
      readers: readers.value,
      maxConnections: connections.value,
      latencyBudget: budget.value,
      access: resolved.flatMap(({ access }) => access),
      trail: trailFacts(
        { cloud: 'google', engine, identifier, target },
        resolved.map(({ file, access, personalTables }) => ({
          ...{ access, personalTables, database: databaseOf(file) },
        })),
      ),
    },
    problems,
  );

  if (problems.length > 0) return { ok: false, problems };
  const decisions: GoogleInstanceDecisions = {
    instanceId: placed.id,
    placement: placed.placement,
    tier,
    machineType: decide(machine.type, machineReason(tier.value), 'tier table'),
    edition,
    engineVersion: version,
    databaseVersion: decide(
      row?.google.databaseVersion ?? '',
      'Cloud SQL’s name of the version',
      'engine table',
    ),
    ...storage,
    storage: decide(
      storage.storage.value,
      `${storage.storage.reason}; a disk that has grown past it stays so`,
      storage.storage.place,
    ),
    readers,
    backupRetentionDays: retention,
    retainedBackups: decide(
      Math.max(FEWEST_BACKUPS, retention.value + 1),
      'daily backups: one more than days, as Cloud SQL demands, and seven at least',
      retention.place,
    ),
    backupLocation: decide(
      google.region,
      'backups stay in the region of the data',
      estate.at('environments', name, 'google', 'region') ?? 'estate.yaml',
    ),
    ...decidedByPreset(preset, standing.recovery, standing.protects('primary')),
    ...environment.windows,
    sslMode: decide(
      'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      'TLS with a client certificate, which the connector brings: nobody connects without',
      'security table',
    ),
    serverCaMode: decide(
      CA,
      'the CA of each instance that every connector knows',
      'security table',
    ),
    passwordPolicy: passwordPolicyOf(resolved.flatMap(({ access }) => access)),
    clientTags: clients.groups,
    clientCidrs: clients.cidrs,
    maxConnections: decideConnections(connections),
    latencyBudget: budget,
  };
  return {
    ok: true,
    value: {
      cloud: 'google',
      id,
      stack: `${name}-google-${id}`,
      environment: name,
      preset: preset.name,
      engine,
      port: ENGINE_FACTS[engine].port,
      identifier,
      target,
      state: stateOf(google),
      ...(isolation?.network ? { ownNetwork: isolation.network } : {}),
      ...standing.facts,
      alerts,
      leftAlone: googleLeftAlone({
        ...standing.facts,
        storage: decisions.storage,
        version,
        readers,
      }),
      decisions,
      flags: flagsFor(engine, tier.value, connections, workMem, {
        ...parameters,
        ...statementFlags({ engine, version: version.value, preset, budget }),
        ...(engine === 'postgres' ? preloads('google', resolved) : {}),
      }),
      services: resolved.map(({ file, ...parts }) =>
        deployService(file, {
          ...parts,
          contract: googleContract({
            service: file.statement.service,
            port: ENGINE_FACTS[engine].port,
            project,
            ca: CA,
            ...servingOf({
              ...standing.facts,
              ...{ stack: `${name}-google-${id}`, identifier, region: google.region },
              readers: readers.value,
            }),
          }),
        }),
      ),
    },
  };
}

function machineReason(tier: keyof typeof TIERS): string {
  const { vcpu, google } = TIERS[tier];
  return google.type.startsWith('db-custom') || google.type.startsWith('db-perf')
    ? `${tier} is ${String(vcpu)} vCPU and ${String(google.memoryGib)} GiB`
    : `${tier} is a shared core with ${String(google.memoryGib)} GB`;
}

/**
 * A policy where somebody logs in by password. Cloud SQL refuses one at creation without a root password, which would stand in
 * the state (docs/decisions/0010): an instance that only knows IAM has none.
 */
function passwordPolicyOf(access: readonly Access[]): GoogleInstanceDecisions['passwordPolicy'] {
  const secret = access.find(({ via }) => via === 'secret');
  return secret
    ? decide('enforced', 'somebody logs in by password', secret.place)
    : decide('none', 'nobody logs in by password', 'security table');
}
