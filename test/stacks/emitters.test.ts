import { isWatched } from '../../runner/watch/names';
import { alertOf } from '../../model/alerts/catalogue';
import { kuraMetricType, KURA_METRIC_NAMES } from '../../model/tables/kura-metrics';
import { SHIPPED } from '../support/bootstrap-plan';
import { conditionsIn } from '../support/google-conditions';
import { policyOf, synthAll, type Config, type Json } from '../support/synth';

/** What a watch is told to look at, as its schedule or its job has it. */
interface Order {
  readonly databases: readonly string[];
  readonly namespace: string;
  readonly secrets?: string | null;
}

const stacks = [...synthAll(SHIPPED)];
const of = (config: Config, type: string): readonly (readonly [string, Json])[] =>
  Object.entries(config.resource[type] ?? {});
const orderIn = (text: unknown): Order =>
  (JSON.parse(String(text)) as { readonly watch: Order }).watch;
const reaches = ({ databases, namespace }: Order, name: string): boolean =>
  name === namespace || isWatched(databases, name);

describe('what an alarm watches of Kura’s metrics on AWS', () => {
  const placeOf = ({ provider }: Config): string => {
    const [aws] = provider.aws ?? [];
    return `${String((aws?.allowed_account_ids as readonly string[])[0])} ${String(aws?.region)}`;
  };
  const aws = stacks.filter(([, { provider }]) => provider.aws);
  /** Each schedule of a watch that starts a function of its stack, whose role may read databases. */
  const emitters = aws.flatMap(([, config]) =>
    of(config, 'aws_scheduler_schedule').flatMap(([, { target, state }]) => {
      const { arn, input } = target as Json;
      const [, address = ''] = /^\$\{aws_lambda_function\.(\w+)\.arn\}$/.exec(String(arn)) ?? [];
      if (!address.endsWith('_watch') || state === 'DISABLED') return [];
      expect(config.resource.aws_lambda_function?.[address]).toBeDefined();
      const rights = policyOf(config.resource.aws_iam_role_policy?.[address] ?? {}).Statement;
      const actions = rights.flatMap(({ Action }) => Action as readonly string[]);
      expect(actions).toEqual(
        expect.arrayContaining(['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots']),
      );
      return [{ place: placeOf(config), order: orderIn(input), actions }];
    }),
  );
  const metricsOf = ({
    namespace,
    metric_name,
    dimensions,
    metric_query,
  }: Json): readonly Json[] => [
    { namespace, metric_name, dimensions },
    ...((metric_query ?? []) as readonly { readonly metric?: Json }[]).flatMap(({ metric }) =>
      metric ? [metric] : [],
    ),
  ];
  const watched = aws.flatMap(([, config]) =>
    of(config, 'aws_cloudwatch_metric_alarm').flatMap(([, alarm]) =>
      metricsOf(alarm)
        .filter(({ namespace }) => namespace === 'Kura/Databases')
        .map(({ metric_name, dimensions }) => ({
          place: placeOf(config),
          metric: String(metric_name),
          name: String((dimensions as Json).DBInstanceIdentifier),
        })),
    ),
  );

  test('is emitted in its account and region, by a schedule, a function and rights of the same output', () => {
    expect(watched.length).toBeGreaterThan(50);
    const missing = watched.filter(
      ({ place, name }) =>
        !emitters.some((each) => each.place === place && reaches(each.order, name)),
    );
    expect(missing).toEqual([]);
  });

  test('is of passwords only where the watch may list them', () => {
    const passwords = watched.filter(({ metric }) => metric === 'SecretAge');
    for (const { place, name } of passwords) {
      const own = emitters.filter((each) => each.place === place && reaches(each.order, name));
      expect(
        own.some(
          ({ order, actions }) => order.secrets && actions.includes('secretsmanager:ListSecrets'),
        ),
      ).toBe(true);
    }
  });
});

describe('what a condition watches of Kura’s metrics on Google Cloud', () => {
  const types = new Set<string>(KURA_METRIC_NAMES.map(kuraMetricType));
  const google = stacks.filter(([, { provider }]) => provider.google);
  const projectOf = ({ provider }: Config): string => String(provider.google?.[0]?.project);
  /** Each job of a watch that a schedule of its stack starts, as an account that may write metrics. */
  const emitters = google.flatMap(([, config]) =>
    of(config, 'google_cloud_run_v2_job').flatMap(([address, { template }]) => {
      if (!address.endsWith('_watch')) return [];
      const { service_account: account, containers } = (template as Json).template as Json;
      const [container] = containers as readonly { readonly args: readonly string[] }[];
      const starts = of(config, 'google_cloud_scheduler_job').filter(([, { http_target }]) =>
        String((http_target as Json).uri).includes(`google_cloud_run_v2_job.${address}.name`),
      );
      expect(starts).toHaveLength(1);
      const roles = of(config, 'google_project_iam_member').filter(
        ([, { member }]) =>
          String(member).includes(`google_service_account.${address}.`) ||
          String(member).includes(String(account)),
      );
      expect(roles.length).toBeGreaterThan(0);
      return [{ project: projectOf(config), order: orderIn(container?.args[2]) }];
    }),
  );
  const told = SHIPPED.instances.flatMap((instance) =>
    instance.cloud === 'google'
      ? instance.alerts.told.flatMap(({ alert, severity, subjects }) => {
          const signal = alertOf(alert).google[instance.engine];
          return 'kind' in signal && signal.kind === 'emitted' && severity !== 'info'
            ? subjects.map((name) => ({ project: instance.target.project, name }))
            : [];
        })
      : [],
  );

  test('is emitted in its project, by a schedule, a job and rights of the same output', () => {
    const conditions = google.flatMap(([, config]) => conditionsIn(config));
    expect(conditions.some(({ metrics }) => metrics.some((each) => types.has(each)))).toBe(true);
    expect(told.length).toBeGreaterThan(5);
    const missing = told.filter(
      ({ project, name }) =>
        !emitters.some((each) => each.project === project && reaches(each.order, name)),
    );
    expect(missing).toEqual([]);
  });
});
