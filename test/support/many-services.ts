import type { Cloud } from '../../model/access/identity';
import { GOOGLE_ESTATE, SMALL_ESTATE, type EstateFiles } from './estate-folder';

const TIERS = ['medium', 'large', 'xlarge', '2xlarge'];
const STORAGES = ['30GB', '50GB', '75GB', '100GB', '120GB', '150GB', '200GB', '300GB', '400GB'];
const BUDGETS = ['100ms', '250ms', '500ms', '1s'];
const CONNECTIONS = [100, 150, 200, 250, 300, 400];
const ALERTS = [
  'cpu: { warning: 95% }',
  'connections: { warning: 60 }',
  'recovery-point-age: { warning: 12m, critical: 20m }',
];

/**
 * Production of many services on one cloud, each on an instance of its own, of every size that production may have on either.
 *
 * @param unlike whether no two have the same growth, budget and connections, so that no two share a threshold of them
 */
export function manyServices(many: number, cloud: Cloud = 'google', unlike = false): EstateFiles {
  const whose = cloud === 'google' ? 'serviceAccount:' : 'role/';
  const services = Array.from({ length: many }, (_, i) => {
    const name = `s${String(i).padStart(3, '0')}`;
    const of = (values: readonly (string | number)[]): string => String(values[i % values.length]);
    const mysql = i % 4 === 3;
    return [
      `services/${name}.yaml`,
      `service: ${name}
owner: team-${String(i % 40)}
cloud: ${cloud}
engine: ${mysql ? 'mysql' : 'postgres'}
placement: dedicated
tier: ${of(TIERS)}
storage: ${of(STORAGES)}
growth: ${String(1 + (unlike ? i : i % 25))}GB/year
latencyBudget: ${unlike ? `${String(100 + i)}ms` : of(BUDGETS)}
maxConnections: ${unlike ? String(100 + i) : of(CONNECTIONS)}
pool: { max: 10, instances: 2 }
readers: ${String(2 + (i % 2))}
access:
  - { identity: '${whose}${name}-api', role: writer }
${i % 10 === 1 ? `  - { identity: '${whose}${name}-old', role: reader, via: secret }\n` : ''}${i % 20 === 5 ? `alerts: { ${of(ALERTS)} }\n` : ''}`,
    ] as const;
  });
  const { 'estate.yaml': estate } = cloud === 'google' ? GOOGLE_ESTATE : SMALL_ESTATE;
  return { 'estate.yaml': estate, ...Object.fromEntries(services) };
}
