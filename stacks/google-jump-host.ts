import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { JumpHost, jumpHostName, jumpHostZone } from '../constructs/google/jump-host';
import type { Key } from '../constructs/google/key';
import { loginId } from '../constructs/google/login';
import { Operator } from '../constructs/google/operator';
import { customRole } from '../model/access/google-roles';
import { hasOperator } from '../model/access/operators';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import type { NetworkChoice, PlacedNetwork } from './google-network';
import { latestEnd } from './latest-end';

/** The host of a network that Kura makes or takes over, for who operates a database there. */
export function createJumpHost(
  scope: Construct,
  { address, name, project, region, plan }: NetworkChoice,
  wiring: { readonly network: PlacedNetwork; readonly key: Key },
): ITerraformDependable {
  const settings = { address, name, project, region, ownsRules: plan.kind === 'made' };
  return new JumpHost(scope, 'jump-host', settings, wiring).host;
}

/** The host that an instance's operators go through: its own network's, or the environment's. Null where it has none. */
export function jumpHostOf(instance: GoogleInstance, { prefix }: GoogleFoundation): string | null {
  if (!hasOperator(instance)) return null;
  return jumpHostName(instance.ownNetwork ? instance.identifier : prefix);
}

/** Each operator's way to that host, as long as it is one. */
export function createOperators(
  scope: Construct,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  after: readonly ITerraformDependable[],
): void {
  const name = jumpHostOf(instance, foundation);
  if (name === null) return;
  const { id: address, identifier, environment, target, services } = instance;
  const { project } = target;
  const accesses = services
    .flatMap(({ access }) => access)
    .filter(({ role, attach }) => role === 'operator' && attach);
  for (const identity of new Set(accesses.map((access) => access.identity))) {
    const settings = {
      ...{ address, project, identifier, identity },
      ...latestEnd(accesses.filter((access) => access.identity === identity)),
      host: { name, zone: jumpHostZone(target.region) },
      finds: customRole(project, environment, 'operator'),
    };
    new Operator(scope, `operator-${loginId({ identity, project })}`, settings, { after });
  }
}
