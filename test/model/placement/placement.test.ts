import {
  placementFor,
  refusedPlacement,
  type PlacementFacts,
} from '../../../model/placement/placement';
import { PRESET_NAMES } from '../../../model/tables/presets';
import {
  belowCloud,
  awsWith,
  deploymentOf,
  estateWith,
  orderWith,
  SMALL_ESTATE,
  smallEstate,
} from '../../support/estate-folder';

const facts = (changes: Partial<PlacementFacts>): PlacementFacts => ({
  preset: 'production',
  traffic: 'medium',
  compliance: [],
  group: 'core',
  ...changes,
});

describe('the recommendation table of the source document (推奨構成表)', () => {
  test.each([
    ['high traffic has its own instance', { traffic: 'high' }, 'dedicated'],
    ['medium traffic shares its group’s', { traffic: 'medium' }, 'group'],
    [
      'low traffic without a group shares one an engine',
      { traffic: 'low', group: undefined },
      'shared',
    ],
    [
      'development shares one an engine, whatever the traffic',
      { preset: 'development', traffic: 'high' },
      'shared',
    ],
    [
      'strict compliance is isolated, whatever the traffic',
      { compliance: ['pci-dss'], traffic: 'low' },
      'isolated',
    ],
    ['without a group, medium traffic has its own instance', { group: undefined }, 'dedicated'],
    [
      'staging keeps groups, also for high traffic',
      { preset: 'staging', traffic: 'high' },
      'group',
    ],
    [
      'staging keeps regulated services with their group',
      { preset: 'staging', compliance: ['pci-dss'] },
      'group',
    ],
  ] as const)('%s', (_, changes, placement) => {
    expect(placementFor(facts(changes)).value).toBe(placement);
  });

  test('what the table recommends is never refused', () => {
    for (const preset of PRESET_NAMES) {
      for (const traffic of ['high', 'medium', 'low'] as const) {
        for (const compliance of [[], ['pci-dss']] as const) {
          for (const group of ['core', undefined]) {
            const given = facts({ preset, traffic, compliance, group });
            expect(refusedPlacement(placementFor(given).value, given)).toBeUndefined();
          }
        }
      }
    }
  });
});

test('an instance takes its id from the service, the group or the engine it is shared by', () => {
  const { instances } = deploymentOf({
    ...estateWith('groups:\n  core: [order]\n  stock: { id: warehouse, services: [shelf] }'),
    'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']),
    'services/shelf.yaml': String(SMALL_ESTATE['services/order.yaml']).replace(
      'order\n',
      'shelf\n',
    ),
    'services/log.yaml': `${String(SMALL_ESTATE['services/order.yaml']).replace('order\n', 'log\n')}traffic: low\n`,
    'services/ledger.yaml': `${String(SMALL_ESTATE['services/order.yaml']).replace('order\n', 'ledger\n')}id: book\ntraffic: high\n`,
  });
  expect(instances.map(({ stack, identifier }) => [stack, identifier])).toEqual([
    ['prod-aws-book', 'acme-prod-book'],
    ['prod-aws-core', 'acme-prod-core'],
    ['prod-aws-shared-postgres', 'acme-prod-shared-postgres'],
    ['prod-aws-warehouse', 'acme-prod-warehouse'],
  ]);
});

test('a renamed service with its first name as id keeps instance, stack and database', () => {
  const before = deploymentOf(SMALL_ESTATE);
  const after = deploymentOf(
    smallEstate({
      'services/order.yaml': undefined,
      'services/purchase.yaml': String(SMALL_ESTATE['services/order.yaml']).replace(
        'order\n',
        'purchase\nid: order\n',
      ),
      'instances.lock.yaml':
        'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
    }),
  );
  const facts = ({ instances }: typeof before): unknown =>
    instances.map(({ stack, identifier, services }) => [
      stack,
      identifier,
      services.map(({ database }) => database.value),
    ]);
  expect(facts(after)).toEqual(facts(before));
});

test('an isolated service has its own network, and its own account where one is named', () => {
  const estate = String(SMALL_ESTATE['estate.yaml']);
  const isolated = (entry: string): ReturnType<typeof deploymentOf> =>
    deploymentOf({
      ...orderWith('compliance: [pci-dss]'),
      'estate.yaml': belowCloud(estate, `isolated: { order: ${entry} }`),
    });
  const [own] = isolated("{ account: '444444444444', network: { cidr: 10.40.0.0/20 } }").instances;
  expect(own?.target).toMatchObject({ account: '444444444444' });
  expect(own?.ownNetwork?.value.cidr).toBe('10.40.0.0/20');
  expect(own?.services[0]?.access[0]?.identity).toBe('arn:aws:iam::444444444444:role/order-api');
  const [same] = isolated('{ network: { cidr: 10.40.0.0/20 } }').instances;
  expect(same?.target).toMatchObject({ account: '333333333333' });
});

test('an isolated service admits the clients of its own entry, never those of its environment', () => {
  const estate = String(SMALL_ESTATE['estate.yaml']);
  const admitted = (entry: string): readonly unknown[] => {
    const [instance] = deploymentOf({
      ...orderWith('compliance: [pci-dss]'),
      'estate.yaml': belowCloud(
        estate,
        `clients: [{ cidr: 10.30.0.0/20 }]\nisolated: { order: { network: { cidr: 10.40.0.0/20 }${entry} } }`,
      ),
    }).instances;
    return [instance?.decisions.clientCidrs.value];
  };
  expect(admitted('')).toEqual([[]]);
  expect(admitted(', clients: [{ cidr: 10.40.0.0/24 }]')).toEqual([['10.40.0.0/24']]);
  expect(
    deploymentOf(awsWith('clients: [{ cidr: 10.30.0.0/20 }]')).instances[0]?.decisions.clientCidrs
      .value,
  ).toEqual(['10.30.0.0/20']);
});

test('a region that the table does not know works with its zones named', () => {
  const estate = String(SMALL_ESTATE['estate.yaml'])
    .replace('region: ap-northeast-1', 'region: ap-southeast-7')
    .replace(
      '10.30.0.0/16 }',
      '10.30.0.0/16, zones: [ap-southeast-7a, ap-southeast-7b, ap-southeast-7c] }',
    );
  const network = deploymentOf(smallEstate({ 'estate.yaml': estate })).foundations[0]?.network
    .value;
  expect(network).toMatchObject({
    kind: 'made',
    subnets: [
      { zone: 'ap-southeast-7a' },
      { zone: 'ap-southeast-7b' },
      { zone: 'ap-southeast-7c' },
    ],
  });
});

test('the lock lets instances and databases be added, and holds one environment apart from another', () => {
  const estate = String(SMALL_ESTATE['estate.yaml']);
  const two = `${estate}${estate.slice(estate.indexOf('  prod:')).replace('prod', 'qa')}`;
  const locked =
    'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n';
  expect(() =>
    deploymentOf(smallEstate({ 'estate.yaml': two, 'instances.lock.yaml': locked })),
  ).not.toThrow();
  expect(() =>
    deploymentOf({
      ...orderWith('environments: [qa]'),
      'estate.yaml': two,
      'instances.lock.yaml': locked,
    }),
  ).toThrow(
    'the database order_service_db must stay on instance prod-aws-order, got no service that owns it',
  );
});
