import fc from 'fast-check';
import { planGoogleNetwork, recoverySubnetOf } from '../../../model/network/google-network-plan';
import {
  containsCidr,
  formatCidr,
  overlaps,
  parseCidr,
  subdivide,
  type Cidr,
} from '../../../model/values/cidr';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  googleAs,
  googleEstate,
  googleWith,
  webWith,
} from '../../support/estate-folder';

function read(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr.ok) throw new Error(`${text} is no range`);
  return cidr.value;
}

interface Ranges {
  readonly services: Cidr;
  readonly runner: Cidr;
  /** Of runners in the recovery region. */
  readonly there: Cidr;
}

/** The ranges that a network of Kura's gets for private services and for runners. */
function rangesOf(cidr: Cidr): Ranges {
  const home = { project: 'acme-prod', region: 'asia-northeast1' };
  const plan = planGoogleNetwork({ cidr }, home, 'here');
  if ('key' in plan) throw new Error(plan.required);
  if (plan.value.kind !== 'made') throw new Error('not made');
  const there = recoverySubnetOf({ cidr }, plan.value, 'asia-northeast2');
  if (!('kind' in there) || there.kind !== 'made') throw new Error('not made there');
  return {
    services: read(plan.value.services),
    runner: read(plan.value.runner),
    there: read(there.cidr),
  };
}

test.each([
  ['10.31.0.0/16', '10.31.192.0/18', '10.31.191.0/24', '10.31.190.0/24'],
  ['10.31.0.0/20', '10.31.12.0/22', '10.31.11.0/24', '10.31.10.0/24'],
  ['10.31.0.0/21', '10.31.6.0/23', '10.31.5.192/26', '10.31.5.128/26'],
  ['10.31.64.0/22', '10.31.67.0/24', '10.31.66.192/26', '10.31.66.128/26'],
  ['172.18.0.0/16', '172.18.192.0/18', '172.18.191.0/24', '172.18.190.0/24'],
  ['192.168.0.0/16', '192.168.192.0/18', '192.168.191.0/24', '192.168.190.0/24'],
  ['100.64.0.0/16', '100.64.192.0/18', '100.64.191.0/24', '100.64.190.0/24'],
])(
  'of %s the services have %s, the top quarter, runners %s below it, and those in the recovery region %s',
  (cidr, ...ranges) => {
    const { services, runner, there } = rangesOf(read(cidr));
    expect([services, runner, there].map(formatCidr)).toEqual(ranges);
  },
);

/** Any range that Kura plans, in 10.0.0.0/8. */
const ranges = fc
  .tuple(fc.integer({ min: 16, max: 22 }), fc.nat(2 ** 24 - 1))
  .map(([prefix, offset]): Cidr => {
    const size = 2 ** (32 - prefix);
    return { network: 10 * 2 ** 24 + offset - (offset % size), prefix };
  });

test('the services’ range is inside the network, apart from the lower three quarters, and has a /24', () => {
  fc.assert(
    fc.property(ranges, (cidr) => {
      const { services, runner, there } = rangesOf(cidr);
      const lower = [0, 1, 2].map((part) => subdivide(cidr, cidr.prefix + 2, part));
      expect(containsCidr(cidr, services)).toBe(true);
      expect(lower.filter((part) => overlaps(part, services))).toEqual([]);
      expect(services.prefix).toBe(cidr.prefix + 2);
      expect(services.prefix).toBeLessThanOrEqual(24);
      expect(runner.prefix).toBe(cidr.prefix <= 20 ? 24 : 26);
      expect(runner.network + 2 ** (32 - runner.prefix)).toBe(services.network);
      expect(lower.some((part) => containsCidr(part, runner))).toBe(true);
      expect(there.prefix).toBe(runner.prefix);
      expect(there.network + 2 ** (32 - there.prefix)).toBe(runner.network);
      expect(lower.some((part) => containsCidr(part, there))).toBe(true);
    }),
  );
});

test('the network does not depend on the services that are in it', () => {
  const service = String(GOOGLE_ESTATE['services/web.yaml']);
  const more = googleEstate({
    'services/api.yaml': service.replace('web\n', 'api\n'),
    'services/shop.yaml': service.replace('web\n', 'shop\n').replace('postgres', 'mysql'),
  });
  expect(deploymentOf(more).instances).toHaveLength(3);
  expect(deploymentOf(more).foundations).toEqual(deploymentOf(GOOGLE_ESTATE).foundations);
});

describe('an existing network', () => {
  const existing = (vpc: string, subnet = 'jobs') =>
    googleAs(
      'estate',
      '{ cidr: 10.31.0.0/16 }',
      `{ cidr: 10.31.0.0/16, vpc: ${vpc}, range: services-main, services: 10.99.0.0/20, subnet: ${subnet}, recoverySubnet: jobs-osaka }`,
    );

  test.each([
    [
      'by its name is the project’s own',
      'main',
      'projects/acme-prod/global/networks/main',
      'projects/acme-prod/regions/asia-northeast1/subnetworks/jobs',
    ],
    [
      'by its whole name may be a host project’s',
      'projects/acme-host/global/networks/main',
      'projects/acme-host/global/networks/main',
      'projects/acme-host/regions/asia-northeast1/subnetworks/jobs',
    ],
  ])('%s, and so is its subnet', (_, vpc, name, subnet) => {
    expect(deploymentOf(existing(vpc)).foundations[0]?.network).toEqual({
      value: {
        kind: 'existing',
        cidr: '10.31.0.0/16',
        vpc: name,
        range: 'services-main',
        services: '10.99.0.0/20',
        subnet,
      },
      reason: 'an existing network',
      place: 'estate.yaml:10:7',
    });
  });

  test.each([
    [
      'by its name is in the network’s project',
      'jobs-osaka',
      'projects/acme-host/regions/asia-northeast2/subnetworks/jobs-osaka',
    ],
    [
      'by its whole name is that',
      'projects/acme-host/regions/asia-northeast2/subnetworks/runners',
      'projects/acme-host/regions/asia-northeast2/subnetworks/runners',
    ],
  ])('has a subnet in the recovery region that %s', (_, named, subnet) => {
    const files = existing('projects/acme-host/global/networks/main');
    const text = String(files['estate.yaml']).replace('jobs-osaka', named);
    const [foundation] = deploymentOf({ ...files, 'estate.yaml': text }).foundations;
    expect(foundation?.recovery).toMatchObject({ subnet: { value: { kind: 'existing', subnet } } });
  });

  test('takes a subnet by its whole name', () => {
    const subnet = 'projects/acme-host/regions/asia-northeast1/subnetworks/jobs';
    expect(
      deploymentOf(existing('projects/acme-host/global/networks/main', subnet)).foundations[0],
    ).toMatchObject({ network: { value: { subnet } } });
  });
});

describe('an isolated service', () => {
  const isolated = (entry: string) =>
    deploymentOf({
      ...googleWith(`clients: [{ networkTag: web }]\nisolated: { web: { ${entry} } }`),
      'services/web.yaml': webWith('compliance: [pci-dss]')['services/web.yaml'],
    }).instances;
  const OWN = 'network: { cidr: 10.40.0.0/20 }';

  test('has its own network and project, in which its identities are', () => {
    const [own] = isolated(`${OWN}, project: acme-pci`);
    expect(own?.target).toEqual({
      project: 'acme-pci',
      region: 'asia-northeast1',
      deployServiceAccount: 'kura-deploy@acme-pci.iam.gserviceaccount.com',
    });
    expect(own?.ownNetwork?.value).toEqual({
      kind: 'made',
      cidr: '10.40.0.0/20',
      services: '10.40.12.0/22',
      runner: '10.40.11.0/24',
    });
    expect(own?.services[0]?.access[0]?.identity).toBe(
      'serviceAccount:web-api@acme-pci.iam.gserviceaccount.com',
    );
    expect(own?.services[0]?.contract.writer.instance).toBe(
      'acme-pci:asia-northeast1:acme-prod-web',
    );
  });

  test('stays in the environment’s project where it names none', () => {
    expect(isolated(OWN)[0]?.target).toMatchObject({ project: 'acme-prod' });
  });

  test('finds its existing network in its own project', () => {
    const entry =
      'cidr: 10.40.0.0/20, vpc: main, range: services, services: 10.50.0.0/23, subnet: jobs, recoverySubnet: jobs-osaka';
    const [own] = isolated(`network: { ${entry} }, project: acme-pci`);
    expect(own?.ownNetwork?.value).toMatchObject({
      vpc: 'projects/acme-pci/global/networks/main',
      subnet: 'projects/acme-pci/regions/asia-northeast1/subnetworks/jobs',
    });
    expect(own?.recoveryHome).toMatchObject({
      ownSubnet: {
        value: {
          kind: 'existing',
          subnet: 'projects/acme-pci/regions/asia-northeast2/subnetworks/jobs-osaka',
        },
      },
    });
  });

  test('admits the clients of its own entry, never those of its environment', () => {
    const admitted = (entry: string): unknown => {
      const [own] = isolated(entry);
      return own?.cloud === 'google' && own.decisions.clientTags.value;
    };
    expect(admitted(OWN)).toEqual([]);
    expect(admitted(`${OWN}, clients: [{ networkTag: pay }]`)).toEqual(['pay']);
  });
});

test('a service’s clients stand in place of its environment’s, each once and in order', () => {
  const clientsOf = (service: string) => {
    const [instance] = deploymentOf({
      ...googleWith('clients: [{ networkTag: jump }, { cidr: 10.31.0.0/24 }]'),
      'services/web.yaml': webWith(service)['services/web.yaml'],
    }).instances;
    return instance?.cloud === 'google'
      ? [instance.decisions.clientTags, instance.decisions.clientCidrs.value]
      : [];
  };
  expect(clientsOf('')).toEqual([
    {
      value: ['jump'],
      reason: 'may connect, besides the client tag',
      place: 'estate.yaml:11:7',
    },
    ['10.31.0.0/24'],
  ]);
  const own = 'clients: [{ networkTag: web }, { networkTag: api }, { networkTag: web }]';
  expect(clientsOf(own)).toEqual([
    {
      value: ['api', 'web'],
      reason: 'may connect, besides the client tag',
      place: 'services/web.yaml:7:1',
    },
    [],
  ]);
});
