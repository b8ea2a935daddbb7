import type { Deployment } from '../../../model/deployment/deployment';
import type { Read } from '../../../model/language/yaml-file';
import { quote } from '../../../model/problem';
import { findFoundation } from '../environment';
import { variable } from '../shell';
import { isNamed, sharedHands, type Trust } from '../trust';
import { notesOf } from './notes';
import { planGuardrails, type Guardrails } from './guardrails';
import { nameProblems, sharedProblems } from './problems';
import { scopesOf, type ProjectScope } from './project-scope';
import { planGrants, planRoles, type GrantPlan, type RolePlan } from './roles';
import { AUDITED, SERVICE_AGENTS, SERVICES, type ServiceAgent } from './services';
import type { Binding } from './state-access';
import { planStateStore, type StateStorePlan } from './state-store';
import {
  actingBindings,
  githubProblems,
  planGithub,
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
  readonly roles: readonly RolePlan[];
  readonly accounts: readonly AccountPlan[];
  readonly github: GithubPlan | null;
  readonly grants: readonly GrantPlan[];
  /** Services whose Data Access audit logs are switched on. */
  readonly audited: readonly string[];
  readonly notes: readonly string[];
  /** What an organisation’s administrator may add; printed, never run. */
  readonly guardrails: Guardrails;
}

/** The agent of a service, and what it has to have on the project. */
export interface AgentPlan {
  readonly service: string;
  readonly grant: GrantPlan | null;
}

/** A service account that Terraform acts as. */
export interface AccountPlan {
  readonly email: string;
  readonly name: string;
  readonly description: string;
  /** Who may act as it. */
  readonly bindings: readonly Binding[];
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
  const problems = [
    ...trustProblems(trust, '--trust'),
    ...trustProblems(auditTrust, '--audit-trust'),
    ...githubProblems(trust.github, environment),
    ...sharedHands(trust, auditTrust),
    ...nameProblems(foundation, scopes),
    ...sharedProblems(deployment, foundation),
  ];
  const known = scopes.map((scope) => scope.project);
  if (project !== undefined && !known.includes(project)) {
    const cure = `Name one of ${known.join(', ')}, or leave --project out.`;
    const required = `a project of environment ${environment} is required`;
    problems.push({ place: '--project', required, got: quote(project), cure });
  }
  if (problems.length > 0) return { ok: false, problems };
  const projects = scopes
    .filter((scope) => project === undefined || scope.project === project)
    .map((scope) => planProject(scope, trust));
  const { organisation } = deployment;
  return {
    ok: true,
    value: {
      ...{ organisation, environment },
      trusted: isNamed(trust),
      auditTrusted: isNamed(auditTrust),
      projects,
    },
  };
}

function planProject(scope: ProjectScope, trust: Trust): ProjectPlan {
  const { project, environment, instances, home, stateBuckets } = scope;
  return {
    project,
    what: home ? `${environment}, isolated: ${instances.join(', ')}` : environment,
    services: SERVICES,
    agents: SERVICE_AGENTS.map(planAgent),
    stateStores: stateBuckets.map((store) => planStateStore(scope, store)),
    roles: planRoles(scope),
    accounts: planAccounts(scope, trust),
    github: home || trust.github === undefined ? null : planGithub(scope, trust.github),
    grants: planGrants(scope),
    audited: AUDITED,
    notes: notesOf(scope, trust),
    guardrails: planGuardrails(scope),
  };
}

function planAgent({ service, domain, role }: ServiceAgent): AgentPlan {
  const member = `serviceAccount:service-${variable('number')}@${domain}.iam.gserviceaccount.com`;
  return { service, grant: role === undefined ? null : { member, role } };
}

function planAccounts(scope: ProjectScope, trust: Trust): AccountPlan[] {
  const { prefix, accounts } = scope;
  return (['deploy', 'plan'] as const).map((as) => ({
    email: accounts[as],
    name: accounts[as].slice(0, accounts[as].indexOf('@')),
    description:
      as === 'deploy' ? `Terraform applies ${prefix} as it` : `Terraform plans ${prefix} as it`,
    bindings: actingBindings(scope, trust, as),
  }));
}
