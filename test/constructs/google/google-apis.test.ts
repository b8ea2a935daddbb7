import { GoogleApis } from '../../../constructs/google/google-apis';
import { addressesOf, googleSynthOf, resource, type Config } from '../../support/synth';

const NETWORK = 'projects/acme-prod-1/global/networks/acme-prod';
const SETTINGS = { address: 'shared', name: 'acme-prod', project: 'acme-prod-1' };

let config: Config;
beforeAll(() => {
  config = googleSynthOf((stack) => {
    new GoogleApis(stack, 'apis', SETTINGS, { network: { id: NETWORK } });
  });
});

test('the way to Google’s APIs is these resources', () => {
  expect(addressesOf(config)).toEqual([
    'google_compute_route.shared_google_apis',
    'google_dns_managed_zone.shared_google_apis',
    'google_dns_record_set.shared_google_apis_all',
    'google_dns_record_set.shared_google_apis_front',
  ]);
});

test('the one route out leads to four addresses of Google’s', () => {
  expect(resource(config, 'google_compute_route', 'shared_google_apis')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-google-apis',
    description: 'To the APIs of Google, and nowhere else',
    network: NETWORK,
    dest_range: '199.36.153.8/30',
    next_hop_gateway: 'default-internet-gateway',
  });
});

test('every name of googleapis.com leads there, in this network alone', () => {
  expect(resource(config, 'google_dns_managed_zone', 'shared_google_apis')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-google-apis',
    description: 'The APIs of Google at their private addresses',
    dns_name: 'googleapis.com.',
    visibility: 'private',
    private_visibility_config: { networks: [{ network_url: NETWORK }] },
  });
  const inZone = {
    project: 'acme-prod-1',
    managed_zone: '${google_dns_managed_zone.shared_google_apis.name}',
    ttl: 300,
  };
  expect(resource(config, 'google_dns_record_set', 'shared_google_apis_all')).toEqual({
    ...inZone,
    name: '*.googleapis.com.',
    type: 'CNAME',
    rrdatas: ['private.googleapis.com.'],
  });
  expect(resource(config, 'google_dns_record_set', 'shared_google_apis_front')).toEqual({
    ...inZone,
    name: 'private.googleapis.com.',
    type: 'A',
    rrdatas: ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'],
  });
});
