import type { Instance } from '../deployment/deployment';
import type { GoogleFoundation, GoogleInstance } from '../deployment/google-deployment';
import { DRILL_ENDING } from '../recovery/drill-order';

/** A project whose databases are watched there: an environment’s, or that of an instance in a project of its own. */
export interface AlertHome {
  readonly environment: string;
  readonly project: string;
  /** The environment’s prefix, or the instance’s identifier: what its jobs and metrics are named after. */
  readonly name: string;
  /** How the names of all of its databases begin; none where they are one instance’s. */
  readonly beginning: string;
  /**
   * Matches the names of all of its databases, those of instances to come too, and what is among them that nobody watches: the copies of
   * drills. Null where they are one instance’s: its stack names them as it makes them.
   */
  readonly everything: { readonly pattern: string; readonly but: string } | null;
  /** Matches the names of its runners’ jobs. */
  readonly runners: string;
  /** The counter of the runs of its runners that found more or less access than is declared. */
  readonly driftMetric: string;
}

/** Where an environment’s alerts are. */
export function homeOfEnvironment({ environment, prefix, target }: GoogleFoundation): AlertHome {
  const beginning = `${prefix}-`;
  return {
    ...{ environment, project: target.project, name: prefix, beginning },
    everything: { pattern: `${beginning}.+`, but: `${beginning}.+${DRILL_ENDING}` },
    runners: `${beginning}.+-runner`,
    driftMetric: driftMetric(prefix),
  };
}

/** Where those of an instance in a project of its own are. */
export function homeOfInstance({ environment, identifier, target }: GoogleInstance): AlertHome {
  return {
    ...{ environment, project: target.project, name: identifier, beginning: '', everything: null },
    runners: `${identifier}(-recovery)?-runner`,
    driftMetric: driftMetric(identifier),
  };
}

/** The instances of an environment’s home. */
export function instancesAt(
  foundation: GoogleFoundation,
  instances: readonly Instance[],
): readonly GoogleInstance[] {
  return instances.filter(
    (each): each is GoogleInstance =>
      each.cloud === 'google' &&
      each.environment === foundation.environment &&
      !hasOwnHome(each, foundation),
  );
}

/** Whether an instance has a home of its own. */
function hasOwnHome(instance: GoogleInstance, foundation: GoogleFoundation): boolean {
  return instance.target.project !== foundation.target.project;
}

/** Where an instance’s alerts are. */
export function homeOf(instance: GoogleInstance, foundation: GoogleFoundation): AlertHome {
  return hasOwnHome(instance, foundation)
    ? homeOfInstance(instance)
    : homeOfEnvironment(foundation);
}

const driftMetric = (name: string): string => `${name}-access-drift`;
