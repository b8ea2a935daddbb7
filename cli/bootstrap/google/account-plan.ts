import type { Trust } from '../trust';
import { nameOf } from './account-names';
import type { Place, ProjectScope } from './project-scope';
import type { Binding } from './state-access';
import { actingBindings, trailBindings } from './trust';

/** A service account that Terraform acts as. */
export interface AccountPlan {
  readonly email: string;
  readonly name: string;
  readonly description: string;
  /** Who may act as it. */
  readonly bindings: readonly Binding[];
}

const BOTH = ['deploy', 'plan'] as const;

export function planAccounts(scope: ProjectScope, trust: Trust): AccountPlan[] {
  const { prefix, accounts } = scope;
  return BOTH.map((as) => ({
    email: accounts[as],
    name: nameOf(accounts[as]),
    description:
      as === 'deploy' ? `Terraform applies ${prefix} as it` : `Terraform plans ${prefix} as it`,
    bindings: actingBindings(scope, trust, as),
  }));
}

/** Those of the trail. */
export function planTrailAccounts(place: Place, auditTrust: Trust): AccountPlan[] {
  const { prefix, trail } = place;
  return BOTH.map((as) => ({
    email: trail.accounts[as],
    name: nameOf(trail.accounts[as]),
    description:
      as === 'deploy'
        ? `Terraform applies the trail of ${prefix} as it`
        : `Terraform plans the trail of ${prefix} as it`,
    bindings: trailBindings(place, auditTrust, as),
  }));
}
