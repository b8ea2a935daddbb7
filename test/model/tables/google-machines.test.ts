import { PRESET_NAMES } from '../../../model/tables/presets';
import { ENGINES } from '../../../model/tables/engines';
import { offersTier, TIER_NAMES, TIERS } from '../../../model/tables/tiers';
import { googleAs, resolveFiles, webWith, type EstateFiles } from '../../support/estate-folder';

test.each([
  ['micro', 'db-g1-small', 'ENTERPRISE'],
  ['small', 'db-custom-2-4096', 'ENTERPRISE'],
  ['balanced-2', 'db-custom-2-8192', 'ENTERPRISE'],
  ['medium', 'db-perf-optimized-N-2', 'ENTERPRISE_PLUS'],
  ['balanced-4', 'db-custom-4-16384', 'ENTERPRISE'],
  ['large', 'db-perf-optimized-N-4', 'ENTERPRISE_PLUS'],
  ['balanced-8', 'db-custom-8-32768', 'ENTERPRISE'],
  ['xlarge', 'db-perf-optimized-N-8', 'ENTERPRISE_PLUS'],
  ['2xlarge', 'db-perf-optimized-N-16', 'ENTERPRISE_PLUS'],
] as const)('%s is %s in %s', (name, type, edition) => {
  expect(TIERS[name].google).toMatchObject({ type, edition });
});

test('the table of machines has every tier', () => {
  expect(TIER_NAMES).toHaveLength(9);
});

/** What the name of a machine says of it. */
function readMachine(type: string): { vcpu: number; memoryGib: number; own: boolean } | undefined {
  const custom = /^db-custom-(\d+)-(\d+)$/.exec(type);
  if (custom) return { vcpu: Number(custom[1]), memoryGib: Number(custom[2]) / 1024, own: true };
  const performance = /^db-perf-optimized-N-(\d+)$/.exec(type);
  const vcpu = Number(performance?.[1]);
  return performance ? { vcpu, memoryGib: vcpu * 8, own: false } : undefined;
}

describe.each(TIER_NAMES.filter((name) => name !== 'micro'))('the machine of %s', (name) => {
  const tier = TIERS[name];
  const machine = readMachine(tier.google.type);

  test('has the vCPU and memory that the tier has on AWS', () => {
    expect(machine).toMatchObject({ vcpu: tier.vcpu, memoryGib: tier.memoryGib });
    expect(tier.google.memoryGib).toBe(tier.memoryGib);
  });

  test('exists in its edition', () => {
    const perCpu = (machine?.memoryGib ?? 0) / (machine?.vcpu ?? 1);
    expect(tier.google.edition).toBe(machine?.own === true ? 'ENTERPRISE' : 'ENTERPRISE_PLUS');
    expect(perCpu).toBeGreaterThanOrEqual(0.9);
    // Cloud SQL makes no Enterprise machine above it.
    if (tier.google.edition === 'ENTERPRISE') expect(perCpu).toBeLessThanOrEqual(6.5);
  });

  test('has memory in steps of 256 MB, from 3.75 GB, and vCPUs in pairs', () => {
    const megabytes = (machine?.memoryGib ?? 0) * 1024;
    expect(megabytes % 256).toBe(0);
    expect(megabytes).toBeGreaterThanOrEqual(3840);
    expect((machine?.vcpu ?? 1) % 2).toBe(0);
  });
});

test('micro is a shared core on both clouds, of which Cloud SQL’s has 1.7 GB', () => {
  expect(TIERS.micro.google.memoryGib).toBe(1.7);
  expect(TIER_NAMES.filter((name) => TIERS[name].burstable.includes('google'))).toEqual(['micro']);
});

test('a region without Enterprise Plus has the tiers of Enterprise alone', () => {
  expect(TIER_NAMES.filter((name) => offersTier('google', 'europe-north2', name))).toEqual([
    'micro',
    'small',
    'balanced-2',
    'balanced-4',
    'balanced-8',
  ]);
  expect(TIER_NAMES.filter((name) => offersTier('google', 'asia-northeast1', name))).toEqual(
    TIER_NAMES,
  );
});

/** Days of logs that each edition keeps. */
const LOG_DAYS = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

describe.each(PRESET_NAMES)('in %s', (preset) => {
  const files = (tier: string, engine: string): EstateFiles =>
    googleAs(
      'estate',
      'production',
      preset,
      googleAs('service', 'postgres', engine, webWith(`tier: ${tier}\npool: { max: 2 }`)),
    );
  const accepted = {
    development: TIER_NAMES,
    staging: TIER_NAMES.filter((name) => name !== 'micro'),
    production: ['medium', 'large', 'xlarge', '2xlarge'],
  }[preset];

  test.each(ENGINES)(
    '%s takes the tiers whose edition keeps the preset’s logs, and no others',
    (engine) => {
      const resolved = TIER_NAMES.flatMap((tier) => {
        const [instance] = resolveFiles(files(tier, engine)).deployment?.instances ?? [];
        return instance?.cloud === 'google' ? [{ ...instance.decisions, tier }] : [];
      });
      expect(resolved.map(({ tier }) => tier)).toEqual(accepted);
      for (const { edition, backupRetentionDays } of resolved) {
        expect(backupRetentionDays.value).toBeLessThanOrEqual(LOG_DAYS[edition.value]);
      }
    },
  );
});
