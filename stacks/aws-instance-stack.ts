import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { SecurityGroup } from '../constructs/aws/security-group';
import type { Key } from '../constructs/aws/key';
import { hearsItself } from '../model/alerts/own-events';
import type { AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { servesIn } from '../model/recovery/serving';
import { createBackend } from './backend';
import { createContract } from './contract';
import { createAwsAlerts } from './aws-alerts';
import { createAwsDashboards } from './aws-dashboards';
import { createAwsDatabases } from './aws-databases';
import { createAwsInstanceKey } from './aws-instance-key';
import {
  createOwnVault,
  findMonitoringRole,
  findOrMakeAwsCommons,
  letInBy,
  placeAwsInstance,
} from './aws-instance-place';
import { createAwsLogins } from './aws-logins';
import { createOwnEvents } from './aws-own-events';
import { findOrMakeAwsOptionGroup } from './aws-option-groups';
import { createAwsParameterGroup } from './aws-parameter-group';
import { createAwsProvider } from './aws-provider';
import { createRestoreCoordinates } from './aws-restore-coordinates';
import { createAwsRetired } from './aws-retired';
import { createAwsRuns } from './aws-runs';
import { trailFrom } from './aws-trail';
import type { RunnerAsset } from './runner-asset';

/** One instance: its databases’ only home, and the unit of deploying, of state and of blast radius. */
export class AwsInstanceStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: AwsInstance,
    foundation: AwsFoundation,
    organisation: string,
    program: RunnerAsset,
  ) {
    super(scope, instance.stack);
    const { target, environment, services, lifecycle } = instance;
    const owners = services.map(({ owner }) => owner);
    createAwsProvider(this, target, { organisation, environment, owners });
    createBackend(this, instance.state);
    const key = createAwsInstanceKey(this, instance, foundation);
    if (lifecycle.value === 'retired') createAwsRetired(this, instance, foundation, key);
    else createInstance(this, instance, foundation, { key, program });
  }
}

/** Everything but its key. Where another region serves, it stays as it is, and nobody is let in. */
function createInstance(
  stack: TerraformStack,
  instance: AwsInstance,
  foundation: AwsFoundation,
  { key, program }: { readonly key: Key; readonly program: RunnerAsset },
): void {
  const { id: address, identifier, port, target, services, decisions } = instance;
  const prefix = instance.ownNetwork ? identifier : foundation.prefix;
  const fenced = servesIn(instance) === 'recovery';
  const trail = trailFrom(foundation, target);
  const network = placeAwsInstance(stack, instance, foundation, key);
  const commons = findOrMakeAwsCommons(stack, instance, foundation, {
    key,
    network,
    program,
  });
  createOwnVault(stack, instance, foundation, { key, ...commons.alarms });
  const parameterGroup = createAwsParameterGroup(stack, instance);
  const isolated = instance.ownNetwork !== undefined;
  const optionGroup = findOrMakeAwsOptionGroup(stack, instance, { prefix, isolated });
  const securityGroup = new SecurityGroup(
    stack,
    'security-group',
    {
      ...{ address, identifier, port, fenced },
      clientSecurityGroups: decisions.clientSecurityGroups.value,
      clientCidrs: decisions.clientCidrs.value,
    },
    network,
  );
  const securityGroupIds = [securityGroup.id, ...letInBy(commons)];
  const databases = createAwsDatabases(stack, instance, {
    ...{ key, trail, network, parameterGroup, optionGroup, securityGroupIds, vault: prefix },
    monitoringRole: findMonitoringRole(stack, instance, foundation),
  });
  const { serving, primary, restored } = databases;
  const heard = { alarms: commons.alarms, databases: [primary, ...restored] };
  createAwsAlerts(stack, instance, 'primary', heard);
  createAwsDashboards(stack, instance, foundation);
  if (hearsItself(instance, foundation)) {
    createOwnEvents(stack, instance, foundation, { prefix, target }, { ...heard, parameterGroup });
  }
  const { waysIn, secrets } = createAwsLogins(
    stack,
    instance,
    { identifier, target, network: prefix, database: serving.identifier, fenced },
    { key, databases: fenced ? databases.all : [serving, ...serving.readers] },
  );
  // Where another region serves, its stack there says how to connect.
  for (const service of fenced ? [] : services) {
    createContract(stack, instance, service, {
      writer: serving,
      readers: serving.readers,
      client: { securityGroup: securityGroup.clientId },
      wayIn: ({ login }) => waysIn.get(login),
    });
  }
  createRestoreCoordinates(stack, instance, databases, {
    ...{ key, network, parameterGroup, optionGroup, securityGroupIds },
  });
  const { stack: name } = instance;
  createAwsRuns(
    stack,
    instance,
    {
      ...{ stack: name, region: 'primary', identifier, target, prefix },
      sourceOf: () => serving.identifier,
    },
    {
      server: fenced
        ? undefined
        : { ...serving, after: serving.readers.map(({ resource }) => resource) },
      ...{ key, trail, network, parameterGroup, optionGroup, commons, secrets, program },
    },
  );
}
