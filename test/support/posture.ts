import { awsEnvironment, awsPosture } from './aws-posture';
import { awsLandingZone, awsRecoveryPosture } from './aws-recovery-posture';
import { awsStore } from './aws-trail-posture';
import { googleEnvironment, googlePosture } from './google-posture';
import { googleLandingZone, googleRecoveryPosture } from './google-recovery-posture';
import { googleStore } from './google-trail-posture';
import type { Configuration } from './posture-words';

/** The stacks of the recovery region: of the instance, and of its environment. */
export interface RecoveryConfigurations {
  readonly instance?: Configuration | undefined;
  readonly foundation?: Configuration | undefined;
}

/**
 * The security facts of one instance and of its environment, in both regions, and of what keeps their trail, read from their Terraform alone, in the words of a reviewer: a
 * weaker default shows as one changed line. What is missing is said, never left out.
 */
export function postureOf(
  cloud: 'aws' | 'google',
  instance: Configuration,
  foundation: Configuration,
  recovery: RecoveryConfigurations = {},
  stores: readonly Configuration[] = [],
): string {
  const facts =
    cloud === 'aws'
      ? [
          ...awsPosture(instance),
          ...awsEnvironment(foundation),
          ...(recovery.instance ? awsRecoveryPosture(recovery.instance) : []),
          ...(recovery.foundation ? awsLandingZone(recovery.foundation) : []),
          ...stores.flatMap(awsStore),
        ]
      : [
          ...googlePosture(instance),
          ...googleEnvironment(foundation),
          ...(recovery.instance ? googleRecoveryPosture(recovery.instance) : []),
          ...(recovery.foundation ? googleLandingZone(recovery.foundation) : []),
          ...stores.flatMap(googleStore),
        ];
  return facts.join('\n');
}
