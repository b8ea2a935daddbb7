import type { Deployment } from '../../../model/deployment/deployment';
import { customRole, customRoleId } from '../../../model/access/google-roles';
import { hasOperator } from '../../../model/access/operators';
import type { GoogleFoundation, GoogleInstance } from '../../../model/deployment/google-deployment';
import { recoveryBucketOf, recoveryNameOf } from '../../../model/recovery/recovered';
import { runnerBucket, runnerBucketOf } from '../../../model/sql/runner-store';
import { instancesIn } from '../environment';
import { emailOf, nameOf, planNameOf, type Accounts } from './account-names';
import { stateBuckets } from './state-buckets';
import { trailScope, type TrailScope } from './trail-scope';

/** A project of an environment, with what the accounts of its trail are limited to there. */
export interface Place {
  readonly project: string;
  readonly organisation: string;
  readonly environment: string;
  /** `<organisation>-<environment>`: how everything that Kura names begins. */
  readonly prefix: string;
  readonly region: string;
  readonly recoveryRegion: string;
  readonly trail: TrailScope;
}

/** What the accounts of one project are limited to. */
export interface ProjectScope extends Place {
  /** The service accounts that Terraform acts as, by e-mail address. */
  readonly accounts: Accounts;
  /** In an isolated project, their like in the environment’s, which go on to these. */
  readonly home: Accounts | null;
  /** Ids of the instances that are here. */
  readonly instances: readonly string[];
  /** Whether Terraform may be told to destroy a key or a secret: it refuses to in production. */
  readonly destroys: boolean;
  /** Projects of networks that somebody else runs. */
  readonly networkHosts: readonly string[];
  readonly stateBuckets: readonly StateBucket[];
  /** Buckets that runners here read, in both regions: the environment’s, or those of each isolated instance. */
  readonly runnerBuckets: readonly string[];
  /** Whether somebody operates a database here: then there is a host to go through. */
  readonly operators: boolean;
}

export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
  /** The resource name of the key that the estate names for it, where it does. */
  readonly statedKey?: string;
}

/** The environment’s project first, then each project that isolated instances have of their own. */
export function scopesOf(deployment: Deployment, foundation: GoogleFoundation): ProjectScope[] {
  const { environment, prefix, target, network } = foundation;
  const instances = instancesIn(deployment, 'google', environment);
  const others = [...new Set(instances.map((instance) => instance.target.project))]
    .filter((project) => project !== target.project)
    .sort();
  const accountsIn = (project: string): Accounts => ({
    deploy: emailOf(nameOf(target.deployServiceAccount), project),
    plan: emailOf(planNameOf(nameOf(target.deployServiceAccount)), project),
  });
  return [target.project, ...others].map((project) => {
    const home = project === target.project;
    const here = instances.filter((instance) => instance.target.project === project);
    const networks = [
      ...(home ? [network] : []),
      ...here.flatMap(({ ownNetwork = [] }) => ownNetwork),
    ];
    const hosts = networks.flatMap(({ value }) =>
      value.kind === 'existing' ? [value.vpc.split('/')[1] ?? project] : [],
    );
    return {
      project,
      organisation: deployment.organisation,
      environment,
      prefix,
      region: target.region,
      recoveryRegion: foundation.recoveryRegion,
      trail: trailScope(deployment, foundation, project),
      accounts: accountsIn(project),
      home: home ? null : accountsIn(target.project),
      instances: here.map(({ id }) => id),
      destroys: foundation.preset !== 'production',
      networkHosts: [...new Set(hosts)].filter((host) => host !== project).sort(),
      stateBuckets: home ? stateBuckets(deployment, foundation) : [],
      runnerBuckets: home
        ? [prefix, recoveryNameOf(foundation)].map((name) => runnerBucket(name, project))
        : here.flatMap((instance) => ownBuckets(instance, foundation)),
      operators: here.some(hasOperator),
    };
  });
}

/** The project of the store where nothing else of the environment is in it. */
export function trailPlaces(
  deployment: Deployment,
  foundation: GoogleFoundation,
  scopes: readonly ProjectScope[],
): Place[] {
  const { environment, prefix, target, recoveryRegion, audit } = foundation;
  const { project } = audit.primary.target;
  if (scopes.some((scope) => scope.project === project)) return [];
  return [
    {
      ...{ project, organisation: deployment.organisation, environment, prefix },
      ...{ region: target.region, recoveryRegion },
      trail: trailScope(deployment, foundation, project),
    },
  ];
}

/** The buckets of an instance in a project of its own: the second where it comes up in the recovery region too. */
function ownBuckets(instance: GoogleInstance, foundation: GoogleFoundation): string[] {
  return [
    runnerBucketOf(instance, foundation),
    ...(instance.recoveryHome ? [recoveryBucketOf(instance, foundation)] : []),
  ];
}

/** The parts that what Terraform may do falls into: each is a custom role. */
export type Part =
  | 'read'
  | 'deploy'
  | 'accounts'
  | 'log_buckets'
  | 'keys'
  | 'log_key'
  | 'secrets'
  | 'logins'
  | 'bucket'
  | 'bucket_read'
  | 'starting'
  | 'jump'
  | 'tunnels'
  | 'state'
  | 'state_read'
  // Of the trail: in the project of its store, and in those that write to it.
  | 'trail'
  | 'trail_read'
  | 'trail_store'
  | 'trail_keys'
  | 'trail_key'
  | 'trail_grants'
  | 'trail_sinks'
  | 'trail_sinks_read'
  // Of runners, their drills, watches and operators, whom Terraform gives them.
  | 'runner'
  | 'drill'
  | 'drill_source'
  | 'watch'
  | 'operator';

export const roleId = ({ environment }: Pick<Place, 'environment'>, part: Part): string =>
  customRoleId(environment, part);

export const roleName = (
  { project, environment }: Pick<Place, 'project' | 'environment'>,
  part: Part,
): string => customRole(project, environment, part);
