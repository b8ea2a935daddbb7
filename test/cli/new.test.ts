import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { serviceFile } from '../../cli/service-file';
import { serviceSchema } from '../../model/language/service-language';
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

  test('shows every optional key of the language', () => {
    const shown = [...serviceFile('shipping', 'prod').matchAll(OPTIONAL)].map(([, key]) => key);
    const stated = Object.keys(parse(serviceFile('shipping', 'prod')) as object);
    expect([...stated, ...shown].sort()).toEqual(Object.keys(serviceSchema.shape).sort());
  });

  test.each(
    [...serviceFile('shipping', 'prod').matchAll(OPTIONAL)].map(([line, key]) => ({ key, line })),
  )('writes an example of $key that the language reads', ({ key, line }) => {
    const text = serviceFile('shipping', 'prod').replace(`\n${line}\n`, `\n${line.slice(2)}\n`);
    const statement = parse(text) as Record<string, unknown>;
    expect(Object.keys(statement)).toContain(key);
    expect(serviceSchema.safeParse(statement).error?.issues).toBeUndefined();
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
    const estate = copyOfEstate();
    rmSync(path.join(estate, 'services'), { recursive: true });
    rmSync(path.join(estate, 'instances.lock.yaml'), { force: true });
    await newService('shipping', estate);
    expect(existsSync(path.join(estate, 'services/shipping.yaml'))).toBe(true);
  });

  test('says what else must be mended, and exits 1, where the estate does not hold with it yet', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/auth.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}pool: { max: 80 }\n`);
    const { code, err } = await newService('shipping', estate);
    expect(code).toBe(1);
    expect(err).toContain('The estate does not hold with it yet:\nservices/auth.yaml');
    expect(err).toContain('the pools on dev/shared-postgres must sum to');
  });
});
