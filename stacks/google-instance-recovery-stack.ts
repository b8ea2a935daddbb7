import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Key } from '../constructs/google/key';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { recoveryHomeOf, recoveryServes } from '../model/recovery/recovered';
import type { PinnedObject } from '../model/sql/runner-store';
import { createBackend } from './backend';
import { createGoogleDrills } from './google-drill';
import { createGoogleProvider, labelsOf } from './google-provider';
import { createRecoveryCoordinates } from './google-recovery-coordinates';
import { createRecoveryKey, createRecoveryHome } from './google-recovery-home';
import { placeInRecovery } from './google-recovery-place';
import { createRecoveryReplica } from './google-recovery-replica';
import { createRecoverySecrets, serveFromRecovery } from './google-recovery-serving';

/**
 * What one instance has in its recovery region: a replica under a key of its own, and what it takes to serve from there. Names of the
 * primary’s are derived, so that all of it can be planned while the primary’s region is dead.
 */
export class GoogleInstanceRecoveryStack extends TerraformStack {
  constructor(
    scope: Construct,
    instance: GoogleInstance,
    foundation: GoogleFoundation,
    organisation: string,
    program: PinnedObject,
  ) {
    const home = recoveryHomeOf(instance);
    super(scope, home.stack);
    const { environment, services, lifecycle } = instance;
    const owners = services.map(({ owner }) => owner);
    const labels = { organisation, environment, owners };
    createGoogleProvider(this, home.target, labels);
    createBackend(this, home.state);
    const key = createRecoveryKey(this, instance, foundation);
    const runnerHome = createRecoveryHome(this, instance, foundation, key);
    // Beside the key: what was logged. Backups that it made while it served stay by themselves.
    if (lifecycle.value === 'retired') return;
    const wiring = { key, home: runnerHome, program, labels: labelsOf(this, labels) };
    createInstance(this, instance, foundation, wiring);
  }
}

interface RecoveryWiring {
  readonly key: Key;
  readonly home: ReturnType<typeof createRecoveryHome>;
  readonly program: PinnedObject;
  readonly labels: Readonly<Record<string, string>>;
}

function createInstance(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  { key, home, program, labels }: RecoveryWiring,
): void {
  const network = placeInRecovery(stack, instance, foundation);
  const replica = createRecoveryReplica(stack, instance, labels, { key, network });
  const secrets = createRecoverySecrets(stack, instance, key);
  createGoogleDrills(stack, instance, foundation, 'recovery', {
    ...{ home, network, program, labels },
    after: [key.binding],
  });
  if (recoveryServes(instance)) {
    const wiring = { key, home, network, program, replica, secrets };
    serveFromRecovery(stack, instance, foundation, wiring);
  }
  createRecoveryCoordinates(stack, instance, { key, network });
}
