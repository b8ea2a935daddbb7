import { Firewall, clientTagOf, type FirewallSettings } from '../../../constructs/google/firewall';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const SETTINGS: FirewallSettings = {
  address: 'core-db',
  identifier: 'acme-prod-core-db',
  project: 'acme-prod-1',
  port: 5432,
  clientTags: [],
  clientCidrs: [],
};

const firewallOf = (settings: Partial<FirewallSettings> = {}, hosts = ['10.30.240.3']) =>
  googleSynthOf((stack) => {
    const wiring = {
      network: { id: 'projects/acme-prod-1/global/networks/acme-prod' },
      databases: hosts.map((host) => ({ host })),
    };
    const firewall = new Firewall(stack, 'firewall', { ...SETTINGS, ...settings }, wiring);
    expect(firewall.clientTag).toBe('acme-prod-core-db-clients');
  });

test('the bearers of its client tag reach the database on two ports, and nothing else is opened', () => {
  const config = firewallOf();
  expect(addressesOf(config)).toEqual(['google_compute_firewall.core_db_clients']);
  expect(resource(config, 'google_compute_firewall', 'core_db_clients')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-core-db-clients',
    description: 'To the database acme-prod-core-db from its clients',
    network: 'projects/acme-prod-1/global/networks/acme-prod',
    direction: 'EGRESS',
    priority: 1000,
    target_tags: ['acme-prod-core-db-clients'],
    destination_ranges: ['10.30.240.3/32'],
    allow: [{ protocol: 'tcp', ports: ['3307', '5432'] }],
    log_config: { metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('named tags and ranges are admitted too, to the readers as to the primary', () => {
  const config = firewallOf(
    { port: 3306, clientTags: ['web', 'batch'], clientCidrs: ['10.30.64.0/18', '10.30.0.0/24'] },
    ['10.30.240.3', '10.30.240.4'],
  );
  expect(addressesOf(config)).toEqual([
    'google_compute_firewall.core_db_clients',
    'google_compute_firewall.core_db_ranges',
  ]);
  const both = {
    priority: 1000,
    direction: 'EGRESS',
    destination_ranges: ['10.30.240.3/32', '10.30.240.4/32'],
    allow: [{ protocol: 'tcp', ports: ['3307', '3306'] }],
    log_config: { metadata: 'INCLUDE_ALL_METADATA' },
  };
  const tags = resource(config, 'google_compute_firewall', 'core_db_clients');
  expect(tags).toMatchObject({
    ...both,
    target_tags: ['acme-prod-core-db-clients', 'web', 'batch'],
  });
  expect(tags).not.toHaveProperty('source_ranges');
  const ranges = resource(config, 'google_compute_firewall', 'core_db_ranges');
  expect(ranges).toMatchObject({
    ...both,
    name: 'acme-prod-core-db-ranges',
    source_ranges: ['10.30.64.0/18', '10.30.0.0/24'],
  });
  expect(ranges).not.toHaveProperty('target_tags');
});

test('what is restored beside it has a rule of its own for the same clients', () => {
  const config = googleSynthOf((stack) => {
    const restored = { ...SETTINGS, address: 'core_db_at_before' };
    const name = 'acme-prod-core-db-at-before';
    const wiring = { network: { id: 'network' }, databases: [{ host: '10.30.240.9' }] };
    new Firewall(stack, 'firewall', { ...restored, name, database: name }, wiring);
  });
  expect(addressesOf(config)).toEqual(['google_compute_firewall.core_db_at_before_clients']);
  expect(resource(config, 'google_compute_firewall', 'core_db_at_before_clients')).toMatchObject({
    name: 'acme-prod-core-db-at-before-clients',
    description: 'To the database acme-prod-core-db-at-before from its clients',
    target_tags: ['acme-prod-core-db-clients'],
    destination_ranges: ['10.30.240.9/32'],
  });
});

test('the client tag of the longest identifier is as long as a tag may be', () => {
  expect(clientTagOf('a'.repeat(55))).toHaveLength(63);
});
