import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
    expect(out).toBe('Wrote instances.lock.yaml: 10 instances, 18 databases. Commit it.\n');
    expect(readdirSync(estate).sort()).toEqual(['estate.yaml', 'instances.lock.yaml', 'services']);
    const text = readFileSync(path.join(estate, 'instances.lock.yaml'), 'utf8');
    expect(text).toContain(
      '\nstaging-aws-transaction:\n  engine: postgres 17\n  home: suzumina-staging 222222222222 ap-northeast-1\n  databases:\n    order_service_db: order\n    payment_service_db: payment\n',
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
  });

  test('is up to date for the shipped estate', async () => {
    expect(await lock(path.join(ROOT, 'estate'), '--check')).toMatchObject({ code: 0 });
  });
});
