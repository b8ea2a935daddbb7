import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { estateFolder, GOOGLE_ESTATE } from '../support/estate-folder';
import { copyOfEstate, ESTATE, kura, scratch } from './kura';

describe('kura synth', () => {
  test('writes a folder a stack and says what each is, the time aside', async () => {
    const out = path.join(scratch(), 'out');
    const { code, out: text, err } = await kura('synth', '--estate', ESTATE, '--out', out);
    expect(code).toBe(0);
    expect(readdirSync(path.join(out, 'stacks'))).toHaveLength(38);
    expect(text).toMatch(/^prod-aws-order +\d+ {2}PostgreSQL 17, 2xlarge, 2 readers:\n +order$/m);
    expect(text).toMatch(
      /^prod-google-suzumina-web +\d+ {2}PostgreSQL 17, 2xlarge, 2 readers:\n +suzumina-web$/m,
    );
    expect(text).toMatch(/^38 stacks, \d+ resources\.$/m);
    expect(text.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    expect(err).toMatch(/^Wrote .* in \d+\.\d s\.\n$/);
  });

  test('prints and writes the same on two runs', async () => {
    const outs = [path.join(scratch(), 'out'), path.join(scratch(), 'out')];
    const texts: string[] = [];
    for (const out of outs) {
      texts.push((await kura('synth', '--estate', ESTATE, '--out', out)).out);
      texts.push(readFileSync(path.join(out, 'stacks/prod-aws-order/cdk.tf.json'), 'utf8'));
    }
    expect(texts.slice(2)).toEqual(texts.slice(0, 2));
  });

  test('builds only the stacks that --only names', async () => {
    const out = path.join(scratch(), 'out');
    const only = 'prod-aws-order,dev-*';
    const { out: text } = await kura('synth', '--estate', ESTATE, '--out', out, '--only', only);
    expect(text).toMatch(/^8 stacks, /m);
    expect(readdirSync(path.join(out, 'stacks')).sort()).toEqual([
      'dev-aws-audit',
      'dev-aws-foundation',
      'dev-aws-shared-mysql',
      'dev-aws-shared-postgres',
      'dev-google-audit',
      'dev-google-foundation',
      'dev-google-shared-postgres',
      'prod-aws-order',
    ]);
  });

  test('takes --only more than once', async () => {
    const out = path.join(scratch(), 'out');
    const only = ['--only', 'prod-aws-order', '--only', 'prod-aws-payment'];
    const { code } = await kura('synth', '--estate', ESTATE, '--out', out, ...only);
    expect(code).toBe(0);
    expect(readdirSync(path.join(out, 'stacks'))).toEqual(['prod-aws-order', 'prod-aws-payment']);
  });

  test('refuses an --only of which one name matches nothing', async () => {
    const out = path.join(scratch(), 'out');
    const only = 'prod-aws-order,prod-aws-paymnt';
    const { code, err } = await kura('synth', '--estate', ESTATE, '--out', out, '--only', only);
    expect(code).toBe(2);
    expect(err).toMatch(
      /, got "prod-aws-paymnt"\. Did you mean "prod-aws-payment"\?\n1 problem\n$/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test('refuses an --only that matches nothing, with the stacks it knows', async () => {
    const out = path.join(scratch(), 'out');
    const { code, err } = await kura('synth', '--estate', ESTATE, '--out', out, '--only', 'x*');
    expect(code).toBe(2);
    expect(err).toMatch(/^--only: .*prod-aws-order.*, got "x\*"\. /);
    expect(existsSync(out)).toBe(false);
  });

  test('says which instances no lock holds, and which of Google’s take a password policy too early', async () => {
    const estate = copyOfEstate();
    rmSync(path.join(estate, 'instances.lock.yaml'), { force: true });
    const run = () => kura('synth', '--estate', estate, '--out', path.join(scratch(), 'out'));
    const before = await run();
    expect(before.out.slice(before.out.indexOf(' resources.\n')).split('\n').slice(1)).toEqual([
      '13 instances are not in instances.lock.yaml yet: once they are deployed, run',
      '  `npx kura lock`.',
      'Cloud SQL takes a password policy only on an instance that is there. Where a',
      '  login is `via: secret`, deploy it first with `via: iam` in its place, then',
      '  with `via: secret`: dev-google-shared-postgres, prod-google-suzumina-web,',
      '  staging-google-suzumina-web.',
      '',
    ]);
    expect(before.out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    await kura('lock', '--estate', estate);
    const after = (await run()).out;
    expect(after).not.toContain('instances.lock.yaml');
    expect(after).not.toContain('password policy');
  });

  test('says nothing of passwords where nobody on Google has one', async () => {
    const estate = estateFolder(GOOGLE_ESTATE);
    const { out: said } = await kura(
      'synth',
      '--estate',
      estate,
      '--out',
      path.join(scratch(), 'out'),
    );
    expect(said).toMatch(
      /^1 instance is not in instances\.lock\.yaml yet: once it is deployed, run\n {2}`npx kura lock`\.$/m,
    );
    expect(said).not.toContain('password');
  });

  test('says every problem of an estate at once and writes nothing', async () => {
    const estate = copyOfEstate();
    const file = path.join(estate, 'services/order.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace('traffic: high', 'traffic: huge').replace('engine:', 'motor:'),
    );
    const out = path.join(scratch(), 'out');
    const { code, err } = await kura('synth', '--estate', estate, '--out', out);
    expect(code).toBe(2);
    const lines = err.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`${lines.length - 1} problems`);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^services\/order\.yaml:\d+:\d+: /);
    expect(existsSync(out)).toBe(false);
  });

  test('refuses an output folder that it cannot make', async () => {
    const file = path.join(scratch(), 'file');
    writeFileSync(file, '');
    const out = path.join(file, 'out');
    const { code, err } = await kura('synth', '--estate', ESTATE, '--out', out);
    expect({ code, err }).toEqual({
      code: 2,
      err: `${out}: a folder that can be written is required, got ENOTDIR. Name another with --out DIR.\n1 problem\n`,
    });
  });

  test('refuses a folder that is not its own, and leaves it as it is', async () => {
    const out = scratch();
    writeFileSync(path.join(out, 'notes.txt'), 'mine');
    expect(await kura('synth', '--estate', ESTATE, '--out', out)).toEqual({
      code: 2,
      out: '',
      err: `${out}: an empty folder or an earlier output of suzumina is required, got a folder with "notes.txt". Name another with --out DIR.\n1 problem\n`,
    });
    expect(readdirSync(out)).toEqual(['notes.txt']);
  });

  test('refuses a folder inside the estate, however either is written', async () => {
    const estate = copyOfEstate();
    const out = path.join(estate, 'out');
    const relative = path.relative(process.cwd(), estate);
    const { code, err } = await kura('synth', '--estate', relative, '--out', out);
    expect({ code, err }).toEqual({
      code: 2,
      err: `${out}: a folder apart from the estate’s is required, got one that is inside it or around it. Name another with --out DIR.\n1 problem\n`,
    });
    expect(existsSync(out)).toBe(false);
  });

  test('says nothing of passwords where the instance is there already, though a database is new', async () => {
    const service = String(GOOGLE_ESTATE['services/web.yaml']);
    const estate = estateFolder({
      'estate.yaml': `${String(GOOGLE_ESTATE['estate.yaml'])}groups:\n  core: [web, api]\n`,
      'services/web.yaml': service,
      'services/api.yaml': service
        .replace('web\n', 'api\n')
        .replace("web-api', role: writer", "api-export', role: reader, via: secret"),
      'instances.lock.yaml':
        'prod-google-core: { engine: postgres 17, home: acme-prod acme-prod asia-northeast1, readers: 2, databases: { web_service_db: web } }\n',
    });
    const { out: said } = await kura(
      'synth',
      '--estate',
      estate,
      '--out',
      path.join(scratch(), 'out'),
    );
    expect(said).toContain('1 instance is not in instances.lock.yaml yet');
    expect(said).not.toContain('password');
  });

  test('builds an estate on Google Cloud alone', async () => {
    const out = path.join(scratch(), 'out');
    const estate = estateFolder(GOOGLE_ESTATE);
    const { code, out: text } = await kura('synth', '--estate', estate, '--out', out);
    expect(code).toBe(0);
    expect(readdirSync(path.join(out, 'stacks')).sort()).toEqual([
      'prod-google-audit',
      'prod-google-audit-recovery',
      'prod-google-foundation',
      'prod-google-recovery',
      'prod-google-web',
      'prod-google-web-recovery',
    ]);
    expect(text).toMatch(/^6 stacks, \d+ resources\.$/m);
  });
});
