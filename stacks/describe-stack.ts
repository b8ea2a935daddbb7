import type { TrailKeeping } from '../model/audit/resolve-keeping';
import type { Foundation, Instance } from '../model/deployment/deployment';
import { ENGINE_FACTS } from '../model/tables/engines';

/** `network 10.30.0.0/16 in 3 zones`. */
export function describeNetwork(network: Foundation['network']['value']): string {
  if (network.kind === 'existing') return `existing network ${network.vpc}`;
  return 'subnets' in network
    ? `network ${network.cidr} in ${network.subnets.length} zones`
    : `network ${network.cidr}, services in ${network.services}`;
}

/** `audit trail in ap-northeast-1: governance, 395 days`. */
export function describeAudit({ lock, keepDays }: TrailKeeping, region: string): string {
  const locked = lock.value === 'off' ? 'no lock' : lock.value;
  return `audit trail in ${region}: ${locked}, ${String(keepDays.value)} days`;
}

/** `PostgreSQL 17, large, 2 readers: order, user`. */
export function describeInstance({ engine, decisions, services }: Instance): string {
  const { engineVersion, tier, readers } = decisions;
  const plural = readers.value === 1 ? 'reader' : 'readers';
  const counted = readers.value === 0 ? 'no readers' : `${readers.value} ${plural}`;
  const names = services.map(({ service }) => service).join(', ');
  return `${ENGINE_FACTS[engine].name} ${engineVersion.value}, ${tier.value}, ${counted}: ${names}`;
}

/** `recovery in ap-northeast-3: vault-copy, recovery-replica`. */
export function describeRecovery({ recovery, recoveryHome }: Instance): string {
  const away = recovery.mechanisms
    .map(({ value }) => value)
    .filter((name) => name !== 'point-in-time-recovery' && name !== 'standby');
  return `recovery in ${recoveryHome?.target.region ?? ''}: ${away.join(', ')}`;
}
