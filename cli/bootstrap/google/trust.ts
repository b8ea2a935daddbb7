import { quote, type Problem } from '../../../model/problem';
import { variable } from '../shell';
import { GITHUB_HOST, isNamed, repositoryProblems, subjectsOf, type Trust } from '../trust';
import type { Accounts } from './account-names';
import type { Place, ProjectScope } from './project-scope';
import type { Binding } from './state-access';

const EMAIL = '[\\w.+%-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+';
const POOLS =
  'iam\\.googleapis\\.com/(?:projects/\\d+/)?locations/global/work(?:load|force)(?:Identity)?Pools';
const PERSON = new RegExp(`^(?:user|group|serviceAccount):${EMAIL}$`);
const FEDERATED = new RegExp(
  `^principal(?:://${POOLS}/[\\w-]+/subject|Set://${POOLS}/[\\w-]+/(?:group|attribute\\.\\w+))/[^\\s*|]+$`,
);

/** What is wrong with the members of an option. */
export function trustProblems(
  { principals }: Trust,
  place: '--trust' | '--audit-trust',
): Problem[] {
  return principals
    .filter((member) => !PERSON.test(member) && !FEDERATED.test(member))
    .map((member) => ({
      place,
      required: 'one IAM member is required',
      got: quote(member),
      cure: member.startsWith('arn:')
        ? 'That is of AWS: leave --google out, or write group:platform@example.com.'
        : 'Write it as group:platform@example.com, user:…, serviceAccount:… or principalSet://…; a whole domain, pool or everyone is refused.',
    }));
}

/** Service accounts that a deploy account may run a job as, and so be one of who keeps the trail. */
export function reachableHands({ principals }: Trust, scopes: readonly ProjectScope[]): Problem[] {
  const deployed = scopes.map(({ project }) => `@${project}.iam.gserviceaccount.com`);
  // A pipeline may run as the trail’s account itself, which is marked.
  const marked = scopes.map(({ trail }) => `serviceAccount:${trail.accounts.deploy}`);
  return principals
    .filter((member) => !marked.includes(member))
    .filter((member) => deployed.some((end) => member.endsWith(end)))
    .map((member) => ({
      place: '--audit-trust',
      required: 'who keeps the trail must be no service account of a project that is deployed to',
      got: quote(member),
      cure: 'Name one of another project, or a group: the deploy account may run a job as that one.',
    }));
}

/** What is wrong with the repository of a command line. */
export function githubProblems(github: string | undefined, environment: string): Problem[] {
  return [...repositoryProblems(github), ...longSubjects(github, environment)];
}

/** "Configure Workload Identity Federation with deployment pipelines" (IAM, 2026-05). */
const LONGEST_SUBJECT = 127;

function longSubjects(github: string | undefined, environment: string): Problem[] {
  // The longest of them.
  const subject = `repo:${github ?? ''}:${subjectsOf(environment).audit}`;
  if (github === undefined || subject.length <= LONGEST_SUBJECT) return [];
  return [
    {
      place: '--github',
      required: `the subject of its tokens must have ${LONGEST_SUBJECT} characters at most`,
      got: quote(subject),
      cure: 'Shorten the repository or the environment.',
    },
  ];
}

/** Where GitHub’s workflows come in. */
export interface GithubPlan {
  readonly pool: string;
  readonly provider: string;
  readonly issuer: string;
  /** Tokens of another repository are refused. */
  readonly condition: string;
}

/** A pool for each environment: two may trust two repositories. */
export function planGithub({ environment }: Place, repository: string): GithubPlan {
  return githubOf(poolOf(environment), repository);
}

/** One more for its trail. */
export function planTrailGithub({ environment }: Place, repository: string): GithubPlan {
  return githubOf(trailPoolOf(environment), repository);
}

const githubOf = (pool: string, repository: string): GithubPlan => ({
  pool,
  provider: 'github',
  issuer: `https://${GITHUB_HOST}`,
  condition: `assertion.repository == '${repository}'`,
});

const poolOf = (environment: string): string => `kura-${environment}`;
const trailPoolOf = (environment: string): string => `kura-audit-${environment}`;

/** The ends of the subjects of workflows’ tokens. */
type Subjects = Readonly<Record<'deploy' | 'plan', string>>;

const trailSubjectsOf = (environment: string): Subjects => {
  const { audit, auditPlan } = subjectsOf(environment);
  return { deploy: audit, plan: auditPlan };
};

/** Who may act as a service account of the environment’s: exactly these. */
export function actingBindings(
  { environment, accounts, home }: ProjectScope,
  trust: Trust,
  as: 'deploy' | 'plan',
): Binding[] {
  const acting = { accounts, home, subjects: subjectsOf(environment), pool: poolOf(environment) };
  return bindingsOf({ ...acting, unsaid: 'trust' }, trust, as);
}

/** Who may act as one of its trail’s: others. */
export function trailBindings(
  { environment, trail: { accounts, home } }: Place,
  trust: Trust,
  as: 'deploy' | 'plan',
): Binding[] {
  const subjects = trailSubjectsOf(environment);
  const acting = { accounts, home, subjects, pool: trailPoolOf(environment) };
  return bindingsOf({ ...acting, unsaid: 'audit_trust' }, trust, as);
}

interface Acting {
  readonly accounts: Accounts;
  /** In another project than where people and workflows come in: their like there, which go on to these. */
  readonly home: Accounts | null;
  readonly subjects: Subjects;
  readonly pool: string;
  /** What the script is asked to have filled in where nobody is named. */
  readonly unsaid: 'trust' | 'audit_trust';
}

function bindingsOf(
  { accounts, home, subjects, pool, unsaid }: Acting,
  trust: Trust,
  as: 'deploy' | 'plan',
): Binding[] {
  const { principals, github } = trust;
  // A workflow already is the environment’s account when the provider takes that account, which is then taken by itself.
  // Whoever else acts as one is not it: without --github a stolen token cannot be renewed by itself.
  const itself = github === undefined ? [] : [accounts];
  const accountsToo = (home ? [home] : itself).map((each) => `serviceAccount:${each[as]}`);
  const members = [...(isNamed(trust) ? principals : [variable(unsaid)]), ...accountsToo];
  const subject = `repo:${github ?? ''}:${subjects[as]}`;
  const identities = `principal://iam.googleapis.com/projects/${variable('number')}/locations/global/workloadIdentityPools/${pool}`;
  return [
    { role: 'roles/iam.serviceAccountTokenCreator', members: [...new Set(members)].sort() },
    // Workflows come in by one project and go on from there.
    ...(github === undefined || home
      ? []
      : [
          {
            role: 'roles/iam.workloadIdentityUser',
            members: [`${identities}/subject/${subject}`],
          },
        ]),
  ];
}
