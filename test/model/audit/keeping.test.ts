import { DATA_CLASSES } from '../../../model/audit/data-class';
import { LONGEST_TRAIL_DAYS, TRAIL_DAYS } from '../../../model/audit/retention';
import { PRESET_NAMES } from '../../../model/tables/presets';
import { deploymentOf, orderWith, resolveFiles, SMALL_ESTATE } from '../../support/estate-folder';

const estateWith = (lines: string, preset = 'staging') => ({
  ...SMALL_ESTATE,
  'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace(
    'preset: production\n',
    `preset: ${preset}\n${lines}`,
  ),
});
const auditOf = (files: Parameters<typeof deploymentOf>[0]) => {
  const [foundation] = deploymentOf(files).foundations;
  if (!foundation) throw new Error('no foundation');
  return foundation.audit;
};

test('the trail of cardholder data is kept for twelve months and more', () => {
  // PCI DSS 4.0.1, 10.5.1.
  expect(TRAIL_DAYS.production.payment).toBeGreaterThanOrEqual(366);
});

test.each(PRESET_NAMES)('%s keeps no class shorter than one that protects less', (preset) => {
  const days = DATA_CLASSES.map((data) => TRAIL_DAYS[preset][data]);
  expect(days).toEqual(days.toSorted((a, b) => a - b));
  expect(Math.max(...days)).toBeLessThanOrEqual(LONGEST_TRAIL_DAYS);
});

test.each(['development', 'staging'] as const)('%s is kept as its preset says', (preset) => {
  expect(auditOf(estateWith('', preset))).toMatchObject({
    lock: { value: preset === 'development' ? 'off' : 'governance', place: `preset ${preset}` },
    keepDays: { value: TRAIL_DAYS[preset].internal, place: `preset ${preset}` },
  });
});

test('the strictest service decides, and is named', () => {
  const files = {
    ...SMALL_ESTATE,
    ...orderWith('data: personal'),
    'services/card.yaml': String(SMALL_ESTATE['services/order.yaml'])
      .replaceAll('order', 'card')
      .concat('data: payment\n'),
    'services/catalog.yaml': String(SMALL_ESTATE['services/order.yaml']).replaceAll(
      'order',
      'catalog',
    ),
  };
  expect(auditOf(files).keepDays).toEqual({
    value: TRAIL_DAYS.production.payment,
    reason: 'card holds payment data',
    place: 'preset production',
  });
});

test('an environment keeps its trail longer where it says so', () => {
  const { keepDays, lock } = auditOf(estateWith('    audit: { keep: 2557d, lock: off }\n'));
  expect(keepDays).toEqual({
    value: 2557,
    reason: 'the environment says so',
    place: 'estate.yaml:6:14',
  });
  expect(lock).toMatchObject({ value: 'off', place: 'estate.yaml:6:27' });
});

test.each([
  [
    '    audit: { keep: 89d }\n',
    'estate.yaml:6:14: keep must be 90d or more: no service of it holds personal or payment data, got "89d". Write `keep: 90d`, or leave it out.',
  ],
  [
    '    audit: { keep: 3651d }\n',
    'estate.yaml:6:14: keep must be 3650d at most, got "3651d". Write `keep: 3650d`, and copy what must be kept longer.',
  ],
  [
    '    audit: { keep: 2161h }\n',
    'estate.yaml:6:14: keep must be whole days, got "2161h". Write it as 91d.',
  ],
  [
    '    audit: { lock: compliance }\n',
    'estate.yaml:6:14: environments.prod.audit.lock must be off or governance, got "compliance". Choose one of these words: a lock that nobody can ever lift is not offered.',
  ],
])('refuses %j', (lines, problem) => {
  expect(resolveFiles(estateWith(lines)).problems).toEqual([problem]);
});

test('refuses production without a lock', () => {
  expect(resolveFiles(estateWith('    audit: { lock: off }\n', 'production')).problems).toEqual([
    'estate.yaml:6:14: lock must be governance in production, got "off". Write `lock: governance`, or leave it out.',
  ]);
});
