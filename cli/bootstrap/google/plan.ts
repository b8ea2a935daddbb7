import type { Deployment } from '../../../model/deployment/deployment';
import type { Read } from '../../../model/language/yaml-file';
import { quote } from '../../../model/problem';
import { findFoundation } from '../environment';
import { variable } from '../shell';
import { isNamed, sharedHands, type Trust } from '../trust';
import { planAccounts, planTrailAccounts, type AccountPlan } from './account-plan';
import { TRAIL_TAG } from './conditions';
import { planGuardrails, planTrailGuardrails, type Guardrails } from './guardrails';
import { notesOf } from './notes';
import { nameProblems, sharedProblems } from './problems';
import { scopesOf, trailPlaces, type Place, type ProjectScope } from './project-scope';
import type { GrantPlan, RolePlan } from './role-plan';
import { planGrants, planRoles } from './roles';
import {
  AUDITED,
  AUDITED_WITH_STORE,
  SERVICE_AGENTS,
  SERVICES,
  TRAIL_AUDITED,
  TRAIL_SERVICES,
  type Audited,
  type ServiceAgent,
} from './services';
import { planStateStore, type StateStorePlan } from './state-store';
import { trailNotes } from './trail-notes';
import { trailProblems } from './trail-problems';
import { planTrailGrants, planTrailRoles } from './trail-roles';
import {
  githubProblems,
  planGithub,
  planTrailGithub,
  reachableHands,
  trustProblems,
  type GithubPlan,
} from './trust';

/** All that must exist before Terraform, in every project of one environment. */
export interface GoogleBootstrapPlan {
  readonly organisation: string;
  readonly environment: string;
  /** False where the user has yet to say who may act as the service accounts. */
  readonly trusted: boolean;
  /** The same of the trail’s. */
  readonly auditTrusted: boolean;
  /** Who is named for either. */
  readonly named: Readonly<Record<'trust' | 'auditTrust', readonly string[]>>;
  readonly projects: readonly ProjectPlan[];
}

export interface ProjectPlan {
  readonly project: string;
  /** `prod`, or `prod, isolated: payment`. */
  readonly what: string;
  /** The APIs to enable. */
  readonly services: readonly string[];
  /** Service agents that are asked for. */
  readonly agents: readonly AgentPlan[];
  /** Empty in an isolated project: its stacks keep their state with the environment’s. */
  readonly stateStores: readonly StateStorePlan[];
  /** Where the trail’s stacks keep theirs: where its store is, empty elsewhere. */
  readonly trailStateStores: readonly StateStorePlan[];
  readonly roles: readonly RolePlan[];
  readonly accounts: readonly AccountPlan[];
  /** What marks the trail’s accounts. */
  readonly tag: TagPlan;
  readonly github: GithubPlan | null;
  /** Where workflows come in that keep the trail. */
  readonly trailGithub: GithubPlan | null;
  readonly grants: readonly GrantPlan[];
  /** Services whose Data Access audit logs are switched on. */
  readonly audited: readonly Audited[];
  /** Whether a lien keeps the project from being deleted. */
  readonly lien: boolean;
  readonly notes: readonly string[];
  /** What an organisation’s administrator may add; printed, never run. */
  readonly guardrails: Guardrails;
}

/** The agent of a service, and what it has to have on the project. */
export interface AgentPlan {
  readonly service: string;
  readonly grant: GrantPlan | null;
}

/** A tag of the project, on service accounts. */
export interface TagPlan {
  readonly key: string;
  readonly value: string;
  readonly accounts: readonly string[];
}

export interface GoogleBootstrapChoice {
  readonly environment: string;
  readonly trust: Trust;
  /** Who may act as the trail’s service accounts. */
  readonly auditTrust: Trust;
  /** One project of the environment; all where absent. */
  readonly project?: string;
}

/** Plans an environment’s projects. Pure: the same estate and choice give the same plan. */
export function planGoogleBootstrap(
  deployment: Deployment,
  { environment, trust, auditTrust, project }: GoogleBootstrapChoice,
): Read<GoogleBootstrapPlan> {
  const found = findFoundation(deployment, 'google', environment);
  if (!found.ok) return found;
  const foundation = found.value;
  const scopes = scopesOf(deployment, foundation);
  const places = trailPlaces(deployment, foundation, scopes);
  const stateBuckets = [
    ...scopes.flatMap((scope) => scope.stateBuckets),
    ...[...places, ...scopes].flatMap(({ trail }) => trail.store?.stateBuckets ?? []),
  ];
  const problems = [
    ...trustProblems(trust, '--trust'),
    ...trustProblems(auditTrust, '--audit-trust'),
    ...githubProblems(trust.github, environment),
    ...sharedHands(trust, auditTrust),
    ...reachableHands(auditTrust, scopes),
    ...nameProblems(foundation, stateBuckets),
    ...sharedProblems(deployment, foundation),
    ...trailProblems(deployment, foundation, scopes),
  ];
  const known = [...places, ...scopes].map((each) => each.project);
  if (project !== undefined && !known.includes(project)) {
    const cure = `Name one of ${known.join(', ')}, or leave --project out.`;
    const required = `a project of environment ${environment} is required`;
    problems.push({ place: '--project', required, got: quote(project), cure });
  }
  if (problems.length > 0) return { ok: false, problems };
  const hands: Hands = { trust, auditTrust };
  // The store’s first: its accounts go on to those of the others.
  const projects = [
    ...places.map((place) => planTrailProject(place, hands)),
    ...scopes.map((scope) => planProject(scope, hands)),
  ].filter((each) => project === undefined || each.project === project);
  const { organisation } = deployment;
  return {
    ok: true,
    value: {
      ...{ organisation, environment },
      trusted: isNamed(trust),
      auditTrusted: isNamed(auditTrust),
      named: { trust: trust.principals, auditTrust: auditTrust.principals },
      projects,
    },
  };
}

/** Who deploys the environment, and who keeps its trail. */
interface Hands {
  readonly trust: Trust;
  readonly auditTrust: Trust;
}

function planProject(scope: ProjectScope, hands: Hands): ProjectPlan {
  const { project, environment, instances, home, stateBuckets, accounts, trail } = scope;
  const { github } = hands.trust;
  return {
    project,
    what: home ? `${environment}, isolated: ${instances.join(', ')}` : environment,
    services: SERVICES,
    agents: SERVICE_AGENTS.map(planAgent),
    stateStores: stateBuckets.map((store) => planStateStore(scope, accounts, 'kura_state', store)),
    roles: [...planRoles(scope), ...planTrailRoles(scope)],
    accounts: [...planAccounts(scope, hands.trust), ...planTrailAccounts(scope, hands.auditTrust)],
    github: home || github === undefined ? null : planGithub(scope, github),
    grants: [...planGrants(scope), ...planTrailGrants(scope)],
    audited: trail.store ? AUDITED_WITH_STORE : AUDITED,
    ...planTrail(scope, hands),
    notes: notesOf(scope, hands.trust),
    guardrails: planGuardrails(scope),
  };
}

/** A project that has the store of the trail, and nothing else of the environment. */
function planTrailProject(place: Place, hands: Hands): ProjectPlan {
  return {
    project: place.project,
    what: `${place.environment}, its audit trail`,
    services: TRAIL_SERVICES,
    agents: [],
    stateStores: [],
    roles: planTrailRoles(place),
    accounts: planTrailAccounts(place, hands.auditTrust),
    github: null,
    grants: planTrailGrants(place),
    audited: TRAIL_AUDITED,
    ...planTrail(place, hands),
    notes: trailNotes(place, hands.auditTrust.github !== undefined),
    guardrails: planTrailGuardrails(place),
  };
}

/** What of the trail is in a project beside its roles and accounts. */
function planTrail(
  place: Place,
  { auditTrust: { github } }: Hands,
): Pick<ProjectPlan, 'trailStateStores' | 'tag' | 'trailGithub' | 'lien'> {
  const { accounts, store } = place.trail;
  return {
    trailStateStores: (store?.stateBuckets ?? []).map((bucket) =>
      planStateStore(place, accounts, 'kura_audit_state', bucket),
    ),
    tag: { ...TRAIL_TAG, accounts: [accounts.deploy, accounts.plan] },
    trailGithub: store && github !== undefined ? planTrailGithub(place, github) : null,
    lien: store !== null && store.alone && store.lock === 'governance',
  };
}

function planAgent({ service, domain, role }: ServiceAgent): AgentPlan {
  const member = `serviceAccount:service-${variable('number')}@${domain}.iam.gserviceaccount.com`;
  return { service, grant: role === undefined ? null : { member, role } };
}
