import fc from 'fast-check';
import { deploymentSchema } from '../../model/deployment/deployment-schema';
import { MECHANISM_NAMES } from '../../model/recovery/mechanisms';
import { FAILURES } from '../../model/recovery/objectives';
import { meets } from '../../model/recovery/choose-mechanisms';
import { resolveFiles, type EstateFiles } from '../support/estate-folder';

/** Mostly what people write, and now and then what they should not. */
const often = <Value>(usual: readonly Value[], odd: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const JUNK = ["''", '~', '[]', '{}', '-1', '"*"', 'yes', '"\\u0000"', '2026-12-28', '💾'];
const someOf = (keys: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...keys).map((all) => `{ ${all.filter((key) => key !== '').join(', ')} }`);
/** A key that is there one time in so many. */
const optional = (key: string, value: fc.Arbitrary<string>, oneIn = 9): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: oneIn - 1, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: value.map((text) => `${key}: ${text}`) },
  );

const rpo = often(['5m', '15m', '1h', '28h', '2d'], ['0s', '1', '1ms', ...JUNK]);
const rto = often(['1h', '2h', '12h', '3d'], ['1m', '30m', '0', '99', ...JUNK]);
const demand = someOf([optional('rpo', rpo, 2), optional('rto', rto, 2)]);
const objectives = someOf([
  optional('rpo', rpo),
  optional('rto', rto, 2),
  ...FAILURES.map((failure) => optional(failure, demand)),
]);
const day = often(["'2026-11-02'", "'2026-12-31'"], ["'2026-02-31'", ...JUNK]);
const measured = someOf([
  ...MECHANISM_NAMES.map((name) =>
    optional(
      name,
      someOf([
        optional('rpo', rpo, 2),
        rto.map((text) => `rto: ${text}`),
        day.map((on) => `on: ${on}`),
      ]),
    ),
  ),
  fc.oneof(
    { weight: 30, arbitrary: fc.constant('') },
    fc.constant("backups: { on: '2026-11-02' }"),
  ),
]);

/** Names of restored instances: a few, so that they meet one another, and what must be no name. */
const name = often(['before', 'second'], ['primary', 'recovery', 'constructor', 'A']);
const instant = often(
  ["'2026-11-20 09:00:30'", "'2026-11-01 10:00'"],
  ["'2026-02-31 10:00'", "'2026-11-20'", ...JUNK],
);
const source = fc.oneof(
  { weight: 6, arbitrary: instant.map((text) => `time: ${text}`) },
  often(['nightly', "'1763659200000'"], ['-x', ...JUNK]).map((text) => `snapshot: ${text}`),
  often(['latest', "'2026-11-20 09:00'"], JUNK).map((text) => `replicatedBackup: ${text}`),
);
const restored = fc
  .tuple(source, optional('readers', often(['0', '2'], ['16', ...JUNK])))
  .map(([from, readers]) => `{ ${from}${readers === '' ? '' : `, ${readers}`} }`);
const restoreFrom = fc
  .array(fc.tuple(name, restored), { minLength: 1, maxLength: 2 })
  .map((all) => `{ ${all.map(([key, from]) => `${key}: ${from}`).join(', ')} }`);

const approval = fc
  .tuple(
    optional('of', often(['primary', 'readers', 'recovery', 'before'], ['reader', ...JUNK])),
    often(['its data has moved'], ['because', ...JUNK]),
    day,
  )
  .map(
    ([of, reason, expires]) =>
      `[{ protection: deletion, ${of === '' ? '' : `${of}, `}reason: ${reason}, approver: cto@acme.example, expires: ${expires} }]`,
  );

const statements = fc.tuple(
  optional('objectives', objectives, 3),
  optional('measured', measured),
  optional('restoreFrom', restoreFrom, 4),
  optional('active', fc.oneof(name, fc.constantFrom('primary', 'recovery'))),
  optional('drReplica', often(['planned', 'designated'], JUNK), 12),
  optional('state', often(['serving', 'retiring', 'retired'], JUNK)),
  optional('breakGlass', approval, 3),
  optional('storage', often(['100GB', '600GB'], ['2000GB', '60TB', ...JUNK])),
  optional('readers', often(['0', '1'], ['99'])),
  optional('placement', fc.constantFrom('dedicated', 'group', 'shared', 'isolated')),
);

/** What a service says, or says of its one environment alone. */
const lines = fc.tuple(statements, fc.boolean()).map(([all, over]) => {
  const said = all.filter((line) => line !== '');
  if (said.length === 0) return '';
  return over ? `overrides: { prod: { ${said.join(', ')} } }\n` : `${said.join('\n')}\n`;
});

const lockOf = (state: string): string =>
  ['prod-aws-cart', 'prod-aws-shop', 'prod-google-web']
    .map((stack) => {
      const [engine, home, network] = stack.includes('aws')
        ? ['postgres 17', 'acme-prod 333333333333 ap-northeast-1', '10.30.0.0/16']
        : ['postgres 17', 'acme-prod acme-prod asia-northeast1', '10.31.0.0/16'];
      return `${stack}: { engine: ${engine}, home: ${home}, network: ${network}, state: ${state}, databases: {} }\n`;
    })
    .join('');

const awsKeys = fc.tuple(
  often(['recoveryRegion: ap-northeast-3'], ['recoveryRegion: eu-central-1']),
  optional('vaultLock', often(['governance'], ['compliance', "'off'", ...JUNK])),
  optional('recoveryNetwork', often(['{ cidr: 10.50.0.0/16 }'], ['{ cidr: 8.0.0.0/16 }', ...JUNK])),
  optional(
    'recoveryState',
    often(
      [
        '{ bucket: acme-osaka, kmsKey: arn:aws:kms:ap-northeast-3:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000 }',
      ],
      JUNK,
    ),
    12,
  ),
);

const estates = fc
  .record({
    preset: fc.constantFrom('production', 'staging', 'development'),
    aws: awsKeys,
    cart: lines,
    order: lines,
    web: lines,
    before: fc.constantFrom('', 'retiring', 'retired'),
  })
  .map(({ preset, aws, before, ...own }): EstateFiles => {
    const service = (named: keyof typeof own, cloud: string, identity: string): string =>
      `service: ${named}\nowner: team\ncloud: ${cloud}\nengine: postgres\naccess: [{ identity: '${identity}', role: writer }]\n${own[named]}`;
    return {
      'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
groups: { shop: [cart, order] }
environments:
  prod:
    preset: ${preset}
    notify: [oncall@acme.example]
    aws:
      account: '333333333333'
      region: ap-northeast-1
      network: { cidr: 10.30.0.0/16 }
${aws.flatMap((key) => (key === '' ? [] : [`      ${key}\n`])).join('')}    google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.31.0.0/16 }
`,
      'services/cart.yaml': service('cart', 'aws', 'role/cart-api'),
      'services/order.yaml': service('order', 'aws', 'role/order-api'),
      'services/web.yaml': service('web', 'google', 'serviceAccount:web-api'),
      ...(before === '' ? {} : { 'instances.lock.yaml': lockOf(before) }),
    };
  });

/** A place with its line, what is required, what was found, and a cure that is a sentence. */
const PROBLEM =
  /^(?:estate|services\/(?:cart|order|web))\.yaml:\d+:\d+: \S.*, got \S.*\. [A-Z].*[.?]$/s;

test('whatever is said of recovery resolves by the schema, twice alike, or is told line by line', () => {
  let [resolved, refused] = [0, 0];
  fc.assert(
    fc.property(estates, (files) => {
      const { deployment, problems } = resolveFiles(files);
      const again = resolveFiles(files);
      expect(problems.filter((problem) => !PROBLEM.test(problem))).toEqual([]);
      expect(new Set(problems).size).toBe(problems.length);
      expect(problems.length > 0).toBe(deployment === undefined);
      expect(again.problems).toEqual(problems);
      expect(JSON.stringify(again.deployment)).toBe(JSON.stringify(deployment));
      if (!deployment) {
        refused += 1;
        return;
      }
      resolved += 1;
      const written: unknown = JSON.parse(JSON.stringify(deployment));
      expect(deploymentSchema.parse(written)).toEqual(written);
      for (const { recovery, restores, active, lifecycle, decisions } of deployment.instances) {
        for (const failure of FAILURES) {
          const { value } = recovery.objectives[failure];
          const met = recovery.evidence[failure];
          // One that is gone, or is served for by another, has gaps that it owns up to.
          const stands = active.value === 'primary' && lifecycle.value !== 'retired';
          if (stands) expect(met !== null || (value.rpo === null && value.rto === null)).toBe(true);
          if (met) expect(meets(met, value)).toBe(true);
        }
        const known = ['primary', 'recovery', ...restores.map(({ name }) => name)];
        expect(known).toContain(active.value);
        expect(new Set(known).size).toBe(known.length);
        if (lifecycle.value !== 'serving') {
          expect(decisions.deletionProtection.value).toBe(false);
          expect(decisions.preventDestroy.value).toBe(false);
        }
      }
    }),
    { numRuns: 300 },
  );
  // Both happen often enough to prove something.
  expect(resolved).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(100);
});
