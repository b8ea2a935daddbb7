import type { ProjectPlan } from '../../cli/bootstrap/google/plan';
import { mayDo, type GoogleRequest } from './iam-evaluator';

export { mayDo as allowedTo };

/** Something that is asked for in a project. */
export interface Ask extends GoogleRequest {
  readonly project: string;
  readonly permission: string;
}

/** Custom roles that Terraform gives to others than accounts of bootstrap’s, in any project and under whatever condition. */
const GIVEN = ['runner', 'drill', 'drill_source', 'watch', 'operator'];

/** Who of an environment reaches which of what is asked for: its own accounts by their grants, and each role that Terraform gives. */
export function reaches(projects: readonly ProjectPlan[], asks: readonly Ask[]): string[] {
  const accounts = projects.flatMap((plan) =>
    plan.accounts
      .filter(({ email }) => !plan.tag.accounts.includes(email))
      .map(({ name, email }) => ({ name, email, home: plan.project })),
  );
  return asks.flatMap(({ project, permission, ...request }) => {
    const there = projects.find((plan) => plan.project === project);
    if (!there) throw new Error(`nothing is planned in ${project}`);
    const hands = accounts
      .filter(({ email }) => acts(there, email, permission, request))
      .map(({ name, home }) => `${name}@${home}: ${permission} in ${project}`);
    const roles = there.roles
      .filter(({ id, permissions }) => isGiven(id) && permissions.includes(permission))
      .map(({ id }) => `role ${id.replace(/^kura_[^_]+_/, '')}: ${permission} in ${project}`);
    return [...hands, ...roles, ...letIn(there, accounts, permission, request)];
  });
}

const isGiven = (id: string): boolean => GIVEN.some((part) => id.endsWith(`_${part}`));

/** By grants on the project, also those of an account of another one. */
function acts(
  plan: ProjectPlan,
  email: string,
  permission: string,
  request: GoogleRequest,
): boolean {
  const as = { email, name: 'asked', description: '', bindings: [] };
  return mayDo({ ...plan, accounts: [as] }, 'asked', permission, request);
}

/** By the policies of buckets and keys of state. */
function letIn(
  { roles, stateStores, trailStateStores }: ProjectPlan,
  accounts: readonly { readonly email: string; readonly name: string }[],
  permission: string,
  { resource }: GoogleRequest,
): string[] {
  return [...stateStores, ...trailStateStores].flatMap(({ bucket, bucketBindings }) =>
    resource.startsWith(`projects/_/buckets/${bucket}/`)
      ? bucketBindings.flatMap(({ role, members }) =>
          accounts
            .filter(
              ({ email }) =>
                members.includes(`serviceAccount:${email}`) &&
                roles.some(
                  ({ name, permissions }) => name === role && permissions.includes(permission),
                ),
            )
            .map(({ name }) => `${name}: ${permission} on ${bucket}`),
        )
      : [],
  );
}
