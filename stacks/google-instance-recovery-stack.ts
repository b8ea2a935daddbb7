import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Key } from '../constructs/google/key';
import { RecoveryAlarms } from '../constructs/google/recovery-alarms';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { recoveredInstance, recoveryHomeOf, recoveryServes } from '../model/recovery/recovered';
import type { PinnedObject } from '../model/sql/runner-store';
import { createBackend } from './backend';
import { createGoogleChannels } from './google-channels';
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
  const { id: address, identifier: primary } = instance;
  const { identifier, target } = recoveredInstance(instance);
  const { project, region } = target;
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
  } else {
    const { routes } = foundation;
    const channels = createGoogleChannels(stack, { address, name: identifier, project, routes });
    const lagSeconds = lagOf(instance);
    const settings = { address, identifier, project, region, primary, lagSeconds };
    new RecoveryAlarms(stack, 'alarms', settings, { channels });
  }
  createRecoveryCoordinates(stack, instance, { key, network });
}

/** What Kura assumes of a replica where nothing is demanded: five minutes. */
const USUAL_LAG = 300_000;

/** What the loss of the region may cost, by the bound that the objective counts on. */
function lagOf({ recovery: { evidence } }: GoogleInstance): number {
  const met = evidence.region?.mechanism === 'recovery-replica' ? evidence.region : null;
  return Math.floor((met?.rpo.milliseconds ?? USUAL_LAG) / 1000);
}
