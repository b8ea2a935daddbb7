import { quote, type Problem } from '../../../model/problem';
import { variable } from '../shell';
import { GITHUB_HOST, isNamed, repositoryProblems, subjectsOf, type Trust } from '../trust';
import type { ProjectScope } from './project-scope';
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
export function planGithub({ environment }: ProjectScope, repository: string): GithubPlan {
  return {
    pool: poolOf(environment),
    provider: 'github',
    issuer: `https://${GITHUB_HOST}`,
    condition: `assertion.repository == '${repository}'`,
  };
}

const poolOf = (environment: string): string => `kura-${environment}`;

/** Who may act as a service account: exactly these. */
export function actingBindings(
  { environment, accounts, home }: ProjectScope,
  { principals, github }: Trust,
  as: 'deploy' | 'plan',
): Binding[] {
  const named = isNamed({ principals, ...(github === undefined ? {} : { github }) });
  // A workflow already is the environment’s account when the provider takes that account, which is then taken by itself.
  // Whoever else acts as one is not it: without --github a stolen token cannot be renewed by itself.
  const itself = github === undefined ? [] : [accounts];
  const accountsToo = (home ? [home] : itself).map((each) => `serviceAccount:${each[as]}`);
  const members = [...(named ? principals : [variable('trust')]), ...accountsToo];
  const subject = `repo:${github ?? ''}:${subjectsOf(environment)[as]}`;
  const pool = `principal://iam.googleapis.com/projects/${variable('number')}/locations/global/workloadIdentityPools/${poolOf(environment)}`;
  return [
    { role: 'roles/iam.serviceAccountTokenCreator', members: [...new Set(members)].sort() },
    // Workflows come in by the environment's project and go on from there.
    ...(github === undefined || home
      ? []
      : [{ role: 'roles/iam.workloadIdentityUser', members: [`${pool}/subject/${subject}`] }]),
  ];
}
