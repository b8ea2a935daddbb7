import type {
  GoogleFoundation,
  GoogleInstance,
  GoogleRecoveryHome,
} from '../deployment/google-deployment';
import { declareState } from '../sql/declare';
import type { DeclaredState } from '../sql/declared-state';
import { runnerBucket } from '../sql/runner-store';
import { servesIn } from './serving';

/** What an instance has in its recovery region, of an instance that has it. */
export function recoveryHomeOf({ stack, recoveryHome }: GoogleInstance): GoogleRecoveryHome {
  if (!recoveryHome) throw new Error(`${stack}: it has nothing in its recovery region`);
  return recoveryHome;
}

/** Whether the replica in the recovery region serves. */
export function recoveryServes(instance: GoogleInstance): boolean {
  return servesIn(instance) === 'recovery';
}

/**
 * An instance as it stands in its recovery region: its stack, name, place and secrets are the replica’s own. A secret has one region,
 * so that the one of the primary is lost with it.
 */
export function recoveredInstance(instance: GoogleInstance): GoogleInstance {
  const { stack, identifier, target, state } = recoveryHomeOf(instance);
  const services = instance.services.map((service) => ({
    ...service,
    access: service.access.map((access) =>
      access.secret === undefined ? access : { ...access, secret: `${identifier}-${access.login}` },
    ),
  }));
  return { ...instance, stack, identifier, target, state, services };
}

/** What the replica is to hold once it serves. The runner works as the primary’s: that is the user that came with the data. */
export function declareRecovered(instance: GoogleInstance): DeclaredState {
  const { stack, services } = recoveredInstance(instance);
  return declareState({ ...instance, stack, services });
}

/** How the names of what an environment has in its recovery region begin. */
export function recoveryNameOf({ prefix }: Pick<GoogleFoundation, 'prefix'>): string {
  return `${prefix}-recovery`;
}

/**
 * The bucket that jobs in the recovery region take their program and their states from: the environment’s there, or one of its own in a
 * project of its own. What is not brought there does not run there.
 */
export function recoveryBucketOf(instance: GoogleInstance, foundation: GoogleFoundation): string {
  const { identifier, target } = recoveryHomeOf(instance);
  const { project } = target;
  return runnerBucket(
    project === foundation.target.project ? recoveryNameOf(foundation) : identifier,
    project,
  );
}
