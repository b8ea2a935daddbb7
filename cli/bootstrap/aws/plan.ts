import { hasOperator } from '../../../model/access/operators';
import type { AwsFoundation } from '../../../model/deployment/aws-deployment';
import type { Deployment } from '../../../model/deployment/deployment';
import { quote, type Problem } from '../../../model/problem';
import type { Read } from '../../../model/language/yaml-file';
import { OWN_PATH, iam, type AccountScope } from './account-scope';
import { deployAccess, namesEveryRole, type AccessPart } from './deploy-access';
import { planAccess } from './plan-access';
import {
  POLICIES_PER_ROLE,
  TRUST_LIMIT,
  packPolicies,
  sizeOf,
  type ManagedPolicy,
  type PolicyDocument,
} from './policy-document';
import { findFoundation, instancesIn } from '../environment';
import { sharedEnvironments } from '../shared-environments';
import { variable } from '../shell';
import { isNamed, repositoryProblems, sharedHands, subjectsOf, type Trust } from '../trust';
import { stateBuckets } from './state-buckets';
import { planStateStore, type StateStorePlan } from './state-store';
import { trustPolicy, trustProblems } from './trust';

/** All that must exist before Terraform, in every account of one environment. */
export interface BootstrapPlan {
  readonly organisation: string;
  readonly environment: string;
  /** False where the user has yet to say who may take the roles. */
  readonly trusted: boolean;
  /** The same of the trail’s roles. */
  readonly auditTrusted: boolean;
  readonly accounts: readonly AccountPlan[];
}

export interface AccountPlan {
  readonly account: string;
  /** `prod`, or `prod, isolated: payment`. */
  readonly what: string;
  /** Where commands without a region of their own go. */
  readonly region: string;
  /** Empty in an isolated account: its stacks keep their state with the environment’s. */
  readonly stateStores: readonly StateStorePlan[];
  /** Whether GitHub’s identity provider is needed. */
  readonly github: boolean;
  readonly roles: readonly RolePlan[];
  readonly notes: readonly string[];
}

export interface RolePlan {
  readonly name: string;
  /** `/` or `/teams/`. */
  readonly path: string;
  readonly arn: string;
  readonly description: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly (ManagedPolicy & { readonly arn: string })[];
}

export interface BootstrapChoice {
  readonly environment: string;
  readonly trust: Trust;
  /** Who may take the trail’s roles. */
  readonly auditTrust: Trust;
  /** One account of the environment; all where absent. */
  readonly account?: string;
}

/** Plans an environment’s accounts. Pure: the same estate and choice give the same plan. */
export function planBootstrap(
  deployment: Deployment,
  { environment, trust, auditTrust, account }: BootstrapChoice,
): Read<BootstrapPlan> {
  const { organisation } = deployment;
  const found = findFoundation(deployment, 'aws', environment);
  if (!found.ok) return found;
  const foundation = found.value;
  const scopes = scopesOf(deployment, foundation);
  const problems = [
    ...trustProblems(trust, '--trust'),
    ...trustProblems(auditTrust, '--audit-trust'),
    ...repositoryProblems(trust.github),
    ...sharedHands(trust, auditTrust),
    ...nameProblems(foundation, scopes),
    ...sharedRoles(deployment, foundation),
  ];
  const known = scopes.map((scope) => scope.account);
  if (account !== undefined && !known.includes(account)) {
    const cure = `Name one of ${known.join(', ')}, or leave --account out.`;
    const required = `an account of environment ${environment} is required`;
    problems.push({ place: '--account', required, got: quote(account), cure });
  }
  const accounts = scopes
    .filter((scope) => account === undefined || scope.account === account)
    .map((scope) => planAccount(deployment, foundation, scope, trust));
  problems.push(...accounts.flatMap(roleProblems));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      ...{ organisation, environment },
      trusted: isNamed(trust),
      auditTrusted: isNamed(auditTrust),
      accounts,
    },
  };
}

/** The environment’s account first, then each account that isolated instances have of their own. */
function scopesOf(deployment: Deployment, foundation: AwsFoundation): AccountScope[] {
  const { environment, prefix, target, recoveryRegion, routes } = foundation;
  const instances = instancesIn(deployment, 'aws', environment);
  const others = [...new Set(instances.map((instance) => instance.target.account))]
    .filter((account) => account !== target.account)
    .sort();
  const rolesIn = (account: string) => {
    const deployRoleArn = target.deployRoleArn.replace(`::${target.account}:`, `::${account}:`);
    return { deployRoleArn, planRoleArn: planRoleOf(deployRoleArn) };
  };
  return [target.account, ...others].map((account) => {
    const access = instances
      .filter((instance) => instance.target.account === account)
      .flatMap(({ services }) => services.flatMap((service) => service.access));
    const attached = access.filter(({ attach, via }) => attach && via === 'iam');
    return {
      account,
      operators:
        (account === target.account && foundation.operators) ||
        instances.some(
          (each) => each.target.account === account && each.ownNetwork && hasOperator(each),
        ),
      organisation: deployment.organisation,
      environment,
      prefix,
      regions: [target.region, recoveryRegion],
      ...rolesIn(account),
      onward: account === target.account ? others.map(rolesIn) : [],
      attachTo: [...new Set(attached.map(({ identity }) => identity))].sort(),
      existingTopics: [
        ...new Set(
          Object.values(routes)
            .flat()
            .flatMap(({ existing }) => existing),
        ),
      ].sort(),
      stateBuckets: account === target.account ? stateBuckets(deployment, foundation) : [],
    };
  });
}

/** `kura-deploy` → `kura-plan`; a role of another name gets `-plan` after it. */
function planRoleOf(deployRoleArn: string): string {
  return deployRoleArn.endsWith('deploy')
    ? deployRoleArn.replace(/deploy$/, 'plan')
    : `${deployRoleArn}-plan`;
}

function planAccount(
  deployment: Deployment,
  { environment, target }: AwsFoundation,
  scope: AccountScope,
  trust: Trust,
): AccountPlan {
  const { account } = scope;
  const home = account === target.account;
  const here = instancesIn(deployment, 'aws', environment).filter(
    (each) => each.target.account === account,
  );
  return {
    account,
    what: home ? environment : `${environment}, isolated: ${here.map(({ id }) => id).join(', ')}`,
    region: target.region,
    stateStores: scope.stateBuckets.map((store) =>
      planStateStore({ account, environment, ...store }),
    ),
    github: home && trust.github !== undefined,
    roles: planRoles(scope, target.account, trust),
    notes: notesOf(scope, target.account),
  };
}

/** The roles of an account. Those of an isolated account are also taken by their like in the environment’s. */
function planRoles(scope: AccountScope, homeAccount: string, trust: Trust): RolePlan[] {
  const { account, environment, deployRoleArn, planRoleArn } = scope;
  const role = (
    arn: string,
    subject: string,
    description: string,
    parts: readonly AccessPart[],
  ): RolePlan => {
    const path = arn.slice(arn.indexOf(':role/') + ':role'.length);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const home = arn.replace(`::${account}:`, `::${homeAccount}:`);
    return {
      name,
      path: path.slice(0, path.lastIndexOf('/') + 1),
      arn,
      description,
      trust: trustPolicy({
        account,
        principals: isNamed(trust) ? trust.principals : [variable('trust')],
        // Workflows come in by the environment's account and go on from there.
        ...(trust.github !== undefined && account === homeAccount ? { github: trust.github } : {}),
        roles: [...new Set([arn, home])],
        subject,
      }),
      policies: parts
        .flatMap(({ part, statements }) =>
          packPolicies(`${name}-${environment}-${part}`, statements),
        )
        .map((policy) => ({ ...policy, arn: iam(scope, `policy${OWN_PATH}${policy.name}`) })),
    };
  };
  const { prefix } = scope;
  const subjects = subjectsOf(environment);
  return [
    role(
      deployRoleArn,
      subjects.deploy,
      `Terraform applies ${prefix} as this role`,
      deployAccess(scope),
    ),
    role(planRoleArn, subjects.plan, `Terraform plans ${prefix} as this role`, planAccess(scope)),
  ];
}

/** What the reader should know beside what is done. */
function notesOf(scope: AccountScope, homeAccount: string): string[] {
  const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
  const [deploy, plan] = [nameOf(scope.deployRoleArn), nameOf(scope.planRoleArn)];
  const state =
    scope.account === homeAccount
      ? `Run Terraform as ${deploy} itself: state is read with the credentials it runs with.`
      : `Its stacks keep their state in account ${homeAccount}, whose ${deploy} goes on to this one.`;
  const notes = [
    state,
    `To plan as ${plan}, override the provider’s role_arn, and plan with -lock=false.`,
    `${deploy} makes IAM roles and policies: whoever takes it can widen what others may do. Trust few.`,
    `${deploy} locks vaults of copies, and neither unlocks, opens nor deletes one: for other days of copies, an administrator lets it have backup:DeleteBackupVaultLockConfiguration meanwhile.`,
    'Not done here: block public access for the whole account (aws s3control put-public-access-block).',
    'Quotas are counted by `kura list --quotas`.',
  ];
  if (!namesEveryRole(scope)) {
    const roles = String(scope.attachTo.length);
    notes.push(`${roles} roles do not fit a policy: login policies may be attached to any role.`);
  }
  return notes;
}

/** S3 and IAM: "General purpose bucket naming rules", "IAM and AWS STS quotas" (read 2026-08). */
const LONGEST_BUCKET = 63;
const LONGEST_ROLE = 64;

function nameProblems(
  { environment, target }: AwsFoundation,
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
  const path = target.deployRoleArn.slice(target.deployRoleArn.indexOf(':role/') + ':role/'.length);
  const planName = planRoleOf(path).split('/').at(-1) ?? '';
  if (!/^(?:[^/]+\/)*[^/]+$/.test(path) || planName.length > LONGEST_ROLE) {
    problems.push({
      place: 'estate.yaml',
      required: `deployRole of ${environment} must be a name of ${LONGEST_ROLE - '-plan'.length} characters at most, after a path where it has one`,
      got: quote(path),
      cure: 'Write it as kura-deploy or teams/kura-deploy.',
    });
  }
  return problems;
}

function sharedRoles(deployment: Deployment, foundation: AwsFoundation): Problem[] {
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

function roleProblems({ roles, account }: AccountPlan): Problem[] {
  return roles.flatMap(({ name, trust, policies }) => {
    const problems: Problem[] = [];
    if (sizeOf(trust) > TRUST_LIMIT) {
      problems.push({
        place: '--trust',
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
