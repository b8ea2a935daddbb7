import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { scriptOf } from '../../cli/bootstrap/aws/script';
import { googleScriptOf } from '../../cli/bootstrap/google/script';
import {
  AUDITOR,
  AUDITORS,
  CI,
  OWN_PROJECT,
  PAYMENT,
  PROD,
  PROJECT,
  SHIPPED,
  TEAM,
  googlePlanOf,
  isolatingWeb,
  planOf,
} from '../support/bootstrap-plan';
import { Machine, type Ran } from '../support/machine';
import { copyOfEstate, ROOT, scratch } from './kura';

const bundle = path.join(scratch(), 'bootstrap.cjs');
beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { bootstrapCommand } from './cli/bootstrap';
void bootstrapCommand().parseAsync(process.argv.slice(2), { from: 'user' });`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    ...{ outfile: bundle, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' },
  });
});
/** With who keeps the trail. */
const KEPT_BY = ['--audit-trust', AUDITOR];
const kura = (machine: Machine, account: string, ...args: readonly string[]): Ran =>
  machine.run(account, process.execPath, [bundle, ...args]);

describe('kura bootstrap', () => {
  test('prints the script, and says aside that nobody is trusted yet', () => {
    const { code, out, err, calls } = kura(new Machine(), PROD, 'prod');
    expect(code).toBe(0);
    const nobody = { principals: [] };
    expect(out).toBe(scriptOf(planOf(SHIPPED, 'prod', nobody, nobody)));
    expect(err).toBe(
      'Nobody is trusted yet: fill in `trust`, or print this again with --trust ARN.\n' +
        'Nobody is trusted with the audit trail yet: fill in `audit_trust`, or print this again with --audit-trust ARN.\n',
    );
    expect(calls).toEqual([]);
  });

  test('prints what an estate lacks that has a state, and none in the recovery region yet', () => {
    const machine = new Machine();
    const estate = copyOfEstate();
    const file = path.join(estate, 'estate.yaml');
    const key = `arn:aws:kms:ap-northeast-1:${PROD}:key/0a1b2c3d-0000-0000-0000-000000000000`;
    const before = readFileSync(file, 'utf8');
    const stated = `      state: { bucket: suzumina-state, kmsKey: '${key}' }\n`;
    writeFileSync(
      file,
      before.replace('      network: { cidr: 10.30.0.0/16 }\n', (line) => `${line}${stated}`),
    );
    const { code, out } = kura(machine, PROD, 'prod', '--estate', estate);
    expect({ code, told: out.includes('recoveryState:') }).toEqual({ code: 0, told: true });
  });

  test('prints one account’s section alone', () => {
    const { out } = kura(
      new Machine(),
      PROD,
      'prod',
      '--account',
      PAYMENT,
      '--trust',
      CI,
      ...KEPT_BY,
    );
    expect(out).toContain(`account_${PAYMENT}`);
    expect(out).not.toContain(`account_${PROD}`);
  });

  test('prints the plan as data', () => {
    const { code, out } = kura(
      new Machine(),
      PROD,
      'prod',
      '--format',
      'json',
      '--trust',
      CI,
      ...KEPT_BY,
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(planOf(SHIPPED, 'prod'));
  });

  test('runs the script it prints', () => {
    const machine = new Machine();
    const { code, out, err, writes } = kura(
      machine,
      PAYMENT,
      'prod',
      '--run',
      '--trust',
      CI,
      ...KEPT_BY,
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^made +role kura-deploy$/m);
    expect(writes).toContain('iam create-role');
    expect(kura(machine, PAYMENT, 'prod', '--run', '--trust', CI, ...KEPT_BY).writes).toEqual([]);
  });

  test('exits 2 with credentials of another account', () => {
    const { code, err, writes } = kura(
      new Machine(),
      '999999999999',
      'prod',
      '--run',
      '--trust',
      CI,
      ...KEPT_BY,
      '--account',
      PROD,
    );
    expect([code, writes]).toEqual([2, []]);
    expect(err).toBe(
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333. Nothing was written.\n' +
        'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.\n',
    );
  });

  test.each([
    [
      ['prod', '--run'],
      '--run: somebody who may take the roles is required, got nobody. Add --trust ARN, or --github ORG/REPO.\n--run: somebody who may take the roles of the audit trail is required, got nobody. Add --audit-trust ARN, or --github ORG/REPO.\n2 problems\n',
    ],
    [
      ['prod', '--trust', '*'],
      '--trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.\n1 problem\n',
    ],
    [
      ['prod', '--google', '--run'],
      '--run: somebody who may act as the service accounts is required, got nobody. Add --trust MEMBER, or --github ORG/REPO.\n--run: somebody who may act as the service accounts of the audit trail is required, got nobody. Add --audit-trust MEMBER, or --github ORG/REPO.\n2 problems\n',
    ],
    [
      ['prod', '--run', '--trust', CI],
      '--run: somebody who may take the roles of the audit trail is required, got nobody. Add --audit-trust ARN, or --github ORG/REPO.\n1 problem\n',
    ],
    [
      ['prod', '--trust', CI, '--audit-trust', '*'],
      '--audit-trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.\n1 problem\n',
    ],
    ...[
      ['prod', CI],
      ['prod', TEAM, '--google'],
    ].map(([environment = '', name = '', ...rest]): [string[], string] => [
      [environment, ...rest, '--trust', name, '--audit-trust', name],
      `--audit-trust: somebody whom --trust does not name is required, got "${name}". Name another: who changes databases must not change what is recorded of it.\n1 problem\n`,
    ]),
    [
      ['prod', '--google', '--account', PROD],
      '--account: an account is chosen on AWS only, got "333333333333". Leave --google out, or name a project with --project.\n1 problem\n',
    ],
    [
      ['prod', '--project', PROJECT],
      '--project: a project is chosen on Google Cloud only, got "suzumina-prod". Add --google, or name an account with --account.\n1 problem\n',
    ],
    [
      ['prod', '--google', '--trust', CI],
      `--trust: one IAM member is required, got "${CI}". That is of AWS: leave --google out, or write group:platform@example.com.\n1 problem\n`,
    ],
  ])('refuses %j', (args, message) => {
    const { code, out, err } = kura(new Machine(), PROD, ...args);
    expect([code, out, err]).toEqual([2, '', message]);
  });

  test.each([
    ['aws', PROD, ['--trust', CI, ...KEPT_BY]],
    ['gcloud', PROJECT, ['--google', '--trust', TEAM, '--audit-trust', AUDITORS]],
  ])('says that the %s command is missing', (program, account, args) => {
    const { code, out, err } = kura(new Machine({ clouds: [] }), account, 'prod', '--run', ...args);
    expect([code, out, err]).toEqual([
      2,
      '',
      `--run: the ${program} command is required, got no such program on the PATH. Install it, or leave --run out and run the printed script elsewhere.\n1 problem\n`,
    ]);
  });
});

describe('kura bootstrap --google', () => {
  test('prints the script, and says aside that nobody is trusted yet', () => {
    const { code, out, err, calls } = kura(new Machine(), PROJECT, 'prod', '--google');
    expect([code, calls]).toEqual([0, []]);
    const nobody = { principals: [] };
    expect(out).toBe(googleScriptOf(googlePlanOf(SHIPPED, 'prod', nobody, nobody)));
    expect(err).toBe(
      'Nobody is trusted yet: fill in `trust`, or print this again with --trust MEMBER.\n' +
        'Nobody is trusted with the audit trail yet: fill in `audit_trust`, or print this again with --audit-trust MEMBER.\n',
    );
  });

  test('prints the plan as data', () => {
    const args = [
      'prod',
      '--google',
      '--format',
      'json',
      '--trust',
      TEAM,
      '--audit-trust',
      AUDITORS,
    ];
    const { code, out } = kura(new Machine(), PROJECT, ...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(googlePlanOf(SHIPPED, 'prod'));
  });

  test('prints one project’s section alone', () => {
    const folder = isolatingWeb();
    const args = [
      'prod',
      '--google',
      '--estate',
      folder,
      '--trust',
      TEAM,
      '--audit-trust',
      AUDITORS,
    ];
    const { out } = kura(new Machine(), PROJECT, ...args, '--project', OWN_PROJECT);
    expect(out).toContain('project_suzumina_web_prod() {');
    expect(out).not.toContain('project_suzumina_prod() {');
  });

  test('runs the script it prints', () => {
    const machine = new Machine();
    const args = ['prod', '--google', '--run', '--trust', TEAM, '--audit-trust', AUDITORS];
    const { code, out, err, writes } = kura(machine, PROJECT, ...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^made +role kura_prod_read$/m);
    expect(writes).toContain('iam roles create');
    const again = Array.from({ length: 3 }, () => 'beta services identity create');
    expect(kura(machine, PROJECT, ...args).writes).toEqual(again);
  });

  test('exits 2 where gcloud works on another project', () => {
    const args = ['prod', '--google', '--run', '--trust', TEAM, '--audit-trust', AUDITORS];
    const { code, err, writes } = kura(new Machine(), 'suzumina-dev', ...args);
    expect([code, writes]).toEqual([2, []]);
    expect(err).toBe(
      'kura bootstrap: gcloud works on suzumina-dev; wanted: suzumina-audit or suzumina-prod. Nothing was written.\n' +
        'The bootstrap stopped. Run it again once the reason above is mended: what is done stays.\n',
    );
  });
});
