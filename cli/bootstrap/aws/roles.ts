import { OWN_PATH, iam, type AccountScope } from './account-scope';
import { deployAccess, type AccessPart } from './deploy-access';
import { planAccess } from './plan-access';
import { packPolicies, type ManagedPolicy, type PolicyDocument } from './policy-document';
import { variable } from '../shell';
import { isNamed, subjectsOf, type Trust } from '../trust';
import { nameOf } from './role-names';
import { trailAccess, trailPlanAccess } from './trail-access';
import type { TrailScope } from './trail-scope';
import { trustPolicy, type TrustedBy } from './trust';

export interface RolePlan {
  readonly name: string;
  /** `/` or `/teams/`. */
  readonly path: string;
  readonly arn: string;
  readonly description: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly (ManagedPolicy & { readonly arn: string })[];
}

/** The roles of an account. Those of an isolated account are also taken by their like in the environment’s. */
export function planRoles(scope: AccountScope, homeAccount: string, trust: Trust): RolePlan[] {
  const { account, environment, deployRoleArn, planRoleArn, prefix } = scope;
  const home = account === homeAccount;
  const subjects = subjectsOf(environment);
  const by = (arn: string, subject: string): Taken => ({
    arn,
    principals: isNamed(trust) ? trust.principals : [variable('trust')],
    // Workflows come in by the environment's account and go on from there.
    ...(trust.github !== undefined && home ? { github: trust.github } : {}),
    like: arn.replace(`::${account}:`, `::${homeAccount}:`),
    subject,
  });
  return [
    planRole(
      scope,
      by(deployRoleArn, subjects.deploy),
      `Terraform applies ${prefix} as this role`,
      deployAccess(scope),
    ),
    planRole(
      scope,
      by(planRoleArn, subjects.plan),
      `Terraform plans ${prefix} as this role`,
      planAccess(scope),
    ),
  ];
}

/** The trail’s roles in an account. Where it is not kept, nobody but their like in the account that keeps it takes them. */
export function planTrailRoles(scope: TrailScope, auditTrust: Trust): RolePlan[] {
  const { account, environment, deployRoleArn, planRoleArn, keeps, trail } = scope;
  const [name = ''] = trail.stores;
  const subjects = subjectsOf(environment);
  const named = isNamed(auditTrust) ? auditTrust.principals : [variable('audit_trust')];
  const by = (arn: string, subject: string): Taken => ({
    arn,
    principals: keeps ? named : [],
    ...(auditTrust.github !== undefined && keeps ? { github: auditTrust.github } : {}),
    like: arn.replace(`::${account}:`, `::${trail.account}:`),
    subject,
  });
  return [
    planRole(
      scope,
      by(deployRoleArn, subjects.audit),
      `Terraform applies ${name} as this role`,
      trailAccess(scope),
    ),
    planRole(
      scope,
      by(planRoleArn, subjects.auditPlan),
      `Terraform plans ${name} as this role`,
      trailPlanAccess(scope),
    ),
  ];
}

/** A role, and by whom it is taken beside itself: the like of another account, which may be this one. */
type Taken = Omit<TrustedBy, 'account' | 'roles'> & {
  readonly arn: string;
  readonly like: string;
};

function planRole(
  scope: Pick<AccountScope, 'account' | 'environment' | 'organisation' | 'regions'>,
  { arn, like, ...taken }: Taken,
  description: string,
  parts: readonly AccessPart[],
): RolePlan {
  const { account, environment } = scope;
  const path = arn.slice(arn.indexOf(':role/') + ':role'.length);
  const name = nameOf(arn);
  return {
    name,
    path: path.slice(0, path.lastIndexOf('/') + 1),
    arn,
    description,
    trust: trustPolicy({ account, ...taken, roles: [...new Set([arn, like])] }),
    policies: parts
      .flatMap(({ part, statements }) => packPolicies(`${name}-${environment}-${part}`, statements))
      .map((policy) => ({ ...policy, arn: iam(scope, `policy${OWN_PATH}${policy.name}`) })),
  };
}
