import { z } from 'zod';
import type {
  Access,
  AwsTarget,
  Contract,
  DeployedService,
  Deployment,
  DescribedService,
  Foundation,
  Instance,
  InstanceDecisions,
  NetworkPlan,
  Pool,
  StateStore,
} from './deployment';
import { ENGINES } from './tables/engines';
import { PRESET_NAMES } from './tables/presets';
import { PLACEMENTS, ROLES } from './language/service-language';
import { TIER_NAMES } from './tables/tiers';

const decision = <Value extends z.ZodType>(value: Value, description?: string) => {
  const schema = z.strictObject({
    value,
    reason: z.string().describe('Why it is so.'),
    place: z.string().describe('What caused it: a line of the estate, a preset or a table.'),
  });
  return description === undefined ? schema : schema.describe(description);
};

const place = z.string().describe('file:line:column in the estate.');
const preset = z.enum(PRESET_NAMES);

const target = z
  .strictObject({ account: z.string(), region: z.string(), deployRoleArn: z.string() })
  .describe('What Terraform signs in to: every provider block is pinned to it.');

const state = z
  .union([
    z.strictObject({ kind: z.literal('local') }),
    z.strictObject({
      kind: z.literal('s3'),
      bucket: z.string(),
      region: z.string(),
      kmsKey: z.string(),
    }),
  ])
  .describe('Where the stack keeps its state.');

const network = z.union([
  z.strictObject({
    kind: z.literal('made'),
    cidr: z.string(),
    subnets: z.array(z.strictObject({ zone: z.string(), cidr: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('existing'),
    cidr: z.string(),
    vpc: z.string(),
    subnets: z.array(z.string()),
  }),
]);

const foundation = z
  .strictObject({
    stack: z.string(),
    environment: z.string(),
    preset,
    prefix: z.string().describe('How the environment’s cloud names begin.'),
    target,
    recoveryRegion: z.string(),
    state,
    network: decision(network),
    logRetentionDays: decision(z.number()),
  })
  .describe('What an environment on AWS shares between its instances.');

const decisions = z.strictObject({
  instanceId: decision(z.string()),
  placement: decision(z.enum(PLACEMENTS)),
  tier: decision(z.enum(TIER_NAMES)),
  instanceClass: decision(z.string()),
  engineVersion: decision(z.string()),
  parameterFamily: decision(z.string()),
  storage: decision(z.number(), 'GiB.'),
  storageCeiling: decision(z.number(), 'GiB: where storage autoscaling stops.'),
  iops: decision(z.number().nullable(), 'Null where RDS sets it.'),
  throughput: decision(z.number().nullable(), 'MiB/s; null where RDS sets it.'),
  readers: decision(z.number()),
  highAvailability: decision(z.boolean()),
  backupRetentionDays: decision(z.number()),
  backupWindow: decision(z.string(), 'UTC, hh:mm-hh:mm.'),
  maintenanceWindow: decision(z.string(), 'UTC, ddd:hh:mm-ddd:hh:mm.'),
  preventDestroy: decision(z.boolean()),
  insightsMode: decision(z.enum(['standard', 'advanced'])),
  insightsRetentionDays: decision(z.number().nullable(), 'Null where the class cannot have it.'),
  monitoringInterval: decision(z.number(), 'Seconds.'),
  logRetentionDays: decision(z.number()),
  caCertificate: decision(z.string()),
  clientSecurityGroups: decision(z.array(z.string()), 'Besides the instance’s own client group.'),
  clientCidrs: decision(z.array(z.string()), 'Ranges inside the network that may connect.'),
  maxConnections: decision(z.number()),
});

const access = z
  .strictObject({
    identity: z.string().describe('ARN of the IAM role.'),
    role: z.enum(ROLES),
    via: z.enum(['iam', 'secret']),
    login: z.string().describe('Database user name.'),
    attach: z.boolean().describe('Whether the login policy is attached to the role here.'),
    reason: z.string(),
    place,
  })
  .describe('One way in: an identity, its role, and the database user it logs in as.');

const pool = z.strictObject({
  max: z.number(),
  min: z.number(),
  acquire: z.number().describe('Milliseconds.'),
  idle: z.number().describe('Milliseconds.'),
  instances: z.number(),
});

const endpoint = z.strictObject({
  instance: z.string().describe('RDS identifier.'),
  port: z.number(),
});

const contract = z
  .strictObject({
    output: z.string().describe('The stack’s output that also has the hosts.'),
    writer: endpoint,
    readers: z.array(endpoint),
    tls: z.strictObject({ mode: z.literal('verify-full'), ca: z.string(), bundle: z.string() }),
  })
  .describe('How an application connects, as far as it is fixed before the deploy.');

const service = z
  .strictObject({
    service: z.string(),
    id: z.string().describe('Its first name, which a rename keeps.'),
    owner: z.string(),
    place,
    database: decision(z.string()),
    pool: decision(pool),
    access: z.array(access),
    contract,
  })
  .describe('A service on an instance: the owner of exactly one database.');

const instance = z.strictObject({
  id: z
    .string()
    .describe('Immutable: stack, state key, address and cloud identifier derive from it.'),
  stack: z.string(),
  environment: z.string(),
  preset,
  engine: z.enum(ENGINES),
  port: z.number(),
  identifier: z.string().describe('RDS identifier of the primary; readers add -reader-<n>.'),
  target,
  state,
  ownNetwork: decision(
    network,
    'Of an isolated instance; the environment’s where absent.',
  ).optional(),
  decisions,
  parameters: z.record(z.string(), decision(z.string())).describe('Database parameters by name.'),
  services: z.array(service),
});

const described = z
  .strictObject({
    environment: z.string(),
    service: z.string(),
    cloud: z.literal('google'),
    place,
  })
  .describe('A service on a cloud that Kura does not build yet.');

/** `deployment.json`: what was declared, which audit and review read as the claim. */
export const deploymentSchema = z
  .strictObject({
    organisation: z.string(),
    timeZone: z.string(),
    foundations: z.array(foundation),
    instances: z.array(instance),
    described: z.array(described),
  })
  .describe('The whole estate, resolved.');

type Frozen<Value> = { readonly [Key in keyof Value]: Frozen<Value[Key]> };
type Same<A, B> =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- TypeScript compares two generic functions exactly.
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Mirrors<Schema extends z.ZodType, Type> = Same<Frozen<z.output<Schema>>, Frozen<Type>>;

// Schema and type say the same, key by key: a change of one alone does not compile. Part by part, since TypeScript stops
// comparing types that nest deeply.
true satisfies Mirrors<typeof target, AwsTarget>;
true satisfies Mirrors<typeof state, StateStore>;
true satisfies Mirrors<typeof network, NetworkPlan>;
true satisfies Mirrors<typeof foundation, Foundation>;
true satisfies Mirrors<typeof decisions, InstanceDecisions>;
true satisfies Mirrors<typeof access, Access>;
true satisfies Mirrors<typeof pool, Pool>;
true satisfies Mirrors<typeof contract, Contract>;
true satisfies Mirrors<typeof service, DeployedService>;
true satisfies Mirrors<typeof instance, Instance>;
true satisfies Mirrors<typeof described, DescribedService>;
true satisfies Mirrors<typeof deploymentSchema, Deployment>;
