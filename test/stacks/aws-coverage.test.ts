import type { DeclaredAlert } from '../../model/alerts/alert';
import type { AlertName } from '../../model/alerts/alert-names';
import { alertOf } from '../../model/alerts/catalogue';
import type { AwsInstance, AwsTarget } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import type { Drill } from '../../model/recovery/recovery';
import { rehearsedIn } from '../../model/recovery/rehearsals';
import { SHIPPED } from '../support/bootstrap-plan';
import { belowCloud, deploymentOf, orderWith, SMALL_ESTATE } from '../support/estate-folder';
import { synthAll, type Config, type Json } from '../support/synth';

/** What tells somebody, as it was synthesized. */
interface Teller {
  readonly kind: 'alarm' | 'rule' | 'subscription';
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly args: Json;
}

const KINDS = {
  alarm: ['aws_cloudwatch_metric_alarm', 'alarm_name'],
  rule: ['aws_cloudwatch_event_rule', 'name'],
  subscription: ['aws_db_event_subscription', 'name'],
} as const;

function tellersIn(config: Config): readonly Teller[] {
  const [provider] = config.provider.aws ?? [];
  const place = {
    account: String((provider?.allowed_account_ids as readonly string[])[0]),
    region: String(provider?.region),
  };
  return (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => {
    const [type, key] = KINDS[kind];
    return Object.values(config.resource[type] ?? {}).map((args) => ({
      ...{ kind, ...place, name: String(args[key]), args },
    }));
  });
}

/** Where what is declared of a region stands. */
function targetIn({ target, recoveryHome }: AwsInstance, { region }: DeclaredAlert): AwsTarget {
  return region === 'recovery' && recoveryHome ? recoveryHome.target : target;
}

const WORDS: Readonly<Record<Drill['mechanism'], string>> = {
  'point-in-time-recovery': 'restore',
  'replicated-backups': 'backups',
  'recovery-replica': 'replica',
};

/** What constructs of their own name their alarms; written apart from them. */
const OWN: Partial<Record<AlertName, (subject: string) => string>> = {
  'runner-failed': (subject) => `${subject}-runner-failed`,
  'runner-missed': (subject) => `${subject}-runner-missed`,
  'drill-broken': (subject) => `${subject}-drill-broken`,
  'not-started': (subject) => `${subject}-not-started`,
  'watch-failed': (subject) => `${subject}-watch-failed`,
  'watch-silent': (subject) => `${subject}-watch-silent`,
};

/** Whether one pattern of EventBridge for a value takes it. */
const takes = (pattern: unknown, value: string): boolean =>
  typeof pattern === 'string'
    ? pattern === value
    : value.startsWith((pattern as { readonly prefix: string }).prefix);

/** What a rule asks of an event’s detail. */
const detailOf = ({ args }: Teller): Partial<Record<string, readonly unknown[]>> =>
  (
    JSON.parse(String(args.event_pattern)) as {
      readonly detail: Readonly<Record<string, readonly unknown[]>>;
    }
  ).detail;

/** Of which databases a rule hears that their logs are exported no more. */
function exportsHeardBy(rule: Teller): readonly unknown[] {
  const calls = (detailOf(rule).$or ?? []) as readonly {
    readonly requestParameters?: { readonly dBInstanceIdentifier?: readonly unknown[] };
  }[];
  return calls.flatMap(({ requestParameters }) => requestParameters?.dBInstanceIdentifier ?? []);
}

/** Those that tell of what is declared: of each subject one, or as many as it has drills. */
function tellersOf(
  instance: AwsInstance,
  declared: DeclaredAlert,
  all: readonly Teller[],
): readonly (readonly Teller[])[] {
  const { alert: name, severity, subjects } = declared;
  const signal = alertOf(name).aws[instance.engine];
  if ('code' in signal) return [];
  const { account, region } = targetIn(instance, declared);
  const here = all.filter((each) => each.account === account && each.region === region);
  const alarms = (alarm: string, from: readonly Teller[] = here): readonly Teller[] =>
    from.filter((each) => each.kind === 'alarm' && each.name === alarm);
  const rules = (hears: (teller: Teller) => boolean): readonly Teller[] =>
    here.filter((each) => each.kind === 'rule' && hears(each));
  const arn = (subject: string) => `arn:aws:rds:${region}:${account}:db:${subject}`;
  const isOf = (patterns: readonly unknown[] | undefined, value: string): boolean =>
    (patterns ?? []).some((each) => takes(each, value));
  const ending = `-${name}-${severity}`;
  if (signal.kind === 'metric') return subjects.map((subject) => alarms(`${subject}${ending}`));
  if (signal.kind === 'log' && name === 'slow-queries')
    return subjects.map((subject) => alarms(`${subject}${ending}`));
  if (signal.kind === 'log' || signal.kind === 'trail' || name === 'access-drift') {
    const home = declared.region === 'recovery' ? instance.recoveryHome?.identifier : undefined;
    return [alarms(`${home ?? instance.identifier}${ending}`)];
  }
  if (signal.kind === 'event') {
    return subjects.map((subject) =>
      rules((rule) => {
        const { EventID: ids, SourceArn: sources } = detailOf(rule);
        return signal.ids.every((id) => ids?.includes(id)) && isOf(sources, arn(subject));
      }),
    );
  }
  switch (name) {
    case 'configuration-changed':
      // Kura’s own topic hears of it by subscription; topics that exist already by a rule.
      return subjects.map((subject) => [
        ...here.filter(
          ({ kind, args }) =>
            kind === 'subscription' &&
            args.source_type === 'db-instance' &&
            ((args.source_ids as readonly string[] | undefined)?.includes(subject) ?? true),
        ),
        ...rules((rule) => {
          const { EventCategories: categories, SourceArn: sources } = detailOf(rule);
          return categories !== undefined && isOf(sources, arn(subject));
        }),
      ]);
    case 'trail-changed':
      // An isolated instance in its environment’s account is heard of by the environment’s rule.
      return subjects.flatMap(() => {
        const own = rules((rule) => isOf(exportsHeardBy(rule), instance.identifier));
        // Beside the rule on databases stand those on logs, on the store and on what CloudTrail records.
        const beside = (part: string) =>
          own.flatMap(({ name: rule }) =>
            here.filter((each) => each.name === rule.replace(/-trail-events$/, `-${part}-events`)),
          );
        return [own, ...['logs', 'store', 'calls'].map(beside)];
      });
    case 'trail-late':
    case 'trail-silent':
      // In the account that keeps the trail: no other has its name.
      return subjects.map((subject) => alarms(`${subject}-${name.slice('trail-'.length)}`, all));
    case 'copy-failed':
      return [
        rules((rule) => {
          const { resourceArn: sources } = detailOf(rule);
          return isOf(sources, arn(instance.identifier));
        }),
      ];
    case 'restore-test-failed':
      return subjects.map((subject) =>
        rules(({ name: rule }) => rule === `${subject}-restore-test`),
      );
    case 'drill-failed':
    case 'drill-slow': {
      const what = name === 'drill-failed' ? 'failed' : 'slow';
      return rehearsedIn(instance, declared.region)
        .filter(({ rto }) => what === 'failed' || rto !== null)
        .flatMap(({ mechanism }) =>
          subjects.map((subject) => alarms(`${subject}-drill-${WORDS[mechanism]}-${what}`)),
        );
    }
    default:
      return subjects.map((subject) => alarms(OWN[name]?.(subject) ?? ''));
  }
}

const label = ({ kind, region, name }: Teller): string => `${kind} ${name} in ${region}`;

const ESTATES: readonly (readonly [string, Deployment])[] = [
  ['the shipped estate', SHIPPED],
  ['an instance that serves in the recovery region', deploymentOf(orderWith('active: recovery'))],
  [
    'an isolated instance in the environment’s own account',
    deploymentOf({
      ...orderWith('compliance: [pci-dss]\nobjectives: { region: { rpo: 24h, rto: 24h } }'),
      'estate.yaml': belowCloud(
        String(SMALL_ESTATE['estate.yaml']),
        'isolated: { order: { network: { cidr: 10.40.0.0/20 } } }',
      ),
      'services/user.yaml': String(SMALL_ESTATE['services/order.yaml']).replaceAll('order', 'user'),
    }),
  ],
  [
    'an instance that was restored',
    deploymentOf(
      orderWith(
        "restoreFrom: { before: { time: '2026-11-20 09:00:30', readers: 1 } }\nactive: before",
      ),
    ),
  ],
];

describe.each(ESTATES)('%s', (_, deployment) => {
  const instances = deployment.instances.flatMap((each) => (each.cloud === 'aws' ? [each] : []));
  const stacks = synthAll({
    ...deployment,
    foundations: deployment.foundations.filter(({ cloud }) => cloud === 'aws'),
    instances,
  });
  const all = [...stacks.values()].flatMap(tellersIn);
  const found = instances.flatMap((instance) =>
    instance.alerts.told
      .filter(({ severity }) => severity !== 'info')
      .flatMap((declared) =>
        tellersOf(instance, declared, all).map((tellers) => ({ instance, declared, tellers })),
      ),
  );

  test('has one that tells of each subject of each alert that is told', () => {
    const wrong = found.flatMap(({ declared: { alert, severity, subjects, region }, tellers }) =>
      tellers.length === 1
        ? []
        : [`${alert} ${severity} of ${subjects.join()} (${region}): ${tellers.map(label).join()}`],
    );
    expect(wrong).toEqual([]);
    expect(found.length).toBeGreaterThan(30);
  });

  test('rings at the threshold that is declared', () => {
    const wrong = found.flatMap(({ instance, declared, tellers: [teller] }) => {
      const { kind } = alertOf(declared.alert).aws[instance.engine] as { readonly kind: string };
      if (kind !== 'metric' && kind !== 'log' && kind !== 'trail') return [];
      return teller?.args.threshold === declared.threshold.value ? [] : [teller && label(teller)];
    });
    expect(wrong).toEqual([]);
  });

  test('tells of a trail that is late or silent from where on it is declared, in its own region', () => {
    const trails = found.filter(({ declared: { alert } }) => /^trail-(?:late|silent)$/.test(alert));
    const wrong = trails.flatMap(({ instance, declared, tellers: [teller] }) => {
      const { threshold, evaluation_periods: periods, period } = teller?.args ?? {};
      const right =
        teller?.region === targetIn(instance, declared).region &&
        threshold === declared.threshold.value &&
        Number(periods) * Number(period) === declared.minutes * 60;
      return right ? [] : [declared.alert];
    });
    expect(wrong).toEqual([]);
    expect(trails.length).toBeGreaterThan(0);
  });

  test('tells nobody of one event twice', () => {
    const rules = all.filter(({ kind }) => kind === 'rule');
    const twice = instances.flatMap(({ alerts, target: { account } }) =>
      subjectsOf(alerts).flatMap((database) => {
        const heard = rules.filter((rule) => rule.account === account && hears(rule, database));
        const keys = heard.map((rule) => `${rule.region} ${JSON.stringify(whatOf(rule))}`);
        return keys.filter((key, i) => keys.indexOf(key) !== i);
      }),
    );
    expect(twice).toEqual([]);
  });

  test('tells of nothing that no row of the matrix has', () => {
    const told = new Set(found.flatMap(({ tellers }) => tellers.map(label)));
    const unknown = all.filter(
      (each) => !told.has(label(each)) && !isOfNoDatabase(each) && !awaits(each, instances),
    );
    expect(unknown.map(label)).toEqual([]);
  });
});

const subjectsOf = ({ told }: AwsInstance['alerts']): readonly string[] =>
  told.filter(({ alert }) => alert === 'unavailable').flatMap(({ subjects }) => subjects);

/** What of a rule’s pattern says which databases it hears of, and what is left. */
function partsOf(rule: Teller) {
  const { SourceArn, resourceArn, SourceIdentifier: _, ...rest } = detailOf(rule);
  return { sources: SourceArn ?? resourceArn ?? [], rest };
}
const whatOf = (rule: Teller): unknown => partsOf(rule).rest;
const hears = (rule: Teller, database: string): boolean =>
  partsOf(rule).sources.some((each) =>
    takes(each, `arn:aws:rds:${rule.region}:${rule.account}:db:${database}`),
  );

/** There are subscriptions because Security Hub asks for them: of parameters, and of a kind of group that is gone. */
const isOfNoDatabase = ({ kind, args }: Teller): boolean =>
  kind === 'subscription' && args.source_type !== 'db-instance';

/** What a recovery region’s network hears of databases that come to serve there: it is deployed before they are. */
const awaits = (teller: Teller, instances: readonly AwsInstance[]): boolean =>
  instances.some(({ recoveryHome: home }) => {
    if (home?.target.region !== teller.region || home.target.account !== teller.account)
      return false;
    if (teller.kind === 'subscription') return teller.args.source_ids === undefined;
    if (teller.kind === 'alarm') return false;
    const { EventID: ids, SourceArn: sources = [] } = detailOf(teller);
    const arn = `arn:aws:rds:${teller.region}:${teller.account}:db:${home.identifier}`;
    return ids !== undefined && sources.some((each) => takes(each, arn));
  });
