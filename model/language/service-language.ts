import { z } from 'zod';
import { ENGINES } from '../tables/engines';
import { alerts } from './alerts-language';
import { CLOUDS } from '../access/identity';
import { DATA_CLASSES } from '../audit/data-class';
import { access } from './access-language';
import {
  extensions,
  limits,
  partitions,
  personalTables,
  schemas,
  searchPath,
} from './database-language';
import {
  active,
  breakGlass,
  drReplica,
  measured,
  objectives,
  restoreFrom,
  state,
} from './recovery-language';
import { RESERVED_WORDS } from '../tables/reserved-words';
import { TIER_NAMES } from '../tables/tiers';
import {
  cidr,
  count,
  duration,
  growth,
  list,
  mapping,
  must,
  name,
  named,
  size,
  text,
  word,
} from './words';

export const TRAFFIC = ['high', 'medium', 'low'] as const;
export type Traffic = (typeof TRAFFIC)[number];

export const COMPLIANCE = ['pci-dss', 'gdpr', 'hipaa', 'fisc'] as const;
export type Compliance = (typeof COMPLIANCE)[number];

export const PLACEMENTS = ['dedicated', 'group', 'shared', 'isolated'] as const;
export type Placement = (typeof PLACEMENTS)[number];

const client = mapping(
  {
    securityGroup: text(
      /^sg-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
      'be a security group id',
      'Write it as sg-0a1b2c3d4e5f60718.',
      'On AWS: a security group whose members may connect.',
    ).optional(),
    networkTag: text(
      /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'be a network tag',
      'Write it as web.',
      'On Google: a network tag whose bearers may connect.',
    ).optional(),
    cidr: cidr('A range inside the network that may connect.').optional(),
  },
  'Who may open a connection, besides the members of the client security group (on Google: the bearers of the client tag) that Kura makes.',
).refine(
  ({ securityGroup, networkTag, cidr: range }) =>
    [securityGroup, networkTag, range].filter((each) => each !== undefined).length === 1,
  {
    error: must(
      'be a securityGroup, a networkTag or a cidr',
      'Write one of `securityGroup: sg-…`, `networkTag: web` and `cidr: 10.30.0.0/20`.',
    ),
  },
);

export const clients = list(client, 1, 'Who may open a connection on the network.');

const pool = mapping(
  {
    max: count(
      1,
      1000,
      'Most connections one application instance holds (seed 002 §3.2: 20).',
    ).optional(),
    min: count(0, 1000, 'Fewest connections it keeps (seed 002 §3.2: 5).').optional(),
    acquire: duration('How long a request waits for a connection (seed 002 §3.2: 30s).').optional(),
    idle: duration('How long an unused connection is kept (seed 002 §3.2: 10s).').optional(),
    instances: count(1, 10_000, 'Application instances that each hold such a pool.').optional(),
  },
  'The application’s connection pool. Its sum over all instances must fit the database’s max_connections.',
);

const DAY = 24 * 60 * 60 * 1000;
/** RDS and Cloud SQL Enterprise Plus both stop at 35 days. */
const LONGEST_RETENTION = 35;

const retention = (description: string) =>
  duration(description, '14d').refine(
    (milliseconds) => milliseconds % DAY === 0 && milliseconds <= LONGEST_RETENTION * DAY,
    { error: must('be whole days, 35d at most', 'Write days, from the preset’s own to 35d.') },
  );

const latencyBudget = duration(
  'How long a statement may take before it counts as slow: such statements are logged where the preset lets texts be, and counted. 500ms by default; an instance of several services takes the strictest.',
  '500ms',
).refine((milliseconds) => milliseconds >= 10 && milliseconds <= 60_000, {
  error: must('be from 10ms to 60s', 'Write it as 500ms.'),
});

const parameters = named(
  text(
    /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?$/,
    'be a parameter by the engine’s own name',
    'Write it in small letters, as random_page_cost.',
    'A parameter of docs/reference/parameters.md.',
  ),
  z.union([z.number(), z.boolean(), z.string()], {
    error: must('be a number, on or off, or a word', 'Write it as 1.1, on, 30s or 64MB.'),
  }),
  'Database parameters that Kura does not decide itself, by the engine’s own names, the same on both clouds (docs/reference/parameters.md). An environment’s override replaces them one by one.',
).meta({ examples: [{ random_page_cost: 1.1, lock_timeout: '10s' }] });

/** What may differ between environments. */
const tunables = {
  access: list(access, 1, 'Who logs in, as what, and how.'),
  clients: clients.optional(),
  tier: word(
    TIER_NAMES,
    'Size: vCPU and memory by name; on every cloud the same, but for micro.',
  ).optional(),
  readers: count(0, 15, 'Read replicas. Each is an endpoint of its own.').optional(),
  placement: word(
    PLACEMENTS,
    'Which instance holds the database: its own (dedicated), its group’s, the one shared by an engine, or its own with network and key (isolated).',
  ).optional(),
  storage: size(
    'Disk to begin with. It grows by itself, up to a ceiling from `growth`. On Google a later change moves only the ceiling: the disk grows by itself.',
  )
    .refine((bytes) => bytes >= 20 * 1024 ** 3, {
      error: must(
        'be 20GB at least',
        'It is the least on either cloud: write more, or leave it out.',
      ),
    })
    .optional(),
  retention: retention(
    'How many days back a restore to a point in time reaches: the preset’s by default, and never less.',
  ).optional(),
  objectives: objectives.optional(),
  measured: measured.optional(),
  growth: growth('Expected growth, which sets the first disk size and the ceiling.').optional(),
  pool: pool.optional(),
  maxConnections: count(
    20,
    5000,
    'The database’s max_connections; derived from the tier by default.',
  ).optional(),
  workMem: size(
    'PostgreSQL work_mem, for one sort or hash; derived from the tier by default.',
    '16MB',
  )
    .refine((bytes) => bytes >= 64 * 1024 && bytes <= 2 * 1024 ** 3, {
      error: must('be from 64kB to 2GB', 'Write it as 16MB.'),
    })
    .optional(),
  latencyBudget: latencyBudget.optional(),
  parameters: parameters.optional(),
  limits: limits.optional(),
  alerts: alerts.optional(),
  restoreFrom: restoreFrom.optional(),
  active: active.optional(),
  drReplica: drReplica.optional(),
  state: state.optional(),
  breakGlass: breakGlass.optional(),
};

const environmentName = name('an environment’s name', 'An environment of estate.yaml.');

/** The engines’ and RDS’s own databases, which no service may own. */
const RESERVED_DATABASES =
  '(?:postgres|template[01]|rdsadmin|mysql|sys|innodb|information_schema|performance_schema)';

/** How the names of PostgreSQL’s own and of the clouds’ roles begin: a database’s group roles begin as it does. */
const PLATFORMS = /^(?:pg_|rds|cloudsql)/;

/** A database’s name: what both engines take unquoted, 63 bytes at most (PostgreSQL NAMEDATALEN - 1). */
const databaseName = text(
  new RegExp(`^(?!${RESERVED_DATABASES}$)[a-z][a-z0-9_]*$`),
  'be a database name in lower-case letters, digits and underscores, with a letter first, and not the engine’s own',
  'Write it as order_service_db.',
  'The database’s name; <service>_service_db by default, by the service’s first name.',
  63,
)
  .refine((value) => !RESERVED_WORDS.has(value), {
    error: must('not be a reserved word of SQL', 'Write it as order_service_db.'),
  })
  .refine((value) => !PLATFORMS.test(value), {
    error: must(
      'not begin with pg_, rds or cloudsql, as the names of the platforms’ own do',
      'Write it as order_service_db.',
    ),
  });

/** A major version: YAML reads 17 and 8.4 as numbers, which is what people write. */
const version = z
  .union([z.string(), z.number()], { error: must('be a major version', 'Write it as 17 or 8.4.') })
  .transform(String)
  .describe(
    'Major version; the engine’s proved default where absent. Minor versions follow by themselves.',
  );

export const serviceSchema = mapping(
  {
    service: name('a service name', 'The service. It owns exactly one database.'),
    id: name(
      'an instance id',
      'The service’s first name, written down when it is renamed: its instance and database keep it.',
    ).optional(),
    owner: text(
      /^[\p{L}\p{N}_.:/=+@-](?:[\p{L}\p{N}_.:/=+@ -]*[\p{L}\p{N}_.:/=+@-])?$/u,
      'be the team or address that answers for it, in letters, digits, spaces and _ . : / = + @ -',
      'Write an e-mail address or a team’s name: it becomes a tag.',
      'Who answers for the service: a team’s name or address.',
    ),
    cloud: word(CLOUDS, 'The cloud that holds it.'),
    engine: word(ENGINES, 'The database engine.'),
    version: version.optional(),
    database: databaseName.optional(),
    traffic: word(
      TRAFFIC,
      'How busy it is: decides the placement, with compliance (seed 002, 推奨構成表).',
    ).optional(),
    compliance: list(
      word(COMPLIANCE, 'A regime.'),
      1,
      'Regimes that demand an isolated instance in production.',
    ).optional(),
    data: word(
      DATA_CLASSES,
      'What its database holds, which decides what is recorded of who reads and changes it: internal by default, or what its regimes are about. On MySQL of AWS the strictest class of an instance holds for all its services.',
    ).optional(),
    personalTables: personalTables.optional(),
    schemas: schemas.optional(),
    searchPath: searchPath.optional(),
    extensions: extensions.optional(),
    partitions: partitions.optional(),
    ...tunables,
    environments: list(
      environmentName,
      1,
      'Where it runs; every environment of its cloud by default.',
    ).optional(),
    overrides: named(
      environmentName,
      mapping({ ...tunables, access: tunables.access.optional() }),
      'What differs in one environment.',
    ).optional(),
  },
  'One service and its database.',
).refine(
  ({ service, id, database }) =>
    database !== undefined || !PLATFORMS.test((id ?? service).replaceAll('-', '_')),
  {
    path: ['service'],
    error: must(
      'not begin with pg-, rds or cloudsql where its database has its name from it',
      'Name the database, as `database: order_service_db`.',
    ),
  },
);

/** A service as its file states it, with units read. */
export type ServiceStatement = z.output<typeof serviceSchema>;
export type Tunables = NonNullable<ServiceStatement['overrides']>[string];
export type ClientStatement = NonNullable<ServiceStatement['clients']>[number];
