import { awsEnvironment, awsPosture } from './aws-posture';
import { awsLandingZone, awsRecoveryPosture } from './aws-recovery-posture';
import { googleEnvironment, googlePosture } from './google-posture';
import { googleLandingZone, googleRecoveryPosture } from './google-recovery-posture';
import type { Configuration } from './posture-words';

/** The stacks of the recovery region: of the instance, and of its environment. */
export interface RecoveryConfigurations {
  readonly instance?: Configuration | undefined;
  readonly foundation?: Configuration | undefined;
}

/**
 * The security facts of one instance and of its environment, in both regions, read from their Terraform alone, in the words of a reviewer: a
 * weaker default shows as one changed line. What is missing is said, never left out.
 */
export function postureOf(
  cloud: 'aws' | 'google',
  instance: Configuration,
  foundation: Configuration,
  recovery: RecoveryConfigurations = {},
): string {
  const facts =
    cloud === 'aws'
      ? [
          ...awsPosture(instance),
          ...awsEnvironment(foundation),
          ...(recovery.instance ? awsRecoveryPosture(recovery.instance) : []),
          ...(recovery.foundation ? awsLandingZone(recovery.foundation) : []),
        ]
      : [
          ...googlePosture(instance),
          ...googleEnvironment(foundation),
          ...(recovery.instance ? googleRecoveryPosture(recovery.instance) : []),
          ...(recovery.foundation ? googleLandingZone(recovery.foundation) : []),
        ];
  return facts.join('\n');
}
