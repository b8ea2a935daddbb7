import type { TerraformStack } from 'cdktf';
import { clientTagOf, Firewall } from '../constructs/google/firewall';
import type { Key } from '../constructs/google/key';
import { Login } from '../constructs/google/login';
import type { RecoveryReplica } from '../constructs/google/recovery-replica';
import { emailOf } from '../constructs/google/service-account';
import { hasOperator } from '../model/access/operators';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { declareRecovered, recoveredInstance, recoveryNameOf } from '../model/recovery/recovered';
import { declareState } from '../model/sql/declare';
import { runnerAccountId } from '../model/sql/runner-account';
import type { PinnedObject } from '../model/sql/runner-store';
import { createContract } from './contract';
import { createJumpHost, createOperators, jumpHostOf } from './google-jump-host';
import { createGoogleLogins, createGoogleSecrets, waysIn, type Secrets } from './google-logins';
import type { PlacedNetwork } from './google-network';
import { keepsRecovery } from './google-recovery-replica';
import { createGoogleRunner } from './google-runner';
import type { RunnerHome } from './google-runner-home';

/** Of the runner of the instance, which another stack made: accounts belong to no region. */
const runnerOf = ({ identifier, target }: GoogleInstance): string =>
  emailOf(runnerAccountId(identifier), target.project);

/**
 * A secret of the recovery region for each password, empty until the replica serves: the runner then writes a new password there. They
 * are there before, and stay when the primary serves again.
 */
export function createRecoverySecrets(
  stack: TerraformStack,
  instance: GoogleInstance,
  key: Key,
): Secrets {
  const recovered = recoveredInstance(instance);
  const { id: address, target, decisions } = recovered;
  const kept = {
    ...decisions.preventDestroy,
    value: decisions.preventDestroy.value && keepsRecovery(instance),
  };
  return createGoogleSecrets(
    stack,
    { ...recovered, decisions: { ...decisions, preventDestroy: kept } },
    { address, region: target.region, secretId: (secret) => secret },
    { key, runner: { email: runnerOf(instance) } },
  );
}

export interface ServingWiring {
  readonly key: Key;
  readonly home: RunnerHome;
  readonly network: PlacedNetwork;
  readonly program: PinnedObject;
  readonly replica: RecoveryReplica;
  readonly secrets: Secrets;
}

/**
 * What the replica has once it serves, and not before: who may log in, what lets clients in, its runner, and how it is connected to.
 * Database users came with its data.
 */
export function serveFromRecovery(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  { key, home, network, program, replica, secrets }: ServingWiring,
): void {
  const recovered = recoveredInstance(instance);
  const { id: address, identifier, engine, target, services } = recovered;
  const there = { ...foundation, prefix: recoveryNameOf(foundation) };
  const named = { instance: { name: replica.identifier } };
  const logins = createGoogleLogins(
    stack,
    recovered,
    { address, identifier, admits: 'everybody', users: 'copied' },
    named,
  );
  const runner = new Login(
    stack,
    'runner-login',
    {
      ...{ address, engine, project: target.project, identifier, via: 'iam', attach: true },
      ...{ identity: `serviceAccount:${runnerOf(instance)}`, user: 'copied' },
      login: declareState(instance).admin.login,
    },
    named,
  );
  createOperators(stack, recovered, there, hostOf(stack, recovered, { key, network }));
  const networkTag = admitClients(stack, instance, there, { network, replica });
  createGoogleRunner(stack, recovered, {
    account: { email: runnerOf(instance), parts: runner.parts },
    ...{ home, network, networkTag, program },
    after: secrets.writing,
    declared: declareRecovered(instance),
  });
  for (const service of services) {
    createContract(stack, recovered, service, {
      ...{ writer: replica, readers: [], client: { networkTag } },
      wayIn: waysIn(logins, secrets),
    });
  }
}

/** An isolated instance’s own host there; the recovery region’s foundation has the others’. */
function hostOf(
  stack: TerraformStack,
  recovered: GoogleInstance,
  wiring: { readonly network: PlacedNetwork; readonly key: Key },
) {
  const { id: address, identifier: name, target, ownNetwork } = recovered;
  if (!ownNetwork || !hasOperator(recovered)) return [];
  const { project, region } = target;
  return [
    createJumpHost(stack, { address, name, project, region, plan: ownNetwork.value }, wiring),
  ];
}

/** Who was let in to the primary is let in here with the tag that it bears; what is new bears this instance’s own. */
function admitClients(
  stack: TerraformStack,
  instance: GoogleInstance,
  there: GoogleFoundation,
  { network, replica }: Pick<ServingWiring, 'network' | 'replica'>,
): string | null {
  const recovered = recoveredInstance(instance);
  const { id: address, identifier, target, port, ownNetwork, decisions } = recovered;
  if ((ownNetwork ?? there.network).value.kind === 'existing') return null;
  const jumpHost = jumpHostOf(recovered, there);
  const settings = {
    ...{ address, identifier, port, project: target.project },
    clientTags: [
      clientTagOf(instance.identifier),
      ...decisions.clientTags.value,
      ...(jumpHost === null ? [] : [jumpHost]),
    ],
    clientCidrs: decisions.clientCidrs.value,
  };
  return new Firewall(stack, 'firewall', settings, { network, databases: [replica] }).clientTag;
}
