import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deploymentOf, SMALL_ESTATE, smallEstate } from './support/estate-folder';
import { rowsOf, scratch } from './support/synth';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const applying = process.env.KURA_TERRAFORM === 'emulated' ? test : test.skip;

const GOOGLE = `    google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.31.0.0/16 }
      denyMaintenance: { from: '12-28', to: '01-04' }
`;

/** One instance on each cloud with every way in, and a reader. */
const ESTATE = smallEstate({
  'estate.yaml': `${String(SMALL_ESTATE['estate.yaml']).replace('production', 'development')}${GOOGLE}`,
  'services/web.yaml': `service: web
owner: team-web
cloud: google
engine: postgres
access:
  - { identity: 'serviceAccount:web-app', role: writer }
  - { identity: 'serviceAccount:web-import', role: reader, via: secret }
placement: dedicated
readers: 1
clients: [{ networkTag: web }, { cidr: 10.31.64.0/18 }]
`,
  'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml'])}  - { identity: role/order-import, role: reader, via: secret }\nplacement: dedicated\nreaders: 1\n`,
});

const STACKS = [
  'prod-aws-foundation',
  'prod-aws-order',
  'prod-google-foundation',
  'prod-google-web',
];

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

  interface Resource {
    readonly type: string;
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }

  const resourcesOf = (stack: string): readonly Resource[] => {
    const state = readFileSync(path.join(folder, 'state', `${stack}.tfstate`), 'utf8');
    return (JSON.parse(state) as { readonly resources: readonly Resource[] }).resources;
  };

  applying.each([
    ['prod-aws-order', 'aws_db_instance', 2, ['password', 'password_wo']],
    ['prod-google-web', 'google_sql_database_instance', 2, ['root_password']],
    ['prod-google-web', 'google_sql_user', 2, ['password', 'password_wo']],
  ] as const)('of %s holds no password of %s, however it was made', (stack, of, many, secrets) => {
    const resources = resourcesOf(stack);
    const made = resources.filter(({ type }) => type === of).flatMap(({ instances }) => instances);
    expect(made).toHaveLength(many);
    for (const { attributes } of made) {
      for (const secret of secrets) expect([secret, attributes[secret]]).toEqual([secret, null]);
    }
    expect(
      resources.filter(
        ({ type, mode }) => mode === 'ephemeral' || /secret_version|random_password/.test(type),
      ),
    ).toEqual([]);
  });
});
