import type { Deployment } from '../../../model/deployment/deployment';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { quote, type Problem } from '../../../model/problem';
import { sharedEnvironments } from '../shared-environments';
import { LONGEST_ACCOUNT, nameOf, planNameOf } from './account-names';
import type { StateBucket } from './project-scope';

/** "Bucket names" (Cloud Storage, read 2026-11). */
const LONGEST_BUCKET = 63;

/** Names that Google does not take. */
export function nameProblems(
  { environment, target }: GoogleFoundation,
  buckets: readonly StateBucket[],
): Problem[] {
  const problems: Problem[] = [];
  for (const { bucket, region } of buckets) {
    const faults = [
      ...(bucket.length > LONGEST_BUCKET
        ? [
            {
              required: `have ${LONGEST_BUCKET} characters at most`,
              cure: 'Shorten the organisation or the environment.',
            },
          ]
        : []),
      ...(/^goog|google|g00gle/.test(bucket)
        ? [
            {
              required: 'neither begin with "goog" nor contain "google"',
              cure: 'Write another organisation or `state.bucket`.',
            },
          ]
        : []),
    ];
    for (const { required, cure } of faults) {
      problems.push({
        place: 'estate.yaml',
        required: `the state bucket of ${environment} in ${region} must ${required}`,
        got: quote(bucket),
        cure,
      });
    }
  }
  if (new Set(buckets.map(({ bucket }) => bucket)).size < buckets.length) {
    problems.push({
      place: 'estate.yaml',
      required: `the state bucket of ${environment} must not have the name of its recovery region’s`,
      got: quote(buckets[0]?.bucket),
      cure: 'Write another `state.bucket`.',
    });
  }
  const name = nameOf(target.deployServiceAccount);
  if (planNameOf(name).length > LONGEST_ACCOUNT) {
    problems.push({
      place: 'estate.yaml',
      required: `deployServiceAccount of ${environment} must be a name of ${LONGEST_ACCOUNT - '-plan'.length} characters at most`,
      got: quote(name),
      cure: 'Write it as kura-deploy.',
    });
  }
  return problems;
}

/** Two environments with one service account or bucket would undo each other’s bootstrap. */
export function sharedProblems(deployment: Deployment, foundation: GoogleFoundation): Problem[] {
  return sharedEnvironments(deployment, foundation.environment, {
    cloud: 'google',
    required: 'environments in one project must have deploy service accounts of their own',
    cure: `Write \`deployServiceAccount: ${foundation.environment}-deploy\` below one’s \`google:\`.`,
    trail: {
      required:
        'environments must have service accounts of their own for their trails in one project',
      cure: `Write \`audit: { deployServiceAccount: ${foundation.environment}-audit }\` below one’s \`google:\`.`,
    },
  });
}
