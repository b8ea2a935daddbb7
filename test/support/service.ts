import type { Routes } from '../../model/alerts/routes';
import { decide, type Decision, type Values } from '../../model/decision';
import type {
  Access,
  Contract,
  DeployedService,
  InstanceFacts,
} from '../../model/deployment/facts';
import type { MechanismName } from '../../model/recovery/mechanisms';
import { NO_OBJECTIVE } from '../../model/recovery/objectives';
import type { Drill, Recovery } from '../../model/recovery/recovery';

/** A value whose reason no test asks for. */
export const given = <Value>(value: Value): Decision<Value> => decide(value, 'given', 'test');

/** Who is told where a test asks for somebody. */
export const ONCALL: Routes = {
  warning: [{ kind: 'email', name: 'oncall@acme.example', existing: [] }],
  critical: [{ kind: 'email', name: 'oncall@acme.example', existing: [] }],
};

/** Every value of some settings as a decision. */
export const decided = <Decisions>(values: Values<Decisions>): Decisions =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, given(value)]),
  ) as unknown as Decisions;

/** A service before its instance says how to connect to it. */
export type Undeployed = Omit<DeployedService, 'contract'>;

export const service = (name: string, ways: readonly Access[]): Undeployed => ({
  service: name,
  id: name,
  owner: `team-${name}`,
  place: `services/${name}.yaml:1:10`,
  database: given(`${name}_service_db`),
  data: given('internal'),
  personalTables: given([]),
  pool: given({ max: 10, min: 2, acquire: 30_000, idle: 10_000, instances: 4 }),
  contents: given({
    schemas: [{ name: 'app', holds: 'data' }],
    searchPath: ['app', 'ops'],
    extensions: ['pg_stat_statements', 'pgaudit'],
    audit: null,
    partitions: [],
  }),
  limits: given({ writer: { timeouts: { statement: 30_000 }, connections: 80 } }),
  access: ways,
});

export const deployed = (
  services: readonly Undeployed[],
  contractOf: (service: string) => Contract,
): readonly DeployedService[] =>
  services.map((each) => ({ ...each, contract: contractOf(each.service) }));

/** What recovers an instance of which nothing is demanded: the mechanisms that it has, and their drills. */
export const recoveredBy = (
  mechanisms: readonly MechanismName[],
  drills: readonly Drill[] = [],
): Recovery => ({
  objectives: {
    mistake: given(NO_OBJECTIVE),
    zone: given(NO_OBJECTIVE),
    region: given(NO_OBJECTIVE),
  },
  mechanisms: mechanisms.map(given),
  evidence: { mistake: null, zone: null, region: null },
  drills,
});

/** An instance that serves, with nothing beside it. */
export const SERVING = {
  lifecycle: given('serving'),
  active: given('primary'),
  recovery: recoveredBy(['point-in-time-recovery']),
  alerts: { told: [], gaps: [] },
  restores: [],
  breakGlass: [],
  leftAlone: {},
} satisfies Partial<InstanceFacts>;
