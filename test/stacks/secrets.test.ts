import type { Deployment } from '../../model/deployment/deployment';
import { loadEstate } from '../../model/language/load-estate';
import { resolve } from '../../model/resolver/resolve';
import {
  AWS_RECOVERED,
  backedUp,
  PROD_RECOVERED,
  replicated,
  restored,
} from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { synthAll, type Json } from '../support/synth';

/** Attributes whose value lands in state, wherever they are written (reference/seed-requirements.md, C). */
const LEAKS = [
  'password',
  'master_password',
  'admin_user_password',
  'manage_master_user_password',
  'root_password',
  'secret_string',
  'secret_binary',
  'secret_data',
  'auth_token',
  'passwords',
  'master_user_password',
  'initial_user',
  'auth_enabled',
  'private_key',
];
/** Resources and data sources that hold or read a secret. */
const HOLDERS = [
  'aws_secretsmanager_secret_version',
  'aws_secretsmanager_random_password',
  'aws_ssm_parameter',
  'google_secret_manager_secret_version',
  'google_secret_manager_secret_version_access',
  'google_secret_manager_regional_secret_version',
  'google_secret_manager_regional_secret_version_access',
  'google_service_account_access_token',
  'google_service_account_key',
  'google_client_config',
  'google_sql_ssl_cert',
  'random_password',
  'tls_private_key',
];

type Visit = (key: string, value: unknown) => void;

function walk(value: unknown, visit: Visit): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    visit(key, part);
    walk(part, visit);
  }
}

const NOON = restored('order', 'noon');
const THERE = restored('shop', 'there', {
  from: 'replicated-backup',
  time: null,
  of: 'primary',
  backups: null,
});

/** What serves, and what is restored beside it. */
const RECOVERED = [
  AWS_RECOVERED,
  [replicated({ restores: [NOON], active: given('noon') })],
  [replicated({ restores: [NOON], active: given('recovery') })],
  [backedUp({ restores: [THERE], active: given('there') })],
].map((instances): Deployment => ({ ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances }));

/** All shapes, and the estate that ships. */
const stacks = [DEPLOYMENT, ...RECOVERED, shipped()].flatMap((deployment) => [
  ...synthAll(deployment),
]);

function shipped(): Deployment {
  const estate = loadEstate('estate');
  const deployment = estate.ok ? resolve(estate.value) : estate;
  if (!deployment.ok) throw new Error('the shipped estate does not resolve');
  return deployment.value;
}

test('every kind of login of both clouds is among them', () => {
  const types = new Set(stacks.flatMap(([, { resource }]) => Object.keys(resource)));
  for (const type of [
    'aws_iam_policy',
    'aws_secretsmanager_secret',
    'google_secret_manager_secret',
    'google_sql_user',
  ]) {
    expect(types).toContain(type);
  }
});

test.each(stacks)('%s keeps no secret in state', (_, { resource, data = {}, output }) => {
  walk([resource, data, output], (key) => expect(LEAKS).not.toContain(key));
  for (const holder of HOLDERS) {
    expect(resource).not.toHaveProperty(holder);
    if (holder !== 'aws_ssm_parameter') expect(data).not.toHaveProperty(holder);
  }
  // AWS's own, which anybody reads.
  for (const { name } of Object.values(data.aws_ssm_parameter ?? {})) {
    expect(name).toMatch(/^\/aws\/service\//);
  }
});

test.each(stacks)('%s gives a runner no secret', (_, { resource }) => {
  for (const { environment } of Object.values(resource.aws_lambda_function ?? {})) {
    const { variables } = environment as { readonly variables: Readonly<Record<string, string>> };
    const server = ['KURA_HOST', 'KURA_INSTANCE', 'KURA_PORT'];
    // One that only rehearses recoveries has no server.
    expect(Object.keys(variables)).toEqual([
      ...('KURA_HOST' in variables ? server : []),
      'KURA_REGION',
      'KURA_STACK',
    ]);
  }
  const inputs = [
    ...Object.values(resource.aws_lambda_invocation ?? {}),
    ...Object.values(resource.aws_scheduler_schedule ?? {}).map(({ target }) => target as Json),
  ].map(({ input }) => JSON.parse(String(input)) as Json);
  for (const input of inputs) {
    expect(input).not.toHaveProperty('password');
    walk(input, (key) => expect(LEAKS).not.toContain(key));
  }
});

test.each(stacks)('%s makes no database user that has a password', (_, { resource }) => {
  for (const user of Object.values(resource.google_sql_user ?? {})) {
    expect(user.type).toMatch(/^CLOUD_IAM_(?:SERVICE_ACCOUNT|USER|GROUP)$/);
  }
});

test.each(stacks)('%s takes write-only values from ephemeral resources alone', (_, config) => {
  const values: unknown[] = [];
  walk(config.resource, (key, value) => {
    if (key.endsWith('_wo')) values.push(value);
  });
  // What is replicated or restored has its administrator from where it comes.
  const made = Object.values(config.resource.aws_db_instance ?? {}).filter(
    (database) =>
      !['replicate_source_db', 'restore_to_point_in_time', 'snapshot_identifier'].some(
        (source) => source in database,
      ),
  );
  expect(values).toHaveLength(made.length);
  for (const value of values) expect(value).toMatch(/^\$\{ephemeral\.[\w.]+\}$/);
});

test.each(stacks)('%s has no credentials in an address, and names no database', (_, config) => {
  expect(JSON.stringify(config)).not.toMatch(/:\/\/[^/"]*@/);
  for (const database of Object.values(config.resource.aws_db_instance ?? {})) {
    expect(database).not.toHaveProperty('db_name');
  }
  expect(config.resource).not.toHaveProperty('google_sql_database');
});
