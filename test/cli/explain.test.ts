import type { Decision } from '../../model/decision';
import type { Instance } from '../../model/deployment/deployment';
import { loadEstate } from '../../model/language/load-estate';
import { resolve } from '../../model/resolver/resolve';
import { estateFolder, googleAs, orderWith } from '../support/estate-folder';
import { LONG_ESTATE, LONG_SERVICE } from '../support/long-names';
import { ESTATE, kura } from './kura';

const explain = (...argv: readonly string[]) => kura('explain', ...argv, '--estate', ESTATE);

describe('kura explain', () => {
  test.each([
    ['prod/payment', 'prod-aws-payment'],
    ['prod/suzumina-web', 'prod-google-suzumina-web'],
  ])(
    'prints every decision of %s and its instance with its reason and place',
    async (name, stack) => {
      const estate = loadEstate(ESTATE);
      const deployment = estate.ok ? resolve(estate.value) : estate;
      if (!deployment.ok) throw new Error('the shipped estate does not resolve');
      const { foundations, instances } = deployment.value;
      const instance = instances.find((each) => each.stack === stack);
      if (!instance) throw new Error(`no ${stack}`);
      const [service] = instance.services;
      const foundation = foundations.find(
        (each) => each.cloud === instance.cloud && each.environment === 'prod',
      );
      const decisions: Readonly<Record<string, Decision<unknown> | undefined>> = {
        ...instance.decisions,
        ...(instance.cloud === 'aws' ? instance.parameters : instance.flags),
        network: instance.ownNetwork ?? foundation?.network,
        database: service?.database,
        pool: service?.pool,
      };
      const { code, out } = await explain(name);
      expect(code).toBe(0);
      const flat = out.replace(/\s+/g, ' ');
      expect(Object.keys(decisions).length).toBeGreaterThan(30);
      for (const [key, decision] of Object.entries(decisions)) {
        expect(out).toMatch(new RegExp(`^  ${key.replaceAll('.', '\\.')} `, 'm'));
        expect(flat).toContain(`${decision?.reason ?? '?'} [${decision?.place ?? '?'}]`);
      }
      for (const { login, place } of service?.access ?? []) {
        expect(flat).toMatch(new RegExp(`as ${login}(?=[ ,])`));
        expect(flat).toContain(`[${place}]`);
      }
      expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    },
  );

  test('says of a service on Google its project, its flags, what is bound, and where its network has services', async () => {
    const { out } = await explain('prod/suzumina-web');
    expect(out.split('\n').slice(0, 2)).toEqual([
      'prod/suzumina-web: PostgreSQL 17 on prod-google-suzumina-web, of team-web',
      'suzumina-prod-suzumina-web in project suzumina-prod, asia-northeast1',
    ]);
    expect(out).toContain('\nflags\n');
    expect(out).not.toContain('\nparameters\n');
    expect(out).toMatch(/^ {2}network +10\.31\.0\.0\/16, services in 10\.31\.192\.0\/18$/m);
    expect(out).toMatch(/^ {2}denyMaintenance +from 12-28, until 01-05$/m);
    expect(out).toMatch(/^ {2}maintenanceWindow +day 6, hour 19$/m);
    const flat = out.replace(/\s+/g, ' ');
    expect(flat).toContain(
      'serviceAccount:suzumina-web writer via iam, as suzumina-web@suzumina-prod.iam, its roles bound',
    );
    expect(flat).toContain('reader via secret, as suzumina_export a rotated password');
  });

  test('writes a long identity on a line of its own, so that what is said of it has room', async () => {
    const far = 'serviceAccount:web-api@a-project-of-somebody-else.iam.gserviceaccount.com';
    const files = googleAs('service', 'serviceAccount:web-api', far);
    const { out } = await kura('explain', 'prod/web', '--estate', estateFolder(files));
    expect(out.slice(out.indexOf('\naccess\n')).split('\n').slice(2)).toEqual([
      `  ${far}`,
      '    writer via iam, as web-api@a-project-of-somebody-else.iam, its roles bound',
      '    a short-lived IAM token [services/web.yaml:6:7]',
      '',
    ]);
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
  });

  test('wraps what is long, and writes below its name what has no room beside it', async () => {
    const folder = estateFolder(LONG_ESTATE);
    const { code, out } = await kura('explain', `dev/${LONG_SERVICE}`, '--estate', folder);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
    expect(out.split('\n\n')[0]?.replaceAll('\n', ' ')).toBe(
      `dev/${LONG_SERVICE}: PostgreSQL 17 on dev-aws-${LONG_SERVICE}, of the team that answers for all of the very long names of this company by day and by night ac-dev-${LONG_SERVICE} in account 333333333333, ap-northeast-1`,
    );
    const place = `services/${LONG_SERVICE}.yaml`;
    expect(out).toContain(
      `\n  cpu\n    warning above 80%: the service says so\n    [${place}:9:18]\n    critical above 90%: the service says so\n    [${place}:9:32]\n`,
    );
    expect(out).toMatch(/^ {2}memory {2,}warning above /m);
  });

  test('says what nobody stated, and what others are to bind', async () => {
    const files = googleAs('service', 'writer }', 'writer, attach: false }');
    const { out } = await kura('explain', 'prod/web', '--estate', estateFolder(files));
    expect(out).toMatch(/^ {2}denyMaintenance +–$/m);
    expect(out).toMatch(/^ {2}clientTags +none$/m);
    expect(out.replace(/\s+/g, ' ')).toContain('as web-api@acme-prod.iam, its roles exported');
  });

  test('says after each failure what is demanded, what meets it, how firmly, and what is drilled', async () => {
    const { out } = await explain('prod/order');
    const section = (title: string): string => out.split(`\n${title}\n`)[1]?.split('\n\n')[0] ?? '';
    const recovery = section('recovery').replace(/\s+/g, ' ');
    expect(recovery).toContain(
      'a lost zone demanded: RPO 15m, RTO 2h the preset’s (seed 002 §7.2) [preset production] standby meets it RPO 0s (published): synchronous',
    );
    expect(recovery).toContain('RTO 30m (assumed, drilled): Kura’s assumption: a promotion');
    expect(section('mechanisms')).toMatch(/^ {2}vault-copy {14}the preset has it/m);
    expect(section('mechanisms').replace(/\s+/g, ' ')).toContain(
      'after the loss of a region [preset production] drilled every month in the recovery region; an alarm where that fails or shows more than RPO 15m, RTO 2h',
    );
    expect(section('left alone')).toMatch(/^ {2}engine_version +by the provider$/m);
    const { out: dev } = await explain('dev/order');
    expect(dev).toMatch(
      /^ {2}a lost region {2}demanded: none\n.*\n +nothing would bring it back$/m,
    );
    expect(dev).toContain('RTO 51m (assumed, not drilled, not demanded)');
  });

  test('says from where on each alert is told and why, once for both regions', async () => {
    const { out } = await explain('prod/order');
    const section = out.split('\nalerts\n')[1]?.split('\n\n')[0] ?? '';
    expect(section.split('\n').filter((line) => line.startsWith('  cpu'))).toHaveLength(1);
    const flat = section.replace(/\s+/g, ' ');
    expect(flat).toContain(
      ' replica-lag warning above 5s: some seconds are usual (seed 001 §4); six minutes more while little is written [alert catalogue] critical above 30s: tens of seconds only under load (seed 001 §4); six minutes more while little is written [alert catalogue] ',
    );
    expect(flat).toContain(
      'connections warning above 796: 80 % of the 995 that clients can have of max_connections 1000 [alert catalogue] critical above 945: 95 %',
    );
  });

  test('says of a threshold that a service states where, of several the strictest', async () => {
    const user = String(orderWith('alerts: { cpu: { warning: 70% } }')['services/order.yaml'])
      .replace('order\n', 'user\n')
      .replace('order-api', 'user-api');
    const files = orderWith('alerts: { cpu: { warning: 80%, critical: 95% } }');
    const estate = `${String(files['estate.yaml'])}groups: { core: [order, user] }\n`;
    const folder = estateFolder({ ...files, 'estate.yaml': estate, 'services/user.yaml': user });
    const { out } = await kura('explain', 'prod/order', '--estate', folder);
    expect(out.replace(/\s+/g, ' ')).toContain(
      ' cpu warning above 70%: the service says so [services/user.yaml:7:18] critical above 95%: the service says so [services/order.yaml:7:32] ',
    );
  });

  test('says what stands beside an instance, which serves, and what somebody approved', async () => {
    const files = orderWith(`restoreFrom: { before: { time: '2026-11-20 09:00:30' } }
active: before
state: retiring
breakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]`);
    const { out } = await kura('explain', 'prod/order', '--estate', estateFolder(files));
    expect(out.slice(out.indexOf('\nstanding\n')).split('\n').slice(2, 11)).toEqual([
      '  state               retiring',
      '                      the service says so [services/order.yaml:9:1]',
      '  active              before',
      '                      the service says so [services/order.yaml:8:1]',
      '  restoreFrom before  acme-prod-order-at-before',
      '                      from the state of primary at 2026-11-20T00:00:30Z',
      '                      [services/order.yaml:7:1]',
      '  breakGlass          deletion of all of it, until 2026-12-31T15:00:00Z',
      '                      its data has moved; approved by cto@acme.example',
    ]);
  });

  test('names the services that share the instance', async () => {
    const { out } = await explain('staging/order');
    expect(out.split('\n').slice(0, 3)).toEqual([
      'staging/order: PostgreSQL 17 on staging-aws-transaction, of team-order',
      'suzumina-staging-transaction in account 222222222222, ap-northeast-1',
      'It shares the instance with payment.',
    ]);
  });

  test('prints the same as JSON for machines', async () => {
    const { out } = await explain('prod/order', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      environment: 'prod',
      service: 'order',
      instance: {
        stack: 'prod-aws-order',
        tier: { value: '2xlarge', place: 'preset production' },
        network: { value: { kind: 'made', cidr: '10.30.0.0/16' } },
      },
      lifecycle: { value: 'serving' },
      active: { value: 'primary' },
      recovery: {
        objectives: { region: { value: { rpo: 900_000, rto: 7_200_000 } } },
        evidence: { region: { mechanism: 'recovery-replica', rto: { firmness: 'assumed' } } },
        drills: [{ mechanism: 'point-in-time-recovery' }, { mechanism: 'recovery-replica' }],
      },
      parameters: { 'rds.force_ssl': { value: '1' } },
      database: { value: 'order_service_db' },
      access: [{ login: 'order_api' }, { login: 'order_report' }, { login: 'order_migrate' }],
    });
    const { alerts } = JSON.parse(out) as Pick<Instance, 'alerts'>;
    expect(alerts.told.map(({ alert }) => alert)).toContain('cpu');
    expect(alerts.gaps.map(({ alert }) => alert)).toContain('burst-credits');
    const google = JSON.parse(
      (await explain('prod/suzumina-web', '--format', 'json')).out,
    ) as Record<string, unknown>;
    expect(google).toMatchObject({
      cloud: 'google',
      instance: {
        stack: 'prod-google-suzumina-web',
        target: { project: 'suzumina-prod' },
        edition: { value: 'ENTERPRISE_PLUS' },
        network: { value: { kind: 'made', services: '10.31.192.0/18' } },
      },
      flags: { 'cloudsql.iam_authentication': { value: 'on' } },
    });
    expect(google).not.toHaveProperty('parameters');
  });

  test.each([
    [
      'prod/ordr',
      'kura explain: the service must be one that prod runs (auth, catalog, order, payment, product, suzumina-web, user), got "ordr". Did you mean "prod/order"?',
    ],
    [
      'prd/order',
      'kura explain: the environment must be dev, prod or staging, got "prd". Did you mean "prod/order"?',
    ],
    [
      'production-of-kyoto/x',
      'kura explain: the environment must be dev, prod or staging, got "production-of-kyoto". Choose one of these.',
    ],
    [
      'order',
      'kura explain: an environment and a service are required, with a slash between, got "order". Write it as dev/order.',
    ],
  ])('refuses %s with what is known', async (name, message) => {
    expect(await explain(name)).toEqual({ code: 2, out: '', err: `${message}\n1 problem\n` });
  });
});
