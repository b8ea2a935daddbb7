import type { Config, Json } from './synth';

/** A condition of a policy, as it was synthesized: what it is on, and whose it is. */
export interface SynthesizedCondition {
  readonly policy: string;
  readonly severity: string;
  readonly kind: 'threshold' | 'promql' | 'log';
  /** Its filter or its query. */
  readonly text: string;
  /** Types of metrics that stand in it. */
  readonly metrics: readonly string[];
  /** By the sign that it compares with: an expression may say beside it that nothing is heard. */
  readonly side: 'above' | 'below' | undefined;
  readonly threshold: number | undefined;
  readonly selects: (project: string, name: string) => boolean;
}

const METRIC = /(?:metric\.type=|\{)"([^"]+)"/g;

/** Every condition of a stack’s policies. */
export function conditionsIn(config: Config | undefined): readonly SynthesizedCondition[] {
  const policies = Object.entries(config?.resource.google_monitoring_alert_policy ?? {});
  return policies.flatMap(([policy, args]) =>
    (args.conditions as readonly Json[]).flatMap((condition) =>
      apart(condition).map((each) => ({
        ...{ policy, severity: String(args.severity).toLowerCase() },
        ...read(each),
      })),
    ),
  );
}

/** An expression of PromQL may have several thresholds, each of names of its own. */
function apart(condition: Json): readonly Json[] {
  const { condition_prometheus_query_language: promql } = condition as Kinds;
  if (!promql) return [condition];
  const parts = String(promql.query).split('\nor\n');
  return parts.map((query) => ({
    ...condition,
    condition_prometheus_query_language: { ...promql, query },
  }));
}

type Read = Omit<SynthesizedCondition, 'policy' | 'severity'>;

interface Kinds {
  readonly condition_threshold?: Json;
  readonly condition_prometheus_query_language?: Json;
  readonly condition_matched_log?: Json;
}

function read({
  condition_threshold: threshold,
  condition_prometheus_query_language: promql,
  condition_matched_log: log,
}: Kinds): Read {
  const text = String((threshold ?? log)?.filter ?? promql?.query);
  const metrics = [...text.matchAll(METRIC)].map(([, type = '']) => type.replace(/_bucket$/, ''));
  const shared = { text, metrics, selects: selectorOf(text) };
  if (threshold) {
    const { comparison, threshold_value: value } = threshold;
    const side = comparison === 'COMPARISON_GT' ? 'above' : 'below';
    return { ...shared, kind: 'threshold', side, threshold: Number(value) };
  }
  if (log) return { ...shared, kind: 'log', side: undefined, threshold: undefined };
  const [, sign, value] = / ([<>]) (-?[\d.]+)(?:\)|$)/.exec(text) ?? [];
  return {
    ...{ ...shared, kind: 'promql' },
    ...{ side: sign === '>' ? 'above' : 'below', threshold: Number(value) },
  };
}

/** What names a database or a job: of filters, of PromQL and of the logging query language. */
const MATCHERS: readonly RegExp[] = [
  /resource\.labels\.(?<label>\w+)(?<sign>!?=)monitoring\.regex\.full_match\("(?<names>[^"]*)"\)/g,
  /resource\.labels\.(?<label>database_id)(?<sign>=)"(?<names>[^"]*)"/g,
  /(?<not>NOT )?resource\.labels\.(?<label>\w+)=~"\^(?<names>[^"]*)\$"/g,
  /protoPayload\.(?<label>resourceName)(?<sign>=~)"\^projects\/\[\^\/\]\+\/\([^"]*?\)\/(?<names>[^"]*)"/g,
  /(?<![\w.])(?<label>database_id|resource_id|node_id|job_name|project_id)(?<sign>=~|!~|=)"(?<names>[^"]*)"/g,
];

function selectorOf(text: string): SynthesizedCondition['selects'] {
  const matchers = MATCHERS.flatMap((each) => [...text.matchAll(each)]).map(
    ({ groups: { label = '', sign = '', names = '', not = '' } = {} }) => ({
      ...{ label, wanted: not === '' && !sign.startsWith('!') },
      pattern: new RegExp(`^(?:${names})$`),
    }),
  );
  if (matchers.length === 0) throw new Error(`nobody is named in ${text}`);
  return (project, name) =>
    matchers.every(
      ({ label, wanted, pattern }) =>
        valuesOf(label, project, name).some((value) => pattern.test(value)) === wanted,
    );
}

/** What a label says of a database, or of the jobs that are named after it. */
function valuesOf(label: string, project: string, name: string): readonly string[] {
  if (label === 'node_id' || label === 'name') return [name];
  if (label === 'project_id') return [project];
  if (label === 'job_name') return [`${name}-runner`, `${name}-watch`];
  return [`${project}:${name}`];
}
