import { spawnSync } from 'node:child_process';
import { jumpHostName } from '../../constructs/aws/jump-host';
import * as google from '../../constructs/google/jump-host';
import { hostName, hostZone } from '../../cli/connect/host-name';
import {
  belowCloud,
  estateFolder,
  GOOGLE_ESTATE,
  orderWith,
  SMALL_ESTATE,
  webWith,
  type EstateFiles,
} from '../support/estate-folder';
import { ESTATE, kura } from './kura';
import { retiredFiles } from './retired-estate';

const OPERATOR = "  - { identity: role/dba, role: operator, until: '2099-12-01' }";
const PERSON = "  - { identity: 'user:dba@acme.example', role: operator, until: '2099-12-01' }";
const MYSQL = {
  'services/order.yaml': String(orderWith(OPERATOR)['services/order.yaml']).replace(
    'postgres',
    'mysql',
  ),
};

const order = (more: string, ...argv: readonly string[]) =>
  kura('connect', 'prod/order', ...argv, '--estate', estateFolder(orderWith(more)));
const web = (more: string, ...argv: readonly string[]) =>
  kura('connect', 'prod/web', ...argv, '--estate', estateFolder(webWith(more)));

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

/** That bash reads it, that shellcheck has no objection where it is installed, and that it fits a terminal but for URLs. */
function expectShell(script: string): void {
  const bash = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  expect({ status: bash.status, stderr: bash.stderr }).toEqual({ status: 0, stderr: '' });
  if (hasShellcheck) {
    const checked = spawnSync('shellcheck', ['-s', 'bash', '-'], {
      input: script,
      encoding: 'utf8',
    });
    expect({ status: checked.status, said: checked.stdout }).toEqual({ status: 0, said: '' });
  }
  const long = script.split('\n').filter((line) => Array.from(line).length > 80);
  expect(long.filter((line) => !line.includes('https://'))).toEqual([]);
}

test('knows the host by the names that its constructs give it', () => {
  expect(hostName('acme-prod')).toBe(jumpHostName('acme-prod'));
  expect(hostName('acme-prod')).toBe(google.jumpHostName('acme-prod'));
  expect(hostZone('asia-northeast1')).toBe(google.jumpHostZone('asia-northeast1'));
});

describe('kura connect on AWS', () => {
  test('prints an operator’s way to PostgreSQL: who, what, until when, and the commands', async () => {
    const { code, out, err } = await order(OPERATOR);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expectShell(out);
    expect(out).toMatchSnapshot();
  });

  test('prints it to MySQL, whose client takes the token in clear inside verified TLS', async () => {
    const estate = estateFolder({ ...SMALL_ESTATE, ...MYSQL });
    const { out } = await kura('connect', 'prod/order', '--estate', estate);
    expectShell(out);
    expect(out).toContain('--enable-cleartext-plugin');
    expect(out).toContain('--ssl-mode=VERIFY_CA');
    expect(out).toContain('localPortNumber=13306');
    expect(out).not.toContain('PGPASSWORD');
  });

  test('prints it to a reader, and to another port of this machine', async () => {
    const { out } = await order(OPERATOR, '--reader', '--local-port', '7000');
    expectShell(out);
    expect(out).toContain('--db-instance-identifier acme-prod-order-reader-1 ');
    expect(out).toContain('localPortNumber=7000');
    expect(out).toContain('--port=7000');
  });

  test.each([['role/order-api'], ['arn:aws:iam::333333333333:role/order-api']])(
    'prints the way of %s, which is no operator, where it is named',
    async (as) => {
      const { out } = await order(OPERATOR, '--as', as);
      expect(out).toContain('--username order_api)');
      expect(out).toContain('# What: writer: ');
      expect(out).toContain('# Until: no day');
      expect(out.replace(/\n# /g, ' ')).toContain(
        'Audited: the way in, in the cloud’s log; statements as',
      );
    },
  );
});

describe('kura connect follows who serves', () => {
  const RESTORED =
    "active: before\nrestoreFrom: { before: { time: '2026-11-20 09:00', readers: 1 } }";

  test('to an instance restored beside the primary, and its reader', async () => {
    const { out } = await order(`${OPERATOR}\n${RESTORED}`);
    expectShell(out);
    expect(out).toContain('on the restored instance before, which');
    expect(out).toContain('--region ap-northeast-1 ');
    expect(out).toContain('--db-instance-identifier acme-prod-order-at-before ');
    expect(out).toContain('Name=tag:Name,Values=acme-prod-jump');
    const reader = await order(`${OPERATOR}\n${RESTORED}`, '--reader');
    expect(reader.out).toContain('--db-instance-identifier acme-prod-order-at-before-reader-1 ');
  });

  test('into the recovery region of AWS, through the host there', async () => {
    const { out } = await order(`${OPERATOR}\nactive: recovery`);
    expectShell(out);
    expect(out).toContain('on the instance in the recovery');
    expect(out).not.toContain('ap-northeast-1');
    expect(out).toContain('--db-instance-identifier acme-prod-order-recovery ');
    expect(out).toContain('Name=tag:Name,Values=acme-prod-recovery-jump');
  });

  test('into that of Google Cloud', async () => {
    const { out } = await web(`${PERSON}\nactive: recovery`);
    expectShell(out);
    expect(out).toContain('gcloud compute ssh acme-prod-recovery-jump');
    expect(out).toContain('--zone=asia-northeast2-b');
    expect(out).toContain('acme-prod:asia-northeast2:acme-prod-web-recovery');
  });

  test('through the host of an isolated instance’s own network there', async () => {
    const files = orderWith(`${OPERATOR}\nactive: recovery\nplacement: isolated`);
    const estate = belowCloud(
      String(files['estate.yaml']),
      'isolated: { order: { network: { cidr: 10.40.0.0/20 } } }',
    );
    const folder = estateFolder({ ...files, 'estate.yaml': estate });
    const { out } = await kura('connect', 'prod/order', '--estate', folder);
    expect(out).toContain('Name=tag:Name,Values=acme-prod-order-recovery-jump');
  });
});

describe('kura connect says what an operator may', () => {
  const what = async (files: EstateFiles): Promise<string | undefined> => {
    const { out } = await kura('connect', 'prod/order', '--estate', estateFolder(files));
    return /^# What: (.*)$/m.exec(out)?.[1];
  };
  const order = String(orderWith(OPERATOR)['services/order.yaml']);
  const shared = {
    'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', 'development'),
    'services/pay.yaml': String(SMALL_ESTATE['services/order.yaml']).replaceAll('order', 'pay'),
  };

  test('by whether others share the instance, and by the engine', async () => {
    expect(await what(orderWith(OPERATOR))).toBe(
      'operator: reads rows, and sees and ends what runs, until a day',
    );
    expect(await what({ ...shared, 'services/order.yaml': order })).toBe(
      'operator: reads rows, until a day',
    );
    expect(await what({ ...SMALL_ESTATE, ...MYSQL })).toBe(
      'operator: reads rows and sees what runs, until a day',
    );
  });

  test('until when, by the estate’s clocks, in summer too', async () => {
    const files = orderWith(OPERATOR.replace('2099-12-01', '2099-07-01'));
    const until = async (zone: string): Promise<string | undefined> => {
      const estate = String(files['estate.yaml']).replace('Asia/Tokyo', zone);
      const folder = estateFolder({ ...files, 'estate.yaml': estate });
      const { out } = await kura('connect', 'prod/order', '--estate', folder);
      return /^# Until: (.*)$/m.exec(out)?.[1];
    };
    expect(await until('Europe/Berlin')).toBe(
      '2099-07-02 00:00 Europe/Berlin (2099-07-01 22:00 UTC)',
    );
    expect(await until('UTC')).toBe('2099-07-02 00:00 UTC');
  });
});

describe('kura connect on Google Cloud', () => {
  test('prints an operator’s way: the tunnel, the proxy and the client', async () => {
    const { code, out } = await web(PERSON);
    expect(code).toBe(0);
    expectShell(out);
    expect(out).toMatchSnapshot();
  });

  test('starts the proxy as the service account that logs in', async () => {
    const { out } = await web(PERSON, '--as', 'serviceAccount:web-api');
    expectShell(out);
    expect(out).toContain(
      '--impersonate-service-account=web-api@acme-prod.iam.gserviceaccount.com',
    );
  });

  test('logs a group’s member in as themselves', async () => {
    const { out } = await web(PERSON.replace('user:dba', 'group:dba'));
    expectShell(out);
    expect(out).toContain('user=$(gcloud config get-value account)');
    expect(out).toContain('--username="$user"');
    const mysql = String(webWith(PERSON.replace('user:dba', 'group:dba'))['services/web.yaml']);
    const files = { ...GOOGLE_ESTATE, 'services/web.yaml': mysql.replace('postgres', 'mysql') };
    const short = await kura('connect', 'prod/web', '--estate', estateFolder(files));
    expectShell(short.out);
    expect(short.out).toContain('user=${user%%@*}');
  });
});

describe('kura connect refuses', () => {
  test('a service without an operator, with the line to add', async () => {
    const { code, out, err } = await order('');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /^services\/order\.yaml: order must have an operator, for whom there is a host to go through, got none\. Add below access: `- \{ identity: role\/NAME, role: operator, until: '\d{4}-\d\d-\d\d' \}`, and deploy\.\n1 problem\n$/,
    );
  });

  test('a service whose instance is gone', async () => {
    const { code, err } = await kura(
      ...['connect', 'prod/order', '--estate', estateFolder(retiredFiles(SMALL_ESTATE))],
    );
    expect(code).toBe(2);
    expect(err).toMatch(
      /^kura connect: prod\/order must have an instance, got `state: retired` \[services\/order\.yaml:\d+:\d+\]: its backups alone are left\. See `npx kura runbook` of its service for how to restore one\.\n/,
    );
  });

  test('an access that has ended', async () => {
    const { code, err } = await order(OPERATOR.replace('2099', '2020'));
    expect(code).toBe(2);
    expect(err).toContain(
      'the access must not have ended, got "2020-12-01T15:00:00Z". Write a later',
    );
  });

  test('several operators without a choice, and all else that is wrong, at once', async () => {
    const { code, err } = await web(`${PERSON}\n${PERSON.replace('dba', 'oncall')}`, '--reader');
    expect(code).toBe(2);
    expect(err).toContain(
      '--as: one identity must be meant, user:dba@acme.example or user:oncall@acme.example, got nothing. Add --as IDENTITY.',
    );
  });

  test.each([
    ['role/nobody', 'got "role/nobody". Choose one of these, or declare it in services/order.yaml'],
    ['role/export', 'got "role/export", which logs in by password. Choose one of these.'],
  ])('the identity %s', async (as, message) => {
    const { code, err } = await order(
      `${OPERATOR}\n  - { identity: role/export, role: reader, via: secret }`,
      '--as',
      as,
    );
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('a reader where there is none', async () => {
    const estate = estateFolder(orderWith(`${OPERATOR}\nreaders: 0`));
    const { err } = await kura('connect', 'prod/order', '--reader', '--estate', estate);
    expect(err).toContain('--reader: prod/order must have a reader, got none.');
  });

  test('a port that is none, and a service that is none', async () => {
    const { code, err } = await order(OPERATOR, '--local-port', '99999');
    expect(code).toBe(2);
    expect(err).toBe(
      '--local-port: a port must be a whole number from 1 to 65535, got "99999". Leave it out, or choose another.\n1 problem\n',
    );
    const unknown = await kura('connect', 'prod/ordr', '--estate', estateFolder(SMALL_ESTATE));
    expect(unknown.err).toContain('kura connect: the service must be one that prod runs');
  });

  test.each([
    ['prod/core', 'got "core", an instance. Write prod/auth, which it holds.'],
    ['prod/nope', 'got "nope". Choose one of these.'],
    ['prod/ordr', 'got "ordr". Did you mean "prod/order"?'],
  ])('%s, with what may be meant', async (name, message) => {
    const { err } = await kura('connect', name, '--estate', ESTATE);
    expect(err).toContain(message);
  });
});
