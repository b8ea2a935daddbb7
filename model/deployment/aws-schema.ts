import { z } from 'zod';
import { DATA_CLASSES } from '../audit/data-class';
import type {
  AwsAudit,
  AwsAuditStore,
  AwsFoundation,
  AwsInstance,
  AwsInstanceDecisions,
  AwsNetworkPlan,
  AwsRecoveryFoundation,
  AwsRecoveryHome,
  AwsStateStore,
  AwsTarget,
  AwsVaultPlan,
} from './aws-deployment';
import type { Mirrors } from './mirrors';
import {
  decision,
  foundationFacts,
  instanceFacts,
  local,
  OWN_NETWORK,
  PINNED,
  sharedDecisions,
  STATE,
  trailKeeping,
} from './schema-parts';

const awsTarget = z
  .strictObject({ account: z.string(), region: z.string(), deployRoleArn: z.string() })
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
    apis: z.array(z.string()).describe('Ranges in which AWS’s endpoints, or the way out, are.'),
  }),
]);

const awsVault = z
  .strictObject({
    retentionDays: z.number(),
    startsAt: z.string().describe('UTC, hh:mm: when the day’s snapshot begins.'),
  })
  .describe('How copies in a vault are kept.');

const awsOptionGroups = z
  .array(z.strictObject({ engineVersion: z.string(), data: z.enum(DATA_CLASSES) }))
  .describe('What MySQL’s audit log has, by version and class of data.');

const awsRecovery = z
  .strictObject({
    stack: z.string(),
    target: awsTarget,
    state: awsState,
    network: decision(awsNetwork),
    operators: z.boolean(),
    drills: z.boolean().describe('Whether a recovery is rehearsed there, or comes to be.'),
    optionGroups: awsOptionGroups,
  })
  .describe('What it has in its recovery region.');

const awsStore = z
  .strictObject({
    stack: z.string(),
    target: awsTarget,
    state: awsState,
    name: z.string().describe('Its stream, destination and key, and how its roles begin.'),
    bucket: z.string(),
  })
  .describe('What keeps the trail in one region.');

const awsAudit = z
  .strictObject({
    ...trailKeeping,
    trail: decision(z.string(), '`made`, or the ARN of one that records the accounts already.'),
    sources: z
      .array(z.strictObject({ account: z.string(), deployRoleArn: z.string() }))
      .describe('The accounts that write to it.'),
    primary: awsStore,
    recovery: awsStore.optional(),
  })
  .describe('The audit trail.');

export const awsFoundation = z
  .strictObject({
    cloud: z.literal('aws'),
    ...foundationFacts,
    target: awsTarget,
    state: awsState,
    network: decision(awsNetwork),
    drills: z.boolean().describe('Whether a recovery is rehearsed in its network.'),
    audit: awsAudit,
    optionGroups: awsOptionGroups,
    recovery: awsRecovery.optional(),
    vault: decision(awsVault).optional(),
  })
  .describe('What an environment on AWS shares between its instances.');

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

const awsRecoveryHome = z
  .strictObject({
    stack: z.string(),
    identifier: z.string(),
    promoted: z.boolean().describe('Whether the replica has served and follows nothing any more.'),
    target: awsTarget,
    state: awsState,
    ownNetwork: decision(awsNetwork, OWN_NETWORK).optional(),
  })
  .describe('What it has in the recovery region.');

export const awsInstance = z.strictObject({
  cloud: z.literal('aws'),
  ...instanceFacts,
  target: awsTarget,
  state: awsState,
  ownNetwork: decision(awsNetwork, OWN_NETWORK).optional(),
  recoveryHome: awsRecoveryHome.optional(),
  ownVault: decision(awsVault, 'Of an isolated instance with copies in a vault.').optional(),
  decisions: awsDecisions,
  parameters: z.record(z.string(), decision(z.string())).describe('Database parameters by name.'),
});

true satisfies Mirrors<typeof awsTarget, AwsTarget>;
true satisfies Mirrors<typeof awsState, AwsStateStore>;
true satisfies Mirrors<typeof awsNetwork, AwsNetworkPlan>;
true satisfies Mirrors<typeof awsVault, AwsVaultPlan>;
true satisfies Mirrors<typeof awsRecovery, AwsRecoveryFoundation>;
true satisfies Mirrors<typeof awsRecoveryHome, AwsRecoveryHome>;
true satisfies Mirrors<typeof awsStore, AwsAuditStore>;
true satisfies Mirrors<typeof awsAudit, AwsAudit>;
true satisfies Mirrors<typeof awsFoundation, AwsFoundation>;
true satisfies Mirrors<typeof awsDecisions, AwsInstanceDecisions>;
true satisfies Mirrors<typeof awsInstance, AwsInstance>;
