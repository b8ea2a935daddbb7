import type { App } from 'cdktf';
import type { Deployment } from '../model/deployment/deployment';
import type { Pool } from '../model/deployment/facts';
import type { Read } from '../model/language/yaml-file';
import { quote, type Problem } from '../model/problem';
import { EcsPlatformStack } from './aws/platform-stack';
import { EcsServiceStack } from './aws/service-stack';
import { checkImage, checkSubnet, checkVersion } from './checks';
import { readConnection, type AwsConnection, type GoogleConnection } from './connection';
import type { CloudRunConsumer, Consumers, EcsConsumer } from './consumers';
import { CloudRunPlatformStack } from './google/platform-stack';
import { CloudRunServiceStack } from './google/service-stack';

/** Builds every stack of an environment’s consumers into an app. */
export type Build = (app: App) => void;

interface Ready<Consumer, Connection> {
  readonly consumer: Consumer;
  readonly connection: Connection;
}

/** Reads every consumer’s connection and checks what its team decided: all that is wrong, or what can be built. */
export function planConsumers(deployment: Deployment, consumers: Consumers): Read<Build> {
  const { environment, ecs, cloudRun } = consumers;
  const problems: Problem[] = [];
  const onEcs = ecs.services.flatMap((consumer) => {
    const connection = connectionOf(deployment, environment, consumer, 'aws', problems);
    if (!connection) return [];
    problems.push(...checkEcs(consumer, connection));
    return [{ consumer, connection }];
  });
  const onCloudRun = cloudRun.services.flatMap((consumer) => {
    const connection = connectionOf(deployment, environment, consumer, 'google', problems);
    if (!connection) return [];
    problems.push(...checkCloudRun(consumer, connection));
    return [{ consumer, connection }];
  });
  const [firstEcs] = onEcs;
  if (firstEcs) {
    const subnets = Object.entries(ecs.subnets);
    problems.push(...checkApart(subnets, firstEcs.connection.network));
  }
  const [firstCloudRun] = onCloudRun;
  if (firstCloudRun) {
    const subnets = onCloudRun.map(({ consumer }): Named => [consumer.name, consumer.subnet]);
    problems.push(...checkApart(subnets, firstCloudRun.connection.network));
  }
  problems.push(...checkInstances([...onEcs, ...onCloudRun]));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: (app) => {
      buildEcs(app, consumers, onEcs);
      buildCloudRun(app, consumers, onCloudRun);
    },
  };
}

type Clouds = { readonly aws: AwsConnection; readonly google: GoogleConnection };

function connectionOf<Cloud extends keyof Clouds>(
  deployment: Deployment,
  environment: string,
  { name, service, identity }: EcsConsumer | CloudRunConsumer,
  cloud: Cloud,
  problems: Problem[],
): Clouds[Cloud] | undefined {
  const read = readConnection(deployment, { place: name, environment, service, identity });
  if (!read.ok) {
    problems.push(...read.problems);
    return undefined;
  }
  const connection = read.value;
  if (!isOn(connection, cloud)) {
    problems.push({
      place: name,
      required: `a service on ${cloud} is required`,
      got: `${quote(service)} on ${connection.cloud}`,
      cure: 'Run it where its database is.',
    });
    return undefined;
  }
  if (connection.network.isolated) {
    problems.push({
      place: name,
      required: 'a database in the environment’s own network is required',
      got: `${quote(service)}, which is isolated`,
      cure: 'Plan the consumers of an isolated service apart: nothing is shared with it.',
    });
  }
  return connection;
}

function isOn<Cloud extends keyof Clouds>(
  connection: Clouds[keyof Clouds],
  cloud: Cloud,
): connection is Clouds[Cloud] {
  return connection.cloud === cloud;
}

function checkEcs(
  { name, image, secretVersion }: EcsConsumer,
  { secret }: AwsConnection,
): Problem[] {
  return [
    checkImage(name, 'image', 'aws', image),
    checkVersion(name, 'aws', secret, secretVersion),
  ].filter((fault) => fault !== undefined);
}

function checkCloudRun(
  { name, image, proxyImage, secretVersion }: CloudRunConsumer,
  { secret, identity }: GoogleConnection,
): Problem[] {
  return [
    checkImage(name, 'image', 'google', image),
    checkImage(name, 'proxyImage', 'google', proxyImage),
    checkVersion(name, 'google', secret, secretVersion),
    identity.startsWith('serviceAccount:')
      ? undefined
      : {
          place: name,
          required: 'Cloud Run runs as a service account',
          got: quote(identity),
          cure: 'Give a service account access.',
        },
  ].filter((fault) => fault !== undefined);
}

/** The consumers of a database share its pool, whose connections the estate has counted. */
function checkInstances(
  ready: readonly Ready<EcsConsumer | CloudRunConsumer, { readonly pool: Pool }>[],
): Problem[] {
  return [...new Set(ready.map(({ consumer }) => consumer.service))].flatMap((service) => {
    const sharing = ready.filter(({ consumer }) => consumer.service === service);
    const most = sharing[0]?.connection.pool.instances ?? 0;
    const sum = sharing.reduce((total, { consumer }) => total + consumer.instances, 0);
    if (sum <= most) return [];
    const names = sharing.map(({ consumer }) => consumer.name).join(', ');
    return [
      {
        place: names,
        required: `at most ${String(most)} instances may share the pool of ${service}`,
        got: String(sum),
        cure: 'Raise pool.instances in the estate, which counts their connections.',
      },
    ];
  });
}

type Named = readonly [name: string, range: string];

/** Subnets of one network: each against the databases’ ranges and those before it. */
function checkApart(
  subnets: readonly Named[],
  { cidr, taken }: { readonly cidr: string; readonly taken: readonly string[] },
): Problem[] {
  return subnets.flatMap(([name, range], i) => {
    const before = subnets.slice(0, i).map(([, other]) => other);
    return checkSubnet(name, range, { cidr, taken: [...taken, ...before] }) ?? [];
  });
}

function buildEcs(
  app: App,
  { environment, ecs }: Consumers,
  ready: readonly Ready<EcsConsumer, AwsConnection>[],
): void {
  const [first, ...rest] = ready.map(({ connection }) => connection);
  if (!first) return;
  const platform = new EcsPlatformStack(
    app,
    `${environment}-aws-services`,
    [first, ...rest],
    ecs.subnets,
  );
  for (const { consumer, connection } of ready) {
    const settings = { ...consumer, zones: Object.keys(ecs.subnets) };
    const id = `${environment}-aws-service-${consumer.name}`;
    new EcsServiceStack(app, id, connection, settings).addDependency(platform);
  }
}

function buildCloudRun(
  app: App,
  { environment }: Consumers,
  ready: readonly Ready<CloudRunConsumer, GoogleConnection>[],
): void {
  const [first, ...rest] = ready.map(({ connection }) => connection);
  if (!first) return;
  const id = `${environment}-google-services`;
  const platform = new CloudRunPlatformStack(app, id, [first, ...rest]);
  for (const { consumer, connection } of ready) {
    const stack = `${environment}-google-service-${consumer.name}`;
    new CloudRunServiceStack(app, stack, connection, consumer).addDependency(platform);
  }
}
