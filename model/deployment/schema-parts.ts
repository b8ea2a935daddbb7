import { DATA_CLASSES } from '../audit/data-class';
import { z } from 'zod';
import type {
  Access,
  Contract,
  DatabaseContents,
  DeployedService,
  Pool,
  RoleLimits,
} from './facts';
import { INSTANCE_STATES, LEFT_ALONE } from './facts';
import { DRILLED_MECHANISMS, MECHANISM_NAMES, type Bound } from '../recovery/mechanisms';
import type { Objective } from '../recovery/objectives';
import type { BreakGlass } from '../recovery/break-glass';
import type { Evidence } from '../recovery/choose-mechanisms';
import type { Recovery } from '../recovery/recovery';
import type { Restore } from '../recovery/restore';
import { ALERT_UNITS, GAP_CODES, MISSING, type Alerts } from '../alerts/alert';
import { ALERT_NAMES } from '../alerts/alert-names';
import { SEVERITIES } from '../alerts/severity';
import { AUDIT_LOCKS } from '../audit/audit-lock';
import { CHANNEL_KINDS } from '../alerts/routes';
import { EXTENSION_NAMES } from '../sql/extensions';
import { ROLES } from '../language/roles';
import { PLACEMENTS } from '../language/service-language';
import { ENGINES } from '../tables/engines';
import { PRESET_NAMES } from '../tables/presets';
import { TIER_NAMES } from '../tables/tiers';
import type { Mirrors } from './mirrors';

export const decision = <Value extends z.ZodType>(value: Value, description?: string) => {
  const schema = z.strictObject({
    value,
    reason: z.string().describe('Why it is so.'),
    place: z.string().describe('What caused it: a line of the estate, a preset or a table.'),
  });
  return description === undefined ? schema : schema.describe(description);
};

const place = z.string().describe('file:line:column in the estate.');
const preset = z.enum(PRESET_NAMES);

export const PINNED = 'What Terraform signs in to: every provider block is pinned to it.';
export const STATE = 'Where the stack keeps its state.';
export const local = z.strictObject({ kind: z.literal('local') });

const channel = z.strictObject({
  kind: z.enum(CHANNEL_KINDS),
  name: z.string().describe('Its name in the estate; of an e-mail channel the address.'),
  existing: z
    .array(z.string())
    .describe('ARNs of SNS topics, or names of notification channels; none of an e-mail channel.'),
});

export const foundationFacts = {
  stack: z.string(),
  environment: z.string(),
  preset,
  prefix: z.string().describe('How the environment’s cloud names begin.'),
  recoveryRegion: z.string(),
  logRetentionDays: decision(z.number()),
  routes: z
    .strictObject({ warning: z.array(channel), critical: z.array(channel) })
    .describe(
      'Who is told of alerts, by severity. Who hears of warnings hears of what is critical.',
    ),
  operators: z.boolean().describe('Whether an operator has a way in through this network.'),
};

export const trailKeeping = {
  lock: decision(z.enum(AUDIT_LOCKS), 'What keeps the trail before its time is over.'),
  keepDays: decision(z.number(), 'Days that the trail is kept.'),
};

export const sharedDecisions = {
  instanceId: decision(z.string()),
  placement: decision(z.enum(PLACEMENTS)),
  tier: decision(z.enum(TIER_NAMES)),
  engineVersion: decision(z.string()),
  storage: decision(z.number(), 'GiB.'),
  storageCeiling: decision(z.number(), 'GiB: where the disk stops growing by itself.'),
  readers: decision(z.number()),
  highAvailability: decision(z.boolean()),
  backupRetentionDays: decision(z.number(), 'Days back that a restore to a point in time reaches.'),
  deletionProtection: decision(z.boolean(), 'Whether the cloud refuses to delete it.'),
  preventDestroy: decision(z.boolean()),
  logRetentionDays: decision(z.number()),
  clientCidrs: decision(z.array(z.string()), 'Ranges inside the network that may connect.'),
  maxConnections: decision(z.number()),
  latencyBudget: decision(z.number(), 'Milliseconds, from which a statement counts as slow.'),
};

const access = z
  .strictObject({
    identity: z.string().describe('ARN of the IAM role; on Google the member.'),
    role: z.enum(ROLES),
    via: z.enum(['iam', 'secret']),
    secret: z.string().describe('The cloud’s name of the secret with its password.').optional(),
    login: z.string().describe('Database user name.'),
    attach: z.boolean().describe('Whether the right to log in is given to the identity here.'),
    tables: z
      .array(
        z.strictObject({
          schema: z.string(),
          table: z.string(),
          columns: z.array(z.string()).nullable().describe('Null for all.'),
        }),
      )
      .describe('Only these tables; all that the role may where absent.')
      .optional(),
    until: z.string().describe('An operator’s end, in UTC.').optional(),
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

const contents = z
  .strictObject({
    schemas: z.array(z.strictObject({ name: z.string(), holds: z.enum(['data', 'audit']) })),
    searchPath: z.array(z.string()),
    extensions: z.array(z.enum(EXTENSION_NAMES)),
    audit: z.string().nullable().describe('Classes of pgAudit beyond the instance’s own.'),
    partitions: z.array(
      z.strictObject({
        schema: z.string(),
        table: z.string(),
        column: z.string(),
        keep: z.number().describe('Whole months beside the current one.'),
        expired: z.enum(['detach', 'drop']),
      }),
    ),
  })
  .describe('What the database holds before any migration.');

const limits = z.strictObject({
  timeouts: z
    .strictObject({
      statement: z.number(),
      lock: z.number(),
      idleInTransaction: z.number(),
      idle: z.number(),
    })
    .partial()
    .describe('Milliseconds; 0 is no limit.'),
  connections: z.number().describe('Most sessions of one login.'),
});

const endpoint = z.strictObject({
  instance: z.string().describe('RDS identifier; on Google the connection name.'),
  port: z.number(),
});

const contract = z
  .strictObject({
    stack: z.string().describe('The stack of the instance that serves.'),
    output: z.string().describe('Its output that also has the hosts.'),
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
    data: decision(z.enum(DATA_CLASSES)).describe('What it holds.'),
    personalTables: decision(
      z.array(z.strictObject({ schema: z.string(), table: z.string() })),
    ).describe('Of these somebody is told where much is read.'),
    pool: decision(pool),
    contents: decision(contents),
    limits: decision(z.partialRecord(z.enum(ROLES), limits)),
    access: z.array(access),
    contract,
  })
  .describe('A service on an instance: the owner of exactly one database.');

const objective = z.strictObject({
  rpo: z.number().nullable().describe('Milliseconds of the newest data that may be lost.'),
  rto: z.number().nullable().describe('Milliseconds until the service is back.'),
});

const bound = z
  .strictObject({
    milliseconds: z.number(),
    firmness: z
      .enum(['published', 'assumed', 'measured'])
      .describe('An assumed bound counts only together with its drill and alarm.'),
    source: z.string(),
  })
  .describe('The worst that a mechanism leaves, and who says so.');

const mechanism = z.enum(MECHANISM_NAMES);
const evidence = z.strictObject({ mechanism, rpo: bound, rto: bound });

const eachFailure = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ mistake: value, zone: value, region: value });

const recovery = z
  .strictObject({
    objectives: eachFailure(decision(objective)),
    mechanisms: z.array(decision(mechanism)),
    evidence: eachFailure(evidence.nullable()).describe('What each failure is met with.'),
    drills: z
      .array(
        z.strictObject({
          mechanism: z.enum(DRILLED_MECHANISMS),
          region: z.enum(['primary', 'recovery']),
          ...objective.shape,
        }),
      )
      .describe('Rehearsals that run by themselves every month, each with an alarm.'),
  })
  .describe('What is demanded after each failure, what meets it, and how that is kept true.');

const restore = z
  .strictObject({
    name: z.string(),
    identifier: z.string(),
    region: z.enum(['primary', 'recovery']),
    source: decision(
      z.discriminatedUnion('from', [
        z.strictObject({ from: z.literal('time'), time: z.string(), of: z.string() }),
        z.strictObject({ from: z.literal('snapshot'), snapshot: z.string() }),
        z.strictObject({
          from: z.literal('replicated-backup'),
          time: z.string().nullable(),
          of: z.string(),
          backups: z.string().nullable().describe('Their ARN, where it is stated.'),
        }),
      ]),
    ),
    readers: z.number(),
    deletionProtection: decision(z.boolean()),
  })
  .describe('An instance restored beside the one it comes from.');

const breakGlass = z
  .strictObject({
    protection: z.literal('deletion'),
    of: z.string().describe('Of what; of all where absent.').optional(),
    reason: z.string(),
    approver: z.string(),
    expires: z.string().describe('UTC. Whether it has expired is for the audit.'),
    place,
  })
  .describe('A protection that somebody approved to turn off.');

const declaredAlert = z.strictObject({
  alert: z.enum(ALERT_NAMES),
  severity: z.enum(SEVERITIES),
  subjects: z.array(z.string()).describe('The cloud’s names of what is watched.'),
  region: z.enum(['primary', 'recovery']),
  metric: z.string().describe('The cloud’s name of the metric, or what else tells of it.'),
  side: z.enum(['above', 'below']).describe('On which side of the threshold it is wrong.'),
  unit: z.enum(ALERT_UNITS),
  threshold: decision(z.number(), 'In the unit.'),
  minutes: z.number().describe('For how long it must hold.'),
  missing: z.enum(MISSING).describe('What it means that the metric says nothing.'),
  route: z.array(z.string()).describe('Who hears of it: channels by name, and the dashboard.'),
});

const alerts = z
  .strictObject({
    told: z.array(declaredAlert),
    gaps: z.array(
      z.strictObject({
        alert: z.enum(ALERT_NAMES),
        code: z.enum(GAP_CODES),
        why: z.string(),
      }),
    ),
  })
  .describe('Every alert of the catalogue: what is watched and whom it reaches, or why it is not.');

export const instanceFacts = {
  id: z
    .string()
    .describe('Immutable: stack, state key, address and cloud identifier derive from it.'),
  stack: z.string(),
  environment: z.string(),
  preset,
  engine: z.enum(ENGINES),
  port: z.number(),
  identifier: z.string().describe('The cloud’s name of the primary; readers add -reader-<n>.'),
  lifecycle: decision(z.enum(INSTANCE_STATES)),
  active: decision(z.string(), 'Which instance serves: primary, recovery or a restored one.'),
  recovery,
  alerts,
  restores: z.array(restore),
  breakGlass: z.array(breakGlass),
  leftAlone: z
    .record(z.string(), decision(z.enum(LEFT_ALONE)))
    .describe('What the cloud changes by itself and Terraform leaves so, by argument.'),
  services: z.array(service),
};
export const OWN_NETWORK = 'Of an isolated instance; the environment’s where absent.';

true satisfies Mirrors<typeof access, Access>;
true satisfies Mirrors<typeof alerts, Alerts>;
true satisfies Mirrors<typeof pool, Pool>;
true satisfies Mirrors<typeof contents, DatabaseContents>;
true satisfies Mirrors<typeof limits, RoleLimits>;
true satisfies Mirrors<typeof contract, Contract>;
true satisfies Mirrors<typeof service, DeployedService>;
true satisfies Mirrors<typeof objective, Objective>;
true satisfies Mirrors<typeof bound, Bound>;
true satisfies Mirrors<typeof evidence, Evidence>;
true satisfies Mirrors<typeof recovery, Recovery>;
true satisfies Mirrors<typeof restore, Restore>;
true satisfies Mirrors<typeof breakGlass, BreakGlass>;
