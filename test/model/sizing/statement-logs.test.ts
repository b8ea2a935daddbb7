import type { Instance } from '../../../model/deployment/deployment';
import { waitsForRestart } from '../../../model/sizing/parameters';
import {
  estateWith,
  GOOGLE_ESTATE,
  googleAs,
  instanceOf,
  orderWith,
  SMALL_ESTATE,
  smallEstate,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

const STATEMENT = /^(?:auto_explain\.|log_min_duration|log_parameter|log_error_v|log_conn|long_)/;

const settingsOf = (instance: Instance) =>
  instance.cloud === 'aws' ? instance.parameters : instance.flags;

/** What an instance logs of statements, by name. */
function logsOf(files: EstateFiles, stack: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settingsOf(instanceOf(files, stack)))
      .filter(([name]) => STATEMENT.test(name))
      .map(([name, { value }]) => [name, value]),
  );
}

const aws = (preset: string, files: EstateFiles): EstateFiles => ({
  ...files,
  'estate.yaml': String(files['estate.yaml']).replace('production', preset),
});
const stackIn = (cloud: string, preset: string, engine = 'postgres'): string =>
  preset === 'development'
    ? `prod-${cloud}-shared-${engine}`
    : `prod-${cloud}-${cloud === 'aws' ? 'order' : 'web'}`;

describe('PostgreSQL', () => {
  test('in development logs slow statements with their values on both clouds, and plans of the slowest', () => {
    const files = aws('development', orderWith('latencyBudget: 250ms'));
    expect(logsOf(files, stackIn('aws', 'development'))).toEqual({
      'auto_explain.log_format': 'json',
      'auto_explain.log_min_duration': '1000',
      'auto_explain.log_nested_statements': '1',
      log_connections: '1',
      log_min_duration_statement: '250',
      log_parameter_max_length_on_error: '0',
    });
    const google = googleAs('estate', 'production', 'development', webWith('latencyBudget: 250ms'));
    expect(logsOf(google, stackIn('google', 'development'))).toEqual({
      'auto_explain.log_min_duration': '1000',
      log_connections: 'on',
      log_error_verbosity: 'default',
      log_min_duration_statement: '250',
    });
  });

  test.each(['staging', 'production'])(
    'in %s logs no value: RDS leaves them out, Cloud SQL has no text for being slow',
    (preset) => {
      expect(logsOf(aws(preset, SMALL_ESTATE), stackIn('aws', preset))).toEqual({
        log_connections: '1',
        log_error_verbosity: 'terse',
        log_min_duration_statement: '500',
        log_parameter_max_length: '0',
        log_parameter_max_length_on_error: '0',
      });
      const google = googleAs('estate', 'production', preset);
      expect(logsOf(google, stackIn('google', preset))).toEqual({
        'auto_explain.log_min_duration': '-1',
        log_connections: 'on',
        log_error_verbosity: 'terse',
        log_min_duration_statement: '-1',
      });
    },
  );

  test('says why, and who says so', () => {
    const stated = settingsOf(instanceOf(orderWith('latencyBudget: 2s'), 'prod-aws-order'));
    expect(stated.log_min_duration_statement).toEqual({
      value: '2000',
      reason: 'ms: slower statements are logged without bind values; literals stay in their texts',
      place: 'services/order.yaml:7:1',
    });
    const google = settingsOf(instanceOf(webWith('latencyBudget: 2s'), 'prod-google-web'));
    expect(google.log_min_duration_statement).toEqual({
      value: '-1',
      reason:
        'no statement’s text is logged for being slow: Cloud SQL cannot leave its bind values out. Query Insights has it, normalized',
      place: 'preset production',
    });
  });

  test('loads auto_explain everywhere, so that a plan needs no restart', () => {
    for (const preset of ['development', 'staging', 'production']) {
      const { shared_preload_libraries: loaded } = settingsOf(
        instanceOf(aws(preset, SMALL_ESTATE), stackIn('aws', preset)),
      );
      expect(loaded?.value).toBe('pg_stat_statements,pgaudit,auto_explain');
      const google = googleAs('estate', 'production', preset);
      const flags = settingsOf(instanceOf(google, stackIn('google', preset)));
      expect(flags['cloudsql.enable_auto_explain']?.value).toBe('on');
    }
  });

  test('18 on RDS takes a list of what to log of connections, where older ones take a switch', () => {
    const of = (version: string) =>
      settingsOf(instanceOf(orderWith(`version: ${version}`), 'prod-aws-order')).log_connections
        ?.value;
    expect(['16', '17', '18'].map(of)).toEqual(['1', '1', 'all']);
  });

  test('logs sessions, lock waits, checkpoints and temporary files on both clouds', () => {
    const names = ['log_disconnections', 'log_lock_waits', 'log_checkpoints', 'log_temp_files'];
    const of = (files: EstateFiles, stack: string) =>
      names.map((name) => settingsOf(instanceOf(files, stack))[name]?.value);
    expect(of(SMALL_ESTATE, 'prod-aws-order')).toEqual(['1', '1', '1', '0']);
    expect(of(GOOGLE_ESTATE, 'prod-google-web')).toEqual(['on', 'on', 'on', '0']);
  });
});

describe('MySQL', () => {
  const mysql = smallEstate({
    'services/order.yaml': String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql'),
  });
  const google = googleAs('service', 'postgres', 'mysql');

  test.each(['development', 'staging', 'production'])(
    'in %s has its slow log from the budget on, on both clouds',
    (preset) => {
      const onAws = logsOf(aws(preset, mysql), stackIn('aws', preset, 'mysql'));
      const files = googleAs('estate', 'production', preset, google);
      const onGoogle = logsOf(files, stackIn('google', preset, 'mysql'));
      expect([onAws.long_query_time, onGoogle.long_query_time]).toEqual(['0.5', '0.5']);
    },
  );

  test('counts seconds', () => {
    const files = smallEstate({
      'services/order.yaml': `${String(mysql['services/order.yaml'])}latencyBudget: 10ms\n`,
    });
    expect(settingsOf(instanceOf(files, 'prod-aws-order')).long_query_time).toEqual({
      value: '0.01',
      reason:
        's: slower statements are logged with the values in them, which MySQL cannot leave out',
      place: 'services/order.yaml:7:1',
    });
  });

  test('writes failed logins and deadlocks into its error log', () => {
    const of = (files: EstateFiles, stack: string) => {
      const settings = settingsOf(instanceOf(files, stack));
      return [settings.log_error_verbosity?.value, settings.innodb_print_all_deadlocks?.value];
    };
    expect(of(mysql, 'prod-aws-order')).toEqual(['3', '1']);
    expect(of(google, 'prod-google-web')).toEqual(['3', 'on']);
  });

  test('has its performance schema from Database Insights on RDS, which a group that sets it would forbid', () => {
    expect(settingsOf(instanceOf(mysql, 'prod-aws-order')).performance_schema).toBeUndefined();
  });
});

describe('the latency budget', () => {
  test('is half a second where no service says otherwise', () => {
    expect(instanceOf(SMALL_ESTATE, 'prod-aws-order').decisions.latencyBudget).toEqual({
      value: 500,
      reason: 'ms, from which a statement is slow',
      place: 'log table',
    });
  });

  test('of several services is the strictest, and an override’s in its environment', () => {
    const service = (name: string, more: string) => ({
      [`services/${name}.yaml`]: `${String(SMALL_ESTATE['services/order.yaml']).replace('order\n', `${name}\n`)}pool: { max: 5 }\n${more}\n`,
    });
    const files = {
      ...estateWith('groups:\n  core: [order, user, auth]'),
      ...service('order', 'latencyBudget: 2s'),
      ...service('user', 'latencyBudget: 1s\noverrides: { prod: { latencyBudget: 300ms } }'),
      ...service('auth', ''),
    };
    const instance = instanceOf(files, 'prod-aws-core');
    expect(instance.decisions.latencyBudget).toEqual({
      value: 300,
      reason: 'ms, from which a statement is slow: the strictest that a service here asks for',
      place: 'services/user.yaml:9:22',
    });
    expect(settingsOf(instance).log_min_duration_statement?.value).toBe('300');
  });

  test('takes effect without a restart, as all that is logged does', () => {
    const waiting = (engine: 'postgres' | 'mysql', ...names: readonly string[]) =>
      names.filter((name) => waitsForRestart(engine, name));
    expect(
      waiting(
        'postgres',
        'log_min_duration_statement',
        'log_parameter_max_length',
        'log_error_verbosity',
        'log_lock_waits',
        'auto_explain.log_min_duration',
      ),
    ).toEqual([]);
    expect(waiting('mysql', 'long_query_time', 'log_error_verbosity')).toEqual([]);
  });

  test.each<Refusal>([
    [
      'below what any log bears',
      orderWith('latencyBudget: 9ms'),
      'services/order.yaml:7:1: latencyBudget must be from 10ms to 60s, got "9ms". Write it as 500ms.',
    ],
    [
      'beyond what anybody waits for',
      orderWith('overrides: { prod: { latencyBudget: 61s } }'),
      'services/order.yaml:7:22: overrides.prod.latencyBudget must be from 10ms to 60s, got "61s". Write it as 500ms.',
    ],
    [
      'without a unit',
      orderWith('latencyBudget: 500'),
      'services/order.yaml:7:1: latencyBudget must be a text such as 500ms, got 500. Write it as 500ms.',
    ],
  ])('is refused %s', expectRefusal);
});
