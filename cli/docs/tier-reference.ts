import { connectionsOf, planMemory } from '../../model/sizing/memory';
import { PRESET_NAMES, PRESETS } from '../../model/tables/presets';
import { TIER_NAMES, TIERS, type Tier } from '../../model/tables/tiers';
import { code, markdownTable, page } from './markdown';

const right = (header: string) => ({ header, align: 'right' }) as const;
const MIB = 1024 ** 2;

/** Sizes by name, and the memory they give an engine. */
export function tierReference(): string {
  const tiers = TIER_NAMES.map((name) => TIERS[name]);
  return page('Tiers', [
    'A tier is a size by name: the same vCPU and memory on every cloud.',
    markdownTable(
      [
        'Tier',
        right('vCPU'),
        right('GiB'),
        'RDS class',
        'Burstable',
        'Allowed in',
        'Default of',
        'Source’s name',
      ],
      tiers.map((tier) => [
        code(tier.name),
        String(tier.vcpu),
        String(tier.memoryGib),
        code(tier.aws),
        tier.burstable ? 'yes' : '',
        allowedIn(tier),
        PRESET_NAMES.filter((name) => PRESETS[name].tier === tier.name).join(', '),
        tier.seed ?? '',
      ]),
    ),
    '## Memory',
    'What an instance is given where the service states neither `maxConnections` nor `workMem`. RDS evaluates the formulas on the class that runs; the figures are for the memory a class has left, which Kura assumes to be 96 % less 310 MiB.',
    markdownTable(
      [
        'Tier',
        right('max_connections'),
        right('PostgreSQL shared_buffers, MiB'),
        right('PostgreSQL work_mem, MiB'),
        right('MySQL innodb_buffer_pool_size, MiB'),
      ],
      tiers.map((tier) => {
        const connections = connectionsOf(tier);
        const postgres = planMemory('postgres', tier, connections);
        const mysql = planMemory('mysql', tier, connections);
        return [
          code(tier.name),
          ...[connections, postgres.cache / MIB, postgres.workMem / MIB, mysql.cache / MIB].map(
            (figure) => String(Math.round(figure)),
          ),
        ];
      }),
    ),
  ]);
}

function allowedIn({ name, burstable }: Tier): string {
  const presets = PRESET_NAMES.filter(
    (preset) => !burstable || PRESETS[preset].burstable.includes(name),
  );
  return presets.length === PRESET_NAMES.length ? 'all presets' : presets.join(', ');
}
