import type { Cloud } from '../../model/access/identity';
import { loadEstate } from '../../model/language/load-estate';
import { resolve } from '../../model/resolver/resolve';
import { TIERS } from '../../model/tables/tiers';
import { synthesized } from '../support/synthesized';

const read = loadEstate('estate');
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const estate = read.value;
const resolved = resolve(estate);
if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
const { instances, foundations } = resolved.value;
const stacks = synthesized(resolved.value);

/** Which services each instance of an environment holds on a cloud, by instance id. */
const held = (environment: string, on: Cloud): Record<string, string[]> =>
  Object.fromEntries(
    instances
      .filter((instance) => instance.environment === environment && instance.cloud === on)
      .map(({ id, services }) => [id, services.map(({ service }) => service)]),
  );

test.each(['dev', 'staging', 'prod'])('each service owns exactly one database in %s', (name) => {
  const services = instances
    .filter(({ environment }) => environment === name)
    .flatMap((instance) => instance.services);
  const owned = services.map(({ service, database }) => [service, database.value]);
  expect(Object.fromEntries(owned.sort())).toEqual({
    auth: 'auth_service_db',
    catalog: 'catalog_service_db',
    order: 'order_service_db',
    payment: 'payment_service_db',
    product: 'product_service_db',
    'suzumina-web': 'suzumina_db',
    user: 'user_service_db',
  });
  expect(owned).toHaveLength(7);
  expect(new Set(owned.map(([, database]) => database)).size).toBe(7);
});

test('development shares one instance an engine', () => {
  expect(held('dev', 'google')).toEqual({ 'shared-postgres': ['suzumina-web'] });
  expect(held('dev', 'aws')).toEqual({
    'shared-mysql': ['catalog', 'product'],
    'shared-postgres': ['auth', 'order', 'payment', 'user'],
  });
});

test('staging has the groups of the source document', () => {
  expect(held('staging', 'google')).toEqual({ 'suzumina-web': ['suzumina-web'] });
  expect(held('staging', 'aws')).toEqual({
    core: ['auth', 'user'],
    reference: ['catalog', 'product'],
    transaction: ['order', 'payment'],
  });
});

test('production gives user and order their own instance, isolates payment and groups the rest', () => {
  expect(held('prod', 'google')).toEqual({ 'suzumina-web': ['suzumina-web'] });
  expect(held('prod', 'aws')).toEqual({
    core: ['auth'],
    order: ['order'],
    payment: ['payment'],
    reference: ['catalog', 'product'],
    user: ['user'],
  });
  const payment = instances.find(({ stack }) => stack === 'prod-aws-payment');
  expect(payment?.decisions.placement.value).toBe('isolated');
  expect(payment?.target).toMatchObject({ account: '444444444444' });
});

test('the web application of the source has its database on Cloud SQL in every environment', () => {
  const homes = instances.filter(({ services }) =>
    services.some(({ service }) => service === 'suzumina-web'),
  );
  expect(homes.map(({ stack }) => stack).sort()).toEqual([
    'dev-google-shared-postgres',
    'prod-google-suzumina-web',
    'staging-google-suzumina-web',
  ]);
  for (const { stack, engine, identifier } of homes) {
    expect(engine).toBe('postgres');
    const databases = stacks.get(stack)?.resource.google_sql_database_instance ?? {};
    expect(Object.values(databases).map(({ name }) => name)).toContain(identifier);
    expect(JSON.stringify(stacks.get(stack))).toContain('"database":"suzumina_db"');
  }
});

test('no identity of one service logs in to the database of another', () => {
  for (const { services } of instances) {
    const owners = services.flatMap(({ service, access }) =>
      access.map(({ login }) => `${service} ${login}`),
    );
    const logins = services.flatMap(({ access }) => access.map(({ login }) => login));
    expect(owners).toHaveLength(new Set(logins).size);
  }
});

test('Tokyo is the primary region and Osaka the recovery region, on both clouds', () => {
  const { environments } = estate.estate.statement;
  for (const { aws, google } of Object.values(environments)) {
    expect([aws?.region, aws?.recoveryRegion]).toEqual(['ap-northeast-1', 'ap-northeast-3']);
    expect([google?.region, google?.recoveryRegion]).toEqual([
      'asia-northeast1',
      'asia-northeast2',
    ]);
  }
  for (const { cloud, target } of [...foundations, ...instances])
    expect(target.region).toBe({ aws: 'ap-northeast-1', google: 'asia-northeast1' }[cloud]);
});

test.each([
  ['t3.medium', 'small', 2, 4, 'db.t4g.medium'],
  ['r5.large', 'medium', 2, 16, 'db.r7g.large'],
  ['r5.4xlarge', '2xlarge', 16, 128, 'db.r7g.4xlarge'],
] as const)('what the source calls %s is the tier %s', (seed, name, vcpu, memoryGib, aws) => {
  expect(TIERS[name]).toMatchObject({ seed, vcpu, memoryGib, aws });
});

test('growth sets the disk and its ceiling: 10 and 50 GB a year', () => {
  const disk = (stack: string) => stacks.get(stack)?.resource.aws_db_instance?.[stack.slice(9)];
  expect(disk('prod-aws-order')).toMatchObject({
    allocated_storage: 50,
    max_allocated_storage: 300,
  });
  expect(disk('prod-aws-user')).toMatchObject({ allocated_storage: 20, max_allocated_storage: 70 });
});

test('each instance has a key of its own, and uses no other', () => {
  for (const { id, stack } of instances) {
    const { resource } = stacks.get(stack) ?? { resource: {} };
    const address = id.replaceAll('-', '_');
    const keys = { ...resource.aws_kms_key, ...resource.google_kms_crypto_key };
    expect(Object.keys(keys)).toEqual([address]);
    for (const database of Object.values(resource.aws_db_instance ?? {}))
      expect(database.kms_key_id).toBe(`\${aws_kms_key.${address}.arn}`);
    for (const database of Object.values(resource.google_sql_database_instance ?? {}))
      expect(database.encryption_key_name).toBe(`\${google_kms_crypto_key.${address}.id}`);
  }
});
