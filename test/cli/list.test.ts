import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadEstate } from '../../model/language/load-estate';
import { countResources, QUOTAS, type QuotaCount, type QuotaName } from '../../model/tables/quotas';
import { resolve } from '../../model/resolve';
import { copyOfEstate, ESTATE, kura, scratch } from './kura';

describe('kura list', () => {
  test('prints a line for each instance', async () => {
    const { code, out } = await kura('list', '--estate', ESTATE);
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines[0]).toBe('instance engine tier vCPU/GiB readers GiB services');
    expect(lines).toContain('prod/order postgres 17 2xlarge 16/128 2 50→300 order');
  });

  test('prints the same as JSON for machines', async () => {
    const { out } = await kura('list', '--format', 'json', '--estate', ESTATE);
    expect(JSON.parse(out)).toContainEqual({
      environment: 'prod',
      instance: 'order',
      stack: 'prod-aws-order',
      account: '333333333333',
      region: 'ap-northeast-1',
      engine: 'postgres',
      engineName: 'PostgreSQL',
      version: '17',
      tier: '2xlarge',
      vcpu: 16,
      memoryGib: 128,
      readers: 2,
      storageGib: 50,
      storageCeilingGib: 300,
      services: ['order'],
    });
  });
});

describe('kura list --quotas', () => {
  test('marks what goes over AWS’s default quota and exits 1', async () => {
    const estate = copyOfEstate();
    for (let i = 0; i < 14; i++) {
      const name = `extra-${'abcdefghijklmn'.charAt(i)}`;
      const lines = [
        `service: ${name}`,
        'owner: team-extra',
        'cloud: aws',
        'engine: postgres',
        'placement: dedicated',
        'environments: [prod]',
        'access:',
        `  - { identity: role/${name}-api, role: writer }`,
      ];
      writeFileSync(path.join(estate, `services/${name}.yaml`), `${lines.join('\n')}\n`);
    }
    const { code, out } = await kura('list', '--quotas', '--estate', estate);
    expect(code).toBe(1);
    const lines = out.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
    expect(lines).toContain('54 40 RDS instances, with their readers: OVER ap-northeast-1');
    expect(lines).toContain('1 count over the default quota: ask AWS for more before a deploy.');
  });

  test('exits 0 where every count is within, and says what it did not count', async () => {
    const { code, out } = await kura('list', '--quotas', '--estate', ESTATE);
    expect(code).toBe(0);
    expect(out).toContain('account 444444444444 (prod)');
    expect(out).toContain('Every count is within the default quota.\nCounted is this estate alone');
  });

  test('knows regions that begin with less', () => {
    const deployment = deploymentOf(ESTATE);
    const foundations = deployment.foundations.map((foundation) => ({
      ...foundation,
      target: { ...foundation.target, region: 'ap-south-1' },
    }));
    const [count] = countResources({ ...deployment, foundations, instances: [] });
    expect(count).toMatchObject({ name: 'databases', region: 'ap-south-1', quota: 20 });
  });
});

describe('countResources', () => {
  test('counts what synth makes of the shipped estate', async () => {
    await expectCountsOfSynth(ESTATE);
  });

  test('counts what synth makes in networks that exist already', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'estate.yaml');
    const subnets = [1, 2, 3].map((n) => `subnet-0000000${n}`).join(', ');
    const existing = (cidr: string) =>
      `{ cidr: ${cidr}, vpc: vpc-00000001, subnets: [${subnets}] }`;
    const text = readFileSync(file, 'utf8')
      .replace('{ cidr: 10.30.0.0/16 }', existing('10.30.0.0/16'))
      .replace('{ cidr: 10.40.0.0/20 }', existing('10.40.0.0/20'));
    expect(text.split('vpc-00000001')).toHaveLength(3);
    writeFileSync(file, text);
    await expectCountsOfSynth(estate);
  });
});

function deploymentOf(estate: string) {
  const loaded = loadEstate(estate);
  const deployment = loaded.ok ? resolve(loaded.value) : loaded;
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.problems));
  return deployment.value;
}

interface SynthesizedStack {
  readonly provider: {
    readonly aws: readonly [
      { readonly region: string; readonly allowed_account_ids: readonly string[] },
    ];
  };
  readonly resource: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
}

async function expectCountsOfSynth(estate: string): Promise<void> {
  const out = path.join(scratch(), 'out');
  expect(await kura('synth', '--estate', estate, '--out', out)).toMatchObject({ code: 0 });
  const counted = countResources(deploymentOf(estate));
  expect(counted.length).toBeGreaterThan(0);
  const real = countSynthesized(out);
  const byPlace = ({ account, region, name, used }: Omit<QuotaCount, 'quota'>): string =>
    `${account} ${region} ${name} ${used}`;
  // A row of nothing is a row all the same; the Terraform has no trace of it.
  expect(
    counted
      .filter(({ used }) => used > 0)
      .map(byPlace)
      .sort(),
  ).toEqual(real.map(byPlace).sort());
}

function countSynthesized(out: string): Omit<QuotaCount, 'quota'>[] {
  const stacks = path.join(out, 'stacks');
  const counts = new Map<string, Omit<QuotaCount, 'quota'>>();
  for (const stack of readdirSync(stacks)) {
    const file = path.join(stacks, stack, 'cdk.tf.json');
    const { provider, resource } = JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack;
    const [{ region: home, allowed_account_ids: accounts }] = provider.aws;
    const account = accounts[0] ?? '';
    const databases = Object.values(resource.aws_db_instance ?? {});
    const usage: Partial<Record<QuotaName, number>> = {
      storage: databases.reduce((sum, each) => sum + Number(each.allocated_storage), 0),
      readers: databases.filter((each) => each.replicate_source_db !== undefined).length,
    };
    for (const name of Object.keys(QUOTAS) as QuotaName[]) {
      const { scope, types } = QUOTAS[name];
      const made = types.reduce((sum, type) => sum + Object.keys(resource[type] ?? {}).length, 0);
      const used = usage[name] ?? made;
      const region = scope === 'account' ? 'all' : home;
      const key = [account, region, name].join(' ');
      const before = counts.get(key)?.used ?? 0;
      const total = scope === 'source' ? Math.max(before, used) : before + used;
      if (total > 0) counts.set(key, { account, region, name, used: total });
    }
  }
  return [...counts.values()];
}
