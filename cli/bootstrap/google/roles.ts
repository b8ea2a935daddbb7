import {
  logKey,
  otherAccounts,
  ownBuckets,
  ownGrants,
  ownHosts,
  ownKeys,
  ownLogBuckets,
  ownSecrets,
} from './conditions';
import {
  ACCOUNTS,
  BUCKET,
  DEPLOY,
  DRILL,
  DRILL_SOURCE,
  JUMP,
  KEYS,
  LOG_BUCKETS,
  LOG_KEY_DESTRUCTION,
  LOGIN_GRANTS,
  OPERATOR,
  RUNNER,
  SECRET_DESTRUCTION,
  SECRETS,
  STARTING,
  TUNNELS,
  WATCH,
} from './deploy-access';
import type { ProjectScope } from './project-scope';
import { BUCKET_READ, JUMP_READ, READ } from './read-access';
import { grantOf, planStateRoles, roleOf, type GrantPlan, type RolePlan } from './role-plan';

/** The custom roles of a project. Those of state are there where state is. */
export function planRoles(scope: ProjectScope): RolePlan[] {
  const { destroys, operators, stateBuckets } = scope;
  const role = roleOf(scope);
  return [
    role('read', 'what Terraform reads', [...READ, ...(operators ? JUMP_READ : [])]),
    role('deploy', 'what Terraform makes', DEPLOY),
    role('accounts', 'accounts but those of trails', ACCOUNTS),
    role('log_buckets', 'log buckets of its databases', LOG_BUCKETS),
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
    role('drill', 'the copy that a recovery is rehearsed with', DRILL),
    role('drill_source', 'what a rehearsal copies', DRILL_SOURCE),
    role('watch', 'how old backups, passwords and certificates are', WATCH),
    ...(operators
      ? [
          role('jump', 'the host of its operators', JUMP),
          role('tunnels', 'the policies of every tunnel', TUNNELS),
          role('operator', 'an operator finds the host', OPERATOR),
        ]
      : []),
    ...(stateBuckets.length === 0 ? [] : planStateRoles(scope)),
  ];
}

/** Who has which role on the project. */
export function planGrants(scope: ProjectScope): GrantPlan[] {
  const [deploy, plan] = [scope.accounts.deploy, scope.accounts.plan].map(
    (email) => `serviceAccount:${email}`,
  ) as [string, string];
  const to = grantOf(scope);
  return [
    to(plan, 'read'),
    to(plan, 'bucket_read', ownBuckets(scope)),
    to(deploy, 'read'),
    to(deploy, 'deploy'),
    to(deploy, 'accounts', otherAccounts(scope)),
    to(deploy, 'log_buckets', ownLogBuckets(scope)),
    to(deploy, 'keys', ownKeys(scope)),
    ...(destroysLogKey(scope) ? [to(deploy, 'log_key', logKey(scope))] : []),
    to(deploy, 'secrets', ownSecrets(scope)),
    to(deploy, 'logins', ownGrants(scope)),
    to(deploy, 'bucket', ownBuckets(scope)),
    to(deploy, 'bucket_read', ownBuckets(scope)),
    // Cloud Run knows no names in conditions, and Identity-Aware Proxy a machine's number only (by hearsay): nothing limits these two.
    to(deploy, 'starting'),
    ...(scope.operators ? [to(deploy, 'jump', ownHosts(scope)), to(deploy, 'tunnels')] : []),
  ];
}

/** The logs’ key is in the environment’s project, and those of instances are never destroyed. */
const destroysLogKey = ({ destroys, home }: ProjectScope): boolean => destroys && home === null;
