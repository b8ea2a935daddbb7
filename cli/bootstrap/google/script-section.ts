import { comment, filledWord, shellWord, writeDocument, writeText } from '../shell';
import type { GoogleBootstrapPlan, ProjectPlan } from './plan';
import type { Binding } from './state-access';
import type { StateStorePlan } from './state-store';
import type { GithubPlan } from './trust';

/** The name of a project’s function. */
export const functionOf = (project: string): string => `project_${project.replaceAll('-', '_')}`;

/** The function that does all of one project. */
export function section(plan: GoogleBootstrapPlan, project: ProjectPlan): string[] {
  const { services, agents, stateStores, trailStateStores, roles, accounts, guardrails } = project;
  const stores = [...stateStores, ...trailStateStores];
  return [
    comment(`${project.project}: ${project.what}`),
    `${functionOf(project.project)}() {`,
    `  local number agent`,
    `  must gcloud projects describe ${project.project} --format='value(projectNumber)'`,
    '  number=$answer',
    '',
    '  # APIs, and the agents that keys are opened to. Asking for an agent that is there changes nothing.',
    ...call('enable', services),
    ...agents.flatMap(({ service }) => [
      `  must gcloud beta services identity create --service=${service} --project=${project.project}`,
      `  printf 'asked for  the agent of %s\\n' ${service}`,
    ]),
    ...(stores.length > 0 ? stateKeys(project, stores) : []),
    '',
    '  # Custom roles',
    ...roles.flatMap(({ id, title, permissions }) => [
      ...writeText('permissions', permissions.join('\n')),
      `  settle_role ${id} ${shellWord(title)}`,
    ]),
    '',
    '  # Service accounts, and who may act as them',
    ...accounts.flatMap(({ email, name, description }) =>
      call('settle_account', [email, name, description]),
    ),
    ...tagged(project),
    ...[project.github, project.trailGithub].flatMap((each) => (each ? pool(each) : [])),
    ...accounts.flatMap(({ email, bindings }) =>
      policy(`who acts as ${email}`, bindings, {
        get: `gcloud iam service-accounts get-iam-policy ${email}`,
        set: (file) => `gcloud iam service-accounts set-iam-policy ${email} ${file}`,
      }),
    ),
    ...grants(project),
    '',
    '  # Data Access audit logs, beside those that are kept already',
    ...call('settle_audit', project.audited),
    ...stores.flatMap(({ bucket, bucketBindings }) =>
      policy(`who is let into ${bucket}`, bucketBindings, {
        get: `gcloud storage buckets get-iam-policy gs://${bucket}`,
        set: (file) => `gcloud storage buckets set-iam-policy gs://${bucket} ${file}`,
      }),
    ),
    ...lien(plan, project),
    ...sayStated(plan, 'google', stateStores),
    ...sayStated(plan, 'google.audit', trailStateStores),
    `  printf '\\nNot done: %s organisation policies and %s, which are at the end of this script.\\n' ${guardrails.constraints.length} '${guardrails.trailDeny ? 'two deny policies' : 'a deny policy'}'`,
    '}',
    '',
  ];
}

/** What the user writes into the estate, now that it is there: the primary region's store first. */
function sayStated(
  { environment }: GoogleBootstrapPlan,
  below: 'google' | 'google.audit',
  stores: readonly StateStorePlan[],
): string[] {
  if (stores.length === 0) return [];
  const indent = below === 'google' ? '      ' : '        ';
  return [
    '',
    `  printf '\\nIn estate.yaml, below environments.%s.${below}:\\n' ${shellWord(environment)}`,
    ...stores.flatMap(({ bucket, key }, i) => [
      `  printf '${indent}${i === 0 ? 'state' : 'recoveryState'}:\\n${indent}  bucket: %s\\n${indent}  kmsKey: %s\\n' \\`,
      `    ${bucket} ${key}`,
    ]),
  ];
}

/** A call with one argument a line where they are many. */
function call(name: string, words: readonly string[]): string[] {
  const rows = [name, ...words.map(shellWord)];
  if (words.length < 4) return [`  ${rows.join(' ')}`];
  return rows.map(
    (row, i) => `${i === 0 ? '  ' : '    '}${row}${i < rows.length - 1 ? ' \\' : ''}`,
  );
}

/** The buckets’ keys, which Cloud Storage’s agent uses and nobody else. */
function stateKeys({ project }: ProjectPlan, stores: readonly StateStorePlan[]): string[] {
  return [
    '',
    `  must gcloud storage service-agent --project=${project}`,
    '  agent=$answer',
    ...stores.flatMap((store) => {
      const { region, bucket, key, keyRing, keyIsOurs, keyBindings, lifecycle } = store;
      return [
        '',
        `  # State in ${region}`,
        ...(keyIsOurs
          ? [
              `  settle_key ${keyRing} \\`,
              `    ${key}`,
              ...policy(`who uses ${key}`, keyBindings, {
                get: `gcloud kms keys get-iam-policy ${key}`,
                set: (file) => `gcloud kms keys set-iam-policy ${key} ${file}`,
              }),
            ]
          : [
              `  must gcloud kms keys describe ${key}`,
              `  printf 'left alone key %s,\\n           which estate.yaml names: %s has to encrypt and decrypt with it\\n' \\`,
              `    ${key} "$agent"`,
            ]),
        ...writeDocument('lifecycle.json', lifecycle),
        ...call('settle_bucket', [bucket, region, key]),
      ];
    }),
  ];
}

/** What marks the accounts of trails, before anybody is granted what those are kept from. */
function tagged({ tag: { key, value, accounts } }: ProjectPlan): string[] {
  return [
    ...call('settle_tag', [key, value]),
    ...accounts.flatMap((email) => call('settle_tagged', [email])),
  ];
}

/** What keeps the project of a locked store from being deleted. */
function lien({ environment }: GoogleBootstrapPlan, { lien: wanted }: ProjectPlan): string[] {
  if (!wanted) return [];
  return [
    '',
    '  # The project is not deleted before this is lifted',
    ...call('settle_lien', [`kura-${environment}`, `It keeps the audit trail of ${environment}.`]),
  ];
}

const pool = ({ pool: id, provider, issuer, condition }: GithubPlan): string[] =>
  call('settle_pool', [id, provider, issuer, condition]);

interface PolicyCalls {
  readonly get: string;
  readonly set: (file: string) => string;
}

/** Exactly these members: whoever else is there goes. */
function policy(what: string, bindings: readonly Binding[], { get, set }: PolicyCalls): string[] {
  const rows = bindings.flatMap(({ role, members }) =>
    members.map((member) => `${role}|${member}|`),
  );
  return [
    ...writeText('members', rows.join('\n')),
    ...writeDocument('policy.json', { bindings }),
    `  settle_policy ${shellWord(what)} \\`,
    `    ${get} \\`,
    `    -- ${set('"$work/policy.json"')}`,
  ];
}

/** Roles on the project: whoever else has them keeps them. */
function grants({ project, agents, accounts, grants: wanted }: ProjectPlan): string[] {
  const members = accounts.map(({ email }) => `serviceAccount:${email}`);
  return [
    '',
    '  # What they and the agents may do in the project. Google gives an agent that was asked for no role by itself.',
    `  must gcloud projects get-iam-policy ${project} --flatten='bindings[].members' \\`,
    `    --format='value[separator="|"](bindings.role,bindings.members,bindings.condition.expression)'`,
    `  printf '%s\\n' "$answer" > "$work/grants"`,
    ...agents.flatMap(({ grant }) =>
      grant ? [`  settle_grant ${filledWord(grant.member)} \\`, `    ${grant.role}`] : [],
    ),
    ...wanted.flatMap(({ member, role, condition }) => [
      ...(condition ? writeText('expression', condition.expression) : []),
      `  settle_grant ${member} \\`,
      `    ${role}${condition ? ` ${shellWord(condition.title)}` : ''}`,
    ]),
    ...members.flatMap((member) => {
      const roles = wanted.filter((grant) => grant.member === member).map(({ role }) => role);
      return call('left_alone', [member, ...roles]);
    }),
  ];
}
