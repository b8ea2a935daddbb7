import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Key } from '../constructs/aws/key';
import type { Trail } from '../constructs/aws/log-subscription';
import { hearsItselfThere } from '../model/alerts/own-events';
import type {
  AwsFoundation,
  AwsInstance,
  AwsRecoveryHome,
} from '../model/deployment/aws-deployment';
import { mayServeThere } from '../model/recovery/rehearsals';
import { createAwsAlerts } from './aws-alerts';
import { createAwsLogins } from './aws-logins';
import { createOwnEvents } from './aws-own-events';
import { findOrMakeAwsOptionGroup } from './aws-option-groups';
import { createAwsParameterGroup } from './aws-parameter-group';
import { createAwsProvider } from './aws-provider';
import { createRecoveryCoordinates } from './aws-recovery-coordinates';
import { createAwsRecoveryDatabases, recoveredIdentifier } from './aws-recovery-databases';
import { createAwsRecoveryKey } from './aws-recovery-key';
import { recoveryNetworkPrefix } from '../model/recovery/recovery-prefix';
import { placeAwsRecovery } from './aws-recovery-place';
import { createAwsRecoveryRetired } from './aws-recovery-retired';
import { createAwsRecoverySecrets } from './aws-recovery-secrets';
import { createAwsRecoverySecurityGroup } from './aws-recovery-security-group';
import { createAwsRuns } from './aws-runs';
import { trailFrom } from './aws-trail';
import { createAwsRecoveryVault } from './aws-vault';
import { createBackend } from './backend';
import { createContract } from './contract';
import { letInBy } from './aws-instance-place';
import type { RunnerAsset } from './runner-asset';

/**
 * What one instance has in the recovery region, and all that it needs to serve there. Provider and state are that region’s, and nothing
 * of the primary’s is asked: what is there is named by what the estate fixes, so that this can be planned while it is gone.
 */
export class AwsInstanceRecoveryStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: AwsInstance,
    foundation: AwsFoundation,
    organisation: string,
    program: RunnerAsset,
  ) {
    const { recoveryHome: home, environment, services, lifecycle, ownVault } = instance;
    if (!home) throw new Error(`${instance.stack}: nothing of it is in the recovery region`);
    super(scope, home.stack);
    const owners = services.map(({ owner }) => owner);
    createAwsProvider(this, home.target, { organisation, environment, owners });
    createBackend(this, home.state);
    const prefix = recoveryNetworkPrefix(home, foundation.prefix);
    const key = createAwsRecoveryKey(this, instance, home, { prefix, routes: foundation.routes });
    if (ownVault) {
      const kept = { address: instance.id, name: prefix, target: home.target };
      createAwsRecoveryVault(this, { ...kept, plan: ownVault.value }, { key });
    }
    const trail = trailFrom(foundation, home.target);
    if (lifecycle.value === 'retired')
      createAwsRecoveryRetired(this, instance, home, { key, trail, prefix });
    else createRecovery(this, instance, home, { foundation, key, trail, program });
  }
}

function createRecovery(
  stack: TerraformStack,
  instance: AwsInstance,
  home: AwsRecoveryHome,
  {
    foundation,
    key,
    trail,
    program,
  }: {
    readonly foundation: AwsFoundation;
    readonly key: Key;
    readonly trail: Trail;
    readonly program: RunnerAsset;
  },
): void {
  const place = placeAwsRecovery(stack, instance, home, { foundation, key, program });
  const { network, commons, monitoringRole, prefix } = place;
  const parameterGroup = createAwsParameterGroup(stack, instance);
  const isolated = home.ownNetwork !== undefined;
  const optionGroup = findOrMakeAwsOptionGroup(stack, instance, { prefix, isolated });
  const securityGroup = createAwsRecoverySecurityGroup(stack, instance, home, place);
  const securityGroupIds = [securityGroup.id, ...letInBy(commons)];
  const stands = { key, network, parameterGroup, optionGroup, securityGroupIds };
  const databases = createAwsRecoveryDatabases(stack, instance, home, {
    ...{ ...stands, trail, monitoringRole, after: monitoringRole.after },
  });
  const { serving, replica, restored } = databases;
  const here = [...(replica ? [replica] : []), ...restored];
  const heard = { alarms: commons.alarms, databases: here };
  const also = [...databases.replications.values()].map(({ resource }) => resource);
  createAwsAlerts(stack, instance, 'recovery', { ...heard, also });
  if (hearsItselfThere(instance, foundation)) {
    const { target } = home;
    const own = { ...heard, parameterGroup };
    createOwnEvents(stack, instance, foundation, { prefix, target }, own);
  }
  const secrets = serving
    ? letIn(stack, instance, home, { serving, key, prefix, client: securityGroup.clientId })
    : mayServeThere(instance)
      ? createAwsRecoverySecrets(stack, instance, { key })
      : [];
  createRecoveryCoordinates(stack, instance, home, databases, { ...stands, prefix });
  if (!mayServeThere(instance)) return;
  const replicaName = home.identifier;
  createAwsRuns(
    stack,
    instance,
    {
      ...{ ...home, region: 'recovery', prefix },
      sourceOf: (mechanism) =>
        serving?.identifier ??
        (mechanism === 'recovery-replica' ? replicaName : recoveredIdentifier(instance)),
    },
    {
      server: serving && { ...serving, after: serving.readers.map(({ resource }) => resource) },
      ...{ key, trail, network, parameterGroup, optionGroup, commons, secrets, program },
    },
  );
}

/** The ways in to the instance that serves here, and how to connect. */
function letIn(
  stack: TerraformStack,
  instance: AwsInstance,
  { identifier, target }: AwsRecoveryHome,
  {
    serving,
    key,
    prefix,
    client,
  }: {
    readonly serving: NonNullable<ReturnType<typeof createAwsRecoveryDatabases>['serving']>;
    readonly key: Key;
    readonly prefix: string;
    readonly client: string;
  },
) {
  const { waysIn, secrets } = createAwsLogins(
    stack,
    instance,
    { identifier, target, network: prefix, database: serving.identifier, fenced: false },
    { key, databases: [serving, ...serving.readers] },
  );
  for (const service of instance.services) {
    createContract(stack, instance, service, {
      writer: serving,
      readers: serving.readers,
      client: { securityGroup: client },
      wayIn: ({ login }) => waysIn.get(login),
    });
  }
  return secrets;
}
