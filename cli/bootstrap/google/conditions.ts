import { recoveryNameOf } from '../../../model/recovery/recovered';
import { hostName, hostZone } from '../../connect/host-name';
import { roleName, type Part, type Place, type ProjectScope } from './project-scope';
import type { StoreName } from './trail-scope';

/** When a role counts, in IAM’s language of conditions. */
export interface Condition {
  readonly title: string;
  readonly expression: string;
}

/** Custom roles that Terraform gives runners, what rehearses and what watches. */
const GRANTED = ['runner', 'drill', 'drill_source', 'watch'] as const satisfies readonly Part[];

/**
 * Which roles a policy may be changed in, whatever the members ("Set limits on granting roles", IAM, 2026-05). Resource
 * Manager, Cloud KMS and Secret Manager know the attribute; of other requests it is empty, which passes, so that it stands in
 * conditions of theirs only.
 */
const grantsOnly = (...roles: readonly string[]): string =>
  `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${roles.map((role) => `'${role}'`).join(', ')}])`;

/** The rings of the foundations, one in each region: what everything of the environment there begins with. Their one key is the logs’. */
const foundationRings = ({
  project,
  region,
  recoveryRegion,
  prefix,
}: ProjectScope): readonly [string, string] => [
  `projects/${project}/locations/${region}/keyRings/${prefix}`,
  `projects/${project}/locations/${recoveryRegion}/keyRings/${recoveryNameOf({ prefix })}`,
];

export function logKey(scope: ProjectScope): Condition {
  const named = foundationRings(scope).map((ring) => `resource.name.startsWith('${ring}/')`);
  return { title: 'only the key of its logs', expression: `(${named.join(' || ')})` };
}

/** The environment’s rings and keys in both regions, never those of state. A new key is judged by its ring. */
export function ownKeys(scope: ProjectScope): Condition {
  const { project, recoveryRegion, prefix } = scope;
  const [ring] = foundationRings(scope);
  const named = [
    `resource.name == '${ring}'`,
    `resource.name.startsWith('${ring}/')`,
    `resource.name.startsWith('${ring}-')`,
    `resource.name.startsWith('projects/${project}/locations/${recoveryRegion}/keyRings/${prefix}-')`,
  ];
  return {
    title: 'only its own keys',
    expression: `(${named.join(' || ')}) && ${grantsOnly('roles/cloudkms.cryptoKeyEncrypterDecrypter')}`,
  };
}

/** The log buckets of its databases in both regions, never the one that keeps a trail: what its name comes after is the project’s. */
export function ownLogBuckets({ region, recoveryRegion, prefix }: ProjectScope): Condition {
  const named = [region, recoveryRegion].map(
    (each) => `resource.name.extract('/locations/{id}').startsWith('${each}/buckets/${prefix}-')`,
  );
  return {
    title: 'only log buckets of its databases',
    expression: `(${named.join(' || ')}) && resource.name.endsWith('-databases')`,
  };
}

/** What the accounts of trails are marked with in a project: conditions know no account by its name, but by its tags. */
export const TRAIL_TAG = { key: 'kura_trail', value: 'hands' } as const;

/** Every service account of the project but those of trails ("Creating and managing tags" of service accounts, IAM, read 2026-11). */
export function otherAccounts({ project }: Place): Condition {
  return {
    title: 'no account of a trail',
    expression: `!resource.matchTag('${project}/${TRAIL_TAG.key}', '${TRAIL_TAG.value}')`,
  };
}

/** The store’s log bucket in each region, as Google writes it for who fills one ("Route logs to supported destinations", 2026-11). */
export function storeBuckets(named: readonly StoreName[]): Condition {
  const buckets = named.map(
    ({ region, name }) => `resource.name.endsWith('/locations/${region}/buckets/${name}')`,
  );
  return { title: 'only the store of its trail', expression: `(${buckets.join(' || ')})` };
}

const storeRings = ({ project }: Place, named: readonly StoreName[]): readonly string[] =>
  named.map(({ region, name }) => `projects/${project}/locations/${region}/keyRings/${name}`);

/** The store’s rings and their keys. A new key is judged by its ring. */
export function storeKeys(place: Place, named: readonly StoreName[]): Condition {
  const rings = storeRings(place, named).flatMap((ring) => [
    `resource.name == '${ring}'`,
    `resource.name.startsWith('${ring}/')`,
  ]);
  return {
    title: 'only the keys of its trail',
    expression: `(${rings.join(' || ')}) && ${grantsOnly('roles/cloudkms.cryptoKeyEncrypterDecrypter')}`,
  };
}

export function storeKeyVersions(place: Place, named: readonly StoreName[]): Condition {
  const keys = storeRings(place, named).map((ring) => `resource.name.startsWith('${ring}/')`);
  return { title: 'only the keys of its trail', expression: `(${keys.join(' || ')})` };
}

/** What the policy of the store’s project may be changed in: whose sinks write to a log bucket. */
export const storeGrants: Condition = {
  title: 'only who writes to a log bucket',
  expression: grantsOnly('roles/logging.bucketWriter'),
};

/** Secrets are named after the project’s number, so by what comes after it. */
export function ownSecrets({ prefix }: ProjectScope): Condition {
  return {
    title: 'only its own secrets',
    expression: `resource.name.extract('/secrets/{id}').startsWith('${prefix}-') && ${grantsOnly('roles/secretmanager.secretAccessor', 'roles/secretmanager.secretVersionAdder', 'roles/secretmanager.viewer')}`,
  };
}

/** Machines of its own that operators go through, and their disks, which have the same names ("Resource attributes", IAM, 2026-05). */
export function ownHosts({ project, region, recoveryRegion, prefix }: ProjectScope): Condition {
  const zones = [region, recoveryRegion].map(
    (each) => `projects/${project}/zones/${hostZone(each)}`,
  );
  const named = zones.flatMap((zone) =>
    ['instances', 'disks'].map((kind) => `resource.name.startsWith('${zone}/${kind}/${prefix}-')`),
  );
  return {
    title: 'only hosts of its operators',
    expression: `(${named.join(' || ')}) && resource.name.endsWith('${hostName('')}')`,
  };
}

/** The buckets of runners and what is in them, never those of state. Not what is granted there: Cloud Storage does not know that. */
export function ownBuckets({ runnerBuckets }: ProjectScope): Condition {
  // A condition has twelve operators at most, so each bucket and its objects are one term. Its name ends with the project's.
  const named = runnerBuckets.map(
    (bucket) => `resource.name.startsWith('projects/_/buckets/${bucket}')`,
  );
  return {
    title: 'only buckets of its runners',
    expression: `(${named.join(' || ')})`,
  };
}

/** What the project’s policy may be changed in: who connects and logs in, runs, rehearses and operates. */
export function ownGrants(scope: ProjectScope): Condition {
  return {
    title: 'only login roles',
    expression: grantsOnly(
      ...['roles/cloudsql.client', 'roles/cloudsql.instanceUser'],
      ...GRANTED.map((part) => roleName(scope, part)),
      ...(scope.operators ? [roleName(scope, 'operator')] : []),
    ),
  };
}
