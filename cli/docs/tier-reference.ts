import { CLOUDS, type Cloud } from '../../model/access/identity';
import { planAwsMemory } from '../../model/sizing/aws-memory';
import { planGoogleMemory } from '../../model/sizing/google-memory';
import type { PlanMemory } from '../../model/sizing/memory-plan';
import { connectionsOf } from '../../model/sizing/resolve-memory';
import { editionName } from '../../model/sizing/retention';
import { PRESET_NAMES, PRESETS } from '../../model/tables/presets';
import { LOG_DAYS, TIER_NAMES, TIERS, type Tier } from '../../model/tables/tiers';
import { code, markdownTable, page } from './markdown';

const right = (header: string) => ({ header, align: 'right' }) as const;
const MIB = 1024 ** 2;

/** Sizes by name, and the memory they give an engine. */
export function tierReference(): string {
  const tiers = TIER_NAMES.map((name) => TIERS[name]);
  return page('Tiers', [
    `A tier is a size by name: the same vCPU and memory on every cloud, but for ${tiers.filter(isApart).map(sayApart).join(' and ')}.`,
    markdownTable(
      [
        'Tier',
        right('vCPU'),
        right('GiB'),
        'RDS class',
        'Cloud SQL machine',
        'Edition',
        'Burstable',
        'Allowed in',
        'Default of',
        'Source’s name',
      ],
      tiers.map((tier) => [
        code(tier.name),
        `${String(tier.vcpu)}${isApart(tier) ? '; Cloud SQL: shared' : ''}`,
        `${String(tier.memoryGib)}${isApart(tier) ? `; Cloud SQL: ${String(tier.google.memoryGib)}` : ''}`,
        code(tier.aws),
        code(tier.google.type),
        editionName(tier.google.edition),
        tier.burstable.length === CLOUDS.length ? 'yes' : tier.burstable.map(cloudName).join(', '),
        CLOUDS.map((cloud) => `${cloudName(cloud)}: ${allowedIn(tier, cloud)}`).join('; '),
        PRESET_NAMES.filter((name) => PRESETS[name].tier === tier.name).join(', '),
        tier.seed ?? '',
      ]),
    ),
    'On Google the edition follows from the size: machines above 6.5 GB for each vCPU exist in Enterprise Plus only. Enterprise keeps 7 days of point-in-time recovery at most, which is less than production keeps; Enterprise Plus keeps 35.',
    '## Memory on RDS',
    'What an instance is given where the service states neither `maxConnections` nor `workMem`. RDS evaluates the formulas on the class that runs; the figures are for the memory a class has left, which Kura assumes to be 96 % less 310 MiB.',
    memoryTable(tiers, planAwsMemory),
    '## Memory on Cloud SQL',
    'Caches are Cloud SQL’s own to size: a third of the machine for PostgreSQL, from 37 % to 73 % for MySQL. The rest is set to the same rules as on RDS.',
    memoryTable(tiers, planGoogleMemory),
  ]);
}

/** Whether Google’s machine has another measure than the tier: a shared core. */
const isApart = ({ memoryGib, google }: Tier): boolean => google.memoryGib !== memoryGib;

const sayApart = ({ name, google }: Tier): string =>
  `${code(name)}, which is a shared core with ${String(google.memoryGib)} GB on Cloud SQL`;

const cloudName = (cloud: Cloud): string => (cloud === 'aws' ? 'RDS' : 'Cloud SQL');

function memoryTable(tiers: readonly Tier[], plan: PlanMemory): string {
  return markdownTable(
    [
      'Tier',
      right('max_connections'),
      right('PostgreSQL shared_buffers, MiB'),
      right('PostgreSQL work_mem, MiB'),
      right('MySQL innodb_buffer_pool_size, MiB'),
    ],
    tiers.map((tier) => {
      const connections = connectionsOf(tier);
      const postgres = plan('postgres', tier, connections);
      const mysql = plan('mysql', tier, connections);
      return [
        code(tier.name),
        ...[connections, postgres.cache / MIB, postgres.workMem / MIB, mysql.cache / MIB].map(
          (figure) => String(Math.round(figure)),
        ),
      ];
    }),
  );
}

/** Presets that allow a tier: as it shares its processor, and on Google as its edition keeps the preset's days. */
function allowedIn({ name, burstable, google }: Tier, cloud: Cloud): string {
  const presets = PRESET_NAMES.filter(
    (preset) =>
      (!burstable.includes(cloud) || PRESETS[preset].burstable.includes(name)) &&
      (cloud === 'aws' || PRESETS[preset].backupRetentionDays <= LOG_DAYS[google.edition]),
  );
  return presets.length === PRESET_NAMES.length ? 'all presets' : presets.join(', ');
}
