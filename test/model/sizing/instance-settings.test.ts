import fc from 'fast-check';
import { ENGINES } from '../../../model/tables/engines';
import {
  BUFFER_POOL,
  classMemory,
  MAINTENANCE_WORK_MEM,
  planAwsMemory,
  SHARED_BUFFERS,
  WORK_MEM,
} from '../../../model/sizing/aws-memory';
import { waitsForRestart } from '../../../model/sizing/parameters';
import { connectionsOf } from '../../../model/sizing/resolve-memory';
import { gp3Of, storageFor } from '../../../model/sizing/storage';
import { largestTier, TIER_NAMES, TIERS } from '../../../model/tables/tiers';
import type { Decision } from '../../../model/decision';
import {
  awsInstanceOf,
  deploymentOf,
  estateWith,
  GOOGLE_ESTATE,
  orderWith,
  SMALL_ESTATE,
  smallEstate,
} from '../../support/estate-folder';

const GIB = 1024 ** 3;

const MYSQL = smallEstate({
  'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql'),
});

test.each([
  ['AWS', SMALL_ESTATE],
  ['Google Cloud', GOOGLE_ESTATE],
])('every decision of an estate on %s has a reason and a place', (_, files) => {
  const { instances, foundations } = deploymentOf(files);
  const decisions = instances.flatMap((instance): Decision<unknown>[] => [
    ...Object.values<Decision<unknown>>({ ...instance.decisions }),
    ...Object.values(instance.cloud === 'aws' ? instance.parameters : instance.flags),
    ...instance.services.flatMap(({ database, pool }) => [database, pool]),
    ...foundations.flatMap(({ network, logRetentionDays }) => [network, logRetentionDays]),
  ]);
  expect(decisions.length).toBeGreaterThan(30);
  for (const { reason, place } of decisions) {
    expect(reason).toMatch(/\S/);
    expect(place).toMatch(
      /^(?:(?:estate|services\/[a-z-]+)\.yaml:\d+:\d+|preset \w+|(?:tier|engine|storage|security|window|placement|memory|log) table|naming rule)$/,
    );
  }
});

test('a stated value is placed at its line, an overriding one at the override’s', () => {
  const plain = awsInstanceOf(orderWith('tier: large'), 'prod-aws-order');
  expect(plain.decisions.tier).toEqual({
    value: 'large',
    reason: 'the service says so',
    place: 'services/order.yaml:7:1',
  });
  const overridden = awsInstanceOf(
    orderWith('tier: large\noverrides:\n  prod: { tier: xlarge }'),
    'prod-aws-order',
  );
  expect(overridden.decisions.tier.value).toBe('xlarge');
  expect(overridden.decisions.tier.place).toBe('services/order.yaml:9:11');
});

test.each([
  ['development', { tier: 'small', readers: 0, days: 3, standby: false, zones: 2 }],
  ['staging', { tier: 'medium', readers: 1, days: 7, standby: true, zones: 2 }],
  ['production', { tier: '2xlarge', readers: 2, days: 35, standby: true, zones: 3 }],
] as const)(
  'the %s preset gives the sizes of the source document (環境構成)',
  (preset, expected) => {
    const { instances, foundations } = deploymentOf(
      smallEstate({
        'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', preset),
      }),
    );
    const decisions = instances[0]?.decisions;
    const network = foundations[0]?.network.value;
    expect({
      tier: decisions?.tier.value,
      readers: decisions?.readers.value,
      days: decisions?.backupRetentionDays.value,
      standby: decisions?.highAvailability.value,
      zones: network && 'subnets' in network ? network.subnets.length : 0,
    }).toEqual(expected);
  },
);

test('services that share an instance get the largest tier, the most readers and the sum of their disks', () => {
  const service = (name: string, more: string): Record<string, string> => ({
    [`services/${name}.yaml`]: `${String(SMALL_ESTATE['services/order.yaml']).replace('order\n', `${name}\n`)}pool: { max: 5 }\n${more}\n`,
  });
  const { decisions } = awsInstanceOf(
    {
      ...estateWith('groups:\n  core: [order, user, auth]'),
      ...service('order', 'tier: balanced-4\nreaders: 1\ngrowth: 50GB/year'),
      ...service('user', 'tier: medium\nreaders: 3\ngrowth: 10GB/year'),
      ...service('auth', ''),
    },
    'prod-aws-core',
  );
  expect([
    decisions.tier.value,
    decisions.readers.value,
    decisions.storage.value,
    decisions.storageCeiling.value,
  ]).toEqual(['balanced-4', 3, 60, 360]);
  expect(decisions.tier.place).toBe('services/order.yaml:8:1');
});

describe('the disk', () => {
  const GB = GIB;
  test.each([
    ['20 GiB at least', 0, 0, { storage: 20, ceiling: 40, iops: null, throughput: null }],
    [
      'a year of growth, and a ceiling five years above',
      0,
      50 * GB,
      { storage: 50, ceiling: 300, iops: null, throughput: null },
    ],
    [
      'what is stated, before growth',
      100 * GB,
      10 * GB,
      { storage: 100, ceiling: 200, iops: null, throughput: null },
    ],
    [
      'no iops below 400 GiB, where RDS refuses them',
      399 * GB,
      0,
      { storage: 399, ceiling: 798, iops: null, throughput: null },
    ],
    [
      'the striped baseline from 400 GiB on',
      400 * GB,
      0,
      { storage: 400, ceiling: 800, iops: 12_000, throughput: 500 },
    ],
    [
      '64 TiB at most',
      65_536 * GB,
      1000 * GB,
      { storage: 65_536, ceiling: 65_536, iops: 12_000, throughput: 500 },
    ],
  ])('has %s', (_, stated, growth, expected) => {
    const disk = storageFor(stated, growth);
    expect({ ...disk, ...gp3Of(disk.storage) }).toEqual(expected);
  });

  test('leaves autoscaling the 10 % that RDS requires, below its largest size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 * GB }),
        fc.integer({ min: 0, max: 5000 * GB }),
        (stated, growth) => {
          const { storage, ceiling } = storageFor(stated, growth);
          return ceiling >= storage * 1.1 && ceiling <= 65_536;
        },
      ),
    );
  });
});

describe('memory', () => {
  test.each(ENGINES)('of every tier fits %s by default', (engine) => {
    for (const name of TIER_NAMES) {
      const plan = planAwsMemory(engine, TIERS[name], connectionsOf(TIERS[name]));
      expect([name, plan.planned <= plan.usable]).toEqual([name, true]);
    }
  });

  test('never shrinks with a larger tier', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TIER_NAMES),
        fc.constantFrom(...TIER_NAMES),
        fc.constantFrom(...ENGINES),
        (a, b, engine) => {
          const [small, large] = [a, b].sort((x, y) => TIERS[x].memoryGib - TIERS[y].memoryGib);
          if (!small || !large) return false;
          const plans = [small, large].map((name) =>
            planAwsMemory(engine, TIERS[name], connectionsOf(TIERS[name])),
          );
          return (
            (plans[0]?.cache ?? 0) <= (plans[1]?.cache ?? 0) &&
            (plans[0]?.connections ?? 0) <= (plans[1]?.connections ?? 0)
          );
        },
      ),
    );
  });

  test.each([
    ['core: 200 connections and 16 MB', 'medium', 200, '16MB', '16384'],
    ['transaction: 300 connections and 8 MB', 'large', 300, '8MB', '8192'],
  ])('takes the source document’s %s, in kB', (_, tier, connections, workMem, kilobytes) => {
    const { parameters } = awsInstanceOf(
      orderWith(`tier: ${tier}\nmaxConnections: ${String(connections)}\nworkMem: ${workMem}`),
      'prod-aws-order',
    );
    expect([parameters.max_connections?.value, parameters.work_mem?.value]).toEqual([
      String(connections),
      kilobytes,
    ]);
  });

  test('is given as formulas, which RDS evaluates on the class that runs', () => {
    const { parameters } = awsInstanceOf(SMALL_ESTATE, 'prod-aws-order');
    expect([
      parameters.shared_buffers?.value,
      parameters.work_mem?.value,
      parameters.maintenance_work_mem?.value,
    ]).toEqual([
      '{DBInstanceClassMemory/32768}',
      'GREATEST({DBInstanceClassMemory/2097152},4096)',
      'LEAST({DBInstanceClassMemory/16384},1048576)',
    ]);
    const mysql = awsInstanceOf(MYSQL, 'prod-aws-order');
    expect(mysql.parameters.innodb_buffer_pool_size?.value).toBe('{DBInstanceClassMemory*7/10}');
    expect(mysql.parameters.work_mem).toBeUndefined();
  });

  test.each([
    ['a quarter, in pages of 8 kB: the source document’s 4 GB of 16', SHARED_BUFFERS, 4096],
    ['a sixteenth, in kB, 1 GiB at most', MAINTENANCE_WORK_MEM, 1024],
    ['half a MiB for each GiB, in kB', WORK_MEM, 8],
    ['seven tenths, in bytes', BUFFER_POOL, 11_468.8],
  ])('formulas come to what they mean: %s', (_, { formula, bytes }, mebibytes) => {
    const memory = 16 * GIB;
    expect(bytes(memory) / 1024 ** 2).toBeCloseTo(mebibytes, 0);
    const unit = formula === SHARED_BUFFERS.formula ? 8192 : formula.includes('*') ? 1 : 1024;
    expect(evaluate(formula, memory) * unit).toBe(bytes(memory));
  });

  test('a class has a little less than it is sold with, as AWS’s two published points say', () => {
    const connections = (tier: 'micro' | 'balanced-2'): number =>
      classMemory(TIERS[tier]) / 12_582_880;
    expect(connections('micro')).toBeLessThanOrEqual(60);
    expect(connections('balanced-2')).toBeLessThanOrEqual(630);
    expect(connections('balanced-2')).toBeGreaterThan(600);
  });
});

/** What RDS makes of a formula, in the parameter’s unit. */
function evaluate(formula: string, memory: number): number {
  const term = (text: string): number => {
    const [, operations] = /^\{DBInstanceClassMemory(.*)\}$/.exec(text) ?? [];
    if (operations === undefined) return Number(text);
    return [...operations.matchAll(/([*/])(\d+)/g)].reduce(
      (value, [, operator, operand]) =>
        operator === '*' ? value * Number(operand) : Math.floor(value / Number(operand)),
      memory,
    );
  };
  const [, name, first, second] = /^(GREATEST|LEAST)\((\{.*\}),(\d+)\)$/.exec(formula) ?? [];
  if (name === undefined) return term(formula);
  return (name === 'LEAST' ? Math.min : Math.max)(term(first ?? ''), term(second ?? ''));
}

test('security parameters wait for a restart, so that no plan wants to change their method for ever', () => {
  expect(
    ['rds.force_ssl', 'max_connections', 'shared_buffers', 'work_mem'].map((name) =>
      waitsForRestart('postgres', name),
    ),
  ).toEqual([true, true, true, false]);
  expect(['tls_version', 'max_connections'].map((name) => waitsForRestart('mysql', name))).toEqual([
    true,
    false,
  ]);
});

describe('tiers', () => {
  test('are listed smallest first', () => {
    const ranks = TIER_NAMES.map((name) => TIERS[name].memoryGib * 1000 + TIERS[name].vcpu);
    expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
  });

  test('combine to the one that has at least the vCPU and memory of each', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TIER_NAMES),
        fc.array(fc.constantFrom(...TIER_NAMES)),
        (first, rest) => {
          const best = TIERS[largestTier([first, ...rest])];
          return [first, ...rest].every((name) => TIERS[name].memoryGib <= best.memoryGib);
        },
      ),
    );
  });
});

describe('TLS', () => {
  test('is forced with 1.3 as its floor on both engines', () => {
    const postgres = awsInstanceOf(SMALL_ESTATE, 'prod-aws-order').parameters;
    expect([postgres['rds.force_ssl']?.value, postgres.ssl_min_protocol_version?.value]).toEqual([
      '1',
      'TLSv1.3',
    ]);
    const mysql = awsInstanceOf(MYSQL, 'prod-aws-order').parameters;
    expect([mysql.require_secure_transport?.value, mysql.tls_version?.value]).toEqual([
      '1',
      'TLSv1.3',
    ]);
  });
});

test('pools may sum to exactly four fifths of max_connections', () => {
  expect(() =>
    deploymentOf(orderWith('maxConnections: 100\npool: { max: 20, instances: 4 }')),
  ).not.toThrow();
  expect(() =>
    deploymentOf(orderWith('maxConnections: 100\npool: { max: 27, instances: 3 }')),
  ).toThrow('must sum to 80 connections at most');
});

test('windows of the estate are converted from its zone to UTC', () => {
  const { decisions } = awsInstanceOf(SMALL_ESTATE, 'prod-aws-order');
  expect([decisions.backupWindow.value, decisions.maintenanceWindow.value]).toEqual([
    '17:00-18:00',
    'sat:19:00-sat:20:00',
  ]);
});

test('a stated pool keeps its units and is filled up from the source document', () => {
  const { services } = awsInstanceOf(orderWith('pool: { acquire: 2s, max: 7 }'), 'prod-aws-order');
  expect(services[0]?.pool.value).toEqual({
    max: 7,
    min: 5,
    acquire: 2000,
    idle: 10_000,
    instances: 4,
  });
});

test('a stated database name is taken as it is', () => {
  const { services } = awsInstanceOf(orderWith('database: orders'), 'prod-aws-order');
  expect(services[0]?.database).toEqual({
    value: 'orders',
    reason: 'the service says so',
    place: 'services/order.yaml:7:1',
  });
});

test('a zone with summer time is told that its windows move by the clock', () => {
  const reasonIn = (zone: string): string | undefined =>
    awsInstanceOf(
      smallEstate({
        'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('Asia/Tokyo', zone),
      }),
      'prod-aws-order',
    ).decisions.backupWindow.reason;
  expect(reasonIn('Asia/Tokyo')).toBe('02:00 in Asia/Tokyo, an hour, in UTC');
  expect(reasonIn('Europe/Berlin')).toBe(
    '02:00 in Europe/Berlin, an hour, in UTC, an hour later by the clock in summer',
  );
});
