import { z } from 'zod';
import { PRESET_NAMES } from '../tables/presets';
import { audit, awsAudit, googleAudit } from './audit-language';
import {
  account,
  awsState,
  deployRole,
  deployServiceAccount,
  googleState,
  project,
} from './home-language';
import { channels, notify } from './notify-language';
import { clients } from './service-language';
import { cidr, list, mapping, must, name, named, text, word } from './words';
import { DAYS, isTimeZone, parseTimeOfDay } from '../values/window';

const AWS_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const GOOGLE_REGION = /^[a-z]+-[a-z]+\d{1,2}$/;

const region = (pattern: RegExp, example: string, description: string) =>
  text(pattern, 'be a region of its cloud', `Write it as ${example}.`, description, 30);

const awsNetwork = mapping(
  {
    cidr: cidr(
      'The network’s range. Subnets are planned from it; an existing network’s range is stated here too.',
    ),
    zones: list(
      text(
        /^[a-z0-9-]+[a-z]$/,
        'be a zone of the region',
        'Write it as ap-northeast-1a.',
        'A zone.',
        40,
      ),
      2,
      'Zones to use, where the region’s usual ones will not do.',
    ).optional(),
    vpc: text(
      /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
      'be the id of an existing VPC',
      'Write it as vpc-0a1b2c3d4e5f60718.',
      'An existing VPC to use instead of making one.',
    ).optional(),
    subnets: list(
      text(
        /^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
        'be a subnet id',
        'Write it as subnet-0a1b2c3d4e5f60718.',
        'A private subnet.',
      ),
      2,
      'The existing VPC’s private subnets for databases, one in each zone.',
    ).optional(),
    apis: list(
      cidr('A range.'),
      1,
      'Where the existing VPC’s endpoints of AWS, or its way out to them, are: runners may go there on port 443. The network’s own range where absent.',
    ).optional(),
  },
  'The private network: one that Kura makes from a range, or an existing VPC.',
)
  .refine((value) => (value.vpc === undefined) === (value.subnets === undefined), {
    error: must('name `vpc` and `subnets` together', 'Write both for an existing VPC, or neither.'),
  })
  .refine((value) => value.vpc === undefined || value.zones === undefined, {
    error: must(
      'name `zones` only where Kura makes the network',
      'Leave `zones` out: the subnets decide.',
    ),
  })
  .refine((value) => value.apis === undefined || value.vpc !== undefined, {
    error: must(
      'name `apis` only of an existing VPC',
      'Leave `apis` out: Kura’s own network has its endpoints in it.',
    ),
  });

const aws = mapping(
  {
    account,
    region: region(AWS_REGION, 'ap-northeast-1', 'The region of the databases.'),
    recoveryRegion: region(
      AWS_REGION,
      'ap-northeast-3',
      'The region that keeps what survives the loss of the first.',
    ),
    deployRole: deployRole('The role that Terraform assumes; kura-deploy by default.').optional(),
    network: awsNetwork,
    clients: clients.optional(),
    state: awsState.optional(),
    recoveryNetwork: awsNetwork
      .describe(
        'The private network in the recovery region; one with the range of `network` by default, to which nothing connects it.',
      )
      .optional(),
    recoveryState: awsState
      .describe(
        'Where the stacks of the recovery region keep their state: a bucket there. Required beside `state` once there is such a stack.',
      )
      .optional(),
    audit: awsAudit.optional(),
    vaultLock: word(
      ['governance', 'compliance'],
      'The lock of the vaults that keep copies: `governance` by default, which only an administrator of AWS Backup lifts.',
    ).optional(),
    isolated: named(
      name('a service', 'A service that is isolated here.'),
      mapping({
        network: awsNetwork,
        recoveryNetwork: awsNetwork
          .describe('Its network in the recovery region; one with the same range by default.')
          .optional(),
        account: account.optional(),
        clients: clients.optional(),
      }),
      'The network, and where it has one the account, of each isolated service.',
    ).optional(),
  },
  'This environment on AWS.',
);

/** Names of Compute Engine and KMS resources (RFC 1035). */
const RESOURCE_NAME = '[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?';

const allOrNone = (...values: readonly unknown[]): boolean =>
  new Set(values.map((value) => value === undefined)).size === 1;

const googleNetwork = mapping(
  {
    cidr: cidr(
      'The network’s range. The private services range is planned from it. Of an existing network: the range of its own subnets.',
    ),
    vpc: text(
      new RegExp(`^(?:projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/global/networks/)?${RESOURCE_NAME}$`),
      'be a VPC network of the project, or projects/PROJECT/global/networks/NAME',
      'Write it as projects/suzumina-host/global/networks/main.',
      'An existing VPC network with private services access, to use instead of making one.',
    ).optional(),
    range: text(
      new RegExp(`^${RESOURCE_NAME}$`),
      'be the name of an allocated range',
      'Write it as google-managed-services-main.',
      'The existing network’s allocated range for private services, by name.',
    ).optional(),
    services: cidr('The addresses of that allocated range: no client may be in it.').optional(),
    subnet: text(
      new RegExp(
        `^(?:projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/regions/[a-z0-9-]+/subnetworks/)?${RESOURCE_NAME}$`,
      ),
      'be a subnet of the existing network, or projects/PROJECT/regions/REGION/subnetworks/NAME',
      'Write it as projects/suzumina-host/regions/asia-northeast1/subnetworks/jobs.',
      'The existing network’s subnet that runners have their addresses in: with Private Google Access, and a /26 free.',
    ).optional(),
    recoverySubnet: text(
      new RegExp(
        `^(?:projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/regions/[a-z0-9-]+/subnetworks/)?${RESOURCE_NAME}$`,
      ),
      'be a subnet of the existing network, or projects/PROJECT/regions/REGION/subnetworks/NAME',
      'Write it as projects/suzumina-host/regions/asia-northeast2/subnetworks/jobs.',
      'Such a subnet in the recovery region: required once something is there.',
    ).optional(),
  },
  'The private network: one that Kura makes from a range, or an existing VPC network.',
)
  .refine(({ vpc, range, services }) => allOrNone(vpc, range, services), {
    error: must(
      'name `vpc`, `range` and `services` together',
      'Write all three for an existing network, or none.',
    ),
  })
  .refine(({ vpc, recoverySubnet }) => recoverySubnet === undefined || vpc !== undefined, {
    error: must(
      'name `recoverySubnet` only of an existing network',
      'Leave `recoverySubnet` out: Kura makes one in its own networks.',
    ),
  })
  .refine(
    ({ vpc, range, services, subnet }) =>
      !allOrNone(vpc, range, services) || allOrNone(vpc, subnet),
    {
      error: must(
        'name `subnet` for an existing network, and for no other',
        'Runners have their addresses there: name a subnet of its region with Private Google Access and a /26 free. Kura makes one in its own networks.',
      ),
    },
  );

const dayOfYear = text(
  /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  'be a day of the year',
  'Write it as 12-28, in quotes.',
  'A day of the year, month first.',
);

const google = mapping(
  {
    project,
    region: region(GOOGLE_REGION, 'asia-northeast1', 'The region of the databases.'),
    recoveryRegion: region(
      GOOGLE_REGION,
      'asia-northeast2',
      'The region that keeps what survives the loss of the first.',
    ),
    deployServiceAccount: deployServiceAccount(
      'The service account that Terraform acts as; kura-deploy by default.',
    ).optional(),
    network: googleNetwork,
    clients: clients.optional(),
    state: googleState.optional(),
    recoveryState: googleState
      .describe(
        'Where the stacks of the recovery region keep their state: a bucket there. Required beside `state` once there is such a stack.',
      )
      .optional(),
    audit: googleAudit.optional(),
    denyMaintenance: mapping(
      { from: dayOfYear, to: dayOfYear },
      'Days of every year, 90 at most, on which Cloud SQL does no maintenance: a year’s end, a sale.',
    ).optional(),
    isolated: named(
      name('a service', 'A service that is isolated here.'),
      mapping({
        network: googleNetwork,
        project: project.optional(),
        clients: clients.optional(),
      }),
      'The network, and where it has one the project, of each isolated service.',
    ).optional(),
  },
  'This environment on Google Cloud.',
);

const timeOfDay = z
  .string({ error: must('be a time such as "02:00"', 'Write it in quotes, as "02:00".') })
  .refine((value) => parseTimeOfDay(value).ok, {
    error: must('be a time from 00:00 to 23:59', 'Write it in quotes, as "02:00".'),
  })
  .describe('A time of day in the estate’s time zone.');

const windows = mapping(
  {
    backup: timeOfDay.optional(),
    maintenance: mapping({ day: word(DAYS, 'The day of the week.'), start: timeOfDay }).optional(),
  },
  'When backups (an hour a day) and maintenance (an hour a week) may run, in the estate’s time zone.',
);

const members = list(
  name('a service', 'A service of this group.'),
  1,
  'The services that share its instance.',
);

const group = z
  .union(
    [
      members,
      mapping({ id: name('an instance id', 'The id it had before a rename.'), services: members }),
    ],
    {
      error: must(
        'be a list of services, or an id and services',
        'Write [user, auth] or {id: core, services: [user, auth]}.',
      ),
    },
  )
  .describe(
    'Services that share one instance where their placement is `group`: a list of them, or after a rename `{ id: core, services: [user, auth] }`.',
  );

export const estateSchema = mapping(
  {
    organisation: name(
      'the organisation’s name',
      'The organisation: the first part of every cloud name.',
    ).max(20, {
      error: must('be 20 characters at most', 'Shorten it: it begins every cloud name.'),
    }),
    timeZone: z
      .string({ error: must('be a time zone', 'Write it as Asia/Tokyo.') })
      .refine(isTimeZone, { error: must('be an IANA time zone', 'Write it as Asia/Tokyo.') })
      .describe('The zone in which all times of the estate are written.'),
    windows: windows.optional(),
    channels: channels.optional(),
    environments: named(
      name('an environment’s name', 'An environment.').max(20, {
        error: must('be 20 characters at most', 'Shorten it: it is part of every cloud name.'),
      }),
      mapping(
        {
          preset: word(PRESET_NAMES, 'The defaults and floors it follows.'),
          windows: windows.optional(),
          notify: notify.optional(),
          audit: audit.optional(),
          aws: aws.optional(),
          google: google.optional(),
        },
        'One environment: a preset, and an account or project.',
      ),
      'The environments, by name.',
    ),
    groups: named(
      name('a group’s name', 'A group.'),
      group,
      'Named groups of services.',
    ).optional(),
  },
  'Everything one organisation runs.',
);

/** The estate as estate.yaml states it, with units read. */
export type EstateStatement = z.output<typeof estateSchema>;
export type EnvironmentStatement = EstateStatement['environments'][string];
export type AwsStatement = NonNullable<EnvironmentStatement['aws']>;
export type AuditStatement = EnvironmentStatement['audit'];
export type GoogleStatement = NonNullable<EnvironmentStatement['google']>;
export type AwsNetworkStatement = AwsStatement['network'];
export type GoogleNetworkStatement = GoogleStatement['network'];
