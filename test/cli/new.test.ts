import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { LATER, serviceFile } from '../../cli/service-file';
import { serviceSchema } from '../../model/language/service-language';
import { CLOUDS } from '../../model/access/identity';
import {
  belowCloud,
  estateFolder,
  GOOGLE_ESTATE,
  googleAs,
  resolveFiles,
  SMALL_ESTATE,
  smallEstate,
} from '../support/estate-folder';
import { copyOfEstate, kura, scratch } from './kura';

const newService = (name: string, estate: string) =>
  kura('new', 'service', name, '--estate', estate);

/** Matches a commented key with its example; meanings begin with a capital. */
const OPTIONAL = /^# ([a-z][A-Za-z]*): .+$/gm;

describe('kura new service', () => {
  test('writes a file with which the estate still synthesizes', async () => {
    const estate = copyOfEstate();
    expect(await newService('shipping', estate)).toEqual({
      code: 0,
      out: 'Wrote services/shipping.yaml. Change its owner, then look at `npx kura explain prod/shipping`.\n',
      err: '',
    });
    const out = path.join(scratch(), 'out');
    expect(await kura('synth', '--estate', estate, '--out', out)).toMatchObject({ code: 0 });
    expect(existsSync(path.join(out, 'stacks/prod-aws-shipping/cdk.tf.json'))).toBe(true);
  });

  test('shows every optional key of the language, and names those that only one that runs needs', () => {
    const file = serviceFile('shipping', 'prod');
    const shown = [...file.matchAll(OPTIONAL)].map(([, key]) => key);
    const stated = Object.keys(parse(file) as object);
    expect([...stated, ...shown, ...LATER].sort()).toEqual(Object.keys(serviceSchema.shape).sort());
    expect(file).toContain(
      '\n# After a failure, or at its end, it may also say\n# restoreFrom, active, drReplica, state, breakGlass: docs/reference/language.md.\n',
    );
  });

  test.each(
    [...serviceFile('shipping', 'prod').matchAll(OPTIONAL)].map(([line, key]) => ({ key, line })),
  )('writes an example of $key that the language reads', ({ key, line }) => {
    const text = serviceFile('shipping', 'prod').replace(`\n${line}\n`, `\n${line.slice(2)}\n`);
    const statement = parse(text) as Record<string, unknown>;
    expect(Object.keys(statement)).toContain(key);
    expect(serviceSchema.safeParse(statement).error?.issues).toBeUndefined();
  });

  test.each(
    CLOUDS.flatMap((cloud) =>
      [...serviceFile('shipping', 'prod', cloud).matchAll(OPTIONAL)].map(([line, key = '']) => ({
        cloud,
        key,
        line,
      })),
    ),
  )('writes an example of $key with which an estate on $cloud holds', ({ cloud, key, line }) => {
    const base = cloud === 'aws' ? SMALL_ESTATE : googleAs('estate', '10.31.', '10.30.');
    const isolated = 'isolated: { shipping: { network: { cidr: 10.40.0.0/20 } } }';
    const { problems } = resolveFiles({
      'estate.yaml':
        key === 'compliance'
          ? belowCloud(String(base['estate.yaml']), isolated)
          : base['estate.yaml'],
      // Tables are marked only where reads of them are recorded.
      'services/shipping.yaml': `${serviceFile('shipping', 'prod', cloud).replace(
        `\n${line}\n`,
        `\n${line.slice(2)}\n`,
      )}${key === 'personalTables' ? 'data: personal\n' : ''}`,
    });
    expect(problems).toEqual([]);
  });

  test('writes a service of Google into an estate that has no account of AWS', async () => {
    const estate = estateFolder(GOOGLE_ESTATE);
    expect(await newService('shipping', estate)).toEqual({
      code: 0,
      out: 'Wrote services/shipping.yaml. Change its owner, then look at `npx kura explain prod/shipping`.\n',
      err: '',
    });
    const file = readFileSync(path.join(estate, 'services/shipping.yaml'), 'utf8');
    expect(parse(file)).toMatchObject({
      cloud: 'google',
      access: [
        { identity: 'serviceAccount:shipping-api', role: 'writer' },
        { identity: 'serviceAccount:shipping-migrate', role: 'migrator' },
      ],
    });
    expect((await kura('list', '--estate', estate)).out).toContain('prod/shipping');
  });

  test('makes the first service of an estate on Google', async () => {
    const estate = estateFolder({ 'estate.yaml': GOOGLE_ESTATE['estate.yaml'] });
    expect(await newService('shipping', estate)).toMatchObject({ code: 0, err: '' });
  });

  test.each(['customer-notification-history', 'a', 'a'.repeat(37), `b${'-c'.repeat(18)}`])(
    'writes %s of Google with service accounts that there can be',
    async (name) => {
      // The longest project makes the longest database users; without a recovery replica a name may be longest.
      const staging = googleAs('estate', 'preset: production', 'preset: staging');
      const estate = estateFolder(googleAs('estate', 'acme-prod', 'p'.repeat(30), staging));
      expect(await newService(name, estate)).toMatchObject({ code: 0, err: '' });
    },
  );

  test('names legal service accounts for every legal name, each service’s own', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, { maxLength: 40 });
    const accountsOf = (service: string): readonly string[] => {
      const { access } = parse(serviceFile(service, 'prod', 'google')) as {
        access: readonly { identity: string }[];
      };
      return access.map(({ identity }) => identity.replace('serviceAccount:', ''));
    };
    fc.assert(
      fc.property(name, name, (one, other) => {
        const accounts = accountsOf(one);
        for (const account of accounts) {
          expect(account).toMatch(/^[a-z][a-z0-9-]{4,26}[a-z0-9]$/);
          expect(account).not.toContain('--');
        }
        const all = one === other ? accounts : [...accounts, ...accountsOf(other)];
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  test('keeps two long names with one beginning apart', () => {
    const [first, second] = ['history', 'histories'].map(
      (end) =>
        /serviceAccount:([\w-]+)/.exec(
          serviceFile(`customer-notification-${end}`, 'prod', 'google'),
        )?.[1],
    );
    expect(first).toMatch(/^customer-notifi-[0-9a-f]{4}-api$/);
    expect(second).not.toBe(first);
  });

  test('keeps the file narrow enough to read in a terminal', () => {
    const lines = serviceFile('shipping', 'prod').split('\n');
    expect(lines.filter((line) => Array.from(line).length > 80)).toEqual([]);
  });

  test('leaves a file that exists as it is', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/order.yaml');
    const before = readFileSync(file, 'utf8');
    expect(await newService('order', estate)).toEqual({
      code: 2,
      out: '',
      err: 'services/order.yaml: a new name is required, got a file that is there already. Edit that file, or choose another name.\n1 problem\n',
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test.each(['Shipping', 'ship_ping', '../shipping', '-x', 'a'.repeat(41), 'ship--ping'])(
    'refuses the name %j and writes nothing',
    async (name) => {
      const estate = copyOfEstate();
      const { code, err } = await kura('new', 'service', '--estate', estate, '--', name);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^kura new service: name must be a service name .*, got ".*"\. Write it as /,
      );
      expect(existsSync(path.join(estate, `services/${name}.yaml`))).toBe(false);
    },
  );

  test('refuses a folder without an estate', async () => {
    const folder = scratch();
    expect(await newService('shipping', folder)).toMatchObject({ code: 2, out: '' });
    expect(existsSync(path.join(folder, 'services'))).toBe(false);
  });

  test('makes the folder of the first service', async () => {
    const estate = estateFolder(smallEstate({ 'services/order.yaml': undefined }));
    expect(await newService('shipping', estate)).toMatchObject({ code: 0, err: '' });
    expect(existsSync(path.join(estate, 'services/shipping.yaml'))).toBe(true);
  });

  test('keeps nothing of a file with which the estate does not hold, and says why', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/auth.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}pool: { max: 65 }\n`);
    expect(await kura('list', '--estate', estate)).toMatchObject({ code: 0 });
    const { code, out, err } = await newService('shipping', estate);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^The estate does not hold with services\/shipping\.yaml, so it was not written:\nservices\/auth\.yaml/,
    );
    expect(err).toContain('the pools on dev/shared-postgres must sum to');
    expect(err).toMatch(/\n\d+ problems?\n$/);
    expect(existsSync(path.join(estate, 'services/shipping.yaml'))).toBe(false);
  });

  test('writes nothing into an estate that is broken already, and says so', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/auth.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}motor: postgres\n`);
    const broken = await kura('list', '--estate', estate);
    expect(await newService('shipping', estate)).toEqual({
      code: 2,
      out: '',
      err: `The estate does not hold without services/shipping.yaml either, so it was not written:\n${broken.err}`,
    });
    expect(existsSync(path.join(estate, 'services/shipping.yaml'))).toBe(false);
  });

  test('takes the folder of a first service away with it', async () => {
    const estate = estateFolder({
      'estate.yaml': `${String(SMALL_ESTATE['estate.yaml'])}groups:\n  core: [user, auth]\n`,
    });
    const { code, err } = await newService('user', estate);
    expect(code).toBe(2);
    expect(err).toMatch(/^The estate does not hold with services\/user\.yaml.*\nestate\.yaml:/);
    expect(existsSync(path.join(estate, 'services'))).toBe(false);
  });
});
