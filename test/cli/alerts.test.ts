import { ALERT_NAMES } from '../../model/alerts/alert-names';
import type { Alerts, DeclaredAlert } from '../../model/alerts/alert';
import type { Deployment } from '../../model/deployment/deployment';
import type * as resolver from '../../model/resolver/resolve';
import { GOOGLE_ESTATE, SMALL_ESTATE, estateFolder, orderWith } from '../support/estate-folder';
import { LONG_ESTATE, LONG_SERVICE } from '../support/long-names';
import { ESTATE, kura } from './kura';

/** Makes a hole in what is declared: no estate that resolves has one. */
let mockSpoil: ((alerts: Alerts) => Alerts) | undefined;
jest.mock('../../model/resolver/resolve', () => {
  const actual = jest.requireActual<typeof resolver>('../../model/resolver/resolve');
  const resolve: typeof actual.resolve = (...given) => {
    const resolved = actual.resolve(...given);
    const spoil = mockSpoil;
    if (!resolved.ok || !spoil) return resolved;
    const instances = resolved.value.instances.map((instance) => ({
      ...instance,
      alerts: spoil(instance.alerts),
    }));
    return { ok: true, value: { ...resolved.value, instances } satisfies Deployment };
  };
  return { resolve };
});
afterEach(() => {
  mockSpoil = undefined;
});

const alerts = (...argv: readonly string[]) => kura('alerts', ...argv, '--estate', ESTATE);
const small = estateFolder(SMALL_ESTATE);

/** Code points, as a terminal counts them. */
const tooWide = (text: string): string[] =>
  text.split('\n').filter((line) => Array.from(line).length > 80);

interface Json extends Alerts {
  readonly environment: string;
  readonly instance: string;
  readonly holes: readonly unknown[];
}

describe('kura alerts', () => {
  test('prints of each environment and cloud who hears of what, and each instance in a line', async () => {
    const { code, out, err } = await alerts();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, prod = ''] = out.split('\nprod, AWS\n');
    const json = JSON.parse((await alerts('--format', 'json')).out) as readonly Json[];
    const row = (id: string, environment: string, widest: number): string => {
      const found = json.find((each) => each.environment === environment && each.instance === id);
      const count = (severity?: string): number =>
        new Set(
          found?.told.flatMap((each) =>
            severity === undefined || each.severity === severity ? [each.alert] : [],
          ),
        ).size;
      const counts = [count(), count('critical'), count('warning'), count('info')];
      const text = [...counts, found?.gaps.length ?? 0].map((each, i) =>
        (each === 0 ? '–' : String(each)).padStart([6, 8, 7, 4, 9][i] ?? 0),
      );
      return `  ${[id.padEnd(widest), ...text].join('  ')}`;
    };
    expect(prod.split('\n').slice(0, 9)).toEqual([
      '  critical  dba@suzumina.example, database-chat, night-shift',
      '  warning   dba@suzumina.example',
      '  info      nobody: it stands on the dashboard',
      '  instance   alerts  critical  warning  info  not there',
      ...['core', 'order', 'payment', 'reference', 'user'].map((id) => row(id, 'prod', 9)),
    ]);
    expect(out.split('\n').slice(0, 4)).toEqual([
      'dev, AWS',
      '  info  nobody: it stands on the dashboard',
      '  instance         alerts  critical  warning  info  not there',
      row('shared-mysql', 'dev', 'shared-postgres'.length),
    ]);
    expect(out.split('\n').slice(-4)).toEqual([
      '',
      `13 instances, no hole: each has the ${String(ALERT_NAMES.length)} alerts of the catalogue`,
      'or the reason why not, which `npx kura alerts <env>/<service>` prints.',
      '',
    ]);
    expect(tooWide(out)).toEqual([]);
  });

  test('counts alerts, not alarms: those and the gaps are the catalogue', async () => {
    const { out } = await alerts();
    const rows = out.split('\n').flatMap((line) => {
      const [, there, missing] = /^ {2}[a-z][\w-]* +(\d+) .* (\d+)$/.exec(line) ?? [];
      return there === undefined ? [] : [Number(there) + Number(missing)];
    });
    expect(rows).toHaveLength(13);
    expect(new Set(rows)).toEqual(new Set([ALERT_NAMES.length]));
  });

  test('has everything of every instance as JSON', async () => {
    const { out } = await alerts('--format', 'json');
    const instances = JSON.parse(out) as readonly Json[];
    expect(instances).toHaveLength(13);
    const order = instances.find(({ instance }) => instance === 'order');
    expect(order).toMatchObject({
      environment: 'prod',
      cloud: 'aws',
      stack: 'prod-aws-order',
      services: ['order'],
      holes: [],
    });
    const cpu = order?.told.find(
      ({ alert, severity }) => alert === 'cpu' && severity === 'critical',
    );
    expect(cpu).toMatchObject({
      metric: 'AWS/RDS CPUUtilization',
      threshold: { value: 98 },
      minutes: 60,
      missing: 'as before',
      route: ['dashboard', 'dba@suzumina.example', 'database-chat', 'night-shift'],
    });
    expect(order?.gaps.map(({ alert }) => alert)).toContain('burst-credits');
  });
});

describe('kura alerts of a service', () => {
  test.each([
    ['prod/order', 'prod-aws-order'],
    ['prod/suzumina-web', 'prod-google-suzumina-web'],
    ['dev/catalog', 'dev-aws-shared-mysql'],
  ])(
    'says all that is declared of the alerts of %s, or why it has one not',
    async (name, stack) => {
      const { code, out } = await alerts(name);
      expect(code).toBe(0);
      const json = JSON.parse((await alerts(name, '--format', 'json')).out) as Json;
      expect(json).toMatchObject({ stack, service: name.split('/')[1] });
      for (const each of json.told) {
        const section = sectionOf(out, each.alert);
        for (const part of partsOf(each))
          expect([each.alert, section]).toEqual([each.alert, expect.stringContaining(part)]);
      }
      for (const { alert, code: why, why: reason } of json.gaps)
        expect(sectionOf(out, alert)).toBe(`${alert} ${why}: ${reason}`);
      expect(json.told.length).toBeGreaterThan(25);
      expect(tooWide(out)).toEqual([]);
    },
  );

  test('says who hears, and of one alert what it is, when, of what, and what no data means', async () => {
    const { out } = await alerts('prod/order');
    const { gaps } = JSON.parse((await alerts('prod/order', '--format', 'json')).out) as Json;
    expect(out.split('\n').slice(0, 6)).toEqual([
      `prod/order: ${String(ALERT_NAMES.length - gaps.length)} of ${String(ALERT_NAMES.length)} alerts on prod-aws-order, of team-order`,
      '',
      'who hears',
      '  critical  dba@suzumina.example, database-chat, night-shift',
      '  warning   dba@suzumina.example',
      '  info      nobody: it stands on the dashboard',
    ]);
    const begin = out.indexOf('  storage-runway: ');
    expect(out.slice(begin).split('\n').slice(0, 6)).toEqual([
      '  storage-runway: the disk has little room left to grow',
      '    warning above 80% for 15m',
      '    critical above 95% for 15m; no data: as it was',
      '    AWS/RDS FreeStorageSpace',
      '    of suzumina-prod-order, …-reader-1, …-reader-2; suzumina-prod-order-recovery',
      '    in the recovery region',
    ]);
  });

  test('names the services that share the instance, and the place of a threshold that one states', async () => {
    expect((await alerts('staging/order')).out).toContain('\nIt shares them with payment.\n');
    const files = orderWith('alerts: { cpu: { warning: 80% } }');
    const { out } = await kura('alerts', 'prod/order', '--estate', estateFolder(files));
    expect(out).toMatch(/^ +warning above 80% for 15m \[services\/order\.yaml:7:18\]$/m);
  });

  test('refuses a service that is not there', async () => {
    expect(await alerts('prod/ordr')).toEqual({
      code: 2,
      out: '',
      err: 'kura alerts: the service must be one that prod runs (auth, catalog, order, payment, product, suzumina-web, user), got "ordr". Did you mean "prod/order"?\n1 problem\n',
    });
  });
});

describe('long names', () => {
  const long = estateFolder(LONG_ESTATE);

  test('stand in a line of their own above their counts', async () => {
    const { code, out } = await kura('alerts', '--estate', long);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(tooWide(out)).toEqual([]);
    const counts = lines[lines.indexOf(`  ${LONG_SERVICE}`) + 1];
    expect(counts).toMatch(/^ {15,}\d+(?: +\d+){4}$/);
    // Beside one another again where there is room: under the same headers.
    expect(lines.find((line) => line.startsWith('  order '))).toHaveLength(counts?.length ?? 0);
  });

  test('and long owners are wrapped', async () => {
    const { out } = await kura('alerts', `dev/${LONG_SERVICE}`, '--estate', long);
    expect(tooWide(out)).toEqual([]);
    expect(out.split('\n\n')[0]?.replaceAll('\n', ' ')).toMatch(
      new RegExp(
        `^dev/${LONG_SERVICE}: \\d+ of \\d+ alerts on dev-aws-${LONG_SERVICE}, of the team that .* night$`,
      ),
    );
  });

  test('and holes of them below their names', async () => {
    mockSpoil = ({ told, gaps }) => ({ told: told.slice(1), gaps });
    for (const argv of [[], [`dev/${LONG_SERVICE}`]]) {
      const { code, out } = await kura('alerts', ...argv, '--estate', long);
      expect(code).toBe(1);
      expect(tooWide(out)).toEqual([]);
      expect(out).toMatch(
        new RegExp(
          `\nholes\n(?: .*\n)*  dev/${LONG_SERVICE}\n    unavailable +it is not there, and nothing says why\n`,
        ),
      );
    }
  });
});

describe('a hole', () => {
  const unheard = (alert: DeclaredAlert): DeclaredAlert =>
    alert.alert === 'cpu' && alert.severity === 'warning'
      ? { ...alert, route: ['dashboard'] }
      : alert;

  test.each<[string, (alerts: Alerts) => Alerts, string]>([
    [
      'an alert that reaches nobody',
      ({ told, gaps }) => ({ told: told.map(unheard), gaps }),
      'prod/order  cpu warning  it reaches nobody',
    ],
    [
      'an alert that watches nothing',
      ({ told, gaps }) => ({
        told: told.map((each) => (each.alert === 'memory' ? { ...each, subjects: [] } : each)),
        gaps,
      }),
      'prod/order  memory critical  it watches nothing',
    ],
    [
      'an alert of the catalogue that nobody decided anything of',
      ({ told, gaps }) => ({ told: told.filter(({ alert }) => alert !== 'storage-runway'), gaps }),
      'prod/order  storage-runway  it is not there, and nothing says why',
    ],
    [
      'a gap that is not there any more',
      ({ told, gaps }) => ({ told, gaps: gaps.filter(({ alert }) => alert !== 'burst-credits') }),
      'prod/order  burst-credits  it is not there, and nothing says why',
    ],
  ])('is %s: exit code 1, in the matrix and of the service', async (_, spoil, line) => {
    mockSpoil = spoil;
    const text = new RegExp(`^  ${line.replaceAll(/ {2,}/g, ' +')}$`, 'm');
    for (const argv of [[], ['prod/order']]) {
      const { code, out, err } = await kura('alerts', ...argv, '--estate', small);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(out).toContain('\nholes\n');
      expect(out).toMatch(text);
      const json = await kura('alerts', ...argv, '--estate', small, '--format', 'json');
      expect(json.code).toBe(1);
      expect(json.out).not.toContain('"holes": []');
    }
    const { out } = await kura('alerts', '--estate', small);
    expect(out).toMatch(/^1 instance, \d holes?\.$/m);
  });

  test('is none where an alert stands on the dashboard by its severity', async () => {
    mockSpoil = ({ told, gaps }) => ({
      told: told.map((each) => ({ ...each, severity: 'info', route: ['dashboard'] })),
      gaps,
    });
    for (const files of [SMALL_ESTATE, GOOGLE_ESTATE]) {
      const { code, out } = await kura('alerts', '--estate', estateFolder(files));
      expect([code, out.includes('no hole')]).toEqual([0, true]);
    }
  });

  test('shows a route that is not the others’ beside them', async () => {
    mockSpoil = ({ told, gaps }) => ({ told: told.map(unheard), gaps });
    const { out } = await kura('alerts', 'prod/order', '--estate', small);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'warning nobody: it stands on the dashboard (cpu)',
    );
  });
});

/** What the text says of one alert, on one line. */
function sectionOf(out: string, alert: string): string {
  const lines = out.split('\n');
  const begin = lines.findIndex((line) => new RegExp(`^  ${alert}[: ]`).test(line));
  const rest = lines.slice(begin + 1);
  const length = rest.findIndex((line) => !line.startsWith('    '));
  return [lines[begin], ...rest.slice(0, length)].join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** What must be said of it. */
function partsOf({ severity, side, subjects, metric }: DeclaredAlert): readonly string[] {
  const [first = '', ...rest] = subjects;
  return [
    `${severity} ${side} `,
    metric,
    first,
    ...rest.map((each) => (each.startsWith(`${first}-`) ? `…${each.slice(first.length)}` : each)),
  ];
}
