import {
  BUCKET,
  DEPLOY,
  JUMP,
  KEYS,
  LOG_KEY_DESTRUCTION,
  LOGIN_GRANTS,
  OPERATOR,
  RUNNER,
  SECRET_DESTRUCTION,
  SECRETS,
  STARTING,
  TUNNELS,
} from './deploy-access';
import { hostName, hostZone } from '../../connect/host-name';
import { roleId, roleName, type Part, type ProjectScope } from './project-scope';
import { BUCKET_READ, JUMP_READ, READ } from './read-access';
import { STATE_READ, STATE_WRITE } from './state-access';

/** A custom role: Google’s own hold too much (docs of each part say what). */
export interface RolePlan {
  /** `kura_prod_read`. */
  readonly id: string;
  /** `projects/<project>/roles/<id>`. */
  readonly name: string;
  readonly title: string;
  readonly permissions: readonly string[];
}

/** A role of the project for one member, where its condition holds. */
export interface GrantPlan {
  readonly member: string;
  readonly role: string;
  readonly condition?: Condition;
}

export interface Condition {
  readonly title: string;
  readonly expression: string;
}

/** The custom roles of a project. Those of state are there where state is. */
export function planRoles(scope: ProjectScope): RolePlan[] {
  const { environment, destroys, operators, stateBuckets } = scope;
  const role = (part: Part, what: string, permissions: readonly string[]): RolePlan => ({
    id: roleId(scope, part),
    name: roleName(scope, part),
    title: `Kura ${environment}: ${what}`,
    permissions: [...permissions].sort(),
  });
  return [
    role('read', 'what Terraform reads', [...READ, ...(operators ? JUMP_READ : [])]),
    role('deploy', 'what Terraform makes', DEPLOY),
    role('keys', 'its keys', KEYS),
    ...(destroysLogKey(scope)
      ? [role('log_key', 'destroying the key of its logs', LOG_KEY_DESTRUCTION)]
      : []),
    role('secrets', 'containers of its secrets', [
      ...SECRETS,
      ...(destroys ? SECRET_DESTRUCTION : []),
    ]),
    role('logins', 'who may log in to databases', LOGIN_GRANTS),
    role('bucket', 'the bucket of its runners', BUCKET),
    role('bucket_read', 'reading the bucket of its runners', BUCKET_READ),
    role('starting', 'the policies of every job', STARTING),
    role('runner', 'a runner makes itself administrator', RUNNER),
    ...(operators
      ? [
          role('jump', 'the host of its operators', JUMP),
          role('tunnels', 'the policies of every tunnel', TUNNELS),
          role('operator', 'an operator finds the host', OPERATOR),
        ]
      : []),
    ...(stateBuckets.length === 0
      ? []
      : [
          role('state', 'writing state', STATE_WRITE),
          role('state_read', 'reading state', STATE_READ),
        ]),
  ];
}

/** Who has which role on the project. */
export function planGrants(scope: ProjectScope): GrantPlan[] {
  const [deploy, plan] = [scope.accounts.deploy, scope.accounts.plan].map(
    (email) => `serviceAccount:${email}`,
  ) as [string, string];
  const to = (member: string, part: Part, condition?: Condition): GrantPlan => ({
    member,
    role: roleName(scope, part),
    ...(condition ? { condition } : {}),
  });
  return [
    to(plan, 'read'),
    to(plan, 'bucket_read', ownBuckets(scope)),
    to(deploy, 'read'),
    to(deploy, 'deploy'),
    to(deploy, 'keys', ownKeys(scope)),
    ...(destroysLogKey(scope) ? [to(deploy, 'log_key', logKey(scope))] : []),
    to(deploy, 'secrets', ownSecrets(scope)),
    to(deploy, 'logins', {
      title: 'only login roles',
      expression: grantsOnly(
        ...['roles/cloudsql.client', 'roles/cloudsql.instanceUser', roleName(scope, 'runner')],
        ...(scope.operators ? [roleName(scope, 'operator')] : []),
      ),
    }),
    to(deploy, 'bucket', ownBuckets(scope)),
    to(deploy, 'bucket_read', ownBuckets(scope)),
    // Cloud Run knows no names in conditions, and Identity-Aware Proxy a machine's number only (by hearsay): nothing limits these two.
    to(deploy, 'starting'),
    ...(scope.operators ? [to(deploy, 'jump', ownHosts(scope)), to(deploy, 'tunnels')] : []),
  ];
}

/**
 * Which roles a policy may be changed in, whatever the members ("Set limits on granting roles", IAM, 2026-05). Resource
 * Manager, Cloud KMS and Secret Manager know the attribute; of other requests it is empty, which passes, so that it stands in
 * conditions of theirs only.
 */
const grantsOnly = (...roles: readonly string[]): string =>
  `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles.map((role) => `'${role}'`).join(', ')}])`;

/** The logs’ key is in the environment’s project, and those of instances are never destroyed. */
const destroysLogKey = ({ destroys, home }: ProjectScope): boolean => destroys && home === null;

/** The ring that is called as everything of the environment begins: of the foundation alone, whose one key is the logs’. */
const foundationRing = ({ project, region, prefix }: ProjectScope): string =>
  `projects/${project}/locations/${region}/keyRings/${prefix}`;

function logKey(scope: ProjectScope): Condition {
  return {
    title: 'only the key of its logs',
    expression: `resource.name.startsWith('${foundationRing(scope)}/')`,
  };
}

/** The environment’s rings and keys, never those of state. A new key is judged by its ring. */
function ownKeys(scope: ProjectScope): Condition {
  const ring = foundationRing(scope);
  const named = [
    `resource.name == '${ring}'`,
    `resource.name.startsWith('${ring}/')`,
    `resource.name.startsWith('${ring}-')`,
  ];
  return {
    title: 'only its own keys',
    expression: `(${named.join(' || ')}) && ${grantsOnly('roles/cloudkms.cryptoKeyEncrypterDecrypter')}`,
  };
}

/** Secrets are named after the project’s number, so by what comes after it. */
function ownSecrets({ prefix }: ProjectScope): Condition {
  return {
    title: 'only its own secrets',
    expression: `resource.name.extract('/secrets/{id}').startsWith('${prefix}-') && ${grantsOnly('roles/secretmanager.secretAccessor', 'roles/secretmanager.secretVersionAdder', 'roles/secretmanager.viewer')}`,
  };
}

/** Machines of its own that operators go through, and their disks, which have the same names ("Resource attributes", IAM, 2026-05). */
function ownHosts({ project, region, prefix }: ProjectScope): Condition {
  const zone = `projects/${project}/zones/${hostZone(region)}`;
  const named = ['instances', 'disks'].map(
    (kind) => `resource.name.startsWith('${zone}/${kind}/${prefix}-')`,
  );
  return {
    title: 'only hosts of its operators',
    expression: `(${named.join(' || ')}) && resource.name.endsWith('${hostName('')}')`,
  };
}

/** The buckets of runners and what is in them, never those of state. Not what is granted there: Cloud Storage does not know that. */
function ownBuckets({ runnerBuckets }: ProjectScope): Condition {
  // A condition has twelve operators at most, so each bucket and its objects are one term. Its name ends with the project's.
  const named = runnerBuckets.map(
    (bucket) => `resource.name.startsWith('projects/_/buckets/${bucket}')`,
  );
  return {
    title: 'only buckets of its runners',
    expression: `(${named.join(' || ')})`,
  };
}
