import fc from 'fast-check';
import { TIER_NAMES } from '../../model/tables/tiers';
import { resolveFiles, type EstateFiles } from '../support/estate-folder';

/** Mostly what people write, and now and then what they should not. */
const often = <Value>(usual: readonly Value[], odd: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const JUNK = ["''", '~', '[]', '{}', '-1', '"*"', 'yes', '"\\u0000"', '2026-12-28', '💾'];
/** A key that is there one time in nine. */
const optional = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: value.map((text) => `${key}: ${text}`) },
  );

const cidr = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('10.31', '10.40', '172.17', '192.168'),
        fc.integer({ min: 8, max: 30 }),
      )
      .map(([start, prefix]) => `${start}.0.0/${String(prefix)}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('8.8.8.0/24', '0.0.0.0/0', '10.31.0.1/16', ...JUNK) },
);
const client = fc.oneof(
  cidr.map((range) => `{ cidr: ${range} }`),
  often(['{ networkTag: web }'], ['{ securityGroup: sg-0a1b2c3d }', '{}', '{ networkTag: Web }']),
);
const clients = fc.array(client, { maxLength: 3 }).map((all) => `[${all.join(', ')}]`);
const region = (usual: string): fc.Arbitrary<string> =>
  often([usual], ['europe-north2', 'asia-northeast1', 'ap-northeast-1', ...JUNK]);
const project = often(['acme-prod', 'acme-pci'], ['Acme', 'x', ...JUNK]);
const anyNetwork = fc
  .tuple(
    cidr.map((range) => `cidr: ${range}`),
    optional('vpc', often(['main'], ['vpc-0A', ...JUNK])),
    optional('range', often(['services'], JUNK)),
    optional('services', cidr),
    optional('subnet', often(['jobs'], JUNK)),
    optional('recoverySubnet', often(['jobs-osaka'], JUNK)),
  )
  .map((keys) => `{ ${keys.filter((key) => key !== '').join(', ')} }`);
const network = (cidr: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(`{ cidr: ${cidr} }`) },
    {
      weight: 1,
      arbitrary: fc.constant(
        `{ cidr: ${cidr}, vpc: main, range: services, services: 10.99.0.0/20, subnet: jobs, recoverySubnet: jobs-osaka }`,
      ),
    },
    { weight: 1, arbitrary: anyNetwork },
  );
const day = often(['12-28', '01-04', '02-29', '02-28', '11-01'], ['13-01', '00-00', ...JUNK]);
const isolated = fc
  .tuple(network('10.40.0.0/20'), optional('project', project), optional('clients', clients))
  .map(([own, ...rest]) => {
    const keys = [`network: ${own}`, ...rest.filter((key) => key !== '')];
    return `{ web: { ${keys.join(', ')} } }`;
  });

const googleStatement = fc.tuple(
  project.map((name) => `project: ${name}`),
  region('asia-northeast1').map((name) => `region: ${name}`),
  region('asia-northeast2').map((name) => `recoveryRegion: ${name}`),
  network('10.31.0.0/16').map((words) => `network: ${words}`),
  optional('deployServiceAccount', often(['terraform'], ['a@b', ...JUNK])),
  optional('clients', clients),
  optional(
    'state',
    often(
      [
        '{ bucket: acme-state, kmsKey: projects/acme-prod/locations/asia-northeast1/keyRings/k/cryptoKeys/s }',
      ],
      ['{ bucket: acme-state, kmsKey: x }', ...JUNK],
    ),
  ),
  optional(
    'recoveryState',
    often(
      [
        '{ bucket: acme-osaka, kmsKey: projects/acme-prod/locations/asia-northeast2/keyRings/k/cryptoKeys/s }',
      ],
      ['{ bucket: acme-state, kmsKey: x }', ...JUNK],
    ),
  ),
  optional(
    'denyMaintenance',
    fc.tuple(day, day).map(([from, to]) => `{ from: ${from}, to: ${to} }`),
  ),
  optional('isolated', isolated),
);

const identity = often(
  ['serviceAccount:web-api', 'user:mika@acme.example', 'group:dba@acme.example'],
  ['role/web', 'serviceAccount:x', 'serviceAccount:Web-api', 'user:mika', 'serviceAccount:a@b'],
);
const access = fc
  .array(fc.tuple(identity, fc.constantFrom('', ', via: secret', ', attach: false')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    all.map(([who, how]) => `  - { identity: '${who}', role: writer${how} }\n`).join(''),
  );

const service = fc.tuple(
  fc.constantFrom('postgres', 'mysql').map((engine) => `engine: ${engine}`),
  optional('version', often(['16', '17', '8.4'], ['14', '18', '8.0', ...JUNK])),
  optional('tier', often(TIER_NAMES, ['huge'])),
  optional('readers', often(['0', '1', '10'], ['11', '99', ...JUNK])),
  optional('retention', often(['7d', '35d'], ['1d', '36d', '12h', ...JUNK])),
  optional('compliance', fc.constant('[pci-dss]')),
  optional('placement', fc.constantFrom('dedicated', 'shared', 'isolated', 'group')),
  optional('clients', clients),
  optional('maxConnections', often(['100', '400'], ['5000', ...JUNK])),
  optional('workMem', often(['16MB'], ['2GB', ...JUNK])),
  fc.oneof(
    { weight: 20, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constant('port: 5433') },
  ),
);

const windows = fc.tuple(
  often(['Asia/Tokyo', 'Europe/Berlin', 'UTC'], ['Asia/Kolkata', 'America/St_Johns']),
  often([''], ["windows: { backup: '05:00' }\n", "windows: { backup: '11:00' }\n"]),
);

const notify = often(
  [
    '[dba@acme.example, chat]',
    '{ warning: [dba@acme.example], critical: [chat] }',
    '[oncall@acme.example]',
  ],
  [
    '{ warning: [chat], critical: [night], pagesInDevelopment: true }',
    '[constructor]',
    '[chat, chat]',
    "['https://hooks.slack.com/services/T0/B0/secret']",
    ...JUNK,
  ],
);
const CHANNELS =
  'channels:\n  chat: { kind: chat, google: [projects/acme-prod/notificationChannels/1] }\n  night: { kind: pager, aws: [arn:aws:sns:ap-northeast-1:333333333333:night] }\n';

const estates = fc
  .tuple(
    googleStatement,
    service,
    access,
    windows,
    fc.tuple(fc.constantFrom('production', 'development'), notify),
  )
  .map(([google, keys, ways, [zone, times], [preset, told]]): EstateFiles => {
    const lines = (all: readonly string[], indent = ''): string =>
      all.flatMap((line) => (line === '' ? [] : [`${indent}${line}\n`])).join('');
    return {
      'estate.yaml': `organisation: acme\ntimeZone: ${zone}\n${times}${CHANNELS}environments:\n  prod:\n    preset: ${preset}\n    notify: ${told}\n    google:\n${lines(google, '      ')}`,
      'services/web.yaml': `service: web\nowner: team-web\ncloud: google\n${lines(keys)}access:\n${ways}`,
    };
  });

/** A place with its line, what is required, what was found, and a cure that is a sentence. */
const PROBLEM = /^(?:estate|services\/web)\.yaml:\d+:\d+: \S.*, got \S.*\. [A-Z].*[.?]$/s;

test('whatever stands below google: and in its service resolves, or is told line by line', () => {
  let [resolved, refused] = [0, 0];
  fc.assert(
    fc.property(estates, (files) => {
      const { deployment, problems } = resolveFiles(files);
      if (deployment) resolved += 1;
      else refused += 1;
      expect(problems.length > 0).toBe(deployment === undefined);
      expect(problems.filter((problem) => !PROBLEM.test(problem))).toEqual([]);
      expect(new Set(problems).size).toBe(problems.length);
    }),
    { numRuns: 300 },
  );
  // Both happen often enough to prove something.
  expect(resolved).toBeGreaterThan(5);
  expect(refused).toBeGreaterThan(100);
});
