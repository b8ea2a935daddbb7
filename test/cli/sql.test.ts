import { declareState } from '../../model/sql/declare';
import { estateFolder, instanceOf, orderWith, SMALL_ESTATE } from '../support/estate-folder';
import { ESTATE, kura } from './kura';

const estate = estateFolder(SMALL_ESTATE);
const mysql = estateFolder({
  ...SMALL_ESTATE,
  'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql'),
});

describe('kura sql', () => {
  test('prints what an empty PostgreSQL gets, as psql takes it, and the same twice', async () => {
    const first = await kura('sql', 'prod/order', '--estate', estate);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('\\connect "order_service_db"\n');
    expect(first.out).toContain('GRANT "rds_iam" TO "order_api"');
    expect(await kura('sql', 'prod/order', '--estate', estate)).toEqual(first);
  });

  test('prints what an empty MySQL gets', async () => {
    const { code, out } = await kura('sql', 'prod/order', '--estate', mysql);
    expect(code).toBe(0);
    expect(out).toContain("CREATE USER 'order_api'@'%' IDENTIFIED WITH AWSAuthenticationPlugin");
  });

  test('prints what a server of one’s own gets: no IAM', async () => {
    const { out } = await kura('sql', 'prod/order', '--local', '--estate', estate);
    expect(out).not.toContain('rds_iam');
    expect(out).toContain('CREATE ROLE "order_api" LOGIN');
  });

  test('prints one service’s database where it is alone on such a server', async () => {
    const shared = ['sql', 'dev/shared-postgres', '--cloud', 'aws', '--local', '--estate', ESTATE];
    const { out } = await kura(...shared, '--service', 'order', '--format', 'json');
    const { databases, logins } = JSON.parse(out) as Record<string, { name: string }[]>;
    expect(databases?.map(({ name }) => name)).toEqual(['order_service_db']);
    expect(logins?.map(({ name }) => name)).toEqual(['order_api', 'order_report', 'order_migrate']);
  });

  test('prints the declared state as JSON, which its runner takes', async () => {
    const { out } = await kura('sql', 'prod/order', '--format', 'json', '--estate', estate);
    const state = declareState(instanceOf(SMALL_ESTATE, 'prod-aws-order'));
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(state)));
  });

  test('leaves no password to run as it is, on MySQL either', async () => {
    const files = orderWith('  - { identity: role/export, role: reader, via: secret }');
    const service = String(files['services/order.yaml']).replace('postgres', 'mysql');
    const folder = estateFolder({ ...files, 'services/order.yaml': service });
    const { out } = await kura('sql', 'prod/order', '--estate', folder);
    expect(out).toMatch(
      /^-- export: gets a password, which secret \S+ holds\.\nCREATE USER 'export'@'%' .* BY <the password from the secret> REQUIRE SSL/m,
    );
    expect(out).not.toMatch(/BY '/);
    const local = await kura('sql', 'prod/order', '--local', '--estate', folder);
    expect(local.out).toMatch(/^CREATE USER 'order_api'@'%' .* BY <a password> REQUIRE SSL/m);
    expect(local.out).not.toMatch(/BY '/);
  });

  test('holds no secret, also where somebody logs in by one', async () => {
    const way = '  - { identity: role/export, role: reader, via: secret }';
    const files = orderWith(way);
    const { out } = await kura('sql', 'prod/order', '--estate', estateFolder(files));
    expect(out).toContain('export: gets a password, which a secret holds.');
    expect(out).not.toMatch(/SCRAM|PASSWORD/);
  });
});

describe('kura sql refuses', () => {
  const place = 'kura sql';
  test.each([
    [
      ['staging/order'],
      `${place}: the instance must be one of staging (core, reference, suzumina-web, transaction), got "order", a service. Write staging/transaction, which holds it.`,
    ],
    [
      ['prod/ordr'],
      `${place}: the instance must be one of prod (core, order, payment, reference, suzumina-web, user), got "ordr". Did you mean "prod/order"?`,
    ],
    [
      ['prod/nope'],
      `${place}: the instance must be one of prod (core, order, payment, reference, suzumina-web, user), got "nope". Choose one of these.`,
    ],
    [
      ['prd/order'],
      `${place}: the environment must be dev, prod or staging, got "prd". Did you mean "prod/order"?`,
    ],
    [
      ['order'],
      `${place}: an environment and an instance are required, with a slash between, got "order". Write it as prod/order.`,
    ],
    [
      ['dev/shared-postgres'],
      `${place}: one instance must be meant: dev/shared-postgres is on aws or google, got no --cloud. Add --cloud aws.`,
    ],
    [
      ['prod/order', '--cloud', 'google'],
      `${place}: --cloud must be aws, where prod/order is, got "google". Leave --cloud out.`,
    ],
    [
      ['prod/order', '--service', 'order'],
      '--service: it must stand beside --local: an instance of the cloud holds all its services, got "order". Add --local, or take it out.',
    ],
    [
      ['prod/order', '--local', '--service', 'pay'],
      '--service: the service must be one of the instance (order), got "pay". Choose one of these.',
    ],
    [
      ['prod/order', '--user', 'x'],
      '--user: it must stand beside --diff, which alone connects, got no --diff. Add --diff, or take it out.',
    ],
  ])('%j', async (argv, message) => {
    const ran = await kura('sql', ...argv, '--estate', ESTATE);
    expect(ran).toEqual({ code: 2, out: '', err: `${message}\n1 problem\n` });
  });

  test('all that is wrong with a connection, at once', async () => {
    const { code, err } = await kura(
      'sql',
      'prod/order',
      '--diff',
      '--port',
      'x',
      '--estate',
      estate,
    );
    expect(code).toBe(2);
    expect(err.split('\n').map((line) => line.split(': ')[0])).toEqual([
      '--host',
      '--user',
      '--port',
      '3 problems',
      '',
    ]);
  });
});
