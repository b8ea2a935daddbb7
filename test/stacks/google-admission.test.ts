import { DEPLOYMENT } from '../support/deployment';
import {
  GOOGLE_PROD_RECOVERING,
  googleAccess,
  googleInstance,
  googleRecoveryHome,
  googleRestore,
} from '../support/google-deployment';
import { given, service } from '../support/service';
import { resource, synthAll, type Config, type Json } from '../support/synth';

const SERVICES = [
  service('order', [
    googleAccess('order-api'),
    googleAccess('order-batch', {
      ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
      attach: false,
    }),
    googleAccess('', {
      ...{ identity: 'user:mika@acme.example', role: 'operator', login: 'mika@acme.example' },
      until: '2026-12-01T15:00:00Z',
    }),
  ]),
];
const RESTORES = [googleRestore('order', 'before', undefined, { readers: 1 })];

const orderWith = (active: string): Config => {
  const order = googleInstance('order', {
    ...{ services: SERVICES, restores: RESTORES, recoveryHome: googleRecoveryHome('order') },
    active: given(active),
  });
  const deployment = { ...DEPLOYMENT, foundations: [GOOGLE_PROD_RECOVERING], instances: [order] };
  const config = synthAll(deployment, { only: (name) => name === order.stack }).get(order.stack);
  if (!config) throw new Error('no prod-google-order');
  return config;
};

/** Who may log in to what, of the identities that the estate names and the runner. */
function admitted(config: Config): readonly string[] {
  const bindings = Object.values(config.resource.google_project_iam_member ?? {});
  const all = bindings.flatMap(({ member, role, condition }) => {
    const { expression = '' } = (condition ?? {}) as { readonly expression?: string };
    const [, instance] =
      /resource\.name == "projects\/acme-prod-1\/instances\/([^"]+)"/.exec(expression) ?? [];
    const [name] = /(?<=:)[^@]+/.exec(String(member)) ?? [];
    return instance === undefined || role !== 'roles/cloudsql.client'
      ? []
      : [`${String(name)} to ${instance}`];
  });
  return all.sort();
}

const PRIMARY = 'acme-prod-order';
const BESIDE = 'acme-prod-order-at-before';

test('everybody is let in to the primary that serves, operators to what is restored beside it, too', () => {
  expect(admitted(orderWith('primary'))).toEqual([
    `acme-prod-order-runner to ${PRIMARY}`,
    `mika to ${PRIMARY}`,
    `mika to ${BESIDE}`,
    `order-api to ${PRIMARY}`,
    `order-batch to ${PRIMARY}`,
  ]);
});

test('where a restored one serves, clients and the runner are let in to that; the runner keeps its way to the other', () => {
  expect(admitted(orderWith('before'))).toEqual([
    `acme-prod-order-runner to ${PRIMARY}`,
    `acme-prod-order-runner to ${BESIDE}`,
    `mika to ${PRIMARY}`,
    `mika to ${BESIDE}`,
    `order-api to ${BESIDE}`,
    `order-batch to ${BESIDE}`,
  ]);
});

test('where the recovery region serves, no client is let in here', () => {
  expect(admitted(orderWith('recovery'))).toEqual([
    `acme-prod-order-runner to ${PRIMARY}`,
    `mika to ${PRIMARY}`,
    `mika to ${BESIDE}`,
  ]);
});

test.each(['primary', 'before', 'recovery'])(
  'database users and secrets stay as they are while %s serves',
  (active) => {
    const config = orderWith(active);
    expect(Object.keys(config.resource.google_sql_user ?? {}).sort()).toEqual([
      'order_acme_prod_order_runner',
      'order_mikaATacmeDOTexample',
      'order_order_api',
    ]);
    for (const user of Object.values(config.resource.google_sql_user ?? {})) {
      expect(user.instance).toBe('${google_sql_database_instance.order.name}');
    }
    expect(Object.keys(config.resource.google_secret_manager_secret ?? {})).toEqual([
      'order_order_batch',
    ]);
  },
);

test('the contract names the one that serves, its readers and the rights to it', () => {
  const contract = orderWith('before').output?.contract_order?.value as Json;
  const host = (name: string) => `\${google_sql_database_instance.${name}.private_ip_address}`;
  const connection = (name: string) => `acme-prod-1:asia-northeast1:${name}`;
  expect(contract).toMatchObject({
    writer: { instance: connection(BESIDE), host: host('order_at_before') },
    readers: [
      { instance: connection(`${BESIDE}-reader-1`), host: host('order_at_before_reader_1') },
    ],
    client: { networkTag: 'acme-prod-order-clients' },
  });
  const [api, batch] = contract.logins as readonly Json[];
  for (const login of [api, batch]) {
    expect(login?.condition).toContain(
      `resource.name == "projects/acme-prod-1/instances/${BESIDE}"`,
    );
  }
  expect(batch?.secret).toBe('${google_secret_manager_secret.order_order_batch.id}');
});

test('the runner works on the one that serves, and on none where the recovery region does', () => {
  const worksOn = (active: string) => {
    const job = resource(orderWith(active), 'google_cloud_run_v2_job', 'order_runner');
    return /acme-prod-1:asia-northeast1:[\w-]+/.exec(JSON.stringify(job))?.[0];
  };
  expect(worksOn('primary')).toBe(`acme-prod-1:asia-northeast1:${PRIMARY}`);
  expect(worksOn('before')).toBe(`acme-prod-1:asia-northeast1:${BESIDE}`);
  const { google_cloud_run_v2_job: jobs = {}, google_cloud_scheduler_job: starts = {} } =
    orderWith('recovery').resource;
  expect([...Object.keys(jobs), ...Object.keys(starts)]).toEqual([]);
  expect(orderWith('recovery').output).not.toHaveProperty('contract_order');
});
