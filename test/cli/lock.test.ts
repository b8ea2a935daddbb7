import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { estateFolder, GOOGLE_ESTATE, googleEstate, SMALL_ESTATE } from '../support/estate-folder';
import { ROOT, copyOfEstate, kura } from './kura';

function withoutLock(): string {
  const estate = copyOfEstate();
  rmSync(path.join(estate, 'instances.lock.yaml'), { force: true });
  return estate;
}

const lock = (estate: string, ...argv: readonly string[]) =>
  kura('lock', ...argv, '--estate', estate);

describe('kura lock', () => {
  test('writes which instance holds which database, and nothing beside it', async () => {
    const estate = withoutLock();
    const { code, out } = await lock(estate);
    expect(code).toBe(0);
    expect(out).toBe('Wrote instances.lock.yaml: 13 instances, 21 databases. Commit it.\n');
    expect(readdirSync(estate).sort()).toEqual(['estate.yaml', 'instances.lock.yaml', 'services']);
    const text = readFileSync(path.join(estate, 'instances.lock.yaml'), 'utf8');
    expect(text).toContain(
      '\nstaging-aws-transaction:\n  engine: postgres 17\n  home: suzumina-staging 222222222222 ap-northeast-1\n  network: 10.20.0.0/16\n  databases:\n    order_service_db: order\n    payment_service_db: payment\n',
    );
  });

  test('finds nothing to do the second time', async () => {
    const estate = withoutLock();
    await lock(estate);
    expect((await lock(estate)).out).toMatch(/^instances\.lock\.yaml is up to date: /);
    expect(await lock(estate, '--check')).toMatchObject({ code: 0 });
  });

  test('exits 1 under --check where the file is out of date, and writes nothing', async () => {
    const estate = withoutLock();
    expect(await lock(estate, '--check')).toMatchObject({ code: 1, err: '' });
    expect(readdirSync(estate)).not.toContain('instances.lock.yaml');
  });

  test('refuses to write over a changed home: a rename needs the id that was locked', async () => {
    const estate = withoutLock();
    await lock(estate);
    const file = (name: string): string => path.join(estate, `services/${name}.yaml`);
    writeFileSync(
      file('user'),
      readFileSync(file('user'), 'utf8').replace('service: user', 'service: member'),
    );
    renameSync(file('user'), file('member'));
    const group = path.join(estate, 'estate.yaml');
    writeFileSync(group, readFileSync(group, 'utf8').replace('[user, auth]', '[member, auth]'));
    const { code, err } = await lock(estate);
    expect(code).toBe(2);
    expect(err).toContain('the database user_service_db must stay on instance prod-aws-user');
    expect(err).toContain('write the service’s first name as `id:`');
    expect(err).toContain('run `npx kura lock --delete user`');
  });

  test('is up to date for the shipped estate', async () => {
    expect(await lock(path.join(ROOT, 'estate'), '--check')).toMatchObject({ code: 0 });
  });

  test('keeps the readers of Google’s instances, and its format from run to run', async () => {
    const estate = withoutLock();
    await lock(estate);
    const before = text(estate);
    expect(before).toContain(
      '\nprod-google-suzumina-web:\n  engine: postgres 17\n  home: suzumina-prod suzumina-prod asia-northeast1\n  network: 10.31.0.0/16\n  readers: 2\n  databases:\n    suzumina_db: suzumina-web\n',
    );
    expect(before).toBe(readFileSync(path.join(ROOT, 'estate/instances.lock.yaml'), 'utf8'));
    await lock(estate);
    expect(text(estate)).toBe(before);
  });
});

const text = (estate: string): string =>
  readFileSync(path.join(estate, 'instances.lock.yaml'), 'utf8');

/** An estate on Google with two services, locked as it is. */
async function locked(): Promise<string> {
  const service = String(GOOGLE_ESTATE['services/web.yaml']);
  const estate = estateFolder(
    googleEstate({ 'services/shop.yaml': service.replace('web\n', 'shop\n') }),
  );
  expect(await lock(estate)).toMatchObject({ code: 0, err: '' });
  return estate;
}

const remove = (estate: string, service: string): void =>
  rmSync(path.join(estate, `services/${service}.yaml`));

const readers = (estate: string, count: number): void =>
  writeFileSync(
    path.join(estate, 'services/web.yaml'),
    `${String(GOOGLE_ESTATE['services/web.yaml'])}readers: ${String(count)}\n`,
  );

describe('kura lock --delete', () => {
  test('forgets an instance that the estate has no more, and keeps its names', async () => {
    const estate = await locked();
    remove(estate, 'shop');
    expect(await lock(estate)).toMatchObject({ code: 2 });
    expect(await lock(estate, '--delete', 'shop')).toEqual({
      code: 0,
      out: 'Wrote instances.lock.yaml: 1 instance, 1 database. Commit it.\nForgotten: shop_service_db on prod-google-shop.\n',
      err: '',
    });
    expect(text(estate).split('\n').slice(1)).toEqual([
      'prod-google-web:',
      '  engine: postgres 17',
      '  home: acme-prod acme-prod asia-northeast1',
      '  network: 10.31.0.0/16',
      '  readers: 2',
      '  databases:',
      '    web_service_db: web',
      'deleted:',
      '  - acme-prod-shop',
      '  - acme-prod-shop-reader-1',
      '  - acme-prod-shop-reader-2',
      '',
    ]);
    expect(await lock(estate, '--check')).toMatchObject({ code: 0 });
    expect(await kura('list', '--estate', estate)).toMatchObject({ code: 0 });
  });

  test('never lets its name be taken again', async () => {
    const estate = await locked();
    const service = path.join(estate, 'services/shop.yaml');
    const before = readFileSync(service, 'utf8');
    remove(estate, 'shop');
    await lock(estate, '--delete', 'shop');
    writeFileSync(service, before);
    expect(await lock(estate)).toEqual({
      code: 2,
      out: '',
      err:
        'services/shop.yaml:1:1: a new instance must not take the name of a deleted one, whose key ring keeps it, got "acme-prod-shop". Write another `id:`.\n' +
        'services/shop.yaml:1:1: a reader must not take the name of one that was deleted within a week, got "acme-prod-shop-reader-1". Wait for a week, then take it out of `deleted` in instances.lock.yaml.\n' +
        'services/shop.yaml:1:1: a reader must not take the name of one that was deleted within a week, got "acme-prod-shop-reader-2". Wait for a week, then take it out of `deleted` in instances.lock.yaml.\n' +
        '3 problems\n',
    });
    writeFileSync(service, `${before}id: shop-2\n`);
    expect(await lock(estate)).toMatchObject({ code: 0, err: '' });
  });

  test('forgets an instance of AWS, of which no name is kept', async () => {
    const service = String(SMALL_ESTATE['services/order.yaml']);
    const estate = estateFolder({
      ...SMALL_ESTATE,
      'services/stock.yaml': service.replace('order\n', 'stock\n'),
    });
    await lock(estate);
    remove(estate, 'stock');
    expect(await lock(estate, '--delete', 'stock')).toMatchObject({ code: 0 });
    expect(text(estate)).not.toMatch(/stock|deleted/);
  });

  test('refuses a service that the lock has not, with those it has', async () => {
    const estate = await locked();
    const before = text(estate);
    const known = 'the first name of a service in instances.lock.yaml is required (shop, web)';
    expect(await lock(estate, '--delete', 'shpo')).toEqual({
      code: 2,
      out: '',
      err: `kura lock --delete: ${known}, got "shpo". Did you mean "shop"?\n1 problem\n`,
    });
    expect(await lock(estate, '--delete', 'x')).toEqual({
      code: 2,
      out: '',
      err: `kura lock --delete: ${known}, got "x". Choose one of these.\n1 problem\n`,
    });
    expect(text(estate)).toBe(before);
  });

  test('refuses a service that is still where it was', async () => {
    const estate = await locked();
    const before = text(estate);
    expect(await lock(estate, '--delete', 'shop')).toEqual({
      code: 2,
      out: '',
      err: 'kura lock --delete: a service is required that left an instance it was on, got "shop". Take it out of the estate, or out of an environment, first.\n1 problem\n',
    });
    expect(text(estate)).toBe(before);
  });

  test('forgets no other instance on the way', async () => {
    const estate = await locked();
    const service = String(GOOGLE_ESTATE['services/web.yaml']);
    writeFileSync(path.join(estate, 'services/api.yaml'), service.replace('web\n', 'api\n'));
    remove(estate, 'web');
    remove(estate, 'shop');
    const { code, err } = await lock(estate, '--delete', 'shop');
    expect(code).toBe(2);
    expect(err).toContain('the database web_service_db must stay on instance prod-google-web');
    expect(err).not.toContain('shop_service_db');
  });

  test('forgets a service in every environment at once, and leaves a shared instance to the others', async () => {
    const estate = copyOfEstate();
    rmSync(path.join(estate, 'services/catalog.yaml'));
    const groups = path.join(estate, 'estate.yaml');
    writeFileSync(groups, readFileSync(groups, 'utf8').replace('[product, catalog]', '[product]'));
    const { code, err } = await lock(estate);
    expect([code, err.match(/run `[^`]*`/g)]).toEqual([
      2,
      Array.from({ length: 3 }, () => 'run `npx kura lock --delete catalog`'),
    ]);
    expect(await lock(estate, '--delete', 'catalog')).toMatchObject({ code: 0 });
    expect(text(estate)).not.toContain('catalog');
    expect(text(estate)).toContain('product_service_db');
    expect(await lock(estate, '--check')).toMatchObject({ code: 0 });
  });

  test('forgets several services at once, where each would stand in the way of the other', async () => {
    const estate = await locked();
    remove(estate, 'web');
    remove(estate, 'shop');
    const service = String(GOOGLE_ESTATE['services/web.yaml']);
    writeFileSync(path.join(estate, 'services/api.yaml'), service.replace('web\n', 'api\n'));
    expect(await lock(estate, '--delete', 'web')).toMatchObject({ code: 2 });
    expect(await lock(estate, '--delete', 'web', 'shop')).toEqual({
      code: 0,
      out:
        'Wrote instances.lock.yaml: 1 instance, 1 database. Commit it.\n' +
        'Forgotten: shop_service_db on prod-google-shop.\n' +
        'Forgotten: web_service_db on prod-google-web.\n',
      err: '',
    });
  });

  test('says what has moved, which the lock keeps from moving no more', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/order.yaml');
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8').replace('traffic: high', 'traffic: medium')}environments: [dev, prod]\n`,
    );
    const { out } = await lock(estate, '--delete', 'order');
    expect(out.split('\n').slice(1)).toEqual([
      'Moved: order_service_db from prod-aws-order to prod-aws-transaction, where it begins empty.',
      'Forgotten: order_service_db on staging-aws-transaction.',
      '',
    ]);
  });

  test('is not for --check, which writes nothing', async () => {
    const estate = await locked();
    expect(await lock(estate, '--check', '--delete', 'shop')).toEqual({
      code: 2,
      out: '',
      err: 'kura lock: only one of --delete and --check is allowed, got both. See kura lock --help.\n',
    });
  });
});

describe('kura lock with fewer readers', () => {
  test('keeps the names of those that went, and refuses them to new ones', async () => {
    const estate = await locked();
    readers(estate, 0);
    expect(await lock(estate, '--check')).toMatchObject({ code: 1 });
    expect(await lock(estate)).toMatchObject({ code: 0 });
    expect(text(estate)).toMatch(
      /\n {2}readers: 0\n[\s\S]*\ndeleted:\n {2}- acme-prod-web-reader-1\n {2}- acme-prod-web-reader-2\n$/,
    );
    expect(await lock(estate, '--check')).toMatchObject({ code: 0 });
    readers(estate, 1);
    expect(await lock(estate)).toEqual({
      code: 2,
      out: '',
      err: 'services/web.yaml:7:1: a reader must not take the name of one that was deleted within a week, got "acme-prod-web-reader-1". Wait for a week, then take it out of `deleted` in instances.lock.yaml.\n1 problem\n',
    });
    const file = path.join(estate, 'instances.lock.yaml');
    writeFileSync(file, text(estate).replace('  - acme-prod-web-reader-1\n', ''));
    expect(await lock(estate)).toMatchObject({ code: 0, err: '' });
    expect(text(estate)).toMatch(
      /\n {2}readers: 1\n[\s\S]*\ndeleted:\n {2}- acme-prod-web-reader-2\n$/,
    );
  });
});
