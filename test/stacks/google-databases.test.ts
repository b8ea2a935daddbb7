import type { BreakGlass } from '../../model/recovery/break-glass';
import { DEPLOYMENT } from '../support/deployment';
import {
  GOOGLE_INSTANCES,
  GOOGLE_PROD_RECOVERING,
  GOOGLE_RECOVERING,
  googleAccess,
  googleInstance,
  googleRestore,
} from '../support/google-deployment';
import { given, service } from '../support/service';
import { addressesOf, resource, synthAll, type Config, type Json } from '../support/synth';

type Choice = NonNullable<Parameters<typeof googleInstance>[1]>;

const stackOf = (id: string, choice: Choice = {}): Config => {
  const only = [googleInstance(id, choice)];
  const stacks = synthAll(
    { ...DEPLOYMENT, foundations: [GOOGLE_PROD_RECOVERING], instances: only },
    { only: (stack) => stack === `prod-google-${id}` },
  );
  const config = stacks.get(`prod-google-${id}`);
  if (!config) throw new Error(`no prod-google-${id}`);
  return config;
};
const databaseOf = (config: Config, name: string): Json =>
  resource(config, 'google_sql_database_instance', name);
const databasesOf = (config: Config): readonly string[] =>
  Object.keys(config.resource.google_sql_database_instance ?? {}).sort();

const APPROVED: BreakGlass = {
  ...{ protection: 'deletion', reason: 'moved', approver: 'cto', place: 'test' },
  expires: '2026-12-01T15:00:00Z',
};

describe('protection', () => {
  const protectedOf = (config: Config) =>
    Object.fromEntries(
      databasesOf(config).map((name) => {
        const { deletion_protection: own, settings } = databaseOf(config, name);
        const { deletion_protection_enabled: cloud } = settings as Json;
        return [name, own === cloud ? own : 'differs'];
      }),
    );
  const restores = [googleRestore('order', 'before', undefined, { readers: 1 })];
  const all = { settings: { readers: 1 }, restores };
  const on = {
    order: true,
    order_reader_1: true,
    order_at_before: true,
    order_at_before_reader_1: true,
  };

  test('is on for every database where nobody approved otherwise', () => {
    expect(protectedOf(stackOf('order', all))).toEqual(on);
  });

  test('of Terraform is a restored one’s only while it serves: what failed half-way stops no plan', () => {
    const restored = (choice: Choice): Json =>
      databaseOf(stackOf('order', { ...all, ...choice }), 'order_at_before');
    expect(restored({}).lifecycle).toMatchObject({ prevent_destroy: false });
    expect(restored({ active: given('before') }).lifecycle).toMatchObject({
      prevent_destroy: true,
    });
  });

  test('is off for the readers alone by an approval of theirs', () => {
    const breakGlass = [{ ...APPROVED, of: 'readers' }];
    expect(protectedOf(stackOf('order', { ...all, breakGlass }))).toEqual({
      ...on,
      order_reader_1: false,
    });
  });

  test('is off for a restored one and its readers by an approval of theirs, and Terraform may destroy it', () => {
    const [before] = restores;
    const config = stackOf('order', {
      ...all,
      restores: restores.map((each) => ({ ...each, deletionProtection: given(false) })),
      breakGlass: [{ ...APPROVED, of: before?.name ?? '' }],
      active: given('before'),
    });
    expect(protectedOf(config)).toEqual({
      ...on,
      order_at_before: false,
      order_at_before_reader_1: false,
    });
    expect(databaseOf(config, 'order_at_before').lifecycle).toMatchObject({
      prevent_destroy: false,
    });
    expect(databaseOf(config, 'order').lifecycle).toMatchObject({ prevent_destroy: true });
  });
});

test('what is restored in the recovery region is not here', () => {
  const elsewhere = googleRestore('order', 'there', undefined, { region: 'recovery' });
  expect(databasesOf(stackOf('order', { restores: [elsewhere] }))).toEqual(['order']);
});

test('one more beside an instance is one more of each, and leaves the rest the same bytes', () => {
  const services = [
    service('order', [
      googleAccess('order-api'),
      googleAccess('order-batch', {
        ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
      }),
    ]),
  ];
  const without = stackOf('order', { services });
  const beside = stackOf('order', { services, restores: [googleRestore('order', 'before')] });
  const added = addressesOf(beside).filter((each) => !addressesOf(without).includes(each));
  expect(added).toEqual([
    'google_compute_firewall.order_at_before_clients',
    'google_sql_database_instance.order_at_before',
  ]);
  for (const [type, named] of Object.entries(without.resource)) {
    for (const name of Object.keys(named)) {
      expect(resource(beside, type, name)).toEqual(resource(without, type, name));
    }
  }
});

test('the rule of a restored one with the longest name has no longer one than Google takes', () => {
  const name = 'x'.repeat(40);
  const config = stackOf('order', {
    restores: [googleRestore('order', name)],
    settings: { clientCidrs: ['10.31.64.0/18'] },
  });
  const rules = Object.values(config.resource.google_compute_firewall ?? {});
  expect(rules).toHaveLength(4);
  for (const rule of rules) expect(String(rule.name).length).toBeLessThanOrEqual(63);
});

describe('a recovery replica', () => {
  const stacks = (): ReadonlyMap<string, Config> => {
    const deployment = {
      ...DEPLOYMENT,
      foundations: [GOOGLE_PROD_RECOVERING],
      instances: GOOGLE_RECOVERING,
    };
    const own = GOOGLE_RECOVERING.map(({ stack }) => stack);
    return synthAll(deployment, { only: (stack) => own.includes(stack) });
  };

  test('is named by its primary where it is designated, in the primary’s own project', () => {
    const named = [...stacks()].map(([stack, { resource: all }]) => {
      const [primary] = Object.values(all.google_sql_database_instance ?? {});
      return [stack, primary?.replication_cluster];
    });
    expect(Object.fromEntries(named)).toEqual({
      'prod-google-order': { failover_dr_replica_name: 'acme-prod-1:acme-prod-order-recovery' },
      'prod-google-stock': undefined,
      'prod-google-vault': { failover_dr_replica_name: 'acme-vault-1:acme-prod-vault-recovery' },
    });
  });

  test('has its primary left alone in what a failover turns round, and in nothing else', () => {
    for (const [, { resource: all }] of stacks()) {
      const [primary] = Object.values(all.google_sql_database_instance ?? {});
      expect((primary?.lifecycle as Json).ignore_changes).toEqual([
        'instance_type',
        'master_instance_name',
        'replica_configuration',
      ]);
    }
  });

  test('is none of those that have none', () => {
    for (const { id } of GOOGLE_INSTANCES.filter(({ environment }) => environment === 'prod')) {
      const primary = databaseOf(stackOf(id), id.replaceAll('-', '_'));
      expect(primary).not.toHaveProperty('replication_cluster');
      expect(primary.lifecycle).not.toHaveProperty('ignore_changes');
    }
  });
});

test('a restore to a point in time is rehearsed every month where somebody counts on it', () => {
  const [order] = GOOGLE_RECOVERING;
  const drills = (config: Config) =>
    Object.keys(config.resource.google_cloud_run_v2_job ?? {}).filter((name) =>
      name.endsWith('_drill'),
    );
  expect(drills(stackOf('order', { recovery: order?.recovery }))).toEqual(['order_drill']);
  expect(drills(stackOf('order'))).toEqual([]);
  // The primary may be a replica then, of which there is no clone.
  expect(drills(stackOf('order', { ...order, active: given('recovery') }))).toEqual([]);
});
