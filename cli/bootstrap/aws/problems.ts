import type { AwsFoundation } from '../../../model/deployment/aws-deployment';
import type { Deployment } from '../../../model/deployment/deployment';
import { quote, type Problem } from '../../../model/problem';
import type { Hands } from '../run-script';
import { sharedEnvironments } from '../shared-environments';
import { repositoryProblems, sharedHands, type Trust } from '../trust';
import type { AccountScope } from './account-scope';
import type { AccountPlan } from './plan';
import { POLICIES_PER_ROLE, TRUST_LIMIT, sizeOf } from './policy-document';
import { nameOf, pathOf, planRoleOf } from './role-names';
import type { TrailScope } from './trail-scope';
import { trustProblems } from './trust';

/** What is wrong with who may take the roles: nobody keeps the trail who is of the environment, or whom its roles make. */
export function handProblems(
  { trust, auditTrust }: Readonly<Record<Hands, Trust>>,
  scopes: readonly AccountScope[],
): Problem[] {
  const own = auditTrust.principals.filter((principal) =>
    scopes.some(
      ({ account, prefix, deployRoleArn, planRoleArn }) =>
        [deployRoleArn, planRoleArn].includes(principal) ||
        (principal.startsWith(`arn:aws:iam::${account}:role/`) &&
          nameOf(principal).startsWith(`${prefix}-`)),
    ),
  );
  return [
    ...trustProblems(trust, '--trust'),
    ...trustProblems(auditTrust, '--audit-trust'),
    ...repositoryProblems(trust.github),
    ...sharedHands(trust, auditTrust),
    ...own.map((principal) => ({
      place: '--audit-trust',
      required: 'somebody who is no role of the environment’s is required',
      got: quote(principal),
      cure: 'Name another: who changes databases must not change what is recorded of it.',
    })),
  ];
}

/** S3 and IAM: "General purpose bucket naming rules", "IAM and AWS STS quotas" (read 2026-08). */
const LONGEST_BUCKET = 63;
const LONGEST_ROLE = 64;

export function nameProblems(
  { environment, target, audit }: AwsFoundation,
  scopes: readonly AccountScope[],
): Problem[] {
  const problems: Problem[] = [];
  const buckets = scopes.flatMap(({ stateBuckets }) => stateBuckets);
  for (const { bucket, region } of buckets) {
    if (bucket.length <= LONGEST_BUCKET) continue;
    problems.push({
      place: 'estate.yaml',
      required: `the state bucket of ${environment} in ${region} must have ${LONGEST_BUCKET} characters at most`,
      got: quote(bucket),
      cure: 'Shorten the organisation or the environment.',
    });
  }
  if (new Set(buckets.map(({ bucket }) => bucket)).size < buckets.length) {
    problems.push({
      place: 'estate.yaml',
      required: `the state bucket of ${environment} must not have the name of its recovery region’s`,
      got: quote(buckets[0]?.bucket),
      cure: 'Write another `state.bucket`.',
    });
  }
  return [
    ...problems,
    ...roleNameProblems('deployRole', environment, target.deployRoleArn),
    ...roleNameProblems('audit.deployRole', environment, audit.primary.target.deployRoleArn),
    ...sameRoles(environment, target.deployRoleArn, audit.primary.target.deployRoleArn),
  ];
}

const EXAMPLES = { deployRole: 'kura-deploy', 'audit.deployRole': 'kura-audit' } as const;

function roleNameProblems(
  key: keyof typeof EXAMPLES,
  environment: string,
  roleArn: string,
): Problem[] {
  const path = pathOf(roleArn);
  const fits = nameOf(planRoleOf(path)).length <= LONGEST_ROLE;
  if (/^(?:[^/]+\/)*[^/]+$/.test(path) && fits) return [];
  return [
    {
      place: 'estate.yaml',
      required: `${key} of ${environment} must be a name of ${LONGEST_ROLE - '-plan'.length} characters at most, after a path where it has one`,
      got: quote(path),
      cure: `Write it as ${EXAMPLES[key]} or teams/${EXAMPLES[key]}.`,
    },
  ];
}

/** Names of roles are one account’s, whatever their paths: four of them may be in one. */
function sameRoles(environment: string, deployRoleArn: string, auditRoleArn: string): Problem[] {
  const own = [deployRoleArn, planRoleOf(deployRoleArn)].map(nameOf);
  const shared = [auditRoleArn, planRoleOf(auditRoleArn)]
    .map(nameOf)
    .find((name) => own.includes(name));
  if (shared === undefined) return [];
  return [
    {
      place: 'estate.yaml',
      required: `the roles of the audit trail of ${environment} must be no roles of the environment’s, neither to deploy nor to plan`,
      got: quote(shared),
      cure: `Write \`audit: { deployRole: kura-audit-${environment} }\`, or leave it out.`,
    },
  ];
}

export function sharedRoles(deployment: Deployment, foundation: AwsFoundation): Problem[] {
  return sharedEnvironments(deployment, foundation.environment, {
    cloud: 'aws',
    required: 'environments in one account must have deploy roles of their own',
    cure: `Write \`deployRole: kura-${foundation.environment}-deploy\` below one’s \`aws:\`.`,
    trail: {
      required: 'environments must have roles of their own for their trails in one account',
      cure: `Write \`audit: { deployRole: kura-audit-${foundation.environment} }\` below one’s \`aws:\`.`,
    },
  });
}

export function roleProblems(
  { roles, account }: AccountPlan,
  trailScopes: readonly TrailScope[],
): Problem[] {
  const trails = trailScopes.flatMap(({ deployRoleArn, planRoleArn }) => [
    deployRoleArn,
    planRoleArn,
  ]);
  return roles.flatMap(({ name, arn, trust, policies }) => {
    const problems: Problem[] = [];
    if (sizeOf(trust) > TRUST_LIMIT) {
      problems.push({
        place: trails.includes(arn) ? '--audit-trust' : '--trust',
        required: `the trust of ${name} in ${account} must have ${TRUST_LIMIT} characters at most`,
        got: String(sizeOf(trust)),
        cure: 'Name fewer principals.',
      });
    }
    // IAM's limits hold for every estate that the checks above let through; a role of eleven would be our defect.
    if (policies.length > POLICIES_PER_ROLE) {
      throw new Error(`${name} has ${policies.length} policies, over IAM's ${POLICIES_PER_ROLE}`);
    }
    return problems;
  });
}
