import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DatabaseLogs, identifiersOf } from '../constructs/google/database-logs';
import { Firewall } from '../constructs/google/firewall';
import { DatabaseInstance } from '../constructs/google/instance';
import { Key } from '../constructs/google/key';
import { Reader } from '../constructs/google/reader';
import { valuesOf } from '../model/decision';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { createBackend } from './backend';
import { createContract } from './contract';
import { createGoogleLogins, keepsSecrets } from './google-logins';
import { createGoogleNetwork, findGoogleNetwork, type PlacedNetwork } from './google-network';
import { createGoogleProvider, labelsOf } from './google-provider';
import { loggingAccountOf, projectNumberOf } from './google-foundation-stack';

/** One instance: its databases’ only home, and the unit of deploying, of state and of blast radius. */
export class GoogleInstanceStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: GoogleInstance,
    foundation: GoogleFoundation,
    organisation: string,
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

    const ownLogs = project !== foundation.target.project;
    const key = createKey(this, instance, ownLogs);
    if (ownLogs) keepLogs(this, instance, key);
    const network = instance.ownNetwork
      ? createGoogleNetwork(this, {
          address,
          name: identifier,
          project,
          plan: instance.ownNetwork.value,
        })
      : findGoogleNetwork(foundation);
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
    const wayIn = createGoogleLogins(this, instance, {
      key,
      instance: { name: primary.identifier },
    });
    for (const service of services) {
      const client = { networkTag };
      createContract(this, instance, service, { writer: primary, readers, client, wayIn });
    }
  }
}

function createKey(stack: TerraformStack, instance: GoogleInstance, ownLogs: boolean): Key {
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
        ...(ownLogs ? (['logging'] as const) : []),
      ],
      // Backups that outlive the instance can be read only with its key.
      preventDestroy: true,
    },
    {
      projectNumber: projectNumberOf(stack, project),
      ...(ownLogs ? { loggingServiceAccount: loggingAccountOf(stack, project) } : {}),
    },
  );
}

/** Rules for its clients in a network of Kura's, and the tag they bear; an existing network's rules are its owner's. */
function admitClients(
  stack: TerraformStack,
  { id: address, identifier, target: { project }, port, ownNetwork, decisions }: GoogleInstance,
  foundation: GoogleFoundation,
  network: PlacedNetwork,
  databases: readonly { readonly host: string }[],
): string | null {
  if ((ownNetwork ?? foundation.network).value.kind === 'existing') return null;
  const settings = {
    address,
    identifier,
    project,
    port,
    clientTags: decisions.clientTags.value,
    clientCidrs: decisions.clientCidrs.value,
  };
  return new Firewall(stack, 'firewall', settings, { network, databases }).clientTag;
}

/** An instance in a project of its own keeps its logs there. */
function keepLogs(
  stack: TerraformStack,
  { id: address, identifier, target, decisions }: GoogleInstance,
  key: Key,
): void {
  const { project, region } = target;
  const retentionDays = decisions.logRetentionDays.value;
  const instances = identifiersOf(identifier);
  const settings = { address, name: identifier, project, region, instances, retentionDays };
  new DatabaseLogs(stack, 'database-logs', settings, { key });
}
