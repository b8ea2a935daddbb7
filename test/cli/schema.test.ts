import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { ESTATE, kura, scratch } from './kura';

async function check(schema: string): Promise<(value: unknown) => unknown> {
  const { code, out } = await kura('schema', schema);
  expect(code).toBe(0);
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(out) as object,
  );
  return (value) => (validate(value) ? [] : validate.errors);
}

const readYaml = (file: string): unknown => parse(readFileSync(path.join(ESTATE, file), 'utf8'));

describe('kura schema', () => {
  test('of the estate accepts the shipped estate.yaml', async () => {
    const errors = await check('estate');
    expect(errors(readYaml('estate.yaml'))).toEqual([]);
    expect(errors({ organisation: 'Suzumina' })).not.toEqual([]);
  });

  test('of a service accepts every shipped service', async () => {
    const errors = await check('service');
    const files = readdirSync(path.join(ESTATE, 'services'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(errors(readYaml(`services/${file}`))).toEqual([]);
    expect(errors({ ...(readYaml('services/order.yaml') as object), public: true })).not.toEqual(
      [],
    );
  });

  test('of a deployment accepts the deployment.json that synth writes', async () => {
    const out = path.join(scratch(), 'out');
    await kura('synth', '--estate', ESTATE, '--out', out);
    const deployment = JSON.parse(
      readFileSync(path.join(out, 'deployment.json'), 'utf8'),
    ) as Record<string, unknown>;
    const errors = await check('deployment');
    expect(errors(deployment)).toEqual([]);
    expect(errors({ ...deployment, password: 'x' })).not.toEqual([]);
  });

  test('without a name is a service’s', async () => {
    expect((await kura('schema')).out).toBe((await kura('schema', 'service')).out);
  });
});
