import { optionGroupsOf } from '../../model/audit/option-groups';
import { DATA_CLASSES, strictestClass, type DataClass } from '../../model/audit/data-class';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import {
  access,
  AWS_INSTANCES,
  AWS_RECOVERED,
  backedUp,
  home,
  instance,
  PROD,
  PROD_RECOVERED,
  replicated,
  restored,
  target,
} from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { deploymentOf, SMALL_ESTATE } from '../support/estate-folder';
import { given, service } from '../support/service';
import { synthAll, type Config, type Json } from '../support/synth';

const holding = (name: string, data: DataClass) => ({
  ...service(name, [access(`${name}-api`)]),
  data: given(data),
});
const NETWORK = given({
  kind: 'made' as const,
  cidr: '10.40.0.0/20',
  subnets: [{ zone: 'ap-northeast-1a', cidr: '10.40.0.0/24' }],
});
const THERE = given({
  ...NETWORK.value,
  subnets: [{ zone: 'ap-northeast-3a', cidr: '10.40.0.0/24' }],
});
const own = 'acme-prod-pay-recovery';

/** MySQL in every place where it can be: with readers, a replica elsewhere, restored in either region, and isolated. */
const INSTANCES: readonly AwsInstance[] = [
  instance('core', {
    engine: 'mysql',
    settings: { readers: 2 },
    services: [holding('catalog', 'internal'), holding('user', 'personal')],
  }),
  replicated({
    engine: 'mysql',
    settings: { readers: 1 },
    services: [holding('order', 'payment')],
    restores: [restored('order', 'noon', undefined, { readers: 1 })],
  }),
  backedUp({
    restores: [
      restored('shop', 'there', {
        ...{ from: 'replicated-backup', time: null, of: 'primary', backups: null },
      }),
    ],
  }),
  instance('pay', {
    ...{ engine: 'mysql', target: target('444444444444'), ownNetwork: NETWORK },
    settings: { placement: 'isolated', readers: 1 },
    services: [holding('pay', 'payment')],
    recovery: replicated().recovery,
    recoveryHome: home('pay', {
      identifier: own,
      target: { ...home('pay').target, account: '444444444444' },
      ownNetwork: THERE,
    }),
  }),
  instance('search', { services: [holding('search', 'payment')] }),
];

const deployed = (instances: readonly AwsInstance[]): Deployment => {
  const shared = instances.filter(({ ownNetwork }) => !ownNetwork);
  const { recovery, ...foundation } = PROD_RECOVERED;
  if (!recovery) throw new Error('nothing is in the recovery region');
  const optionGroups = optionGroupsOf(shared.filter(({ recoveryHome }) => recoveryHome));
  return {
    ...DEPLOYMENT,
    instances,
    foundations: [
      {
        ...foundation,
        optionGroups: optionGroupsOf(shared),
        recovery: { ...recovery, optionGroups },
      },
    ],
  };
};

const DEPLOYMENTS: readonly (readonly [name: string, deployment: Deployment])[] = [
  ['every place of MySQL', deployed(INSTANCES)],
  [
    'every shape at once',
    {
      ...DEPLOYMENT,
      foundations: [PROD],
      instances: AWS_INSTANCES.filter(({ environment }) => environment === 'prod'),
    },
  ],
  ['every shape of recovery', deployed(AWS_RECOVERED)],
  [
    'an estate',
    deploymentOf({
      ...SMALL_ESTATE,
      'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql')}data: personal\n`,
    }),
  ],
];

/** Account and region of a stack. */
function placeOf({ provider }: Config): string {
  const [aws] = provider.aws ?? [];
  return `${String(aws?.allowed_account_ids)} ${String(aws?.region)}`;
}

const bodies = ({ resource }: Config, type: string): readonly Json[] =>
  Object.values(resource[type] ?? {});

/** A name, where it is a reference to a resource of its own stack too. */
function nameOf({ resource }: Config, value: unknown): string {
  const [, type = '', address = ''] = /^\$\{(\w+)\.(\w+)\.name\}$/.exec(String(value)) ?? [];
  return String(type === '' ? value : resource[type]?.[address]?.name);
}

describe.each(DEPLOYMENTS)('of %s', (_, deployment) => {
  const stacks = [...synthAll(deployment)];
  const groups = new Map(
    stacks.flatMap(([, configuration]) =>
      bodies(configuration, 'aws_db_option_group').map(
        (body) => [`${placeOf(configuration)} ${String(body.name)}`, body] as const,
      ),
    ),
  );
  const databases = stacks.flatMap(([stack, configuration]) => {
    const instances = deployment.instances.filter((each) => each.cloud === 'aws');
    const instance = instances.find(
      (each) => each.stack === stack || each.recoveryHome?.stack === stack,
    );
    return bodies(configuration, 'aws_db_instance').flatMap((body) =>
      instance ? [{ configuration, instance, body }] : [],
    );
  });

  test('each database of MySQL has the option group of its strictest class, which is there', () => {
    const ofMysql = databases.filter(({ instance }) => instance.engine === 'mysql');
    expect(ofMysql.length).toBeGreaterThan(0);
    for (const { configuration, instance, body } of ofMysql) {
      const name = nameOf(configuration, body.option_group_name);
      const data = strictestClass(instance.services.map((each) => each.data.value));
      expect(`${String(body.identifier)}: ${name}`).toMatch(new RegExp(`-mysql-8-4-${data}$`));
      expect([...groups.keys()]).toContain(`${placeOf(configuration)} ${name}`);
      expect(body.enabled_cloudwatch_logs_exports).toContain('audit');
    }
  });

  test('none of PostgreSQL has one', () => {
    for (const { instance, body } of databases)
      if (instance.engine === 'postgres') expect(body).not.toHaveProperty('option_group_name');
  });

  test('there is none that no database names', () => {
    const used = databases.map(
      ({ configuration, body }) =>
        `${placeOf(configuration)} ${nameOf(configuration, body.option_group_name)}`,
    );
    // In the recovery region it waits for what is restored there.
    const there = [...groups.keys()].filter((key) => !key.includes('ap-northeast-3'));
    for (const key of there) expect(used).toContain(key);
  });

  test('each is never deleted, and has one option with all its settings', () => {
    for (const body of groups.values()) {
      expect(body).toMatchObject({
        ...{ engine_name: 'mysql', major_engine_version: '8.4', skip_destroy: true },
        option: [{ option_name: 'MARIADB_AUDIT_PLUGIN' }],
      });
      const [option] = body.option as readonly { readonly option_settings: readonly unknown[] }[];
      expect(option?.option_settings).toHaveLength(3);
      expect(DATA_CLASSES.some((data) => String(body.name).endsWith(data))).toBe(true);
    }
  });
});

test('all places of MySQL are looked at', () => {
  const stacks = synthAll(deployed(INSTANCES));
  const identifiers = [...stacks.values()].flatMap((configuration) =>
    bodies(configuration, 'aws_db_instance')
      .filter((body) => body.option_group_name !== undefined)
      .map(({ identifier }) => String(identifier)),
  );
  expect(identifiers.sort()).toEqual([
    'acme-prod-core',
    'acme-prod-core-reader-1',
    'acme-prod-core-reader-2',
    'acme-prod-order',
    'acme-prod-order-at-noon',
    'acme-prod-order-at-noon-reader-1',
    'acme-prod-order-reader-1',
    'acme-prod-order-recovery',
    'acme-prod-pay',
    'acme-prod-pay-reader-1',
    own,
    'acme-prod-shop',
    'acme-prod-shop-at-there',
  ]);
});

test('the copies that drills make have theirs too, by a name that is fixed or one of their own stack', () => {
  const calls = [...synthAll(deployed(INSTANCES)).values()].flatMap((configuration) =>
    bodies(configuration, 'aws_scheduler_schedule').flatMap(({ target: of }) => {
      const input = String((of as Json).input);
      if (!input.includes('"drill"')) return [];
      const { drill } = JSON.parse(input) as {
        drill: { engine: string; copy: { optionGroup?: string } };
      };
      return [[drill.engine, nameOf(configuration, drill.copy.optionGroup)] as const];
    }),
  );
  const named = calls.filter(([engine]) => engine === 'mysql').map(([, name]) => name);
  expect(new Set(named)).toEqual(
    new Set([
      'acme-prod-mysql-8-4-payment',
      'acme-prod-recovery-mysql-8-4-payment',
      'acme-prod-mysql-8-4-internal',
      'acme-prod-recovery-mysql-8-4-internal',
      'acme-prod-pay-mysql-8-4-payment',
      'acme-prod-pay-recovery-mysql-8-4-payment',
    ]),
  );
});
