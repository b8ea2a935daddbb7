import { auditSettings, keyIn, recoveryStateOf, stateOf } from './audit-settings';
import { FAILURES } from '../../../model/recovery/objectives';
import type { Column, Plain, Setting, Statements } from './settings';

const on =
  (only: Column['cloud'], said: Plain) =>
  ({ cloud }: Column): Plain =>
    cloud === only ? said : undefined;

const PRESET = 'estate.environments.<name>.preset';
const AFTER_REGION = 'service.objectives.region';

/** Something in the recovery region, which staging has not by itself: a replica on both clouds. */
const REPLICA: Statements = { [AFTER_REGION]: { rpo: '15m', rto: '2h' } };
/** On AWS copies in a vault, as the cheapest. */

const APPROVAL = {
  protection: 'deletion',
  reason: 'its data has moved',
  approver: 'cto@acme.example',
  expires: '2026-12-31',
};

const RESTORED = 'service.restoreFrom.<name>';

/** Keys of a service’s file that say what is demanded of its recovery, and what was done. */
export const SERVICE_RECOVERY: readonly Setting[] = [
  { path: 'service.objectives.rpo', to: '10m', given: { [PRESET]: 'production' } },
  { path: 'service.objectives.rto', to: '3h', given: { [PRESET]: 'production' } },
  ...FAILURES.flatMap(objectiveOf),
  ...measuredSettings(),
  { path: `${RESTORED}.time`, to: '2026-11-20 09:00:30' },
  {
    path: `${RESTORED}.snapshot`,
    to: ({ cloud }) => (cloud === 'aws' ? 'nightly' : '1763659200000'),
  },
  {
    path: `${RESTORED}.replicatedBackup`,
    to: 'latest',
    given: { [AFTER_REGION]: { rpo: '1h', rto: '4h' } },
  },
  {
    path: `${RESTORED}.of`,
    to: 'noon',
    given: {
      [`${RESTORED}.time`]: '2026-11-20 09:00:30',
      'service.restoreFrom.noon.time': '2026-11-20 12:00',
    },
  },
  {
    path: `${RESTORED}.readers`,
    to: 1,
    given: { [`${RESTORED}.time`]: '2026-11-20 09:00:30' },
  },
  { path: 'service.active', to: 'recovery', given: REPLICA },
  { path: 'service.drReplica', to: 'designated', given: REPLICA },
  { path: 'service.state', to: 'retiring', given: { 'service.breakGlass': [APPROVAL] } },
  ...breakGlassSettings(),
];

/** Keys below an environment’s `<cloud>` that say what is in its recovery region. */
export function recoveryBelow(cloud: string): readonly Setting[] {
  return [
    ...networkThereBelow(`${cloud}.recoveryNetwork`, {}),
    ...stateThereBelow(cloud),
    ...auditSettings(cloud, REPLICA),
    { path: `${cloud}.vaultLock`, to: 'compliance', given: { [PRESET]: 'production' } },
  ];
}

/** A network of AWS in the recovery region. */
export function networkThereBelow(path: string, given: Statements): readonly Setting[] {
  const there = (network: Plain): Statements => ({
    ...given,
    ...REPLICA,
    [path]: on('aws', network),
  });
  const made = there({ cidr: '10.50.0.0/20' });
  const existing = there({
    cidr: '10.50.0.0/20',
    vpc: 'vpc-0a1b2c3d4e5f60718',
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
  });
  return [
    { path: `${path}.cidr`, to: '10.51.0.0/20', given: made },
    { path: `${path}.zones`, to: ['ap-northeast-3a', 'ap-northeast-3c'], given: made },
    { path: `${path}.vpc`, to: 'vpc-1a1b2c3d4e5f60718', given: existing },
    {
      path: `${path}.subnets`,
      to: ['subnet-2a1b2c3d4e5f60718', 'subnet-3a1b2c3d4e5f60718'],
      given: existing,
    },
    { path: `${path}.apis`, to: ['10.62.0.0/24', '10.63.0.0/24'], given: existing },
  ];
}

/** The subnet that an existing network of Google’s has in the recovery region. */
export function subnetThereBelow(path: string, given: Statements): Setting {
  return {
    path: `${path}.recoverySubnet`,
    to: 'other',
    given: {
      ...given,
      [AFTER_REGION]: on('google', { rpo: '15m', rto: '2h' }),
      [`${path}.recoverySubnet`]: on('google', 'there'),
    },
  };
}

function objectiveOf(failure: (typeof FAILURES)[number]): readonly Setting[] {
  const path = `service.objectives.${failure}`;
  if (failure === 'mistake') {
    // What is met by itself, a drill alone shows.
    return [
      { path: `${path}.rpo`, to: '10m', given: { [`${path}.rto`]: '3h' } },
      { path: `${path}.rto`, to: '3h' },
    ];
  }
  const given = failure === 'zone' ? { [PRESET]: 'development' } : {};
  return [
    { path: `${path}.rpo`, to: failure === 'zone' ? '1m' : '1h', given },
    { path: `${path}.rto`, to: failure === 'zone' ? '10m' : '4h', given },
  ];
}

/** Where a restore takes too long, or loses too much, a standby stands in. */
function measuredSettings(): readonly Setting[] {
  const path = 'service.measured.<name>';
  const given = (objective: Plain): Statements => ({
    [PRESET]: 'development',
    'service.objectives': { rpo: '1h', zone: objective },
  });
  const day = { [`${path}.on`]: '2026-11-02' };
  return [
    { path: `${path}.rpo`, to: '30m', given: given({ rpo: '10m' }), also: day },
    { path: `${path}.rto`, to: '3h', given: given({ rto: '1h' }), also: day },
    {
      path: `${path}.on`,
      to: '2026-11-02',
      given: { [path]: { rto: '40m', on: '2026-10-01' } },
    },
  ];
}

function breakGlassSettings(): readonly Setting[] {
  const path = 'service.breakGlass[]';
  const given: Statements = { 'service.breakGlass': [APPROVAL] };
  return [
    {
      path: `${path}.protection`,
      to: APPROVAL.protection,
      also: {
        [`${path}.reason`]: APPROVAL.reason,
        [`${path}.approver`]: APPROVAL.approver,
        [`${path}.expires`]: APPROVAL.expires,
      },
    },
    { path: `${path}.of`, to: 'readers', given },
    { path: `${path}.reason`, to: 'it was never used', given },
    { path: `${path}.approver`, to: 'cio@acme.example', given },
    { path: `${path}.expires`, to: '2027-01-31', given },
  ];
}

function stateThereBelow(cloud: string): readonly Setting[] {
  const given: Statements = { ...REPLICA, ...stateOf(cloud), ...recoveryStateOf(cloud) };
  return [
    { path: `${cloud}.recoveryState.bucket`, to: 'acme-other-state-there', given },
    {
      path: `${cloud}.recoveryState.kmsKey`,
      to: keyIn('recovery', '66666666-7777-8888-9999-000000000000'),
      given,
    },
  ];
}
