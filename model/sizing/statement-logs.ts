import { decide, type Decision } from '../decision';
import type { PlacedInstance } from '../placement/place-services';
import { statedByAll } from '../language/stated';
import type { Engine } from '../tables/engines';
import type { Preset } from '../tables/presets';
import type { EngineSettings } from './fixed-settings';

/** A statement of half a second is a slow one where no service says otherwise (seed 001: 慢SQLを検知・可視化). Milliseconds. */
export const USUAL_BUDGET = 500;

/**
 * Plans are for statements far beyond the budget: each costs a page of log, and the budget itself already logs every slow
 * statement's text once.
 */
const PLANS_FROM = 4;

/** How long a statement may take before it counts as slow, in milliseconds: the strictest that a service asks for. */
export function resolveLatencyBudget(
  { services }: Pick<PlacedInstance, 'services'>,
  environment: string,
): Decision<number> {
  const [first, ...rest] = statedByAll(services, environment, 'latencyBudget');
  if (!first) return decide(USUAL_BUDGET, 'ms, from which a statement is slow', 'log table');
  const { value, place } = rest.reduce(
    (best, next) => (next.value < best.value ? next : best),
    first,
  );
  const who =
    services.length > 1 ? 'the strictest that a service here asks for' : 'the service says so';
  return decide(value, `ms, from which a statement is slow: ${who}`, place);
}

/** What decides which texts of statements an instance logs. */
export interface StatementPolicy {
  readonly engine: Engine;
  /** The engine's major version. */
  readonly version: string;
  readonly preset: Pick<Preset, 'name' | 'statementTexts'>;
  readonly budget: Decision<number>;
}

/**
 * RDS's parameters. A plan holds bind values whatever the settings are (docs/decisions/0029): auto_explain is loaded, and logs
 * plans only where values may be in a log. It never analyzes: `auto_explain.log_analyze` would time every statement, slow or not.
 *
 * Sources: RDS user guide, "Working with parameters on your RDS for PostgreSQL DB instance"; for `log_parameter_max_length` and
 * `auto_explain.*`, parameter groups as AWS printed them and those of public projects (read 2026-11).
 */
export function statementParameters({
  engine,
  version,
  preset,
  budget,
}: StatementPolicy): EngineSettings {
  if (engine === 'mysql') return longQueryTime(budget);
  const here = byPreset(preset);
  return {
    log_connections: decide(
      // A switch until PostgreSQL 17, then a list that RDS takes no switch for: "allowed values are: receipt, …, all".
      Number(version) >= 18 ? 'all' : '1',
      'connections are logged',
      'security table',
    ),
    ...(preset.statementTexts === 'with values'
      ? {
          log_min_duration_statement: slowFrom(budget, 'with their bind values'),
          'auto_explain.log_min_duration': plansFrom(budget),
          'auto_explain.log_nested_statements': here('1', 'plans of statements in functions too'),
          'auto_explain.log_format': here('json', 'plans are for programs to read'),
        }
      : {
          log_min_duration_statement: slowFrom(
            budget,
            'without bind values; literals stay in their texts',
          ),
          log_parameter_max_length: here('0', 'no bind value is logged with a statement'),
          log_error_verbosity: TERSE(here),
        }),
  };
}

/**
 * Cloud SQL's flags. Kura could verify none that leaves bind values out of texts: two lists of its flags lack one (read 2026-11). And CIS Google
 * Cloud Foundations 5.0 (6.2.7) wants -1: where values may not be in a log, no text is there for being slow, and Query
 * Insights has slow statements, normalized.
 */
export function statementFlags({ engine, preset, budget }: StatementPolicy): EngineSettings {
  if (engine === 'mysql') return longQueryTime(budget);
  const here = byPreset(preset);
  return preset.statementTexts === 'with values'
    ? {
        log_min_duration_statement: slowFrom(budget, 'with their bind values'),
        log_error_verbosity: here('default', 'errors are logged without source locations'),
        'auto_explain.log_min_duration': plansFrom(budget),
      }
    : {
        log_min_duration_statement: here(
          '-1',
          'no statement’s text is logged for being slow: Cloud SQL cannot leave its bind values out. Query Insights has it, normalized',
        ),
        log_error_verbosity: TERSE(here),
        'auto_explain.log_min_duration': here('-1', 'no plan is logged: bind values are in it'),
      };
}

type Here = (value: string, reason: string) => Decision<string>;

const byPreset =
  ({ name }: Pick<Preset, 'name'>): Here =>
  (value, reason) =>
    decide(value, reason, `preset ${name}`);

/** DETAIL is where a violated constraint shows the row. */
const TERSE = (here: Here): Decision<string> =>
  here('terse', 'errors are logged without DETAIL, which holds rows');

const slowFrom = ({ value, place }: Decision<number>, how: string): Decision<string> =>
  decide(String(value), `ms: slower statements are logged ${how}`, place);

const plansFrom = ({ value, place }: Decision<number>): Decision<string> =>
  decide(
    String(value * PLANS_FROM),
    `ms, ${String(PLANS_FROM)} times the latency budget: plans of slower statements are logged, untimed`,
    place,
  );

/** MySQL cannot leave literals or bind values out of its slow log. */
const longQueryTime = ({ value, place }: Decision<number>): EngineSettings => ({
  long_query_time: decide(
    String(value / 1000),
    's: slower statements are logged with the values in them, which MySQL cannot leave out',
    place,
  ),
});
