import { TerraformStack, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Key } from '../constructs/google/key';
import { hasOperator } from '../model/access/operators';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import type { PinnedObject } from '../model/sql/runner-store';
import { createBackend } from './backend';
import { createContract } from './contract';
import { createGoogleDashboards } from './google-dashboards';
import { createGoogleDatabases } from './google-databases';
import { createGoogleDrills } from './google-drill';
import { admitClients } from './google-firewalls';
import { createGoogleInstanceKey } from './google-instance-key';
import { createJumpHost, createOperators } from './google-jump-host';
import { admitLogins } from './google-admission';
import { createGoogleSecrets, waysIn } from './google-logins';
import {
  createGoogleNetwork,
  findGoogleNetwork,
  type NetworkChoice,
  type PlacedNetwork,
} from './google-network';
import { createOwnHome, keepOwnHome } from './google-own-home';
import { createGoogleProvider, labelsOf } from './google-provider';
import { createGoogleRestoreCoordinates } from './google-restore-coordinates';
import { createGoogleRunner, createRunnerAccount } from './google-runner';
import { findRunnerHome, type RunnerHome } from './google-runner-home';
import { createGoogleWatch } from './google-watch';

/** One instance: its databases’ only home, and the unit of deploying, of state and of blast radius. */
export class GoogleInstanceStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: GoogleInstance,
    foundation: GoogleFoundation,
    organisation: string,
    program: PinnedObject,
  ) {
    super(scope, instance.stack);
    const { target, environment, services, lifecycle } = instance;
    const labels = { organisation, environment, owners: services.map(({ owner }) => owner) };
    createGoogleProvider(this, target, labels);
    createBackend(this, instance.state);
    const ownProject = target.project !== foundation.target.project;
    const key = createGoogleInstanceKey(this, instance, ownProject);
    // Beside the key: what was logged. The backups stay by themselves.
    if (lifecycle.value !== 'retired') {
      const wiring = { key, ownProject, program, labels: labelsOf(this, labels) };
      createInstance(this, instance, foundation, wiring);
    } else if (ownProject) keepOwnHome(this, instance, { key });
    createGoogleRestoreCoordinates(this, instance, key);
  }
}

interface InstanceWiring {
  readonly key: Key;
  readonly ownProject: boolean;
  readonly program: PinnedObject;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything but its key. Where the recovery region serves, it stays as it is, and no client is let in. */
function createInstance(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  { key, ownProject, program, labels }: InstanceWiring,
): void {
  const { id: address, target, services } = instance;
  createGoogleDashboards(stack, instance, foundation);
  const home = ownProject
    ? createOwnHome(stack, instance, foundation, { key })
    : findRunnerHome(foundation);
  const network = placeIn(stack, instance, foundation);
  if (ownProject) watchOwnProject(stack, instance, { home, network, program });
  const host = createOwnHost(stack, instance, network, key);
  const databases = createGoogleDatabases(stack, instance, labels, { key, network });
  const networkTag = admitClients(stack, instance, foundation, { network, databases });
  const { serving, primary } = databases;
  const account = createRunnerAccount(stack, instance, { name: primary.instance.identifier });
  const secrets = createGoogleSecrets(
    stack,
    instance,
    { address, region: target.region, secretId: (secret) => secret },
    { key, runner: account },
  );
  const { logins, runner } = admitLogins(stack, instance, databases, account);
  createOperators(stack, instance, foundation, host);
  // Where the recovery region serves, its stack there has the runner and says how to connect. A replica cannot be cloned.
  if (!serving) return;
  createGoogleRunner(stack, instance, {
    ...{ account, home, network, networkTag, program },
    database: serving.identifier,
    after: [...secrets.writing, ...runner],
  });
  createGoogleDrills(stack, instance, foundation, 'primary', {
    ...{ home, network, program, labels },
    after: account.parts,
  });
  for (const service of services) {
    createContract(stack, instance, service, {
      writer: serving.instance,
      readers: serving.readers,
      client: { networkTag },
      wayIn: waysIn(logins, secrets),
    });
  }
}

/** In a project of its own nobody else watches it. */
function watchOwnProject(
  stack: TerraformStack,
  { id: address, identifier: name, environment, stack: own, target }: GoogleInstance,
  {
    home,
    network,
    program,
  }: { readonly home: RunnerHome; readonly network: PlacedNetwork; readonly program: PinnedObject },
): void {
  const { project, region } = target;
  const databases = [name, `${name}-`];
  createGoogleWatch(
    stack,
    { address, name, stack: own, environment, project, region, databases, program },
    { home, network },
  );
}

/** The environment's network, or an isolated instance's own. */
function placeIn(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): PlacedNetwork {
  const choice = ownChoice(instance);
  return choice ? createGoogleNetwork(stack, choice) : findGoogleNetwork(foundation);
}

/** The host in an isolated instance's own network, where somebody operates it. */
function createOwnHost(
  stack: TerraformStack,
  instance: GoogleInstance,
  network: PlacedNetwork,
  key: Key,
): readonly ITerraformDependable[] {
  const choice = ownChoice(instance);
  return choice && hasOperator(instance) ? [createJumpHost(stack, choice, { network, key })] : [];
}

function ownChoice({ id, identifier, target, ownNetwork }: GoogleInstance): NetworkChoice | null {
  if (!ownNetwork) return null;
  const { project, region } = target;
  return { address: id, name: identifier, project, region, plan: ownNetwork.value };
}
