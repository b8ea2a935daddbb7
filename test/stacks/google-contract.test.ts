import { AWS_INSTANCES } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { GOOGLE_INSTANCES } from '../support/google-deployment';
import { synthAll, type Config, type Json } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll(DEPLOYMENT);
});

const stack = (id: string) => stacks.get(id);
const contract = (id: string, name: string) =>
  stack(id)?.output?.[`contract_${name}`]?.value as Json;

test('an application finds all it needs in one output, and no secret', () => {
  const identity = (name: string) => `serviceAccount:${name}@acme-prod-1.iam.gserviceaccount.com`;
  const host = (name: string) => `\${google_sql_database_instance.${name}.private_ip_address}`;
  const connection = (name: string) => `acme-prod-1:asia-northeast1:acme-prod-core-db${name}`;
  expect(contract('prod-google-core-db', 'user_profile')).toEqual({
    service: 'user-profile',
    database: 'user-profile_service_db',
    engine: 'postgres',
    writer: { instance: connection(''), host: host('core_db'), port: 5432 },
    readers: [
      { instance: connection('-reader-1'), host: host('core_db_reader_1'), port: 5432 },
      { instance: connection('-reader-2'), host: host('core_db_reader_2'), port: 5432 },
    ],
    tls: { mode: 'connector', ca: 'GOOGLE_MANAGED_INTERNAL_CA', bundle: null },
    client: { networkTag: 'acme-prod-core-db-clients' },
    pool: { max: 10, min: 2, acquire: 30_000, idle: 10_000, instances: 4 },
    logins: [
      {
        identity: identity('order-api'),
        role: 'reader',
        user: 'order-api@acme-prod-1.iam',
        via: 'iam',
        roles: ['roles/cloudsql.client', 'roles/cloudsql.instanceUser'],
        condition: expect.stringMatching(
          /^resource\.type == .*acme-prod-core-db-reader-"\)\)$/,
        ) as unknown,
      },
      {
        identity: identity('order-batch'),
        role: 'reader',
        user: 'order_batch',
        via: 'secret',
        secret: '${google_secret_manager_secret.core_db_order_batch.id}',
        roles: ['roles/cloudsql.client'],
        condition: expect.stringMatching(
          /^resource\.type == .*acme-prod-core-db-reader-"\)\)$/,
        ) as unknown,
      },
    ],
  });
  expect(contract('prod-google-catalog', 'catalog')).toMatchObject({
    engine: 'mysql',
    writer: { instance: 'acme-prod-1:asia-northeast1:acme-prod-catalog', port: 3306 },
  });
});

/** What a way in is on each cloud: the one place where contracts differ by design. */
const OWN: ReadonlySet<string> = new Set([
  '.client.securityGroup',
  '.client.networkTag',
  '.logins[].policy',
  '.logins[].roles[]',
  '.logins[].condition',
]);

function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => keysOf(each, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) => keysOf(part, `${path}.${key}`));
}

test('contracts of both clouds have the same keys, save what lets a client in', () => {
  const keys = (id: string) => [...new Set(keysOf(contract(id, 'order')))].sort();
  const aws = keys('prod-aws-core-db');
  const google = keys('prod-google-core-db');
  expect(google.filter((key) => !OWN.has(key))).toEqual(aws.filter((key) => !OWN.has(key)));
  expect([...aws, ...google].filter((key) => OWN.has(key)).sort()).toEqual([...OWN].sort());
});

test('the same services have outputs of the same names on both clouds', () => {
  const outputs = (names: readonly string[]) =>
    names.map((name) => Object.keys(stack(name)?.output ?? {}));
  const aws = outputs(AWS_INSTANCES.map((instance) => instance.stack));
  expect(aws.flat()).toContain('contract_user_profile');
  expect(outputs(GOOGLE_INSTANCES.map((instance) => instance.stack))).toEqual(aws);
});
