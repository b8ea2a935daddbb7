import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentOf, SMALL_ESTATE, smallEstate } from './support/estate-folder';
import { rowsOf, scratch } from './support/synth';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const applying = process.env.KURA_TERRAFORM === 'emulated' ? test : test.skip;

const ESTATE = smallEstate({
  'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', 'development'),
  'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml'])}  - { identity: role/order-import, role: reader, via: secret }\nplacement: dedicated\nreaders: 1\n`,
});

const STACKS = ['prod-aws-foundation', 'prod-aws-order'];

describe('local state', () => {
  const folder = scratch();
  const out = path.join(folder, 'cdktf.out');
  const terraform = (stack: string, ...argv: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync('terraform', [...argv, '-no-color'], {
      cwd: path.join(out, 'stacks', stack),
      encoding: 'utf8',
      env: {
        ...process.env,
        TF_INPUT: '0',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
      },
    });
    return { status, text: stdout + stderr };
  };

  applying('outlives a second synth, after which a plan is empty', () => {
    const deployment = deploymentOf(ESTATE);
    rowsOf(deployment, { out });
    for (const stack of STACKS) {
      expect(terraform(stack, 'init')).toMatchObject({ status: 0 });
      expect(terraform(stack, 'apply', '-auto-approve')).toMatchObject({ status: 0 });
    }
    rowsOf(deployment, { out });
    for (const stack of STACKS) {
      expect(terraform(stack, 'plan', '-detailed-exitcode')).toMatchObject({ status: 0 });
    }
    expect(readdirSync(path.join(folder, 'state'))).toEqual(
      STACKS.map((stack) => `${stack}.tfstate`),
    );
  });

  applying('holds no password, however the database was made', () => {
    const state = readFileSync(path.join(folder, 'state', 'prod-aws-order.tfstate'), 'utf8');
    const { resources } = JSON.parse(state) as {
      resources: {
        type: string;
        mode: string;
        instances: { attributes: Record<string, unknown> }[];
      }[];
    };
    const databases = resources.filter(({ type }) => type === 'aws_db_instance');
    expect(databases).toHaveLength(2);
    for (const { instances } of databases) {
      for (const { attributes } of instances) {
        expect([attributes.password, attributes.password_wo]).toEqual([null, null]);
      }
    }
    expect(
      resources.filter(
        ({ type, mode }) => mode === 'ephemeral' || /secret_version|random_password/.test(type),
      ),
    ).toEqual([]);
  });
});
