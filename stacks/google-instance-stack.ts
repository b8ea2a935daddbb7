import { TerraformStack, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Firewall } from '../constructs/google/firewall';
import { DatabaseInstance } from '../constructs/google/instance';
import { Key } from '../constructs/google/key';
import { Reader } from '../constructs/google/reader';
import { hasOperator } from '../model/access/operators';
import { valuesOf } from '../model/decision';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import type { PinnedObject } from '../model/sql/runner-store';
import { createBackend } from './backend';
import { createContract } from './contract';
import { createJumpHost, createOperators, jumpHostOf } from './google-jump-host';
import { createGoogleLogins, keepsSecrets } from './google-logins';
import { createOwnHome } from './google-own-home';
import {
  createGoogleNetwork,
  findGoogleNetwork,
  type NetworkChoice,
  type PlacedNetwork,
} from './google-network';
import { createGoogleProvider, labelsOf } from './google-provider';
import { createGoogleRunner, createRunnerAccount } from './google-runner';
import { findRunnerHome } from './google-runner-home';
import { loggingAccountOf, projectNumberOf, storageAccountOf } from './google-foundation-stack';

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
    const { id: address, identifier, engine, target, environment, services } = instance;
    const { project, region } = target;
    const settings = valuesOf(instance.decisions);
    const labels = {
      organisation,
      environment,
      owners: services.map(({ owner }) => owner),
    };
    createGoogleProvider(this, target, labels);
    createBackend(this, instance.state);

    const ownProject = project !== foundation.target.project;
    const key = createKey(this, instance, ownProject);
    const home = ownProject
      ? createOwnHome(this, instance, foundation, { key })
      : findRunnerHome(foundation);
    const network = placeIn(this, instance, foundation);
    const host = createOwnHost(this, instance, network, key);
    const primary = new DatabaseInstance(
      this,
      'primary',
      {
        ...settings,
        address,
        engine,
        identifier,
        project,
        region,
        flags: Object.entries(instance.flags).map(([name, { value }]) => ({ name, value })),
        labels: labelsOf(this, labels),
      },
      { key, network, after: network.after },
    );
    const readers = Array.from(
      { length: settings.readers },
      (_, i) => new Reader(this, `reader-${i + 1}`, { number: i + 1 }, { primary }),
    );
    const networkTag = admitClients(this, instance, foundation, network, [primary, ...readers]);
    const named = { name: primary.identifier };
    const account = createRunnerAccount(this, instance, named);
    const { wayIn, writing } = createGoogleLogins(this, instance, {
      key,
      instance: named,
      runner: account,
    });
    createOperators(this, instance, foundation, host);
    createGoogleRunner(this, instance, {
      ...{ account, home, network, networkTag, program },
      after: writing,
    });
    for (const service of services) {
      const client = { networkTag };
      createContract(this, instance, service, { writer: primary, readers, client, wayIn });
    }
  }
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

function createKey(stack: TerraformStack, instance: GoogleInstance, ownProject: boolean): Key {
  const { id: address, identifier, target } = instance;
  const { project, region } = target;
  return new Key(
    stack,
    'key',
    {
      address,
      name: identifier,
      purpose: 'database',
      project,
      region,
      services: [
        'sql',
        ...(keepsSecrets(instance) ? (['secretmanager'] as const) : []),
        ...(ownProject ? (['logging', 'storage'] as const) : []),
        ...(instance.ownNetwork && hasOperator(instance) ? (['compute'] as const) : []),
      ],
      // Backups that outlive the instance can be read only with its key.
      preventDestroy: true,
    },
    {
      projectNumber: projectNumberOf(stack, project),
      ...(ownProject
        ? {
            loggingServiceAccount: loggingAccountOf(stack, project),
            storageServiceAccount: storageAccountOf(stack, project),
          }
        : {}),
    },
  );
}

/** Rules for its clients in a network of Kura's, and the tag they bear; an existing network's rules are its owner's. */
function admitClients(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  network: PlacedNetwork,
  databases: readonly { readonly host: string }[],
): string | null {
  const { id: address, identifier, target, port, ownNetwork, decisions } = instance;
  const { project } = target;
  if ((ownNetwork ?? foundation.network).value.kind === 'existing') return null;
  const jumpHost = jumpHostOf(instance, foundation);
  const settings = {
    address,
    identifier,
    project,
    port,
    clientTags: [...decisions.clientTags.value, ...(jumpHost === null ? [] : [jumpHost])],
    clientCidrs: decisions.clientCidrs.value,
  };
  return new Firewall(stack, 'firewall', settings, { network, databases }).clientTag;
}
