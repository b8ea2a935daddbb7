import type { Deployment } from '../../../model/deployment/deployment';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { quote, type Problem } from '../../../model/problem';
import { foundationsOn } from '../environment';
import { nameOf } from './account-names';
import type { ProjectScope } from './project-scope';

/** What would give the trail’s things to who deploys an environment. */
export function trailProblems(
  deployment: Deployment,
  { environment, prefix }: GoogleFoundation,
  scopes: readonly ProjectScope[],
): Problem[] {
  const place = 'estate.yaml';
  const problems: Problem[] = [];
  const others = foundationsOn(deployment, 'google').filter(
    (each) => each.environment !== environment,
  );
  const deployers = scopes.flatMap(({ accounts }) => [accounts.deploy, accounts.plan]);
  const trails = scopes.flatMap(({ trail }) => [trail.accounts.deploy, trail.accounts.plan]);
  const both = trails.find((each) => deployers.includes(each));
  if (both !== undefined) {
    problems.push({
      place,
      required: `the trail of ${environment} must have service accounts of its own, also to plan with`,
      got: quote(nameOf(both)),
      cure: 'Write another `audit: { deployServiceAccount }` below its `google:`.',
    });
  }
  if (others.some((each) => each.environment === `${environment}-audit`)) {
    problems.push({
      place,
      required: `no environment may be called ${environment}-audit beside ${environment}: workflows of the trail run in a GitHub environment of that name`,
      got: quote(`${environment}-audit`),
      cure: 'Give it another name.',
    });
  }
  const kept = foundationsOn(deployment, 'google')
    .filter((each) => scopes.some((scope) => scope.project === each.audit.primary.target.project))
    .map((each) => each.audit.primary.name)
    .find((name) => name.startsWith(`${prefix}-`));
  if (kept !== undefined) {
    problems.push({
      place,
      required: `what keeps a trail must not begin like what ${environment} deploys (${prefix}-)`,
      got: quote(kept),
      cure: 'Give the organisation or the environment another name than audit.',
    });
  }
  return problems;
}
