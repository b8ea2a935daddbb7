import { sayCell, sayFate } from '../../../cli/docs/parity/cells';
import { changeOf, resolveEstate } from '../../../cli/docs/parity/estates';
import type * as Fates from '../../../cli/docs/parity/fate';
import { fateOf, inWorkshop } from '../../../cli/docs/parity/fate';
import { smallEstate, type Setting } from '../../../cli/docs/parity/settings';
import { parityOf, SETTINGS, type Parity } from '../../../cli/docs/parity/table';
import { diffTerraform } from '../../../cli/docs/parity/terraform-diff';
import { overridableKeys } from '../../../cli/docs/parity-reference';
import type * as Protection from '../../../constructs/google/protection';
import { CLOUDS, type Cloud } from '../../../model/access/identity';
import { jsonSchema, type JsonSchema } from '../../../model/language/json-schema';
import type * as Retention from '../../../model/sizing/retention';
import { ENGINES } from '../../../model/tables/engines';

interface Node extends JsonSchema {
  properties?: Record<string, Node>;
  additionalProperties?: Node | false;
  items?: Node;
  anyOf?: Node[];
}

/** The paths of all keys that hold a value, or a list of values, and no mapping. */
function leavesOf(node: Node, path: string): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [] } = node;
  const inner = [
    ...Object.entries(properties).flatMap(([key, value]) => leavesOf(value, `${path}.${key}`)),
    ...(additionalProperties ? leavesOf(additionalProperties, `${path}.<name>`) : []),
    ...(items?.properties ? leavesOf(items, `${path}[]`) : []),
    ...anyOf.flatMap((choice) => leavesOf(choice, path)),
  ];
  return inner.length > 0 ? [...new Set(inner)] : [path];
}

const settingAt = (path: string): Setting => {
  const found = SETTINGS.find((setting) => setting.path === path);
  if (!found) throw new Error(`no setting ${path}`);
  return found;
};

let parity: Parity;
beforeAll(() => {
  parity = parityOf(SETTINGS, overridableKeys());
});

/** What the table says of a setting on a cloud. */
function cell(path: string, cloud: Cloud): string {
  const row = parity.rows.find(({ setting }) => setting.path === path);
  return row ? sayCell(row.fates[cloud]) : 'no row';
}

const BELOW_CLOUD = 'estate.environments.<name>.<cloud>';

describe('every key of the language', () => {
  const keys = [
    ...leavesOf(jsonSchema('service') as Node, 'service').filter(
      (path) => !path.startsWith('service.overrides.'),
    ),
    ...leavesOf(jsonSchema('estate') as Node, 'estate').map((path) =>
      path.replace(/^(estate\.environments\.<name>)\.(?:aws|google)\./, '$1.<cloud>.'),
    ),
  ];

  it('has a row, and no row is of another', () => {
    const rows = SETTINGS.map(({ path }) => path);
    expect([...rows].sort()).toEqual([...new Set(keys)].sort());
  });

  it('becomes an argument, is declared or is refused, on each cloud and engine', () => {
    const ignored = parity.rows.flatMap(({ setting, fates }) =>
      CLOUDS.flatMap((cloud) =>
        ENGINES.filter((engine) => fates[cloud][engine].kind === 'ignored').map(
          (engine) => `${setting.path} on ${cloud} with ${engine}`,
        ),
      ),
    );
    expect(ignored).toEqual([]);
    expect(SETTINGS.flatMap(({ path }) => CLOUDS.map((cloud) => cell(path, cloud)))).not.toContain(
      '',
    );
  });

  it('reaches Terraform unless it is evidence, waits for something in the recovery region, or only checks other settings', () => {
    const declared = parity.rows.filter(({ fates }) =>
      CLOUDS.some((cloud) => ENGINES.some((engine) => fates[cloud][engine].kind === 'declared')),
    );
    expect(declared.map(({ setting }) => setting.path)).toEqual([
      'service.measured.<name>.on',
      // `retiring` beside its approval; `retired` empties a stack, and needs a lock that knows it as retiring.
      'service.state',
      'service.breakGlass[].reason',
      'service.breakGlass[].approver',
      'service.breakGlass[].expires',
      // What a channel reaches is made elsewhere: it says whom development may not wake.
      'estate.channels.<name>.kind',
      `${BELOW_CLOUD}.recoveryRegion`,
      `${BELOW_CLOUD}.network.services`,
      `${BELOW_CLOUD}.isolated.<name>.network.services`,
    ]);
  });

  it('does in overrides what it does outside, where it may stand there', () => {
    const overridden = parity.rows.filter(({ alike }) => alike !== undefined);
    const paths = overridden.map(({ setting }) => setting.path);
    expect(paths).toEqual(expect.arrayContaining(['service.tier', 'service.access[].via']));
    expect(overridden.filter(({ alike }) => alike === false)).toEqual([]);
  });
});

describe('the table says', () => {
  it('that a tier is a class on RDS and a machine on Cloud SQL, with the memory that follows', () => {
    expect(cell('service.tier', 'aws')).toBe(
      '`instance_class`<br>`aws_cloudwatch_dashboard.dashboard_body`<br>`aws_cloudwatch_metric_alarm.alarm_description`<br>`aws_cloudwatch_metric_alarm.metric_query.expression`<br>`aws_cloudwatch_metric_alarm.threshold`<br>`aws_db_parameter_group.parameter[max_connections]`',
    );
    expect(cell('service.tier', 'google')).toMatch(
      /^`settings\.database_flags\[max_connections\]`<br>`settings\.tier`<br>.*`google_monitoring_alert_policy`.*<br>PostgreSQL: `settings\.database_flags\[work_mem\]`/,
    );
  });

  it('that a larger disk is asked of RDS and of Cloud SQL', () => {
    expect(cell('service.storage', 'aws')).toMatch(
      /^`allocated_storage`<br>`max_allocated_storage`<br>`aws_cloudwatch_/,
    );
    expect(cell('service.storage', 'google')).toMatch(
      /^`settings\.disk_autoresize_limit`<br>`settings\.disk_size`<br>.*`google_monitoring_alert_policy/,
    );
  });

  it('that a threshold is an alarm’s on RDS, and another policy of the environment on Cloud SQL', () => {
    expect(cell('service.alerts.cpu.warning', 'aws')).toContain(
      '`aws_cloudwatch_metric_alarm.threshold`',
    );
    expect(cell('service.alerts.cpu.warning', 'google')).toContain(
      '`±google_monitoring_alert_policy`',
    );
  });

  it('what keeps the days of a retention', () => {
    expect(cell('service.retention', 'aws')).toBe('`backup_retention_period`');
    expect(cell('service.retention', 'google')).toBe(
      '`settings.backup_configuration.backup_retention_settings.retained_backups`<br>`settings.backup_configuration.transaction_log_retention_days`<br>`output.restore.backups.pointInTimeDays`<br>`output.restore.backups.retained`',
    );
  });

  it('that Google refuses security groups and AWS network tags, in the resolver’s words', () => {
    expect(cell('service.clients[].securityGroup', 'aws')).toBe(
      '`+aws_vpc_security_group_ingress_rule`',
    );
    expect(cell('service.clients[].securityGroup', 'google')).toBe(
      'refused: a client of a service on google must be a networkTag or a cidr. Write `networkTag:` or `cidr:`.',
    );
    expect(cell('service.clients[].networkTag', 'aws')).toBe(
      'refused: a client of a service on aws must be a securityGroup or a cidr. Write `securityGroup:` or `cidr:`.',
    );
    expect(cell('service.clients[].networkTag', 'google')).toBe(
      '`google_compute_firewall.target_tags`',
    );
  });

  it('that workMem is refused on MySQL', () => {
    const refused =
      'MySQL: refused: workMem is PostgreSQL’s. Take it out: MySQL sizes sort buffers by itself.';
    expect(cell('service.workMem', 'aws')).toBe(
      `PostgreSQL: \`aws_db_parameter_group.parameter[work_mem]\`<br>${refused}`,
    );
    expect(cell('service.workMem', 'google')).toBe(
      `PostgreSQL: \`settings.database_flags[work_mem]\`<br>${refused}`,
    );
  });

  it('that days without maintenance stand below google only', () => {
    const path = `${BELOW_CLOUD}.denyMaintenance.from`;
    expect(cell(path, 'aws')).toBe(
      'refused: only known keys are allowed in environments.staging.aws',
    );
    expect(cell(path, 'google')).toBe('`settings.deny_maintenance_period.start_date`');
  });

  it('where a value is only declared', () => {
    expect(cell(`${BELOW_CLOUD}.recoveryRegion`, 'google')).toBe(
      'only in `deployment.json`: `foundations.recoveryRegion`',
    );
  });

  it('that a service’s name is the name of its stack', () => {
    expect(cell('service.service', 'aws')).toBe('another stack: `staging-aws-cart`');
  });

  it('of a long list the database’s arguments, and the types of the rest', () => {
    expect(cell('service.readers', 'aws')).toBe(
      '`+aws_db_instance`<br>and in `+aws_cloudwatch_composite_alarm`, `+aws_cloudwatch_log_group`, `+aws_cloudwatch_log_metric_filter`, `+aws_cloudwatch_log_subscription_filter`, `+aws_cloudwatch_metric_alarm`, `aws_cloudwatch_dashboard`, `aws_iam_policy`, `aws_kms_key`, `output.contract`',
    );
  });

  it('of a longer one the database’s arguments, and how many types are beside', () => {
    expect(cell(`${BELOW_CLOUD}.account`, 'aws')).toMatch(
      /^`monitoring_role_arn`<br>`provider\.allowed_account_ids`<br>`provider\.assume_role\.role_arn`<br>and in \d+ types more$/,
    );
  });
});

describe('what the preset and the security table decide', () => {
  it('has an argument of its own, but for the tier, from which others follow', () => {
    const without = CLOUDS.flatMap((cloud) =>
      ENGINES.flatMap((engine) =>
        parity.decided[cloud][engine].filter(({ fate }) => fate.kind !== 'argument'),
      ),
    );
    expect(new Set(without.map(({ name }) => name))).toEqual(new Set(['tier']));
  });

  it('is on both clouds a standby, the days of backups and of logs, and what Terraform may destroy', () => {
    const fateOn = (cloud: Cloud, name: string) =>
      parity.decided[cloud].postgres.find((each) => each.name === name)?.fate;
    expect(fateOn('aws', 'highAvailability')).toMatchObject({
      paths: ['aws_db_instance.multi_az'],
    });
    expect(fateOn('google', 'highAvailability')).toMatchObject({
      paths: ['google_sql_database_instance.settings.availability_type'],
    });
    for (const name of ['backupRetentionDays', 'logRetentionDays', 'preventDestroy'])
      for (const cloud of CLOUDS) expect(fateOn(cloud, name)).toMatchObject({ kind: 'argument' });
  });

  it('leaves encryption and private addresses as they are, and deletion protection to an approval', () => {
    expect(parity.fixed.aws.postgres.get('storage_encrypted')).toBe(true);
    expect(parity.fixed.aws.mysql.get('publicly_accessible')).toBe(false);
    expect(parity.fixed.google.mysql.get('settings.ip_configuration.ipv4_enabled')).toBe(false);
    for (const [cloud, key] of [
      ['aws', 'multi_az'],
      ['google', 'settings.availability_type'],
    ] as const)
      expect(parity.fixed[cloud].postgres.has(key)).toBe(false);
    for (const cloud of CLOUDS) {
      expect(parity.fixed[cloud].postgres.has('deletion_protection')).toBe(false);
      const found = parity.decided[cloud].postgres.find(
        ({ name }) => name === 'deletionProtection',
      );
      expect(found).toMatchObject({ by: 'security table', fate: { kind: 'argument' } });
    }
  });
});

describe('an argument that Terraform leaves alone', () => {
  const stack = (primary: object, reader: object) =>
    new Map([['s', { resource: { sql: { primary, reader } } }]]);
  const block = (size: number, ...ignored: readonly string[]) => ({
    disk: [{ size, kind: 'ssd' }],
    lifecycle: { ignore_changes: ignored },
  });

  it.each([
    [['disk[0].size'], ['disk[0].size'], ['sql.disk.size']],
    [['disk'], ['disk[0].size', 'name'], ['sql.disk.size']],
    [['disk[0].size'], [], []],
    [['disk[0].siz'], ['disk[0].size'], []],
  ])('is so where every block that has it ignores it: %j and %j', (one, other, atCreation) => {
    const at = (size: number) => stack(block(size, ...one), block(size, ...other));
    expect(diffTerraform(at(20), at(30))).toMatchObject({ paths: ['sql.disk.size'], atCreation });
  });

  it('is said in a long list too, and not folded with its siblings', () => {
    const paths = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `sql.disk.${name}`);
    const fate = { kind: 'argument', paths, atCreation: ['sql.disk.b'] } as const;
    expect(sayFate({ ...fate, newStacks: [], goneStacks: [] })).toEqual([
      '`sql.disk.*`',
      '`sql.disk.b` (at creation only)',
    ]);
  });
});

describe('a wiring that is lost', () => {
  const google = { cloud: 'google', engine: 'postgres' } as const;

  /** The fate of a setting on Cloud SQL where one module is another. */
  function fateWith(path: string, module: string, other: (actual: object) => object) {
    let fate: unknown;
    jest.isolateModules(() => {
      jest.doMock(module, () => other(jest.requireActual<object>(module)));
      const workshop = jest.requireActual<typeof Fates>('../../../cli/docs/parity/fate');
      fate = workshop.inWorkshop((tools) =>
        workshop.fateOf(changeOf(settingAt(path), google), tools),
      );
    });
    jest.dontMock(module);
    return fate;
  }

  it('changes its cell', () => {
    const module = '../../../constructs/google/protection';
    const cut = (actual: object) => {
      const { storageOf } = actual as typeof Protection;
      type Settings = Parameters<typeof storageOf>[0];
      return {
        ...actual,
        storageOf: (settings: Settings) => ({
          ...storageOf(settings),
          diskAutoresizeLimit: undefined,
        }),
      };
    };
    expect(cell('service.growth', 'google')).toContain('`settings.disk_autoresize_limit`');
    const { paths } = fateWith('service.growth', module, cut) as { paths: readonly string[] };
    expect(paths.filter((path) => path.includes('disk_'))).toEqual([
      'google_sql_database_instance.settings.disk_size',
    ]);
  });

  it('shows a setting that the resolver ignores', () => {
    const module = '../../../model/sizing/retention';
    const deaf = (actual: object) => {
      const { resolveRetention } = actual as typeof Retention;
      type Given = Parameters<typeof resolveRetention>;
      return {
        ...actual,
        resolveRetention: (placed: Given[0], ...rest: [Given[1], Given[2], Given[3]]) =>
          resolveRetention({ ...placed, services: [silent(placed.services[0])] }, ...rest),
      };
    };
    const silent = <File extends { readonly statement: object }>(file: File): File => ({
      ...file,
      statement: { ...file.statement, retention: undefined },
    });
    expect(fateWith('service.retention', module, deaf)).toEqual({ kind: 'ignored' });
  });
});

it('takes a stack that was built for another only where reasons and places alone differ', () => {
  for (const cloud of CLOUDS) {
    const resolved = resolveEstate(smallEstate({ cloud, engine: 'postgres' }));
    if (!resolved.ok) throw new Error('the small estate is refused');
    const { value } = resolved;
    const unfounded = JSON.parse(
      JSON.stringify(value, (key, inner: unknown) =>
        ['reason', 'place'].includes(key) ? 'unknown' : inner,
      ),
    ) as typeof value;
    // Its alarm says why a threshold is that.
    for (const [i, instance] of unfounded.instances.entries())
      Object.assign(instance, { alerts: value.instances[i]?.alerts });
    const [first, second] = [value, unfounded].map((deployment) =>
      inWorkshop(({ synth }) => synth(deployment)),
    );
    expect(second).toEqual(first);
  }
});

it('fails where the estate that a setting is varied in is refused itself', () => {
  const lonely: Setting = {
    path: `${BELOW_CLOUD}.network.range`,
    to: 'google-main',
    given: { [`${BELOW_CLOUD}.network.vpc`]: 'main' },
  };
  expect(() =>
    inWorkshop((workshop) =>
      fateOf(changeOf(lonely, { cloud: 'google', engine: 'mysql' }), workshop),
    ),
  ).toThrow(/^The estate to vary is refused: /);
});
