import { loadEstate } from '../../model/language/load-estate';
import { resolve } from '../../model/resolve';
import { ESTATE, kura } from './kura';

const explain = (...argv: readonly string[]) => kura('explain', ...argv, '--estate', ESTATE);

describe('kura explain', () => {
  test('prints every decision of a service and its instance with its reason and place', async () => {
    const estate = loadEstate(ESTATE);
    const deployment = estate.ok ? resolve(estate.value) : estate;
    const instance = deployment.ok
      ? deployment.value.instances.find(({ stack }) => stack === 'prod-aws-payment')
      : undefined;
    const [service] = instance?.services ?? [];
    const decisions = {
      ...instance?.decisions,
      ...instance?.parameters,
      network: instance?.ownNetwork,
      database: service?.database,
      pool: service?.pool,
    };
    const { code, out } = await explain('prod/payment');
    expect(code).toBe(0);
    const flat = out.replace(/\s+/g, ' ');
    expect(Object.keys(decisions).length).toBeGreaterThan(30);
    for (const [name, decision] of Object.entries(decisions)) {
      expect(out).toMatch(new RegExp(`^  ${name.replaceAll('.', '\\.')} `, 'm'));
      expect(flat).toContain(`${decision?.reason ?? '?'} [${decision?.place ?? '?'}]`);
    }
    for (const { login, place } of service?.access ?? []) {
      expect(flat).toMatch(new RegExp(`as ${login}\\b`));
      expect(flat).toContain(`[${place}]`);
    }
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
      parameters: { 'rds.force_ssl': { value: '1' } },
      database: { value: 'order_service_db' },
      access: [{ login: 'order_api' }, { login: 'order_report' }, { login: 'order_migrate' }],
    });
  });

  test.each([
    [
      'prod/ordr',
      'kura explain: the service must be one that prod runs (auth, catalog, order, payment, product, user), got "ordr". Did you mean "prod/order"?',
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
    [
      'prod/suzumina-web',
      'services/suzumina-web.yaml:2:1: a service on aws is required, got "prod/suzumina-web" on google. Kura only describes it yet.',
    ],
  ])('refuses %s with what is known', async (name, message) => {
    expect(await explain(name)).toEqual({ code: 2, out: '', err: `${message}\n1 problem\n` });
  });
});
