import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cloud } from '../../model/access/identity';
import { loadEstate } from '../../model/language/load-estate';
import { EMPTY_LOCK, formatLock, lockOf } from '../../model/placement/instance-lock';
import { countResources } from '../../model/tables/quotas';
import { resolve } from '../../model/resolver/resolve';
import {
  belowCloud,
  estateFolder,
  GOOGLE_ESTATE,
  googleWith,
  SMALL_ESTATE,
  type EstateFiles,
} from '../support/estate-folder';
import { countSynthesized } from './count-synthesized';
import { copyOfEstate, ESTATE, kura, scratch } from './kura';

describe('kura list', () => {
  test('prints a line for each instance', async () => {
    const { code, out } = await kura('list', '--estate', ESTATE);
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines.slice(0, 2)).toEqual([
      'AWS',
      'instance engine tier vCPU/GiB readers GiB services',
    ]);
    expect(lines).toContain('prod/order postgres 17 2xlarge 16/128 2 50→300 order');
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
  });

  test('tells instances of one name on both clouds apart', async () => {
    const { out } = await kura('list', '--estate', ESTATE);
    const [aws = '', google = ''] = out.split('\n\nGoogle Cloud\n');
    expect(aws).toMatch(/^dev\/shared-postgres .* auth, order,$/m);
    expect(google.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'instance engine tier vCPU/GiB readers GiB services',
      'dev/shared-postgres postgres 17 small 2/4 0 20→40 suzumina-web',
      'prod/suzumina-web postgres 17 2xlarge 16/128 2 20→40 suzumina-web',
      'staging/suzumina-web postgres 17 medium 2/16 1 20→40 suzumina-web',
      '',
    ]);
  });

  test.each([
    ['AWS', SMALL_ESTATE, 'prod/order'],
    ['Google Cloud', GOOGLE_ESTATE, 'prod/web'],
  ])('names no cloud where %s is the only one', async (cloud, files, name) => {
    const { out } = await kura('list', '--estate', estateFolder(files));
    expect(out).toMatch(/^instance /);
    expect(out).toContain(name);
    expect(out).not.toContain(cloud);
  });

  test('prints the same as JSON for machines', async () => {
    const { out } = await kura('list', '--format', 'json', '--estate', ESTATE);
    expect(JSON.parse(out)).toContainEqual({
      environment: 'prod',
      instance: 'order',
      stack: 'prod-aws-order',
      cloud: 'aws',
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
    expect(JSON.parse(out)).toContainEqual({
      environment: 'prod',
      instance: 'suzumina-web',
      stack: 'prod-google-suzumina-web',
      cloud: 'google',
      project: 'suzumina-prod',
      region: 'asia-northeast1',
      engine: 'postgres',
      engineName: 'PostgreSQL',
      version: '17',
      tier: '2xlarge',
      vcpu: 16,
      memoryGib: 128,
      readers: 2,
      storageGib: 20,
      storageCeilingGib: 40,
      services: ['suzumina-web'],
    });
  });
});

describe('kura list --quotas', () => {
  test('marks what goes over the cloud’s default quota and exits 1', async () => {
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
    expect(lines).toContain(
      '54 40 RDS instances, with readers and restore tests: OVER ap-northeast-1',
    );
    expect(lines).toContain(
      '1 count over the default quota: ask the cloud for more before a deploy.',
    );
  });

  test('exits 0 where every count is within, and says what it did not count', async () => {
    const { code, out } = await kura('list', '--quotas', '--estate', ESTATE);
    expect(code).toBe(0);
    expect(out).toContain('account 444444444444 (prod)');
    const [, google = ''] = out.split('\nproject suzumina-prod (prod)\n');
    const lines = google.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
    expect(lines.slice(1, 6)).toEqual([
      '4 1,000 Cloud SQL instances, with their readers all regions',
      '3 10 replicas of one instance asia-northeast1',
      '20 1,500 members in the project’s IAM policy all regions',
      '3 100 service accounts all regions',
      '3 1,000 Cloud Run jobs asia-northeast1',
    ]);
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    expect(out).toContain('Every count is within the default quota.\nCounted is this estate alone');
  });

  test('counts alarms and dashboards, of which AWS has no quota any more', async () => {
    const { out } = await kura('list', '--quotas', '--estate', ESTATE);
    const lines = out.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
    expect(lines).toContain('5 none CloudWatch dashboards all regions');
    expect(lines).toContain('13 100 filters of one log group ap-northeast-1');
    const alarms = countResources(deploymentOf(ESTATE)).filter(({ name }) => name === 'alarms');
    expect(alarms.map(({ quota }) => quota)).toEqual(alarms.map(() => null));
  });

  test('counts what recovers an instance where it is: in the recovery region', () => {
    const counts = countResources(deploymentOf(ESTATE));
    const used = (account: string, name: string) =>
      ['ap-northeast-1', 'ap-northeast-3'].map(
        (region) =>
          counts.find(
            (each) => each.account === account && each.name === name && each.region === region,
          )?.used,
      );
    expect(used('222222222222', 'replicatedBackups')).toEqual([0, 1]);
    expect(used('222222222222', 'databases')).toEqual([6, 0]);
    // A replica, and what the monthly test restores from the vault beside it.
    expect(used('444444444444', 'databases')).toEqual([3, 2]);
    // Its two readers and that replica.
    expect(used('444444444444', 'readers')).toEqual([3, 0]);
  });

  test('knows regions that begin with less', () => {
    const deployment = deploymentOf(ESTATE);
    const foundations = deployment.foundations.flatMap((foundation) =>
      foundation.cloud === 'aws'
        ? [{ ...foundation, target: { ...foundation.target, region: 'ap-south-1' } }]
        : [],
    );
    const [count] = countResources({ ...deployment, foundations, instances: [] });
    expect(count).toMatchObject({ name: 'databases', region: 'ap-south-1', quota: 20 });
  });
});

const RESTORED = "restoreFrom: { noon: { time: '2026-11-01 12:00', readers: 1 } }\n";
const APPROVAL = `breakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]\n`;

describe('countResources', () => {
  test('counts what synth makes of the shipped estate', async () => {
    await expectCountsOfSynth(ESTATE);
  });

  test('counts what synth makes in networks that exist already', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'estate.yaml');
    const subnets = [1, 2, 3].map((n) => `subnet-0000000${n}`).join(', ');
    const existing = (cidr: string, indent: string) =>
      ['network', 'recoveryNetwork']
        .map((key) => `${key}: { cidr: ${cidr}, vpc: vpc-00000001, subnets: [${subnets}] }`)
        .join(`\n${indent}`);
    const text = readFileSync(file, 'utf8')
      .replace('network: { cidr: 10.30.0.0/16 }', existing('10.30.0.0/16', '      '))
      .replace('network: { cidr: 10.40.0.0/20 }', existing('10.40.0.0/20', '          '));
    expect(text.split('vpc-00000001')).toHaveLength(5);
    writeFileSync(file, text);
    // The lock knows them in networks of Kura's.
    rmSync(path.join(estate, 'instances.lock.yaml'));
    await expectCountsOfSynth(estate);
  });

  test('counts what synth makes on Google, where identities share instances and one is isolated', async () => {
    const service = (name: string, access: string, more = '') =>
      `service: ${name}\nowner: team\ncloud: google\nengine: postgres\n${more}access:\n${access}`;
    const way = (identity: string, how = '') =>
      `  - { identity: '${identity}', role: reader${how} }\n`;
    const estate = googleWith(
      'isolated: { pay: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }',
    );
    const both = way('serviceAccount:shop-api') + way('user:mika@acme.example', ', attach: false');
    await expectCountsOfSynth(
      estateFolder({
        'estate.yaml': `${String(estate['estate.yaml'])}groups:\n  core: [shop, cart]\n`,
        'services/shop.yaml': service('shop', both, 'readers: 3\n'),
        'services/cart.yaml': service(
          'cart',
          both + way('serviceAccount:export', ', via: secret') + way('group:dba@acme.example'),
        ),
        'services/pay.yaml': service('pay', both, 'compliance: [pci-dss]\nreaders: 0\n'),
      }),
    );
  });

  test.each([
    ['with a restored instance and its reader', RESTORED],
    ['where a restored instance serves', `${RESTORED}active: noon\n`],
    ['where the recovery region serves', 'active: recovery\n'],
    ['where it also has a restored instance', `${RESTORED}active: recovery\n`],
  ])('counts what synth makes %s, on both clouds', async (_, lines) => {
    await expectCountsOfSynth(estateFolder(everywhere(lines)));
  });

  const away = 'objectives: { region: { rpo: 1h, rto: 4h } }\n';
  const there = 'restoreFrom: { lost: { replicatedBackup: latest, readers: 1 } }\n';
  test.each([
    ['replicated backups', away],
    ['those of a restored instance that serves', `${away}${RESTORED}active: noon\n`],
    ['what is restored from them and serves there', `${away}${there}active: lost\n`],
  ])('counts what synth makes of %s', async (_, lines) => {
    await expectCountsOfSynth(estateFolder(onAws(everywhere(lines))));
  });

  test('counts what synth leaves of what is retired, on both clouds', async () => {
    const retiring = everywhere(`${RESTORED}${APPROVAL}state: retiring\n`);
    const lock = formatLock(lockOf(deploymentOf(estateFolder(retiring)), EMPTY_LOCK));
    const retired = everywhere(`${RESTORED}${APPROVAL}state: retired\n`);
    const estate = estateFolder({ ...retired, 'instances.lock.yaml': lock });
    await expectCountsOfSynth(estate);
    const counts = countResources(deploymentOf(estate));
    const used = (name: string): readonly string[] =>
      counts.flatMap((each) =>
        each.name === name && each.used > 0 ? [`${each.account} ${each.used}`] : [],
      );
    expect(counts.map(({ name }) => name)).toContain('databases');
    expect(used('databases')).toEqual([]);
    // What watches the environment’s databases stays with it, and who writes to both stores of its trail from the isolated project, which has nobody.
    expect(used('principals')).toEqual(['acme-prod 3']);
  });
});

/** Production on both clouds, each with an isolated instance: what is restored, recovered or retired is all of it. */
function everywhere(lines: string): EstateFiles {
  const isolated = (own: string): string =>
    `isolated: { pay-${own}: { network: { cidr: 10.40.0.0/20 }, ${own === 'aws' ? "account: '444444444444'" : 'project: acme-pci'} } }`;
  const [, google = ''] = belowCloud(
    String(GOOGLE_ESTATE['estate.yaml']),
    isolated('google'),
  ).split('preset: production\n');
  const aws = belowCloud(String(SMALL_ESTATE['estate.yaml']), isolated('aws'));
  const service = (name: string, cloud: Cloud, more: string): string => {
    const [api, legacy, person] =
      cloud === 'aws'
        ? ['role/shop-api', 'role/shop-import', 'role/oncall']
        : ['serviceAccount:shop-api', 'serviceAccount:shop-import', 'user:oncall@acme.example'];
    return `service: ${name}
owner: team
cloud: ${cloud}
${more}access:
  - { identity: '${api}', role: writer }
  - { identity: '${legacy}', role: reader, via: secret }
  - { identity: '${person}', role: operator, until: '2026-12-31' }
${lines}`;
  };
  return {
    'estate.yaml': `${aws.slice(0, aws.lastIndexOf('    notify'))}${google}`,
    ...Object.fromEntries(
      (['aws', 'google'] as const).flatMap((cloud) => [
        [
          `services/shop-${cloud}.yaml`,
          service(`shop-${cloud}`, cloud, 'engine: mysql\ntraffic: high\n'),
        ],
        [
          `services/pay-${cloud}.yaml`,
          service(`pay-${cloud}`, cloud, 'engine: postgres\ncompliance: [pci-dss]\n'),
        ],
      ]),
    ),
  };
}

/** The same without Google. */
function onAws(files: EstateFiles): EstateFiles {
  const estate = String(files['estate.yaml']);
  return {
    ...Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes('google'))),
    'estate.yaml': `${estate.slice(0, estate.indexOf('    google:'))}${estate.slice(estate.lastIndexOf('    notify'))}`,
  };
}

function deploymentOf(estate: string) {
  const loaded = loadEstate(estate);
  const deployment = loaded.ok ? resolve(loaded.value) : loaded;
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.problems));
  return deployment.value;
}

async function expectCountsOfSynth(estate: string): Promise<void> {
  const out = path.join(scratch(), 'out');
  const { code, err } = await kura('synth', '--estate', estate, '--out', out);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  const counted = countResources(deploymentOf(estate));
  expect(counted.length).toBeGreaterThan(0);
  // A row of nothing is a row all the same; the Terraform has no trace of it.
  const lines = counted.flatMap(({ cloud, account, region, name, used }) =>
    used > 0 ? [`${cloud} ${account} ${region} ${name} ${used}`] : [],
  );
  expect(lines.sort()).toEqual(countSynthesized(out));
}
