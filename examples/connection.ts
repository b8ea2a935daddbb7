import { networkId } from '../constructs/google/network';
import { roleArn } from '../model/access/aws-identities';
import { memberOf } from '../model/access/google-identities';
import { readIdentity } from '../model/access/identity';
import type { AwsFoundation, AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';
import type { Access, Contract, DeployedService, Pool } from '../model/deployment/facts';
import type {
  GoogleFoundation,
  GoogleInstance,
  GoogleTarget,
} from '../model/deployment/google-deployment';
import type { Read } from '../model/language/yaml-file';
import { nearest, oneOf, quote, type Problem } from '../model/problem';
import type { Engine } from '../model/tables/engines';

/** Whose connection is read, in the estate’s own words. */
export interface Caller {
  /** Where the words stand, for messages. */
  readonly place: string;
  readonly environment: string;
  readonly service: string;
  /** `role/order-api`, `serviceAccount:suzumina-web`. */
  readonly identity: string;
}

/** How one identity connects to one service’s database: the contract, as `deployment.json` declares it. */
interface Facts extends Pick<Contract, 'writer' | 'readers' | 'client' | 'tls'> {
  readonly organisation: string;
  readonly environment: string;
  /** `<organisation>-<environment>`: how the environment’s cloud names begin. */
  readonly prefix: string;
  readonly engine: Engine;
  readonly database: string;
  readonly pool: Pool;
  readonly logRetentionDays: number;
  /** The role’s ARN; on Google the member, `serviceAccount:…`. */
  readonly identity: string;
  /** The database user. */
  readonly user: string;
  /** Whether the identity never writes, so that a reader serves it as well. */
  readonly readsOnly: boolean;
  /** The name of the secret with its password; null where it logs in by IAM. */
  readonly secret: string | null;
}

export interface AwsConnection extends Facts {
  readonly cloud: 'aws';
  readonly target: AwsTarget;
  readonly network: {
    /** Of the subnet group, which knows the VPC. */
    readonly name: string;
    readonly isolated: boolean;
    readonly cidr: string;
    /** Ranges in it that databases have. */
    readonly taken: readonly string[];
  };
}

export interface GoogleConnection extends Facts {
  readonly cloud: 'google';
  readonly target: GoogleTarget;
  readonly network: {
    /** `projects/PROJECT/global/networks/NAME`. */
    readonly id: string;
    readonly isolated: boolean;
    readonly cidr: string;
    readonly taken: readonly string[];
  };
}

export type Connection = AwsConnection | GoogleConnection;

/** Reads a caller’s connection from the deployment, or says why it has none. */
export function readConnection(deployment: Deployment, caller: Caller): Read<Connection> {
  const instances = deployment.instances.filter(
    ({ environment }) => environment === caller.environment,
  );
  const known = instances.flatMap(({ services }) => services.map(({ service }) => service));
  const instance = instances.find(({ services }) =>
    services.some(({ service }) => service === caller.service),
  );
  const service = instance?.services.find((each) => each.service === caller.service);
  if (!instance || !service) {
    return refuse(
      caller,
      `a service of ${caller.environment} is required`,
      quote(caller.service),
      cureOf(caller.service, known),
    );
  }
  const foundation = deployment.foundations.find(
    ({ cloud, environment }) => cloud === instance.cloud && environment === instance.environment,
  );
  const access = service.access.find(({ identity }) => identity === fullName(caller, instance));
  if (!foundation || !access) {
    return refuse(
      caller,
      `an identity that ${service.service} gives access in ${caller.environment} is required`,
      quote(caller.identity),
      `Declare it under access in ${service.place.split(':')[0] ?? 'the service'}, or take ${oneOf(service.access.map(({ identity }) => identity))}.`,
    );
  }
  return {
    ok: true,
    value: connect(deployment.organisation, instance, foundation, service, access),
  };
}

function refuse(
  { place }: Caller,
  required: string,
  got: string,
  cure: string,
): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [{ place, required, got, cure }] };
}

function cureOf(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none: synthesize it first.';
}

/** The identity as its cloud writes it, in the instance’s account or project. */
function fullName({ identity: text }: Caller, { cloud, target }: Instance): string | undefined {
  const identity = readIdentity(text);
  if (identity?.cloud !== cloud) return undefined;
  return 'account' in target
    ? roleArn(identity, target.account)
    : memberOf(identity, target.project);
}

function connect(
  organisation: string,
  instance: Instance,
  foundation: Foundation,
  { database, pool, contract }: DeployedService,
  { identity, login: user, role, secret }: Access,
): Connection {
  const { writer, readers, client, tls } = contract;
  const facts: Facts = {
    ...{ organisation, environment: instance.environment, prefix: foundation.prefix },
    ...{ engine: instance.engine, database: database.value, pool: pool.value },
    ...{ writer, readers, client, tls, identity, user },
    secret: secret ?? null,
    logRetentionDays: instance.decisions.logRetentionDays.value,
    readsOnly: role === 'reader' || role === 'auditor',
  };
  if (instance.cloud === 'aws' && foundation.cloud === 'aws') {
    const network = awsNetworkOf(instance, foundation);
    return { ...facts, cloud: 'aws', target: instance.target, network };
  }
  if (instance.cloud === 'google' && foundation.cloud === 'google') {
    const network = googleNetworkOf(instance, foundation);
    return { ...facts, cloud: 'google', target: instance.target, network };
  }
  throw new Error(`${instance.stack} is on another cloud than ${foundation.stack}`);
}

function awsNetworkOf(
  { identifier, ownNetwork }: AwsInstance,
  { prefix, network }: AwsFoundation,
): AwsConnection['network'] {
  const plan = (ownNetwork ?? network).value;
  return {
    name: ownNetwork ? identifier : prefix,
    isolated: ownNetwork !== undefined,
    cidr: plan.cidr,
    taken: plan.kind === 'made' ? plan.subnets.map(({ cidr }) => cidr) : [],
  };
}

function googleNetworkOf(
  { identifier, ownNetwork, target: { project } }: GoogleInstance,
  { prefix, network }: GoogleFoundation,
): GoogleConnection['network'] {
  const plan = (ownNetwork ?? network).value;
  return {
    id: plan.kind === 'existing' ? plan.vpc : networkId(project, ownNetwork ? identifier : prefix),
    isolated: ownNetwork !== undefined,
    cidr: plan.cidr,
    taken: plan.kind === 'made' ? [plan.services, plan.runner] : [plan.services],
  };
}
