import { clientTagOf } from '../../constructs/google/firewall';
import { networkId, servicesRangeName } from '../../constructs/google/network';
import { DEPLOYMENT } from '../support/deployment';
import { googleInstance, GOOGLE_INSTANCES, GOOGLE_PROD } from '../support/google-deployment';
import { service } from '../support/service';
import { addressesOf, resource, synthAll, type Config, type Json } from '../support/synth';

let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll(DEPLOYMENT);
});

const stack = (id: string) => stacks.get(id);
const databaseOf = (id: string, name: string) =>
  resource(stack(id), 'google_sql_database_instance', name);
const ipOf = (id: string, name: string) => (databaseOf(id, name).settings as Json).ip_configuration;

/** The Google stacks of instances, with what was declared of each. */
const all = GOOGLE_INSTANCES.map((instance) => [instance.stack, instance] as const);

test.each(all)('%s signs in to its own project as its service account', (name, { target }) => {
  expect(stack(name)?.provider.google?.[0]).toMatchObject({
    project: target.project,
    region: target.region,
    impersonate_service_account: target.deployServiceAccount,
  });
});

test('its labels name it and its owners, also on the databases, which take no default labels', () => {
  const labels = {
    organisation: 'acme',
    environment: 'prod',
    stack: 'prod-google-core-db',
    owner: 'team-order_team-user-profile',
    'managed-by': 'kura',
  };
  expect(stack('prod-google-core-db')?.provider.google?.[0]?.default_labels).toEqual(labels);
  for (const name of ['core_db', 'core_db_reader_1', 'core_db_reader_2']) {
    expect(databaseOf('prod-google-core-db', name)).toMatchObject({
      settings: { user_labels: labels },
    });
  }
});

const ownedBy = (...owners: readonly string[]): unknown => {
  const services = owners.map((owner, i) => ({ ...service(`s${i}`, []), owner }));
  const only = [googleInstance('core-db', { services })];
  const stacks = synthAll({ ...DEPLOYMENT, foundations: [GOOGLE_PROD], instances: only });
  const labels = stacks.get('prod-google-core-db')?.provider.google?.[0]?.default_labels;
  return (labels as Json).owner;
};

test.each([
  ['as it is', 'team-order', 'team-order'],
  ['in lower case, with _ for what a label cannot have', 'Team Order & Co.', 'team_order_co_'],
  ['in Japanese', '受注班', '受注班'],
  ['with _ for ー, which Google takes for no letter', '受注チーム', '受注チ_ム'],
  ['cut, where it is too long alone', 'a'.repeat(70), 'a'.repeat(63)],
])('an owner is written %s', (_, owner, label) => {
  expect(ownedBy(owner)).toBe(label);
});

test('an owner too long for a label is cut at whole characters, and at 128 bytes', () => {
  expect(ownedBy('𠮷'.repeat(40))).toBe('𠮷'.repeat(32));
  expect(ownedBy('受'.repeat(60))).toBe('受'.repeat(42));
  expect(ownedBy('a'.repeat(80))).toBe('a'.repeat(63));
});

test('of owners too many for a label as many are named as fit, each once', () => {
  const owners = ['c', 'b', 'a', 'b'].map((sign) => sign.repeat(30));
  expect(ownedBy(...owners)).toBe(`${'a'.repeat(30)}_${'b'.repeat(30)}`);
  expect(ownedBy('team-b', 'team-a', 'team-b')).toBe('team-a_team-b');
});

test('the label of a stack with a long name is as long as one may be', () => {
  const stack = `prod-google-${'x'.repeat(60)}`;
  const only = [googleInstance('core-db', { stack })];
  const made = synthAll({ ...DEPLOYMENT, foundations: [GOOGLE_PROD], instances: only });
  expect(made.get(stack)?.provider.google?.[0]?.default_labels).toMatchObject({
    stack: stack.slice(0, 63),
  });
});

test('state is where the estate says, below the stack’s own name', () => {
  expect(stack('prod-google-core-db')?.terraform.backend).toEqual({
    gcs: {
      bucket: 'acme-kura-state-prod',
      prefix: 'prod-google-core-db',
      kms_encryption_key:
        'projects/acme-prod-1/locations/asia-northeast1/keyRings/kura/cryptoKeys/state',
    },
  });
  expect(stack('dev-google-shared-postgres')?.terraform.backend).toEqual({
    local: { path: '../../../state/dev-google-shared-postgres.tfstate' },
  });
  expect(stack('prod-google-payment')?.terraform.backend).toEqual({
    local: { path: '../../../state/prod-google-payment.tfstate' },
  });
});

test('an instance finds its environment’s network by the names that the foundation gives', () => {
  const foundation = stack('prod-google-foundation');
  const { name } = resource(foundation, 'google_compute_network', 'shared');
  const range = resource(foundation, 'google_compute_global_address', 'shared').name;
  expect(networkId('acme-prod-1', String(name))).toBe(
    'projects/acme-prod-1/global/networks/acme-prod',
  );
  expect(range).toBe(servicesRangeName('acme-prod'));
  expect(ipOf('prod-google-core-db', 'core_db')).toMatchObject({
    private_network: 'projects/acme-prod-1/global/networks/acme-prod',
    allocated_ip_range: 'acme-prod-services',
  });
  expect(stack('prod-google-core-db')?.resource).not.toHaveProperty('google_compute_network');
});

test('in an existing network it takes the estate’s network and range', () => {
  expect(ipOf('dev-google-shared-postgres', 'shared_postgres')).toMatchObject({
    private_network: 'projects/acme-host/global/networks/shared',
    allocated_ip_range: 'psa',
  });
});

test('an isolated instance has its own network, key, logs and project', () => {
  const config = stack('prod-google-payment');
  expect(addressesOf(config)).toEqual(
    expect.arrayContaining([
      'google_compute_firewall.payment',
      'google_compute_network.payment',
      'google_compute_network_peering_routes_config.payment',
      'google_kms_crypto_key.payment',
      'google_logging_project_bucket_config.payment_databases',
      'google_logging_project_exclusion.payment_databases',
      'google_logging_project_sink.payment_databases',
      'google_service_networking_connection.payment',
    ]),
  );
  for (const type of ['google_compute_network', 'google_kms_key_ring']) {
    expect(resource(config, type, 'payment')).toMatchObject({
      name: 'acme-prod-payment',
      project: 'acme-payment-1',
    });
  }
  expect(resource(config, 'google_compute_global_address', 'payment')).toMatchObject({
    address: '10.41.8.0',
    prefix_length: 21,
  });
  expect(databaseOf('prod-google-payment', 'payment')).toMatchObject({
    project: 'acme-payment-1',
    settings: {
      ip_configuration: {
        private_network: '${google_compute_network.payment.id}',
        allocated_ip_range: '${google_compute_global_address.payment.name}',
      },
    },
  });
});

test('a database waits for the connection of a network in its stack, and for its key', () => {
  expect(databaseOf('prod-google-payment', 'payment').depends_on).toEqual([
    'google_kms_crypto_key_iam_binding.payment',
    'google_service_networking_connection.payment',
  ]);
  expect(databaseOf('prod-google-core-db', 'core_db').depends_on).toEqual([
    'google_kms_crypto_key_iam_binding.core_db',
  ]);
});

test('the logs of an instance in a project of its own are there, as long as its own are kept', () => {
  const config = stack('prod-google-payment');
  expect(
    resource(config, 'google_logging_project_bucket_config', 'payment_databases'),
  ).toMatchObject({
    project: 'acme-payment-1',
    location: 'asia-northeast1',
    bucket_id: 'acme-prod-payment-databases',
    retention_days: 365,
    cmek_settings: { kms_key_name: '${google_kms_crypto_key.payment.id}' },
    depends_on: ['google_kms_crypto_key_iam_binding.payment'],
  });
  for (const type of ['google_logging_project_sink', 'google_logging_project_exclusion']) {
    const filter = String(resource(config, type, 'payment_databases').filter);
    const patternOf = (label: string) =>
      new RegExp(new RegExp(`${label}=~"(.+?)"`).exec(filter)?.[1] ?? '$^');
    for (const job of ['acme-prod-payment-runner', 'acme-prod-payment-drill']) {
      expect(job).toMatch(patternOf('job_name'));
    }
    expect('acme-prod-payment-2-runner').not.toMatch(patternOf('job_name'));
    for (const part of ['', '-reader-1', '-at-before', '-at-before-reader-1', '-recovery']) {
      expect(`acme-payment-1:acme-prod-payment${part}`).toMatch(patternOf('database_id'));
      expect(`acme-prod-1:acme-prod-payment${part}`).not.toMatch(patternOf('database_id'));
    }
    expect('acme-payment-1:acme-prod-payment-2').not.toMatch(patternOf('database_id'));
  }
});

test.each(all)(
  '%s logs in its project, by its foundation’s bucket or one of its own',
  (name, i) => {
    const foundation = i.environment === 'prod' ? GOOGLE_PROD.target.project : 'acme-dev-1';
    const own = stack(name)?.resource.google_logging_project_sink ?? {};
    expect(Object.keys(own)).toHaveLength(i.target.project === foundation ? 0 : 1);
  },
);

test('an isolated instance in an existing network makes no network and no rule', () => {
  expect(addressesOf(stack('prod-google-ledger')).filter((a) => a.includes('compute'))).toEqual([]);
  expect(
    resource(stack('prod-google-ledger'), 'google_cloud_run_v2_job', 'ledger_runner'),
  ).toMatchObject({
    template: {
      template: {
        vpc_access: {
          network_interfaces: [
            {
              network: 'projects/acme-host/global/networks/ledger',
              subnetwork: 'projects/acme-host/regions/asia-northeast1/subnetworks/ledger',
              tags: [],
            },
          ],
        },
      },
    },
  });
  expect(ipOf('prod-google-ledger', 'ledger')).toMatchObject({
    private_network: 'projects/acme-host/global/networks/ledger',
    allocated_ip_range: 'ledger-psa',
  });
});

const SQL = 'gcp-sa-cloud-sql';
const SECRETS = 'gcp-sa-secretmanager';
test.each([
  ['prod-google-catalog', 'catalog', [SQL]],
  ['prod-google-core-db', 'core_db', [SQL, SECRETS]],
  ['prod-google-ledger', 'ledger', [SQL]],
])('the agents of what %s holds use its key, and nobody else', (name, address, agents) => {
  const { members } = resource(stack(name), 'google_kms_crypto_key_iam_binding', address);
  expect(members).toEqual(
    agents.map(
      (agent) =>
        `serviceAccount:service-\${data.google_project.shared.number}@${agent}.iam.gserviceaccount.com`,
    ),
  );
  expect(stack(name)?.data).not.toHaveProperty('google_logging_project_cmek_settings');
});

test('in a project of its own Cloud Logging and Cloud Storage use the key, too, and Compute Engine where it has a host', () => {
  const type = 'google_kms_crypto_key_iam_binding';
  expect(resource(stack('prod-google-payment'), type, 'payment').members).toEqual([
    `serviceAccount:service-\${data.google_project.shared.number}@${SQL}.iam.gserviceaccount.com`,
    'serviceAccount:${data.google_logging_project_cmek_settings.shared.service_account_id}',
    'serviceAccount:${data.google_storage_project_service_account.shared.email_address}',
    'serviceAccount:service-${data.google_project.shared.number}@compute-system.iam.gserviceaccount.com',
  ]);
  expect(stack('prod-google-payment')?.data).toMatchObject({
    google_project: { shared: { project_id: 'acme-payment-1' } },
    google_logging_project_cmek_settings: { shared: { project: 'acme-payment-1' } },
  });
});

test.each(all)(
  'the databases of %s and what they log have its key, which stays',
  (name, { id }) => {
    const address = id.replaceAll('-', '_');
    const databases = stack(name)?.resource.google_sql_database_instance ?? {};
    for (const type of ['google_kms_key_ring', 'google_kms_crypto_key']) {
      expect(resource(stack(name), type, address).lifecycle).toEqual({ prevent_destroy: true });
    }
    expect(resource(stack(name), 'google_kms_crypto_key', address).name).toBe('database');
    for (const database of Object.values(databases)) {
      expect(database.encryption_key_name).toBe(`\${google_kms_crypto_key.${address}.id}`);
    }
  },
);

test.each(all)('%s is protected as its own decisions say', (name, { id, decisions }) => {
  const address = id.replaceAll('-', '_');
  expect(databaseOf(name, address)).toMatchObject({
    deletion_protection: true,
    lifecycle: { prevent_destroy: decisions.preventDestroy.value },
    settings: {
      deletion_protection_enabled: true,
      backup_configuration: {
        location: decisions.backupLocation.value,
        transaction_log_retention_days: decisions.backupRetentionDays.value,
      },
      availability_type: decisions.highAvailability.value ? 'REGIONAL' : 'ZONAL',
    },
  });
});

test.each(all)('%s has the flags that were declared', (name, { id, flags }) => {
  const declared = Object.entries(flags).map(([flag, { value }]) => ({ name: flag, value }));
  expect(declared).not.toEqual([]);
  expect(databaseOf(name, id.replaceAll('-', '_'))).toMatchObject({
    settings: { database_flags: declared },
  });
});

test.each(all)(
  '%s has as many readers as it says, each as safe as the primary',
  (name, instance) => {
    const address = instance.id.replaceAll('-', '_');
    const primary = databaseOf(name, address);
    const databases = stack(name)?.resource.google_sql_database_instance ?? {};
    const readers = Object.keys(databases).filter((each) => each !== address);
    const numbers = Array.from({ length: instance.decisions.readers.value }, (_, i) => i + 1);
    expect(readers).toEqual(numbers.map((number) => `${address}_reader_${number}`));
    for (const reader of readers) {
      const { ip_configuration, database_flags, insights_config, edition } =
        primary.settings as Json;
      expect(databaseOf(name, reader)).toMatchObject({
        encryption_key_name: primary.encryption_key_name,
        deletion_protection: true,
        master_instance_name: `\${google_sql_database_instance.${address}.name}`,
        settings: { ip_configuration, database_flags, insights_config, edition },
      });
    }
  },
);

describe('the firewall', () => {
  const rulesOf = (id: string) => stack(id)?.resource.google_compute_firewall ?? {};
  const hostOf = (name: string) => `\${google_sql_database_instance.${name}.private_ip_address}/32`;

  test('lets the clients out to the primary and every reader, and to nothing else', () => {
    expect(Object.keys(rulesOf('prod-google-core-db'))).toEqual(['core_db_clients']);
    expect(rulesOf('prod-google-core-db').core_db_clients).toMatchObject({
      project: 'acme-prod-1',
      network: 'projects/acme-prod-1/global/networks/acme-prod',
      direction: 'EGRESS',
      target_tags: [clientTagOf('acme-prod-core-db')],
      destination_ranges: ['core_db', 'core_db_reader_1', 'core_db_reader_2'].map(hostOf),
      allow: [{ protocol: 'tcp', ports: ['3307', '5432'] }],
    });
  });

  test('lets the named tags and ranges out, too, on the engine’s own port', () => {
    expect(rulesOf('prod-google-catalog')).toMatchObject({
      catalog_clients: {
        target_tags: [clientTagOf('acme-prod-catalog'), 'web', 'acme-prod-jump'],
        allow: [{ protocol: 'tcp', ports: ['3307', '3306'] }],
      },
      catalog_ranges: {
        source_ranges: ['10.31.64.0/18'],
        allow: [{ protocol: 'tcp', ports: ['3307', '3306'] }],
      },
    });
  });

  test('is in the instance’s own network where it has one, beside the rule that closes it', () => {
    expect(rulesOf('prod-google-payment')).toMatchObject({
      payment: { deny: [{ protocol: 'all' }], network: '${google_compute_network.payment.id}' },
      payment_clients: {
        project: 'acme-payment-1',
        network: '${google_compute_network.payment.id}',
      },
    });
  });

  test.each(['dev-google-shared-postgres', 'prod-google-ledger'])(
    'is not for %s, whose network is somebody else’s',
    (id) => {
      expect(rulesOf(id)).toEqual({});
      const contracts = Object.entries(stack(id)?.output ?? {}).filter(([name]) =>
        name.startsWith('contract_'),
      );
      expect(contracts).not.toEqual([]);
      for (const [, output] of contracts) {
        expect(output.value).toMatchObject({ client: { networkTag: null } });
      }
    },
  );
});

test('a stack that is built alone is the same bytes as among all', () => {
  const only = synthAll(DEPLOYMENT, { only: (name) => name === 'prod-google-core-db' });
  expect([...only.keys()]).toEqual(['prod-google-core-db']);
  expect(only.get('prod-google-core-db')).toEqual(stack('prod-google-core-db'));
});
