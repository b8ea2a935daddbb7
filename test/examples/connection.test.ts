import { readConnection, type Caller, type Connection } from '../../examples/connection';
import { sayProblem } from '../../model/problem';
import { addressesOf, resource, synthAll } from '../support/synth';
import { SHIPPED } from './shipped';

const CALLER: Caller = {
  place: 'order-api',
  environment: 'prod',
  service: 'order',
  identity: 'role/order-api',
};
const WEB = { ...CALLER, service: 'suzumina-web', identity: 'serviceAccount:suzumina-web' };
const EXPORT = { ...WEB, identity: 'serviceAccount:suzumina-export' };
const IMPORT = { ...CALLER, service: 'catalog', identity: 'role/catalog-import' };

function connect(caller: Caller): Connection {
  const read = readConnection(SHIPPED, caller);
  if (!read.ok) throw new Error(read.problems.map(sayProblem).join('\n'));
  return read.value;
}

const problemsFor = (caller: Partial<Caller>): readonly string[] => {
  const read = readConnection(SHIPPED, { ...CALLER, ...caller });
  return read.ok ? [] : read.problems.map(sayProblem);
};

describe('a caller', () => {
  test.each([
    [
      'of a misspelt service',
      { service: 'ordr' },
      'order-api: a service of prod is required, got "ordr". Did you mean "order"?',
    ],
    [
      'of another environment',
      { environment: 'production' },
      'order-api: a service of production is required, got "order". It has none: synthesize it first.',
    ],
    [
      'that the service does not name',
      { identity: 'role/user-api' },
      'order-api: an identity that order gives access in prod is required, got "role/user-api". Declare it under access in services/order.yaml, or take arn:aws:iam::333333333333:role/order-api, arn:aws:iam::333333333333:role/order-report or arn:aws:iam::333333333333:role/order-migrate.',
    ],
    [
      'of another cloud',
      { identity: 'serviceAccount:order-api' },
      'order-api: an identity that order gives access in prod is required, got "serviceAccount:order-api". Declare it under access in services/order.yaml, or take arn:aws:iam::333333333333:role/order-api, arn:aws:iam::333333333333:role/order-report or arn:aws:iam::333333333333:role/order-migrate.',
    ],
  ])('%s is refused', (_, caller, message) => {
    expect(problemsFor(caller)).toEqual([message]);
  });

  test('may write the whole ARN or address', () => {
    const arn = 'arn:aws:iam::333333333333:role/order-api';
    expect(connect({ ...CALLER, identity: arn })).toEqual(connect(CALLER));
    const member = 'serviceAccount:suzumina-web@suzumina-prod.iam.gserviceaccount.com';
    expect(connect({ ...WEB, identity: member })).toEqual(connect(WEB));
  });
});

test('what a connection says is what the deployment declares', () => {
  const instance = SHIPPED.instances.find(({ stack }) => stack === 'prod-aws-order');
  const service = instance?.services.find((each) => each.service === 'order');
  expect(connect(CALLER)).toMatchObject({
    cloud: 'aws',
    target: instance?.target,
    engine: instance?.engine,
    database: service?.database.value,
    pool: service?.pool.value,
    writer: service?.contract.writer,
    readers: service?.contract.readers,
    tls: service?.contract.tls,
    user: service?.access[0]?.login,
    identity: service?.access[0]?.identity,
    readsOnly: false,
    secret: null,
  });
});

describe('the names that a connection gives are those of Kura’s stacks', () => {
  const stacks = synthAll(SHIPPED);

  test('on AWS', () => {
    const { secret, client, network } = connect(IMPORT);
    const stack = stacks.get('prod-aws-reference');
    const foundation = stacks.get('prod-aws-foundation');
    expect(resource(stack, 'aws_secretsmanager_secret', 'reference_catalog_import').name).toBe(
      secret,
    );
    expect(resource(stack, 'aws_security_group', 'reference_clients').name).toBe(client);
    expect(network).toMatchObject({
      name: resource(foundation, 'aws_db_subnet_group', 'shared').name,
      cidr: resource(foundation, 'aws_vpc', 'shared').cidr_block,
    });
    const subnets = addressesOf(foundation).filter((each) => each.startsWith('aws_subnet.'));
    expect(network.taken).toEqual(
      subnets.map(
        (each) => resource(foundation, 'aws_subnet', each.split('.')[1] ?? '').cidr_block,
      ),
    );
  });

  test('on AWS, of an isolated service', () => {
    const payment = { ...CALLER, service: 'payment', identity: 'role/payment-api' };
    const { network, target } = connect(payment);
    const stack = stacks.get('prod-aws-payment');
    expect(network).toMatchObject({
      name: resource(stack, 'aws_db_subnet_group', 'payment').name,
      cidr: resource(stack, 'aws_vpc', 'payment').cidr_block,
      isolated: true,
    });
    expect(target).toMatchObject({ account: '444444444444' });
  });

  test('on Google Cloud', () => {
    const { secret, client, network, identity } = connect(EXPORT);
    const stack = stacks.get('prod-google-suzumina-web');
    const foundation = stacks.get('prod-google-foundation');
    const name = 'suzumina_web_suzumina_export';
    const secretOf = (type: string) => resource(stack, type, name);
    expect(secretOf('google_secret_manager_secret').secret_id).toBe(secret);
    expect(secretOf('google_secret_manager_secret_iam_binding').members).toEqual([identity]);
    expect(
      resource(stack, 'google_compute_firewall', 'suzumina_web_clients').target_tags,
    ).toContain(client);
    const { project, name: vpc } = resource(foundation, 'google_compute_network', 'shared');
    const range = resource(foundation, 'google_compute_global_address', 'shared');
    expect(network).toMatchObject({
      id: `projects/${String(project)}/global/networks/${String(vpc)}`,
      taken: [
        `${String(range.address)}/${String(range.prefix_length)}`,
        resource(foundation, 'google_compute_subnetwork', 'shared_runner').ip_cidr_range,
      ],
    });
  });
});
