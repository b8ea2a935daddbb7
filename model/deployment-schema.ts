import { z } from 'zod';
import type {
  AwsFoundation,
  AwsInstance,
  AwsInstanceDecisions,
  AwsNetworkPlan,
  AwsStateStore,
  AwsTarget,
} from './aws-deployment';
import type { Access, Contract, DeployedService, Deployment, Pool } from './deployment';
import type {
  GoogleFoundation,
  GoogleInstance,
  GoogleInstanceDecisions,
  GoogleNetworkPlan,
  GoogleStateStore,
  GoogleTarget,
} from './google-deployment';
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

const PINNED = 'What Terraform signs in to: every provider block is pinned to it.';
const STATE = 'Where the stack keeps its state.';
const local = z.strictObject({ kind: z.literal('local') });

const awsTarget = z
  .strictObject({ account: z.string(), region: z.string(), deployRoleArn: z.string() })
  .describe(PINNED);

const googleTarget = z
  .strictObject({ project: z.string(), region: z.string(), deployServiceAccount: z.string() })
  .describe(PINNED);

const awsState = z
  .union([
    local,
    z.strictObject({
      kind: z.literal('s3'),
      bucket: z.string(),
      region: z.string(),
      kmsKey: z.string(),
    }),
  ])
  .describe(STATE);

const googleState = z
  .union([
    local,
    z.strictObject({ kind: z.literal('gcs'), bucket: z.string(), kmsKey: z.string() }),
  ])
  .describe(STATE);

const awsNetwork = z.union([
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

const services = z
  .string()
  .describe('The private services range: where Cloud SQL has its addresses.');
const googleNetwork = z.union([
  z.strictObject({ kind: z.literal('made'), cidr: z.string(), services }),
  z.strictObject({
    kind: z.literal('existing'),
    cidr: z.string(),
    vpc: z.string(),
    range: z.string().describe('The allocated range’s name.'),
    services,
  }),
]);

const foundationFacts = {
  stack: z.string(),
  environment: z.string(),
  preset,
  prefix: z.string().describe('How the environment’s cloud names begin.'),
  recoveryRegion: z.string(),
  logRetentionDays: decision(z.number()),
};

const awsFoundation = z
  .strictObject({
    cloud: z.literal('aws'),
    ...foundationFacts,
    target: awsTarget,
    state: awsState,
    network: decision(awsNetwork),
  })
  .describe('What an environment on AWS shares between its instances.');

const googleFoundation = z
  .strictObject({
    cloud: z.literal('google'),
    ...foundationFacts,
    target: googleTarget,
    state: googleState,
    network: decision(googleNetwork),
  })
  .describe('What an environment on Google Cloud shares between its instances.');

const sharedDecisions = {
  instanceId: decision(z.string()),
  placement: decision(z.enum(PLACEMENTS)),
  tier: decision(z.enum(TIER_NAMES)),
  engineVersion: decision(z.string()),
  storage: decision(z.number(), 'GiB.'),
  storageCeiling: decision(z.number(), 'GiB: where the disk stops growing by itself.'),
  readers: decision(z.number()),
  highAvailability: decision(z.boolean()),
  backupRetentionDays: decision(z.number(), 'Days back that a restore to a point in time reaches.'),
  preventDestroy: decision(z.boolean()),
  logRetentionDays: decision(z.number()),
  clientCidrs: decision(z.array(z.string()), 'Ranges inside the network that may connect.'),
  maxConnections: decision(z.number()),
};

const awsDecisions = z.strictObject({
  ...sharedDecisions,
  instanceClass: decision(z.string()),
  parameterFamily: decision(z.string()),
  iops: decision(z.number().nullable(), 'Null where RDS sets it.'),
  throughput: decision(z.number().nullable(), 'MiB/s; null where RDS sets it.'),
  backupWindow: decision(z.string(), 'UTC, hh:mm-hh:mm.'),
  maintenanceWindow: decision(z.string(), 'UTC, ddd:hh:mm-ddd:hh:mm.'),
  insightsMode: decision(z.enum(['standard', 'advanced'])),
  insightsRetentionDays: decision(z.number().nullable(), 'Null where the class cannot have it.'),
  monitoringInterval: decision(z.number(), 'Seconds.'),
  caCertificate: decision(z.string()),
  clientSecurityGroups: decision(z.array(z.string()), 'Besides the instance’s own client group.'),
});

const yearlyDays = z.strictObject({ from: z.string(), to: z.string() });
const googleDecisions = z.strictObject({
  ...sharedDecisions,
  machineType: decision(z.string(), 'Cloud SQL’s own tier.'),
  edition: decision(z.enum(['ENTERPRISE', 'ENTERPRISE_PLUS'])),
  databaseVersion: decision(z.string()),
  retainedBackups: decision(z.number(), 'Daily backups kept.'),
  backupStart: decision(z.string(), 'UTC, hh:mm.'),
  backupLocation: decision(z.string()),
  maintenanceWindow: decision(
    z.strictObject({ day: z.number(), hour: z.number() }),
    'UTC; 1 is Monday.',
  ),
  updateTrack: decision(z.enum(['canary', 'stable', 'week5'])),
  denyMaintenance: decision(yearlyDays.nullable(), 'Days of every year, mm-dd.'),
  sslMode: decision(z.enum(['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'])),
  serverCaMode: decision(z.enum(['GOOGLE_MANAGED_INTERNAL_CA', 'GOOGLE_MANAGED_CAS_CA'])),
  passwordPolicy: decision(z.enum(['enforced', 'none'])),
  clientTags: decision(z.array(z.string()), 'Besides the instance’s own client tag.'),
});

const access = z
  .strictObject({
    identity: z.string().describe('ARN of the IAM role; on Google the member.'),
    role: z.enum(ROLES),
    via: z.enum(['iam', 'secret']),
    secret: z.string().describe('The cloud’s name of the secret with its password.').optional(),
    login: z.string().describe('Database user name.'),
    attach: z.boolean().describe('Whether the right to log in is given to the identity here.'),
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
  instance: z.string().describe('RDS identifier; on Google the connection name.'),
  port: z.number(),
});

const contract = z
  .strictObject({
    output: z.string().describe('The stack’s output that also has the hosts.'),
    writer: endpoint,
    readers: z.array(endpoint),
    client: z
      .string()
      .describe('The security group that lets a client in, by name; on Google the network tag.'),
    tls: z.strictObject({
      mode: z.enum(['verify-full', 'connector']),
      ca: z.string(),
      bundle: z.string().nullable().describe('Null where the connector fetches the certificates.'),
    }),
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

const instanceFacts = {
  id: z
    .string()
    .describe('Immutable: stack, state key, address and cloud identifier derive from it.'),
  stack: z.string(),
  environment: z.string(),
  preset,
  engine: z.enum(ENGINES),
  port: z.number(),
  identifier: z.string().describe('The cloud’s name of the primary; readers add -reader-<n>.'),
  services: z.array(service),
};
const OWN_NETWORK = 'Of an isolated instance; the environment’s where absent.';

const awsInstance = z.strictObject({
  cloud: z.literal('aws'),
  ...instanceFacts,
  target: awsTarget,
  state: awsState,
  ownNetwork: decision(awsNetwork, OWN_NETWORK).optional(),
  decisions: awsDecisions,
  parameters: z.record(z.string(), decision(z.string())).describe('Database parameters by name.'),
});

const googleInstance = z.strictObject({
  cloud: z.literal('google'),
  ...instanceFacts,
  target: googleTarget,
  state: googleState,
  ownNetwork: decision(googleNetwork, OWN_NETWORK).optional(),
  decisions: googleDecisions,
  flags: z.record(z.string(), decision(z.string())).describe('Database flags by name.'),
});

/** `deployment.json`: what was declared, which audit and review read as the claim. */
export const deploymentSchema = z
  .strictObject({
    organisation: z.string(),
    timeZone: z.string(),
    foundations: z.array(z.discriminatedUnion('cloud', [awsFoundation, googleFoundation])),
    instances: z.array(z.discriminatedUnion('cloud', [awsInstance, googleInstance])),
  })
  .describe('The whole estate, resolved.');

type Frozen<Value> = { readonly [Key in keyof Value]: Frozen<Value[Key]> };
type Same<A, B> =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- TypeScript compares two generic functions exactly.
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Mirrors<Schema extends z.ZodType, Type> = Same<Frozen<z.output<Schema>>, Frozen<Type>>;

// Schema and type say the same, key by key: a change of one alone does not compile. Part by part, since TypeScript stops
// comparing types that nest deeply.
true satisfies Mirrors<typeof awsTarget, AwsTarget>;
true satisfies Mirrors<typeof awsState, AwsStateStore>;
true satisfies Mirrors<typeof awsNetwork, AwsNetworkPlan>;
true satisfies Mirrors<typeof awsFoundation, AwsFoundation>;
true satisfies Mirrors<typeof awsDecisions, AwsInstanceDecisions>;
true satisfies Mirrors<typeof googleTarget, GoogleTarget>;
true satisfies Mirrors<typeof googleState, GoogleStateStore>;
true satisfies Mirrors<typeof googleNetwork, GoogleNetworkPlan>;
true satisfies Mirrors<typeof googleFoundation, GoogleFoundation>;
true satisfies Mirrors<typeof googleDecisions, GoogleInstanceDecisions>;
true satisfies Mirrors<typeof access, Access>;
true satisfies Mirrors<typeof pool, Pool>;
true satisfies Mirrors<typeof contract, Contract>;
true satisfies Mirrors<typeof service, DeployedService>;
true satisfies Mirrors<typeof awsInstance, AwsInstance>;
true satisfies Mirrors<typeof googleInstance, GoogleInstance>;
true satisfies Mirrors<typeof deploymentSchema, Deployment>;
