import { z } from 'zod';
import type {
  GoogleAudit,
  GoogleAuditStore,
  GoogleFoundation,
  GoogleInstance,
  GoogleInstanceDecisions,
  GoogleNetworkPlan,
  GoogleRecoveryFoundation,
  GoogleRecoveryHome,
  GoogleStateStore,
  GoogleSubnetPlan,
  GoogleTarget,
} from './google-deployment';
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

const googleTarget = z
  .strictObject({ project: z.string(), region: z.string(), deployServiceAccount: z.string() })
  .describe(PINNED);

const googleState = z
  .union([
    local,
    z.strictObject({ kind: z.literal('gcs'), bucket: z.string(), kmsKey: z.string() }),
  ])
  .describe(STATE);

const services = z
  .string()
  .describe('The private services range: where Cloud SQL has its addresses.');
const googleNetwork = z.union([
  z.strictObject({
    kind: z.literal('made'),
    cidr: z.string(),
    services,
    runner: z.string().describe('The subnet that runners have their addresses in.'),
  }),
  z.strictObject({
    kind: z.literal('existing'),
    cidr: z.string(),
    vpc: z.string(),
    range: z.string().describe('The allocated range’s name.'),
    services,
    subnet: z.string().describe('Where runners have their addresses.'),
  }),
]);

const googleSubnet = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('made'), cidr: z.string() }),
  z.strictObject({ kind: z.literal('existing'), subnet: z.string() }),
]);

const googleRecovery = z
  .strictObject({
    stack: z.string(),
    target: googleTarget,
    state: googleState,
    subnet: decision(googleSubnet, 'Where runners there have their addresses.'),
    operators: z.boolean(),
  })
  .describe('What it has in its recovery region.');

const googleStore = z
  .strictObject({
    stack: z.string(),
    target: googleTarget,
    state: googleState,
    name: z.string().describe('Its log bucket, its key, and the sinks that fill it.'),
  })
  .describe('What keeps the trail in one region.');

const googleAudit = z
  .strictObject({
    ...trailKeeping,
    sources: z
      .array(z.strictObject({ project: z.string(), deployServiceAccount: z.string() }))
      .describe('The projects that write to it.'),
    primary: googleStore,
    recovery: googleStore.optional(),
  })
  .describe('The audit trail.');

export const googleFoundation = z
  .strictObject({
    cloud: z.literal('google'),
    ...foundationFacts,
    target: googleTarget,
    state: googleState,
    network: decision(googleNetwork),
    audit: googleAudit,
    recovery: googleRecovery.optional(),
  })
  .describe('What an environment on Google Cloud shares between its instances.');

const yearlyDays = z.strictObject({ from: z.string(), until: z.string() });
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
  denyMaintenance: decision(yearlyDays.nullable(), 'Days of every year, mm-dd; until is over.'),
  sslMode: decision(z.enum(['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'])),
  serverCaMode: decision(z.enum(['GOOGLE_MANAGED_INTERNAL_CA', 'GOOGLE_MANAGED_CAS_CA'])),
  passwordPolicy: decision(z.enum(['enforced', 'none'])),
  clientTags: decision(z.array(z.string()), 'Besides the instance’s own client tag.'),
});

const googleRecoveryHome = z
  .strictObject({
    stack: z.string(),
    identifier: z.string(),
    promoted: z.boolean().describe('Whether the replica has served and follows nothing any more.'),
    target: googleTarget,
    state: googleState,
    ownSubnet: decision(googleSubnet, 'Of an isolated instance.').optional(),
    drReplica: decision(
      z.enum(['planned', 'designated']),
      'Whether the primary names it as the one that takes over.',
    ),
  })
  .describe('What it has in the recovery region.');

export const googleInstance = z.strictObject({
  cloud: z.literal('google'),
  ...instanceFacts,
  target: googleTarget,
  state: googleState,
  ownNetwork: decision(googleNetwork, OWN_NETWORK).optional(),
  recoveryHome: googleRecoveryHome.optional(),
  decisions: googleDecisions,
  flags: z.record(z.string(), decision(z.string())).describe('Database flags by name.'),
});

true satisfies Mirrors<typeof googleTarget, GoogleTarget>;
true satisfies Mirrors<typeof googleState, GoogleStateStore>;
true satisfies Mirrors<typeof googleNetwork, GoogleNetworkPlan>;
true satisfies Mirrors<typeof googleSubnet, GoogleSubnetPlan>;
true satisfies Mirrors<typeof googleStore, GoogleAuditStore>;
true satisfies Mirrors<typeof googleAudit, GoogleAudit>;
true satisfies Mirrors<typeof googleRecovery, GoogleRecoveryFoundation>;
true satisfies Mirrors<typeof googleRecoveryHome, GoogleRecoveryHome>;
true satisfies Mirrors<typeof googleFoundation, GoogleFoundation>;
true satisfies Mirrors<typeof googleDecisions, GoogleInstanceDecisions>;
true satisfies Mirrors<typeof googleInstance, GoogleInstance>;
