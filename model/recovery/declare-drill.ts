import type { AwsInstance } from '../deployment/aws-deployment';
import { ROLES } from '../language/roles';
import { declareState } from '../sql/declare';
import type { DeclaredState } from '../sql/declared-state';
import { groupRole } from '../sql/role-names';
import type { Engine } from '../tables/engines';
import { DRILL_ENDING, type AwsDrillOrder } from './drill-order';
import type { Drill } from './recovery';
import { restoreMilliseconds } from './restore-time';

/** Where a drill finds its source, and what its copy stands in. */
export interface AwsDrillPlace {
  /** The stack whose function runs it. */
  readonly stack: string;
  /** The identifier of the instance that is copied: the one that serves, or the recovery replica. */
  readonly source: string;
  readonly subnetGroup: string;
  /** They let that function in, and nobody else. */
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  /** MySQL’s. */
  readonly optionGroup: string | undefined;
}

/** What is ordered to be rehearsed. A copy of the replicated backups is named after the instance that they are of. */
export function declareAwsDrill(
  instance: AwsInstance,
  { mechanism, rpo, rto }: Drill,
  { stack, source, subnetGroup, securityGroups, parameterGroup, optionGroup }: AwsDrillPlace,
): AwsDrillOrder {
  const { engine, identifier, environment, target, decisions } = instance;
  const state = declareState(instance);
  return {
    format: 1,
    cloud: 'aws',
    stack,
    engine,
    mechanism,
    instance: identifier,
    source:
      mechanism === 'replicated-backups'
        ? `arn:aws:rds:${target.region}:${target.account}:db:${source}`
        : source,
    target: `${source}${DRILL_ENDING}`,
    admin: state.admin,
    databases: state.databases.map(({ name }) => name),
    roles: rolesOf(state, engine),
    rpo,
    rto,
    longest: longestOf(decisions.storageCeiling.value, rto),
    copy: {
      instanceClass: decisions.instanceClass.value,
      subnetGroup,
      securityGroups,
      parameterGroup,
      ...(optionGroup === undefined ? {} : { optionGroup }),
      tags: { environment, stack, 'managed-by': 'kura' },
    },
  };
}

/** To make the copy and then to show what is demanded: a replica is made before the time to promote it begins. */
function longestOf(storageCeiling: number, rto: number | null): number {
  return restoreMilliseconds(storageCeiling) + (rto ?? 0);
}

/** Group roles, which PostgreSQL alone has, and the logins that stay: one that ends may be gone already. */
function rolesOf({ databases, logins }: DeclaredState, engine: Engine): readonly string[] {
  const groups =
    engine === 'postgres'
      ? databases.flatMap(({ name }) => ROLES.map((role) => groupRole(name, role)))
      : [];
  const staying = logins.filter(({ access }) => access.every(({ until }) => until === undefined));
  return [...groups, ...staying.map(({ name }) => name)].sort();
}
