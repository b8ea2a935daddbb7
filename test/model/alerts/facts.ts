import type { AlertFacts } from '../../../model/alerts/alert';
import { TIERS } from '../../../model/tables/tiers';

const MINUTE = 60_000;

/** An instance on which every alert of AWS has something to watch. */
export const FACTS: AlertFacts = {
  cloud: 'aws',
  engine: 'postgres',
  tier: TIERS.medium,
  highAvailability: true,
  storage: 50,
  storageCeiling: 300,
  iops: 3000,
  maxConnections: 400,
  latencyBudget: 500,
  rpo: { mistake: 15 * MINUTE, region: 15 * MINUTE },
  readers: 2,
  mechanisms: [
    'point-in-time-recovery',
    'vault-copy',
    'replicated-backups',
    'standby',
    'recovery-replica',
  ],
  drills: [{ rto: 120 * MINUTE }],
  secrets: true,
  trail: {
    admin: 'kura_admin',
    own: ['kura_admin'],
    migrators: ['order_migrate'],
    marked: [{ database: 'order_service_db', schema: 'app', table: 'users' }],
  },
};
