import type { Routes } from '../../../model/alerts/routes';
import { tells } from '../../../model/alerts/routes';
import { deploymentOf, smallEstate, type EstateFiles } from '../../support/estate-folder';
import { ESTATE } from '../../support/refusals';

const topic = (region: string, name: string): string =>
  `arn:aws:sns:${region}:333333333333:${name}`;
const channelOf = (project: string): string => `projects/${project}/notificationChannels/1`;

const CHANNELS = `channels:
  chat:
    kind: chat
    aws: [${['ap-northeast-1', 'us-east-1', 'ap-northeast-3'].map((region) => topic(region, 'chat')).join(', ')}]
    google: [${channelOf('acme-pci')}, ${channelOf('acme-prod')}, ${channelOf('acme-other')}]
  night:
    kind: pager
    aws: [${topic('ap-northeast-1', 'night')}, '${topic('ap-northeast-3', 'night')}']
    google: [${channelOf('acme-prod')}, ${channelOf('acme-pci')}]
`;

/** The small estate on both clouds, with an isolated service’s project, told so. */
const told = (notify: string, preset = 'production'): EstateFiles =>
  smallEstate({
    'estate.yaml':
      CHANNELS +
      ESTATE.replace('    notify: [oncall@acme.example]\n', notify).replace(
        'preset: production',
        `preset: ${preset}`,
      ) +
      `    google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.31.0.0/16 }
      isolated: { cards: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }
`,
    'services/cards.yaml':
      "service: cards\nowner: team\ncloud: google\nengine: postgres\nplacement: isolated\naccess: [{ identity: 'serviceAccount:cards-api', role: writer }]\n",
  });

const routesOf = (files: EstateFiles): readonly Routes[] =>
  deploymentOf(files).foundations.map(({ routes }) => routes);

const DBA = { kind: 'email', name: 'dba@acme.example', existing: [] };

test('who hears of warnings hears of what is critical, too, and first', () => {
  const [aws] = routesOf(
    told('    notify: { warning: [dba@acme.example], critical: [night, cto@acme.example] }\n'),
  );
  expect(aws?.warning).toEqual([DBA]);
  expect(aws?.critical.map(({ name, kind }) => [name, kind])).toEqual([
    ['dba@acme.example', 'email'],
    ['night', 'pager'],
    ['cto@acme.example', 'email'],
  ]);
});

test('one list is told of everything', () => {
  const [aws] = routesOf(told('    notify: [dba@acme.example, chat]\n'));
  expect(aws?.warning.map(({ name }) => name)).toEqual(['dba@acme.example', 'chat']);
  expect(aws?.critical).toEqual(aws?.warning);
});

test('a channel is what exists where alerts of the environment arise, on each cloud', () => {
  const [aws, google] = routesOf(told('    notify: [chat]\n'));
  expect(aws?.warning).toEqual([
    {
      kind: 'chat',
      name: 'chat',
      existing: [topic('ap-northeast-1', 'chat'), topic('ap-northeast-3', 'chat')],
    },
  ]);
  expect(google?.warning).toEqual([
    { kind: 'chat', name: 'chat', existing: [channelOf('acme-pci'), channelOf('acme-prod')] },
  ]);
});

test('development may tell nobody, and somebody', () => {
  const [silent] = routesOf(told('', 'development'));
  expect(silent).toEqual({ warning: [], critical: [] });
  expect(silent && tells(silent)).toBe(false);
  const [loud] = routesOf(told('    notify: [dba@acme.example]\n', 'development'));
  expect(loud).toEqual({ warning: [DBA], critical: [DBA] });
  expect(loud && tells(loud)).toBe(true);
});

test('development wakes a pager where the estate says so', () => {
  const [aws] = routesOf(
    told(
      '    notify: { warning: [dba@acme.example], critical: [night], pagesInDevelopment: true }\n',
      'development',
    ),
  );
  expect(aws?.critical.map(({ name }) => name)).toEqual(['dba@acme.example', 'night']);
});

test('as many are told as a cloud has room for', () => {
  const addresses = Array.from({ length: 15 }, (_, i) => `a${String(i)}@acme.example`);
  const [aws, google] = routesOf(told(`    notify: [${addresses.join(', ')}, night]\n`));
  expect([aws?.critical.length, google?.critical.length]).toEqual([16, 16]);
});

test('channels that no environment names wait', () => {
  expect(routesOf(told('    notify: [dba@acme.example]\n'))).toEqual([
    { warning: [DBA], critical: [DBA] },
    { warning: [DBA], critical: [DBA] },
  ]);
});
