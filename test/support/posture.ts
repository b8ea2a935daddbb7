import { awsEnvironment, awsPosture } from './aws-posture';
import { googleEnvironment, googlePosture } from './google-posture';
import type { Configuration } from './posture-words';

/**
 * The security facts of one instance and of its environment, read from their Terraform alone, in the words of a reviewer: a
 * weaker default shows as one changed line. What is missing is said, never left out.
 */
export function postureOf(
  cloud: 'aws' | 'google',
  instance: Configuration,
  foundation: Configuration,
): string {
  const facts =
    cloud === 'aws'
      ? [...awsPosture(instance), ...awsEnvironment(foundation)]
      : [...googlePosture(instance), ...googleEnvironment(foundation)];
  return facts.join('\n');
}
