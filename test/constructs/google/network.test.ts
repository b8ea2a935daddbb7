import { ExistingNetwork } from '../../../constructs/google/existing-network';
import { Network, networkId, servicesRangeName } from '../../../constructs/google/network';
import { runnerSubnetId } from '../../../constructs/google/runner-subnet';
import { addressesOf, resource, googleSynthOf, type Config } from '../../support/synth';

const SETTINGS = {
  address: 'shared',
  name: 'acme-prod',
  project: 'acme-prod-1',
  services: '10.30.240.0/20',
  region: 'asia-northeast1',
  runner: '10.30.191.0/24',
};
const NETWORK = '${google_compute_network.shared.id}';

describe('a network that Kura makes', () => {
  let config: Config;
  beforeAll(() => {
    config = googleSynthOf((stack) => {
      new Network(stack, 'network', SETTINGS);
    });
  });

  test('is these resources, at addresses that do not tell the nesting of constructs', () => {
    expect(addressesOf(config)).toEqual([
      'google_compute_firewall.shared',
      'google_compute_global_address.shared',
      'google_compute_network.shared',
      'google_compute_network_peering_routes_config.shared',
      'google_compute_route.shared_google_apis',
      'google_compute_subnetwork.shared_runner',
      'google_dns_managed_zone.shared_google_apis',
      'google_dns_record_set.shared_google_apis_all',
      'google_dns_record_set.shared_google_apis_front',
      'google_service_networking_connection.shared',
    ]);
  });

  test('has a subnet for runners, which reaches Google’s APIs from inside and says who went where', () => {
    expect(resource(config, 'google_compute_subnetwork', 'shared_runner')).toEqual({
      project: 'acme-prod-1',
      region: 'asia-northeast1',
      name: 'acme-prod-runner',
      description: 'Runners of acme-prod',
      network: NETWORK,
      ip_cidr_range: '10.30.191.0/24',
      private_ip_google_access: true,
      log_config: {
        aggregation_interval: 'INTERVAL_5_SEC',
        flow_sampling: 1,
        metadata: 'INCLUDE_ALL_METADATA',
      },
    });
  });

  test('has no subnet by itself and no way to the internet', () => {
    expect(resource(config, 'google_compute_network', 'shared')).toEqual({
      project: 'acme-prod-1',
      name: 'acme-prod',
      auto_create_subnetworks: false,
      routing_mode: 'REGIONAL',
      delete_default_routes_on_create: true,
    });
  });

  test('reserves the planned range for Google’s services, and connects them', () => {
    expect(resource(config, 'google_compute_global_address', 'shared')).toEqual({
      project: 'acme-prod-1',
      name: 'acme-prod-services',
      purpose: 'VPC_PEERING',
      address_type: 'INTERNAL',
      address: '10.30.240.0',
      prefix_length: 20,
      network: NETWORK,
    });
    expect(resource(config, 'google_service_networking_connection', 'shared')).toEqual({
      network: NETWORK,
      service: 'servicenetworking.googleapis.com',
      reserved_peering_ranges: ['${google_compute_global_address.shared.name}'],
      deletion_policy: 'ABANDON',
      update_on_creation_fail: true,
    });
  });

  test('lets no route of a VPN or an interconnect through to the databases', () => {
    expect(resource(config, 'google_compute_network_peering_routes_config', 'shared')).toEqual({
      project: 'acme-prod-1',
      network: '${google_compute_network.shared.name}',
      peering: '${google_service_networking_connection.shared.peering}',
      import_custom_routes: false,
      export_custom_routes: false,
    });
  });

  test('closes the services range to everything in it, and logs who tried', () => {
    expect(resource(config, 'google_compute_firewall', 'shared')).toEqual({
      project: 'acme-prod-1',
      name: 'acme-prod-services-closed',
      description: 'Databases are reached by whom their own rules admit, and by nobody else',
      network: NETWORK,
      direction: 'EGRESS',
      priority: 65_000,
      deny: [{ protocol: 'all' }],
      destination_ranges: ['10.30.240.0/20'],
      log_config: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  });
});

test('other stacks refer to a network, its range and its subnet by their fixed names', () => {
  expect(runnerSubnetId('acme-prod-1', 'asia-northeast1', 'acme-prod')).toBe(
    'projects/acme-prod-1/regions/asia-northeast1/subnetworks/acme-prod-runner',
  );
  expect(networkId('acme-prod-1', 'acme-prod')).toBe(
    'projects/acme-prod-1/global/networks/acme-prod',
  );
  expect(servicesRangeName('acme-prod')).toBe('acme-prod-services');
});

test('an existing network is used and not changed', () => {
  const vpc = 'projects/host/global/networks/shared';
  const config = googleSynthOf((stack) => {
    const subnet = 'projects/host/regions/asia-northeast1/subnetworks/jobs';
    const network = new ExistingNetwork(stack, 'network', { vpc, range: 'psa', subnet });
    expect(network).toMatchObject({ id: vpc, range: 'psa', subnet });
  });
  expect(addressesOf(config)).toEqual([]);
});
