import fc from 'fast-check';
import { CLOUDS, type Cloud } from '../../../model/access/identity';
import { decide } from '../../../model/decision';
import type { Instance } from '../../../model/deployment/deployment';
import { flagsFor } from '../../../model/sizing/flags';
import { writeParameter, type ParameterValue } from '../../../model/sizing/parameter-value';
import { parametersFor, waitsForRestart } from '../../../model/sizing/parameters';
import { withheld } from '../../../model/sizing/stated-parameters';
import { statementFlags, statementParameters } from '../../../model/sizing/statement-logs';
import { DATABASE_PARAMETERS } from '../../../model/tables/database-parameters';
import { ENGINES, type Engine } from '../../../model/tables/engines';
import { UNITS, type ParameterForm } from '../../../model/tables/parameter-row';
import { PRESET_NAMES, PRESETS } from '../../../model/tables/presets';
import { REMOVED, WITHHELD } from '../../../model/tables/withheld-parameters';
import { formatDuration, parseDuration } from '../../../model/values/duration';
import { formatSize, parseSize } from '../../../model/values/size';
import { instanceOf, orderWith, smallEstate, SMALL_ESTATE } from '../../support/estate-folder';

const SERVICE = String(SMALL_ESTATE['services/order.yaml']);
const ESTATE = String(SMALL_ESTATE['estate.yaml']);

/** What an instance of either cloud is given. */
const settingsOf = (instance: Instance) =>
  instance.cloud === 'aws' ? instance.parameters : instance.flags;

const rowsOf = (engine: Engine) => DATABASE_PARAMETERS[engine];

const CONNECTIONS = { value: 400, place: 'tier table' };
const fixedOn = (cloud: Cloud, engine: Engine, own = {}) =>
  cloud === 'aws'
    ? parametersFor(engine, CONNECTIONS, undefined, own)
    : flagsFor(engine, 'medium', CONNECTIONS, undefined, own);

/** What follows from the preset beside, in each of them. */
const logsOn = (cloud: Cloud, engine: Engine): readonly string[] =>
  PRESET_NAMES.flatMap((name) =>
    Object.keys(
      (cloud === 'aws' ? statementParameters : statementFlags)({
        engine,
        version: '17',
        preset: PRESETS[name],
        budget: decide(500, 'a budget', 'log table'),
      }),
    ),
  );

test('a stated parameter reaches RDS in its own unit, with its place', () => {
  const lines =
    'parameters: { random_page_cost: 1.1, statement_timeout: 30s, max_wal_size: 4GB, jit: off, track_io_timing: true, log_autovacuum_min_duration: -1 }';
  const { random_page_cost, statement_timeout, max_wal_size, jit, ...rest } = settingsOf(
    instanceOf(orderWith(lines), 'prod-aws-order'),
  );
  expect(random_page_cost).toEqual({
    value: '1.1',
    reason: 'the service says so',
    place: 'services/order.yaml:7:15',
  });
  expect(statement_timeout).toEqual({
    value: '30000',
    reason: 'the service says so, in ms',
    place: 'services/order.yaml:7:38',
  });
  expect([max_wal_size?.value, jit?.value]).toEqual(['4096', '0']);
  expect([rest.track_io_timing?.value, rest.log_autovacuum_min_duration?.value]).toEqual([
    '1',
    '-1',
  ]);
});

test('the same line reaches both clouds, each as it takes it', () => {
  const lines = `engine: mysql\naccess: [{ identity: IDENTITY, role: writer }]\ntier: medium\nparameters: { default_time_zone: Asia/Tokyo, log_queries_not_using_indexes: on, lock_wait_timeout: 2m, max_allowed_packet: 64MB, sql_mode: 'ANSI_QUOTES, STRICT_ALL_TABLES' }\n`;
  const files = smallEstate({
    'estate.yaml': `${ESTATE}    google: { project: acme-prod, region: asia-northeast1, recoveryRegion: asia-northeast2, network: { cidr: 10.31.0.0/16 } }\n`,
    'services/order.yaml': `service: order\nowner: team-order\ncloud: aws\n${lines.replace('IDENTITY', 'role/order')}`,
    'services/web.yaml': `service: web\nowner: team-web\ncloud: google\n${lines.replace('IDENTITY', "'serviceAccount:web-api'")}`,
  });
  const values = (stack: string, names: readonly string[]) =>
    names.map((name) => settingsOf(instanceOf(files, stack))[name]?.value);
  const same = ['lock_wait_timeout', 'max_allowed_packet', 'sql_mode'];
  expect(values('prod-aws-order', ['time_zone', 'log_queries_not_using_indexes', ...same])).toEqual(
    ['Asia/Tokyo', '1', '120', '67108864', 'ANSI_QUOTES,STRICT_ALL_TABLES'],
  );
  expect(
    values('prod-google-web', ['default_time_zone', 'log_queries_not_using_indexes', ...same]),
  ).toEqual(['Asia/Tokyo', 'on', '120', '67108864', 'ANSI_QUOTES,STRICT_ALL_TABLES']);
  expect(settingsOf(instanceOf(files, 'prod-google-web')).default_time_zone?.reason).toBe(
    'the service says so; Cloud SQL restarts the instance to take it',
  );
  expect(settingsOf(instanceOf(files, 'prod-aws-order')).default_time_zone).toBeUndefined();
});

test('an override replaces single parameters', () => {
  const settings = settingsOf(
    instanceOf(
      orderWith(
        'parameters: { lock_timeout: 10s, random_page_cost: 2 }\noverrides: { prod: { parameters: { lock_timeout: 5s } } }',
      ),
      'prod-aws-order',
    ),
  );
  expect([settings.lock_timeout?.value, settings.random_page_cost?.value]).toEqual(['5000', '2']);
  expect(settings.lock_timeout?.place).toBe('services/order.yaml:8:36');
});

test('services of one instance may say the same, in other words too', () => {
  const settings = settingsOf(
    instanceOf(
      smallEstate({
        'estate.yaml': ESTATE.replace('production', 'development'),
        'services/order.yaml': `${SERVICE}placement: shared\nparameters: { lock_timeout: 60s }\n`,
        'services/stock.yaml': `${SERVICE.replace('order\n', 'stock\n')}placement: shared\nparameters: { lock_timeout: 1m, jit: off }\n`,
      }),
      'prod-aws-shared-postgres',
    ),
  );
  expect(settings.lock_timeout).toEqual({
    value: '60000',
    reason: 'order says so, in ms',
    place: 'services/order.yaml:8:15',
  });
  expect(settings.jit?.reason).toBe('stock says so');
});

test('a static parameter waits for a restart, and says so', () => {
  const { max_locks_per_transaction: locks } = settingsOf(
    instanceOf(orderWith('parameters: { max_locks_per_transaction: 128 }'), 'prod-aws-order'),
  );
  expect(locks?.reason).toBe('the service says so; takes effect at the next restart');
  expect(
    ['max_locks_per_transaction', 'lock_timeout'].map((name) => waitsForRestart('postgres', name)),
  ).toEqual([true, false]);
  expect(
    ['innodb_ft_min_token_size', 'time_zone', 'wait_timeout'].map((name) =>
      waitsForRestart('mysql', name),
    ),
  ).toEqual([true, false, false]);
});

describe('no parameter that a service may state', () => {
  const cases = ENGINES.flatMap((engine) => CLOUDS.map((cloud) => [engine, cloud] as const));

  test.each(cases)('is one that Kura decides for %s on %s', (engine, cloud) => {
    const fixed = [...Object.keys(fixedOn(cloud, engine)), ...logsOn(cloud, engine)];
    for (const { name, on } of rowsOf(engine)) {
      const written = 'refused' in on[cloud] ? name : (on[cloud].name ?? name);
      expect(fixed).not.toContain(written);
      expect(withheld(engine, name)).toBeUndefined();
    }
    // The other way round: what an instance is given is never a service’s to state.
    for (const name of fixed) expect(withheld(engine, name)).toBeDefined();
  });

  test.each(cases)('replaces one that Kura decides for %s on %s', (engine, cloud) => {
    const fixed = fixedOn(cloud, engine);
    const names = [...Object.keys(fixed), ...rowsOf(engine).map(({ name }) => name)];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (stated) => {
        const own = Object.fromEntries(
          Object.entries(stated).map(([name, value]) => [name, decide(value, 'own', 'own')]),
        );
        const merged = fixedOn(cloud, engine, own);
        expect(merged).toMatchObject(fixed);
        for (const name of Object.keys(own))
          if (!(name in fixed)) expect(merged[name]).toBe(own[name]);
      }),
    );
  });

  test.each(ENGINES)('of %s stands in two tables', (engine) => {
    const names = [
      ...rowsOf(engine).map(({ name }) => name),
      ...Object.keys(WITHHELD[engine]),
      ...Object.keys(REMOVED[engine]),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Values a form takes, beside those that it does not. */
function valuesOf(form: ParameterForm): fc.Arbitrary<ParameterValue> {
  switch (form.kind) {
    case 'switch':
      return fc.constantFrom(true, false, 'on', 'off');
    case 'word':
      return fc.constantFrom(...form.words);
    case 'words':
      return fc.subarray([...form.words], { minLength: 1 }).map((words) => words.join(', '));
    case 'whole':
      return fc.integer({ min: form.least, max: form.most });
    case 'decimal':
      return fc
        .integer({ min: form.least * 1000, max: form.most * 1000 })
        .map((thousandths) => thousandths / 1000);
  }
}

describe('every form', () => {
  const rows = ENGINES.flatMap((engine) => rowsOf(engine).map((row) => [row.name, row] as const));

  test.each(rows)('of %s takes what it says, and writes it again as it was', (_name, { form }) => {
    fc.assert(
      fc.property(valuesOf(form), fc.constantFrom(...CLOUDS), (value, cloud) => {
        const written = writeParameter(form, value, cloud);
        if (!written.ok) throw new Error(`${String(value)} is refused`);
        if (typeof value === 'number') expect(Number(written.value)).toBe(value);
        const again = typeof value === 'number' ? Number(written.value) : written.value;
        if (form.kind !== 'switch') expect(writeParameter(form, again, cloud)).toEqual(written);
        expect(written.value).toMatch(/^[\w./ ,-]+$/);
      }),
    );
  });

  test.each(rows)('of %s refuses what is beside it', (_name, { form }) => {
    if (form.kind === 'whole' || form.kind === 'decimal') {
      for (const value of [form.least - 1, form.most + 1, true, 'on', ''])
        expect(writeParameter(form, value, 'aws').ok).toBe(false);
    } else {
      for (const value of ['', 'x', 7, 1.5])
        expect(writeParameter(form, value, 'aws').ok).toBe(false);
    }
    if (form.kind === 'whole') expect(writeParameter(form, form.least + 0.5, 'aws').ok).toBe(false);
  });

  test.each(rows.filter(([, { form }]) => 'unit' in form && form.unit !== undefined))(
    'of %s counts a duration or a size as its unit does',
    (_name, { form }) => {
      if (!('unit' in form) || form.unit === undefined) throw new Error('it has a unit');
      const { measure, size } = UNITS[form.unit];
      const [say, read] =
        measure === 'time' ? [formatDuration, parseDuration] : [formatSize, parseSize];
      fc.assert(
        fc.property(
          fc.integer({ min: Math.max(form.least, 0), max: Math.min(form.most, 2_000_000) }),
          (count) => {
            const text = say(count * size);
            expect(writeParameter(form, text, 'google')).toEqual({
              ok: true,
              value: String(count),
            });
            expect(read(text)).toEqual({ ok: true, value: count * size });
          },
        ),
      );
    },
  );
});
