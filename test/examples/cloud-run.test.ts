import { addressesOf, resource, type Config, type Json } from '../support/synth';
import { CONSUMERS } from '../../examples/consumers';
import { pairs, SHIPPED, shippedWith, synthConsumers } from './shipped';

const { configs, dependencies } = synthConsumers(SHIPPED);
const stackOf = (name: string): Config | undefined => configs.get(`prod-google-service-${name}`);

interface Template extends Json {
  readonly containers: readonly Json[];
}
const serviceOf = (config: Config | undefined): Json =>
  resource(config, 'google_cloud_run_v2_service', 'service');
const templateOf = (config: Config | undefined): Template => serviceOf(config).template as Template;
const applicationOf = (config: Config | undefined): Json => templateOf(config).containers[0] ?? {};
const proxyOf = (config: Config | undefined): Json => templateOf(config).containers[1] ?? {};

describe.each(['web', 'export'])('%s', (name) => {
  const config = stackOf(name);

  test('is protected, takes requests from inside and a load balancer, and lets nobody call it yet', () => {
    expect(serviceOf(config)).toMatchObject({
      deletion_protection: true,
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      invoker_iam_disabled: false,
    });
    expect(addressesOf(config)).toEqual([
      'google_cloud_run_v2_service.service',
      'google_compute_subnetwork.service',
    ]);
  });

  test('reaches its database through a subnet of its own, with the tag that its firewall rule lets out', () => {
    expect(templateOf(config).vpc_access).toEqual({
      egress: 'PRIVATE_RANGES_ONLY',
      network_interfaces: [
        {
          network: 'projects/suzumina-prod/global/networks/suzumina-prod',
          subnetwork: '${google_compute_subnetwork.service.id}',
          tags: ['suzumina-prod-suzumina-web-clients'],
        },
      ],
    });
    expect(resource(config, 'google_compute_subnetwork', 'service')).toMatchObject({
      network: 'projects/suzumina-prod/global/networks/suzumina-prod',
      private_ip_google_access: true,
      log_config: { metadata: 'INCLUDE_ALL_METADATA' },
      stack_type: 'IPV4_ONLY',
    });
  });

  test('is two containers by digest, the proxy first, with probes and limits', () => {
    const { containers } = templateOf(config);
    expect(containers.map((container) => container.name)).toEqual([name, 'cloud-sql-proxy']);
    for (const container of containers) {
      expect(container).toMatchObject({
        image: expect.stringMatching(/^[^:]+@sha256:[0-9a-f]{64}$/) as unknown,
        resources: { limits: { cpu: '1', memory: '512Mi' } },
        startup_probe: { http_get: {} },
        liveness_probe: { http_get: {} },
      });
    }
    expect(applicationOf(config)).toMatchObject({
      depends_on: ['cloud-sql-proxy'],
      ports: { container_port: 8080 },
    });
    expect(proxyOf(config)).not.toHaveProperty('ports');
  });

  test('runs no more instances than its team counts', () => {
    const { instances } = CONSUMERS.cloudRun.services.find((each) => each.name === name) ?? {};
    expect(templateOf(config).scaling).toEqual({
      min_instance_count: 1,
      max_instance_count: instances,
    });
  });

  test('waits for a first connection as long as Cloud Run lets it', () => {
    const probe = applicationOf(config).startup_probe as Record<string, number>;
    expect((probe.period_seconds ?? 0) * (probe.failure_threshold ?? 0)).toBe(240);
  });

  test('signs in to the project of its database, and keeps its state outside the output', () => {
    expect(config?.provider).toEqual({
      google: [
        expect.objectContaining({
          project: 'suzumina-prod',
          region: 'asia-northeast1',
          impersonate_service_account: 'app-deploy@suzumina-prod.iam.gserviceaccount.com',
        }),
      ],
    });
    const path = `../../../state/examples/prod-google-service-${name}.tfstate`;
    expect(config?.terraform.backend).toEqual({ local: { path } });
    expect(config?.data).toBeUndefined();
    expect(dependencies[`prod-google-service-${name}`]).toEqual(['prod-google-services']);
  });
});

test('by IAM, the proxy logs in as the declared service account, and there is no password', () => {
  const config = stackOf('web');
  const { service_account: account, ...template } = templateOf(config);
  expect(account).toBe('suzumina-web@suzumina-prod.iam.gserviceaccount.com');
  expect(template.volumes).toEqual([]);
  expect(proxyOf(config).args).toEqual([
    '--private-ip',
    '--auto-iam-authn',
    '--lazy-refresh',
    '--structured-logs',
    '--health-check',
    '--http-address=0.0.0.0',
    '--http-port=9090',
    '--max-sigterm-delay=9s',
    '--exit-zero-on-sigterm',
    'suzumina-prod:asia-northeast1:suzumina-prod-suzumina-web?port=5432',
    'suzumina-prod:asia-northeast1:suzumina-prod-suzumina-web-reader-1?port=5433',
    'suzumina-prod:asia-northeast1:suzumina-prod-suzumina-web-reader-2?port=5434',
  ]);
  expect(pairs(applicationOf(config).env)).toEqual({
    PGHOST: '127.0.0.1',
    PGPORT: '5432',
    PGDATABASE: 'suzumina_db',
    PGUSER: 'suzumina-web@suzumina-prod.iam',
    PGSSLMODE: 'disable',
    DATABASE_WRITER: '127.0.0.1:5432',
    DATABASE_READERS: '127.0.0.1:5433,127.0.0.1:5434',
    POOL_MAX: '20',
    POOL_MIN: '5',
    POOL_ACQUIRE_MS: '30000',
    POOL_IDLE_MS: '10000',
  });
});

test('with a secret, one version of it is a file that nobody changes, and the proxy only connects', () => {
  const config = stackOf('export');
  expect(templateOf(config).service_account).toBe(
    'suzumina-export@suzumina-prod.iam.gserviceaccount.com',
  );
  expect(templateOf(config).volumes).toEqual([
    {
      name: 'password',
      secret: {
        secret: 'suzumina-prod-suzumina-web-suzumina_export',
        default_mode: 0o444,
        items: [{ path: 'password', version: '3', mode: 0o444 }],
      },
    },
  ]);
  expect(applicationOf(config).volume_mounts).toEqual([
    { name: 'password', mount_path: '/secrets/database' },
  ]);
  expect(proxyOf(config)).not.toHaveProperty('volume_mounts');
  expect(proxyOf(config).args).not.toContain('--auto-iam-authn');
  expect(pairs(applicationOf(config).env)).toMatchObject({
    PGUSER: 'suzumina_export',
    PGPASSWORD_FILE: '/secrets/database/password',
    PGPORT: '5433',
  });
});

test('what a team does not decide follows the estate', () => {
  const changed = shippedWith(
    'services/suzumina-web.yaml',
    'database: suzumina_db',
    'database: suzumina_2\noverrides: { prod: { readers: 3, pool: { max: 7 } } }',
  );
  const config = synthConsumers(changed).configs.get('prod-google-service-web');
  expect(pairs(applicationOf(config).env)).toMatchObject({
    PGDATABASE: 'suzumina_2',
    DATABASE_READERS: '127.0.0.1:5433,127.0.0.1:5434,127.0.0.1:5435',
    POOL_MAX: '7',
  });
});

test('each has a service account of its own, without a key and without a role', () => {
  const services = configs.get('prod-google-services');
  expect(addressesOf(services)).toEqual([
    'google_service_account.identity_suzumina_export',
    'google_service_account.identity_suzumina_web',
  ]);
  expect(resource(services, 'google_service_account', 'identity_suzumina_web')).toMatchObject({
    account_id: 'suzumina-web',
    project: 'suzumina-prod',
  });
});
