import { googleContract } from '../../model/access/contract';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import type { BreakGlass } from '../../model/recovery/break-glass';
import type { Drill } from '../../model/recovery/recovery';
import {
  GOOGLE_DEV,
  GOOGLE_RECOVERING,
  GOOGLE_SMALL,
  googleAccess,
  googleInstance,
  googleRecovery,
  googleRecoveryHome,
  googleTarget,
} from '../support/google-deployment';
import { recoveryOf, textsOf } from '../support/google-recovery';
import { given, service } from '../support/service';
import { addressesOf, resource, type Config, type Json } from '../support/synth';

type Choice = NonNullable<Parameters<typeof googleInstance>[1]>;

const LIMITS = { rpo: 900_000, rto: 7_200_000 };
const DRILLS: readonly Drill[] = [
  { mechanism: 'point-in-time-recovery', region: 'primary', ...LIMITS },
  { mechanism: 'recovery-replica', region: 'recovery', ...LIMITS },
];

const SERVICES = [
  service('order', [
    googleAccess('order-api'),
    googleAccess('order-export', {
      ...{ via: 'secret', secret: 'acme-prod-order-order_export', login: 'order_export' },
      attach: false,
    }),
    googleAccess('', {
      ...{ identity: 'user:mika@acme.example', role: 'operator', login: 'mika@acme.example' },
      until: '2026-12-01T15:00:00Z',
    }),
  ]),
];

const orderOf = (choice: Choice = {}): GoogleInstance =>
  googleInstance('order', {
    recoveryHome: googleRecoveryHome('order'),
    recovery: googleRecovery(['point-in-time-recovery', 'standby', 'recovery-replica'], {
      drills: DRILLS,
    }),
    services: SERVICES,
    ...choice,
  });

const serving = (choice: Choice = {}): GoogleInstance =>
  orderOf({ active: given('recovery'), ...choice });

const WAITING = recoveryOf(orderOf());
const SERVING = recoveryOf(serving());

const replicaOf = (config: Config, address = 'order'): Json =>
  resource(config, 'google_sql_database_instance', address);
const settingsOf = (config: Config, address?: string): Json =>
  replicaOf(config, address).settings as Json;

describe('a replica that waits', () => {
  test('has a key, the secrets that it may need, and its drill', () => {
    expect(addressesOf(WAITING)).toEqual([
      'google_cloud_run_v2_job.order_drill',
      'google_cloud_run_v2_job_iam_member.order_drill',
      'google_cloud_scheduler_job.order_drill',
      'google_compute_firewall.order_drill',
      'google_kms_crypto_key.order',
      'google_kms_crypto_key_iam_binding.order',
      'google_kms_key_ring.order',
      'google_project_iam_member.order_drill_client',
      'google_project_iam_member.order_drill_copy',
      'google_project_iam_member.order_drill_instanceUser',
      'google_project_iam_member.order_drill_source',
      'google_secret_manager_secret.order_order_export',
      'google_secret_manager_secret_iam_binding.order_order_export',
      'google_secret_manager_secret_iam_binding.order_order_export_versionAdder',
      'google_secret_manager_secret_iam_binding.order_order_export_versionViewer',
      'google_sql_database_instance.order',
      'google_storage_bucket_iam_member.order_drill',
    ]);
  });

  test('lets nobody in, and says so to nobody', () => {
    const roles = Object.values(WAITING.resource.google_project_iam_member ?? {});
    expect(roles.map(({ member }) => member)).toEqual(
      roles.map(() => 'serviceAccount:acme-prod-order-runner@acme-prod-1.iam.gserviceaccount.com'),
    );
    for (const { condition } of roles) {
      expect((condition as Json).expression).not.toContain('acme-prod-order-recovery"');
    }
    expect(Object.keys(WAITING.output ?? {})).toEqual(['recovery_coordinates']);
  });

  test('follows the primary by its name, under a key of its own region, and is what its primary is', () => {
    expect(replicaOf(WAITING)).toMatchObject({
      name: 'acme-prod-order-recovery',
      region: 'asia-northeast2',
      master_instance_name: 'acme-prod-order',
      encryption_key_name: '${google_kms_crypto_key.order.id}',
      database_version: 'POSTGRES_17',
      deletion_protection: true,
      settings: {
        edition: 'ENTERPRISE_PLUS',
        tier: 'db-perf-optimized-N-4',
        availability_type: 'REGIONAL',
        deletion_protection_enabled: true,
        retain_backups_on_delete: true,
      },
      depends_on: ['google_kms_crypto_key_iam_binding.order'],
    });
    expect(resource(WAITING, 'google_kms_key_ring', 'order')).toMatchObject({
      name: 'acme-prod-order-recovery',
      location: 'asia-northeast2',
    });
    expect(settingsOf(WAITING).ip_configuration).toEqual({
      ipv4_enabled: false,
      private_network: 'projects/acme-prod-1/global/networks/acme-prod',
      enable_private_path_for_google_cloud_services: false,
      ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      server_ca_mode: 'GOOGLE_MANAGED_INTERNAL_CA',
    });
  });

  test('is waited for until all data is across', () => {
    expect(replicaOf(WAITING).timeouts).toEqual({ create: '12h', update: '3h', delete: '3h' });
  });

  test('has no backups, and whatever a failover turns round is left alone', () => {
    expect(settingsOf(WAITING)).not.toHaveProperty('backup_configuration');
    expect(replicaOf(WAITING).lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: [
        'instance_type',
        'master_instance_name',
        'replica_configuration',
        'replication_cluster',
        'settings[0].ip_configuration[0].allocated_ip_range',
        'settings[0].backup_configuration',
        'settings[0].maintenance_window',
        'settings[0].deny_maintenance_period',
        'settings[0].password_validation_policy',
      ],
    });
  });

  test('of MySQL keeps binary logs, without which it cannot take over', () => {
    const config = recoveryOf(
      orderOf({
        engine: 'mysql',
        services: [service('order', [googleAccess('order-api', { login: 'order-api' })])],
      }),
    );
    expect(settingsOf(config)).toMatchObject({
      backup_configuration: { enabled: false, binary_log_enabled: true },
    });
  });

  test('of Enterprise is one of that edition', () => {
    const settings = { ...GOOGLE_SMALL, highAvailability: true };
    const config = recoveryOf(orderOf({ preset: 'staging', settings }));
    expect(settingsOf(config)).toMatchObject({
      edition: 'ENTERPRISE',
      tier: 'db-custom-2-4096',
    });
    const { value } = config.output?.recovery_coordinates ?? {};
    expect(value).toMatchObject({
      takeOver:
        'gcloud sql instances promote-replica acme-prod-order-recovery --project=acme-prod-1',
    });
  });

  test('of a break-glass entry for it may be deleted, and its key may not', () => {
    const entry: BreakGlass = {
      protection: 'deletion',
      of: 'recovery',
      reason: 'moved',
      approver: 'mika',
      expires: '2026-12-01T15:00:00Z',
      place: 'test',
    };
    const config = recoveryOf(orderOf({ breakGlass: [entry] }));
    expect(replicaOf(config)).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      settings: { deletion_protection_enabled: false },
    });
    expect(resource(config, 'google_kms_crypto_key', 'order')).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
    const other = recoveryOf(orderOf({ breakGlass: [{ ...entry, of: 'primary' }] }));
    expect(replicaOf(other).deletion_protection).toBe(true);
  });
});

describe('a replica that serves', () => {
  test('keeps all that it was, but for the source of its drills', () => {
    const [waiting, now] = [addressesOf(WAITING), addressesOf(SERVING)];
    expect(waiting.filter((address) => !now.includes(address))).toEqual([
      // Copies are made of the instance that is written to now.
      'google_project_iam_member.order_drill_source',
    ]);
    expect(now).toContain('google_project_iam_member.order_drill_source_acme_prod_order_recovery');
  });

  test('is what restores are rehearsed from: a replica has nothing left to take over', () => {
    const { template } = resource(SERVING, 'google_cloud_run_v2_job', 'order_drill');
    const [container] = ((template as Json).template as Json).containers as readonly Json[];
    const [, , call = ''] = container?.args as readonly string[];
    expect(JSON.parse(call)).toMatchObject({
      drill: {
        mechanism: 'point-in-time-recovery',
        source: 'acme-prod-order-recovery',
        target: 'acme-prod-order-recovery-drill',
        region: 'asia-northeast2',
      },
    });
  });

  test('is made anew by no argument: only its policies are its own now', () => {
    const { settings, lifecycle, ...rest } = replicaOf(SERVING);
    const { settings: before, lifecycle: _, ...restBefore } = replicaOf(WAITING);
    expect(rest).toEqual(restBefore);
    expect(lifecycle).toEqual({
      prevent_destroy: true,
      ignore_changes: [
        'instance_type',
        'master_instance_name',
        'replica_configuration',
        'replication_cluster',
        'settings[0].ip_configuration[0].allocated_ip_range',
      ],
    });
    const { backup_configuration, maintenance_window, deny_maintenance_period, ...same } =
      settings as Json;
    expect(same).toEqual(before);
    expect(backup_configuration).toMatchObject({
      enabled: true,
      location: 'asia-northeast2',
      point_in_time_recovery_enabled: true,
      transaction_log_retention_days: 35,
    });
    expect([maintenance_window, deny_maintenance_period]).not.toContain(undefined);
  });

  test('lets in whom the primary let in, to itself alone, and makes no user: they came with the data', () => {
    expect(SERVING.resource.google_sql_user).toBeUndefined();
    const roles = Object.entries(SERVING.resource.google_project_iam_member ?? {}).filter(
      ([name]) => !name.startsWith('order_drill'),
    );
    expect(roles.map(([name]) => name).sort()).toEqual([
      'order_acme_prod_order_runner_client',
      'order_acme_prod_order_runner_instanceUser',
      'order_mikaATacmeDOTexample_client',
      'order_mikaATacmeDOTexample_instanceUser',
      'order_mikaATacmeDOTexample_jump',
      'order_order_api_client',
      'order_order_api_instanceUser',
      'order_order_export_client',
    ]);
    for (const [, { condition, role }] of roles) {
      if (String(role).startsWith('projects/')) continue;
      expect((condition as Json).expression).toContain(
        '"projects/acme-prod-1/instances/acme-prod-order-recovery"',
      );
    }
  });

  test('is run as the primary’s runner, on a state of its own', () => {
    const job = resource(SERVING, 'google_cloud_run_v2_job', 'order_runner');
    expect(job).toMatchObject({
      name: 'acme-prod-order-recovery-runner',
      location: 'asia-northeast2',
      // It goes when the primary serves again.
      deletion_protection: false,
      template: {
        template: {
          service_account: 'acme-prod-order-runner@acme-prod-1.iam.gserviceaccount.com',
          volumes: [{ gcs: { bucket: 'acme-prod-recovery-runner-acme-prod-1' } }],
          containers: [
            {
              env: [
                {
                  name: 'KURA_INSTANCE',
                  value: 'acme-prod-1:asia-northeast2:acme-prod-order-recovery',
                },
              ],
            },
          ],
          vpc_access: {
            network_interfaces: [
              {
                subnetwork:
                  'projects/acme-prod-1/regions/asia-northeast2/subnetworks/acme-prod-recovery-runner',
                tags: ['acme-prod-order-recovery-clients'],
              },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(job)).toContain('/runner/prod-google-order-recovery.');
  });

  test('is reached with the tag that clients bear, and through the host there', () => {
    expect(resource(SERVING, 'google_compute_firewall', 'order_clients')).toMatchObject({
      name: 'acme-prod-order-recovery-clients',
      target_tags: [
        'acme-prod-order-recovery-clients',
        'acme-prod-order-clients',
        'acme-prod-recovery-jump',
      ],
      destination_ranges: ['${google_sql_database_instance.order.private_ip_address}/32'],
    });
    expect(
      resource(SERVING, 'google_iap_tunnel_instance_iam_member', 'order_mikaATacmeDOTexample_jump'),
    ).toMatchObject({ instance: 'acme-prod-recovery-jump', zone: 'asia-northeast2-b' });
  });

  test('has the contract, with the host and the secrets that are there', () => {
    const { value } = SERVING.output?.contract_order ?? {};
    expect(value).toMatchObject({
      writer: {
        instance: 'acme-prod-1:asia-northeast2:acme-prod-order-recovery',
        host: '${google_sql_database_instance.order.private_ip_address}',
      },
      readers: [],
    });
    expect(resource(SERVING, 'google_secret_manager_secret', 'order_order_export')).toMatchObject({
      secret_id: 'acme-prod-order-recovery-order_export',
      replication: { user_managed: { replicas: [{ location: 'asia-northeast2' }] } },
    });
    expect(JSON.stringify(value)).toContain('google_secret_manager_secret.order_order_export.id');
  });
});

describe('one in a project and a network of its own', () => {
  const vault = GOOGLE_RECOVERING.find(({ id }) => id === 'vault');
  if (!vault) throw new Error('the vault recovers');
  const config = recoveryOf({ ...vault, services: orderOf().services });

  test('has there what the recovery region’s foundation gives the others', () => {
    expect(addressesOf(config)).toEqual(
      expect.arrayContaining([
        'google_compute_subnetwork.vault_runner',
        'google_logging_project_bucket_config.vault_databases',
        'google_logging_project_sink.vault_databases',
        'google_storage_bucket.vault_runner',
      ]),
    );
    expect(addressesOf(config)).not.toContain('google_logging_project_exclusion.vault_databases');
    expect(resource(config, 'google_compute_subnetwork', 'vault_runner')).toMatchObject({
      network: 'projects/acme-vault-1/global/networks/acme-prod-vault',
      region: 'asia-northeast2',
      ip_cidr_range: '10.61.6.0/24',
    });
  });

  test('has its own host once it serves', () => {
    const now = recoveryOf({ ...vault, active: given('recovery'), services: orderOf().services });
    expect(resource(now, 'google_compute_instance', 'vault_jump')).toMatchObject({
      name: 'acme-prod-vault-recovery-jump',
      zone: 'asia-northeast2-b',
    });
  });

  test('keeps its logs and what they are read with when it has retired', () => {
    expect(addressesOf(recoveryOf({ ...vault, lifecycle: given('retired') }))).toEqual([
      'google_kms_crypto_key.vault',
      'google_kms_crypto_key_iam_binding.vault',
      'google_kms_key_ring.vault',
      'google_logging_project_bucket_config.vault_databases',
      'google_logging_project_sink.vault_databases',
      'google_storage_bucket.vault_runner',
    ]);
  });
});

test('in an existing network it takes the subnet that is there, and the network’s owner lets clients in', () => {
  const { target, state } = googleRecoveryHome('order');
  const foundation = {
    ...GOOGLE_DEV,
    target: googleTarget('acme-prod-1'),
    recovery: {
      ...{ stack: 'dev-google-recovery', target, state, operators: false },
      subnet: given({
        kind: 'existing' as const,
        subnet: 'projects/acme-host/regions/asia-northeast2/subnetworks/jobs',
      }),
    },
  };
  const config = recoveryOf(serving(), foundation);
  expect(addressesOf(config).filter((each) => each.includes('compute_firewall'))).toEqual([]);
  expect(resource(config, 'google_cloud_run_v2_job', 'order_drill')).toMatchObject({
    template: {
      template: {
        vpc_access: {
          network_interfaces: [
            {
              network: 'projects/acme-host/global/networks/shared',
              subnetwork: 'projects/acme-host/regions/asia-northeast2/subnetworks/jobs',
              tags: [],
            },
          ],
        },
      },
    },
  });
});

test('retired, it is its key alone: backups that it made may be read with it', () => {
  expect(addressesOf(recoveryOf(orderOf({ lifecycle: given('retired') })))).toEqual([
    'google_kms_crypto_key.order',
    'google_kms_crypto_key_iam_binding.order',
    'google_kms_key_ring.order',
  ]);
});

describe.each([
  ['waiting', WAITING],
  ['serving', SERVING],
])('%s', (_, config) => {
  test('its provider and its state are of the recovery region', () => {
    expect(config.provider.google?.[0]).toMatchObject({ region: 'asia-northeast2' });
    expect(config.terraform.backend).toMatchObject({
      gcs: { bucket: 'acme-kura-state-prod-recovery', prefix: 'prod-google-order-recovery' },
    });
  });

  test('it reads no state and nothing of the primary region, and names no place there', () => {
    expect(JSON.stringify(config)).not.toContain('terraform_remote_state');
    expect(textsOf(config).filter((text) => text.includes('asia-northeast1'))).toEqual([]);
    expect(Object.keys(config.data ?? {}).sort()).toEqual([
      'google_project',
      'google_sql_database_instances',
    ]);
    expect(config.data?.google_sql_database_instances?.order).toMatchObject({
      region: 'asia-northeast2',
    });
  });

  test('it holds no secret', () => {
    expect(JSON.stringify(config)).not.toMatch(/secret_data|root_password|"password"/);
  });
});

test('what the contract says of its place is what the deployment says', () => {
  const fixed = googleContract({
    ...{ service: 'order', stack: 'prod-google-order-recovery', port: 5432, readers: 0 },
    ...{ identifier: 'acme-prod-order-recovery', client: 'acme-prod-order-recovery' },
    ...{ region: 'asia-northeast2', project: 'acme-prod-1', ca: 'GOOGLE_MANAGED_INTERNAL_CA' },
  });
  expect(serving().services[0]?.contract).toEqual(fixed);
});

test.each([
  [
    'designated',
    'gcloud sql instances promote-replica acme-prod-order-recovery --failover --project=acme-prod-1',
  ],
  [
    'planned',
    'gcloud sql instances promote-replica acme-prod-order-recovery --project=acme-prod-1',
  ],
] as const)('a %s replica takes over by %s', (drReplica, takeOver) => {
  const recoveryHome = googleRecoveryHome('order', { drReplica: given(drReplica) });
  const { value } = recoveryOf(orderOf({ recoveryHome })).output?.recovery_coordinates ?? {};
  expect(value).toMatchObject({
    takeOver,
    connection: 'acme-prod-1:asia-northeast2:acme-prod-order-recovery',
    key: '${google_kms_crypto_key.order.id}',
    primary: 'acme-prod-order',
  });
});
