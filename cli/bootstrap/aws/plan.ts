import { hasOperator } from '../../../model/access/operators';
import type { AwsFoundation } from '../../../model/deployment/aws-deployment';
import type { Deployment } from '../../../model/deployment/deployment';
import { quote } from '../../../model/problem';
import type { Read } from '../../../model/language/yaml-file';
import type { AccountScope } from './account-scope';
import { planBoundary, type Boundary } from './boundary';
import { findFoundation, instancesIn } from '../environment';
import { isNamed, type Trust } from '../trust';
import { notesOf, trailNotesOf } from './notes';
import { handProblems, nameProblems, roleProblems, sharedRoles } from './problems';
import { planRoleOf } from './role-names';
import { planRoles, planTrailRoles, type RolePlan } from './roles';
import { stateBuckets } from './state-buckets';
import { planStateStore, type StateStorePlan } from './state-store';
import { trailNamesOf, trailScopesOf, type TrailScope } from './trail-scope';

export type { RolePlan } from './roles';

/** All that must exist before Terraform, in every account of one environment. */
export interface BootstrapPlan {
  readonly organisation: string;
  readonly environment: string;
  /** False where the user has yet to say who may take the roles. */
  readonly trusted: boolean;
  /** The same of the trail’s roles. */
  readonly auditTrusted: boolean;
  /** Who may take either already: nobody of the one may be filled in for the other. */
  readonly hands: { readonly trust: readonly string[]; readonly auditTrust: readonly string[] };
  readonly accounts: readonly AccountPlan[];
}

export interface AccountPlan {
  readonly account: string;
  /** `prod`, `prod, isolated: payment`, or `audit trail of prod`. */
  readonly what: string;
  /** Where commands without a region of their own go. */
  readonly region: string;
  /** Empty in an isolated account: its stacks keep their state with the environment’s. */
  readonly stateStores: readonly StateStorePlan[];
  /** The same of the trail’s stacks, where it is kept. */
  readonly trailStateStores: readonly StateStorePlan[];
  /** Whether GitHub’s identity provider is needed. */
  readonly github: boolean;
  /** Of every role that Terraform makes here; none where it makes none. */
  readonly boundary?: Boundary;
  readonly roles: readonly RolePlan[];
  readonly notes: readonly string[];
}

export interface BootstrapChoice {
  readonly environment: string;
  readonly trust: Trust;
  /** Who may take the trail’s roles. */
  readonly auditTrust: Trust;
  /** One account of the environment; all where absent. */
  readonly account?: string;
}

/** What is done in one account: for the environment, for its trail, or for both. */
interface Place {
  readonly account: string;
  readonly scope?: AccountScope;
  readonly trailScope?: TrailScope;
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
  const places = placesOf(deployment, foundation);
  const scopes = places.flatMap(({ scope }) => scope ?? []);
  const trailScopes = places.flatMap(({ trailScope }) => trailScope ?? []);
  const problems = [
    ...handProblems({ trust, auditTrust }, scopes),
    ...nameProblems(foundation, scopes),
    ...sharedRoles(deployment, foundation),
  ];
  const known = places.map((place) => place.account);
  if (account !== undefined && !known.includes(account)) {
    const cure = `Name one of ${known.join(', ')}, or leave --account out.`;
    const required = `an account of environment ${environment} is required`;
    problems.push({ place: '--account', required, got: quote(account), cure });
  }
  const chosen = places.filter((place) => account === undefined || place.account === account);
  const accounts = chosen.map((place) =>
    planAccount(deployment, foundation, place, { trust, auditTrust }),
  );
  problems.push(...accounts.flatMap((each) => roleProblems(each, trailScopes)));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      ...{ organisation, environment },
      // Nobody need be named for what this section does not make.
      trusted: isNamed(trust) || chosen.every(({ scope }) => !scope),
      auditTrusted: isNamed(auditTrust) || !chosen.some(({ trailScope }) => trailScope?.keeps),
      hands: {
        trust: [
          ...trust.principals,
          ...scopes.flatMap(({ deployRoleArn, planRoleArn }) => [deployRoleArn, planRoleArn]),
        ],
        auditTrust: auditTrust.principals,
      },
      accounts,
    },
  };
}

/** The environment’s accounts, and the one that keeps its trail, which may be among them. */
function placesOf(deployment: Deployment, foundation: AwsFoundation): Place[] {
  const scopes = scopesOf(deployment, foundation);
  const { organisation } = deployment;
  const names = trailNamesOf(organisation, foundation);
  const trailScopes = trailScopesOf(foundation, organisation, names);
  const accounts = [...scopes, ...trailScopes].map(({ account }) => account);
  return [...new Set(accounts)].map((account) => {
    const scope = scopes.find((each) => each.account === account);
    const trailScope = trailScopes.find((each) => each.account === account);
    return { account, ...(scope ? { scope } : {}), ...(trailScope ? { trailScope } : {}) };
  });
}

/** The environment’s account first, then each account that isolated instances have of their own. */
function scopesOf(deployment: Deployment, foundation: AwsFoundation): AccountScope[] {
  const { environment, prefix, target, recoveryRegion, routes } = foundation;
  const instances = instancesIn(deployment, 'aws', environment);
  const others = [...new Set(instances.map((instance) => instance.target.account))]
    .filter((account) => account !== target.account)
    .sort();
  const trail = trailNamesOf(deployment.organisation, foundation);
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
      trail,
    };
  });
}

function planAccount(
  deployment: Deployment,
  foundation: AwsFoundation,
  { account, scope, trailScope }: Place,
  { trust, auditTrust }: Pick<BootstrapChoice, 'trust' | 'auditTrust'>,
): AccountPlan {
  const { environment, target } = foundation;
  const home = account === target.account;
  const storeIn = (of?: 'audit') => (bucket: AccountScope['stateBuckets'][number]) =>
    planStateStore({ account, environment, ...bucket, ...(of ? { of } : {}) });
  return {
    account,
    what: whatOf(deployment, foundation, account),
    region: target.region,
    stateStores: (scope?.stateBuckets ?? []).map(storeIn()),
    trailStateStores: (trailScope?.stateBuckets ?? []).map(storeIn('audit')),
    github:
      (home && trust.github !== undefined) ||
      (trailScope?.keeps === true && auditTrust.github !== undefined),
    ...(scope ? { boundary: planBoundary(scope) } : {}),
    roles: [
      ...(scope ? planRoles(scope, target.account, trust) : []),
      ...(trailScope ? planTrailRoles(trailScope, auditTrust) : []),
    ],
    notes: [
      ...(scope ? notesOf(scope, target.account) : []),
      ...(trailScope ? trailNotesOf(trailScope, target.account) : []),
    ],
  };
}

function whatOf(
  deployment: Deployment,
  { environment, target, audit }: AwsFoundation,
  account: string,
): string {
  const isolated = instancesIn(deployment, 'aws', environment).filter(
    (each) => each.target.account === account,
  );
  const kept = account === audit.primary.target.account ? [`audit trail of ${environment}`] : [];
  if (account === target.account) return [environment, ...kept].join(', ');
  if (isolated.length === 0) return kept.join('');
  const ids = isolated.map(({ id }) => id).join(', ');
  return [`${environment}, isolated: ${ids}`, ...kept].join('; ');
}
