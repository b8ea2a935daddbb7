import { quote, type Problem } from '../../model/problem';

/** Who may take what bootstrap makes for Terraform: roles on AWS, service accounts on Google Cloud. */
export interface Trust {
  /** ARNs of IAM roles and users, or IAM members; none where the user has yet to fill them in. */
  readonly principals: readonly string[];
  /** `ORG/REPO`, whose workflows may take them too. */
  readonly github?: string;
}

/** Whether somebody is named. */
export const isNamed = ({ principals, github }: Trust): boolean =>
  principals.length > 0 || github !== undefined;

/** Who issues the tokens of GitHub’s workflows. */
export const GITHUB_HOST = 'token.actions.githubusercontent.com';

const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[\w.-]{1,100}$/;

/** What is wrong with the repository of a command line. */
export function repositoryProblems(github: string | undefined): Problem[] {
  if (github === undefined || REPOSITORY.test(github)) return [];
  const cure = 'Write it as suzumina/databases.';
  return [{ place: '--github', required: 'a repository is required', got: quote(github), cure }];
}

/**
 * The end of a workflow token’s subject: those of an environment deploy, those of a pull request plan. The trail has an environment of
 * its own, because GitHub asks other people before a workflow enters it only where it is one.
 */
export const subjectsOf = (environment: string) =>
  ({
    deploy: `environment:${environment}`,
    plan: 'pull_request',
    audit: `environment:${environment}-audit`,
    auditPlan: 'pull_request',
  }) as const;

/** Names on both lists: who changes databases must not change what is recorded of it. */
export function sharedHands(trust: Trust, auditTrust: Trust): Problem[] {
  return auditTrust.principals
    .filter((principal) => trust.principals.includes(principal))
    .map((principal) => ({
      place: '--audit-trust',
      required: 'somebody whom --trust does not name is required',
      got: quote(principal),
      cure: 'Name another: who changes databases must not change what is recorded of it.',
    }));
}
