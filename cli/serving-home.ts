import type { AwsInstance } from '../model/deployment/aws-deployment';
import type { Foundation, Instance } from '../model/deployment/deployment';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import type { Problem } from '../model/problem';
import { declareRecovered } from '../model/recovery/recovered';
import { servesIn } from '../model/recovery/serving';
import { declareState } from '../model/sql/declare';
import type { DeclaredState } from '../model/sql/declared-state';

/** Where an instance is: its stack there, how names there begin, and what Terraform signs in to. */
export type Home<Kind extends Instance = Instance> = Pick<Kind, 'stack' | 'identifier' | 'target'>;

/** Where the instance is that serves: in its own stack, whether it is the primary or restored beside it, or in the recovery region’s. */
export function servingHome(instance: AwsInstance): Home<AwsInstance>;
export function servingHome(instance: GoogleInstance): Home<GoogleInstance>;
export function servingHome(instance: Instance): Home;
export function servingHome(instance: Instance): Home {
  const away = servesIn(instance) === 'recovery' ? instance.recoveryHome : undefined;
  return away ?? instance;
}

/** How the names of its network begin, and of all that is shared there. */
export function servingNetwork(instance: Instance, foundation: Foundation): string {
  if (instance.ownNetwork) return servingHome(instance).identifier;
  return servesIn(instance) === 'recovery' ? recoveryPrefix(foundation.prefix) : foundation.prefix;
}

/** `recoveryPrefix` of the stacks, which would load cdktf for a name. */
export const recoveryPrefix = (prefix: string): string => `${prefix}-recovery`;

/** What the instance that serves is to hold inside: what the runner beside it is given, which takes no state of another’s stack. */
export function servingState(instance: Instance): DeclaredState {
  if (servesIn(instance) === 'primary') return declareState(instance);
  return instance.cloud === 'google'
    ? declareRecovered(instance)
    : { ...declareState(instance), stack: servingHome(instance).stack };
}

/** Why nothing can be reached of an instance that is gone. `place` is the verb, for messages. */
export function retired(
  { environment, id, lifecycle }: Instance,
  place: string,
): Problem | undefined {
  if (lifecycle.value !== 'retired') return undefined;
  return {
    place,
    required: `${environment}/${id} must have an instance`,
    got: `\`state: retired\` [${lifecycle.place}]: its backups alone are left`,
    cure: `See \`npx kura runbook\` of its service for how to restore one.`,
  };
}
