import { JumpHost } from '../../../constructs/google/jump-host';
import { Key, type KeySettings } from '../../../constructs/google/key';
import { Operator, type OperatorSettings } from '../../../constructs/google/operator';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const KEY: KeySettings = {
  address: 'shared',
  name: 'acme-prod',
  purpose: 'logs',
  project: 'acme-prod-1',
  region: 'asia-northeast1',
  services: ['compute'],
  preventDestroy: true,
};
const hostOf = (ownsRules: boolean) =>
  googleSynthOf((stack) => {
    const key = new Key(stack, 'key', KEY, { projectNumber: '123456789012' });
    new JumpHost(
      stack,
      'jump-host',
      {
        address: 'shared',
        name: 'acme-prod',
        project: 'acme-prod-1',
        region: 'asia-northeast1',
        ownsRules,
      },
      { network: { id: 'networks/acme-prod', subnet: 'subnetworks/acme-prod-runner' }, key },
    );
  });

test('a host has no address outside, no identity, and no key of its own lets anybody in', () => {
  const host = resource(hostOf(true), 'google_compute_instance', 'shared_jump');
  expect(host).toEqual({
    project: 'acme-prod-1',
    zone: 'asia-northeast1-b',
    name: 'acme-prod-jump',
    description: 'Operators go through it to databases of acme-prod',
    machine_type: 'e2-micro',
    tags: ['acme-prod-jump'],
    boot_disk: {
      initialize_params: { image: 'debian-cloud/debian-12', size: 10, type: 'pd-balanced' },
      kms_key_self_link: '${google_kms_crypto_key.shared.id}',
    },
    network_interface: [{ subnetwork: 'subnetworks/acme-prod-runner' }],
    shielded_instance_config: {
      enable_secure_boot: true,
      enable_vtpm: true,
      enable_integrity_monitoring: true,
    },
    metadata: {
      'enable-oslogin': 'TRUE',
      'block-project-ssh-keys': 'TRUE',
      'serial-port-enable': 'FALSE',
    },
    can_ip_forward: false,
    allow_stopping_for_update: true,
    deletion_protection: false,
    depends_on: ['google_kms_crypto_key_iam_binding.shared'],
  });
});

test('it is reached by Identity-Aware Proxy’s tunnels, on one port, and it is logged', () => {
  expect(resource(hostOf(true), 'google_compute_firewall', 'shared_jump')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-jump',
    description: 'Operators come to the host by Identity-Aware Proxy alone',
    network: 'networks/acme-prod',
    direction: 'INGRESS',
    priority: 1000,
    source_ranges: ['35.235.240.0/20'],
    target_tags: ['acme-prod-jump'],
    allow: [{ protocol: 'tcp', ports: ['22'] }],
    log_config: { metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('it gets to what admits it before its own rule, and to nothing else', () => {
  expect(resource(hostOf(true), 'google_compute_firewall', 'shared_jump_closed')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-jump-closed',
    description: 'The host gets to databases that admit it, and nowhere else',
    network: 'networks/acme-prod',
    direction: 'EGRESS',
    priority: 1001,
    destination_ranges: ['0.0.0.0/0'],
    target_tags: ['acme-prod-jump'],
    deny: [{ protocol: 'all' }],
    log_config: { metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('in a network of somebody else’s the owner admits the tunnels, and closes the rest', () => {
  expect(addressesOf(hostOf(false)).filter((each) => each.includes('compute'))).toEqual([
    'google_compute_instance.shared_jump',
  ]);
});

const SETTINGS: OperatorSettings = {
  address: 'core-db',
  project: 'acme-prod-1',
  identifier: 'acme-prod-core-db',
  identity: 'user:mika@acme.example',
  until: '2026-12-01T15:00:00Z',
  host: { name: 'acme-prod-jump', zone: 'asia-northeast1-b' },
  finds: 'projects/acme-prod-1/roles/kura_prod_operator',
};
const operatorOf = (settings: OperatorSettings) =>
  googleSynthOf((stack) => {
    new Operator(stack, 'operator', settings, { after: [] });
  });
const ADDRESS = 'core_db_mikaATacmeDOTexample_jump';
const ENDS = 'request.time < timestamp("2026-12-01T15:00:00Z")';

test('an operator finds the host, comes to its port and logs in, all of it until the end', () => {
  const config = operatorOf(SETTINGS);
  const condition = (expression: string) => ({
    title: 'operator of acme-prod-core-db',
    description: 'Goes through the host to acme-prod-core-db',
    expression,
  });
  const of = { project: 'acme-prod-1', member: 'user:mika@acme.example' };
  expect(resource(config, 'google_iap_tunnel_instance_iam_member', ADDRESS)).toEqual({
    ...of,
    zone: 'asia-northeast1-b',
    instance: 'acme-prod-jump',
    role: 'roles/iap.tunnelResourceAccessor',
    condition: condition(`destination.port == 22 && ${ENDS}`),
  });
  expect(resource(config, 'google_compute_instance_iam_member', ADDRESS)).toEqual({
    ...of,
    zone: 'asia-northeast1-b',
    instance_name: 'acme-prod-jump',
    role: 'roles/compute.osLogin',
    condition: condition(ENDS),
  });
  expect(resource(config, 'google_project_iam_member', ADDRESS)).toEqual({
    ...of,
    role: 'projects/acme-prod-1/roles/kura_prod_operator',
    condition: condition(ENDS),
  });
});

test('an operator of two instances has a way of its own for each', () => {
  const titles = ['acme-prod-core-db', 'acme-prod-catalog'].map(
    (identifier) =>
      resource(
        operatorOf({ ...SETTINGS, identifier }),
        'google_compute_instance_iam_member',
        ADDRESS,
      ).condition,
  );
  expect(titles[0]).not.toEqual(titles[1]);
});
