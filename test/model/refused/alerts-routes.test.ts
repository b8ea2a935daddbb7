import { refusedChannels } from '../../../model/alerts/channels';
import { loadEstate } from '../../../model/language/load-estate';
import {
  belowCloud,
  estateFolder,
  GOOGLE_ESTATE,
  googleEstate,
  orderWith,
  resolveFiles,
  smallEstate,
  type EstateFiles,
} from '../../support/estate-folder';
import { ESTATE, expectRefusal, type Refusal } from '../../support/refusals';

const NOTIFY = '    notify: [oncall@acme.example]\n';
const topic = (region: string, name = 'chat'): string =>
  `arn:aws:sns:${region}:333333333333:${name}`;
const both = (name: string): string =>
  `[${topic('ap-northeast-1', name)}, '${topic('ap-northeast-3', name)}']`;

/** The small estate with channels, in which others are told: its own lines keep their numbers. */
const told = (notify: string, channels = '', estate = ESTATE): EstateFiles =>
  smallEstate({
    'estate.yaml':
      estate.replace(NOTIFY, notify === '' ? '' : `    notify: ${notify}\n`) +
      (channels === '' ? '' : `channels:\n${channels}`),
  });
const development = (notify: string, channels = ''): EstateFiles =>
  told(notify, channels, ESTATE.replace('production', 'development'));

const CHAT = `  chat: { kind: chat, aws: ${both('chat')} }\n`;
const NIGHT = `  night: { kind: pager, aws: ${both('night')} }\n`;
const channel = (words: string): EstateFiles =>
  told('[oncall@acme.example]', `  chat: { ${words} }\n`);

const GOOGLE = String(GOOGLE_ESTATE['estate.yaml']);
const onGoogle = (existing: string, estate = GOOGLE): EstateFiles =>
  googleEstate({
    'estate.yaml': `${estate.replace(NOTIFY, '    notify: [chat]\n')}channels:\n  chat: { kind: chat, google: [${existing}] }\n`,
  });
const OWN = 'channel chat must have no topic that Kura makes, got its own';
const OWN_CURE = 'Take it out: Kura makes it by itself. Put who should hear under `notify`.';
const five = ['a', 'b', 'c', 'd', 'e'];

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'production that tells nobody',
      told(''),
      'estate.yaml:4:3: environment prod must say who is told of alerts: an alert that reaches nobody is none, got no notify. Write `notify: [oncall@suzumina.example]` below it.',
    ],
    [
      'staging that tells nobody',
      told('', '', ESTATE.replace('production', 'staging')),
      'estate.yaml:4:3: environment prod must say who is told of alerts: an alert that reaches nobody is none, got no notify. Write `notify: [oncall@suzumina.example]` below it.',
    ],
    [
      'a list of nobody',
      told('[]'),
      'estate.yaml:11:5: environments.prod.notify must be a list of one or more addresses and channels, got a list of 0. Name who is told: a severity without a route reaches nobody. Where the same are told of everything, write `notify` as one list.',
    ],
    [
      'warnings without a route',
      told('{ warning: [], critical: [oncall@acme.example] }'),
      'estate.yaml:11:15: environments.prod.notify.warning must be a list of one or more addresses and channels, got a list of 0. Name who is told: a severity without a route reaches nobody. Where the same are told of everything, write `notify` as one list.',
    ],
    [
      'one severity alone',
      told('{ warning: [oncall@acme.example] }'),
      'estate.yaml:11:5: environments.prod.notify.critical must be a list of one or more addresses and channels, got nothing. Name who is told: a severity without a route reaches nobody. Where the same are told of everything, write `notify` as one list.',
    ],
    [
      'a severity that is not told',
      told('{ warning: [a@acme.example], critical: [b@acme.example], info: [c@acme.example] }'),
      'estate.yaml:11:70: only known keys are allowed in environments.prod.notify, got "info". Known here: warning, critical, pagesInDevelopment.',
    ],
    [
      'a mistyped channel',
      told('[caht]', CHAT),
      'estate.yaml:11:14: notify must name e-mail addresses, or channels of the estate, got "caht". Did you mean "chat"?',
    ],
    [
      'a name that is near no channel, without it',
      told('[d41d8cd98f00b204e9800998ecf8427e]', CHAT),
      'estate.yaml:11:14: notify must name e-mail addresses, or channels of the estate, got a name of neither. Write an address, or describe it below `channels`, where there are chat.',
    ],
    [
      'a channel where there are none',
      told('[constructor]'),
      'estate.yaml:11:14: notify must name e-mail addresses, or channels of the estate, got a name of neither. Write an address, or describe it below `channels`.',
    ],
    [
      'what is neither an address nor a name, without it',
      told('[oncall@acme]'),
      'estate.yaml:11:14: environments.prod.notify[0] must be an e-mail address or the name of a channel, got a value that is not shown. Write it as oncall@suzumina.example, or as it stands below `channels`.',
    ],
    [
      'an address said twice, in whatever case',
      told('[oncall@acme.example, OnCall@acme.example]'),
      'estate.yaml:11:35: each address and channel is told once, got "OnCall@acme.example" twice. Take one out.',
    ],
    [
      'a channel in warning and critical',
      told('{ warning: [chat], critical: [chat] }', CHAT),
      'estate.yaml:11:43: each address and channel is told once, got "chat" in warning and critical. Take it out of critical: who hears of warnings hears of what is critical, too.',
    ],
    [
      'a channel without a topic or notification channel',
      channel('kind: chat'),
      'estate.yaml:13:3: channels.chat must name a topic of AWS or a notification channel of Google Cloud, got a mapping. Write `aws:` or `google:` below it, with what exists already.',
    ],
    [
      'a channel of another kind',
      channel('kind: email, aws: [x]'),
      'estate.yaml:13:11: channels.chat.kind must be chat or pager, got "email". Choose one of these words.',
    ],
    [
      'a FIFO topic',
      channel(`kind: chat, aws: [${topic('ap-northeast-1', 'chat.fifo')}]`),
      'estate.yaml:13:29: channels.chat.aws[0] must be the ARN of a standard SNS topic, got a value that is not shown. Write it as arn:aws:sns:ap-northeast-1:123456789012:database-chat; a FIFO topic will not do.',
    ],
    [
      'two topics of one region',
      channel(`kind: chat, aws: [${topic('us-east-1')}, '${topic('us-east-1', 'other')}']`),
      'estate.yaml:13:70: channel chat must have one topic in a region, got another in us-east-1. Keep one of the two.',
    ],
    [
      'two notification channels of one project',
      channel(
        'kind: chat, google: [projects/acme-prod/notificationChannels/1, projects/acme-prod/notificationChannels/2]',
      ),
      'estate.yaml:13:75: channel chat must have one notification channel in a project, got another in acme-prod. Keep one of the two.',
    ],
    [
      'a channel that hears nothing of the environment’s region',
      told('[chat]', `  chat: { kind: chat, aws: ['${topic('ap-northeast-3')}'] }\n`),
      'estate.yaml:13:23: channel chat must have a topic in region ap-northeast-1, where alerts of prod arise, got ap-northeast-3. Add one that exists there, or take the channel out of the `notify` of prod.',
    ],
    [
      'a channel that hears nothing of the recovery region',
      told('[chat]', `  chat: { kind: chat, aws: ['${topic('ap-northeast-1')}'] }\n`),
      'estate.yaml:13:23: channel chat must have a topic in region ap-northeast-3, where alerts of prod arise, got ap-northeast-1. Add one that exists there, or take the channel out of the `notify` of prod.',
    ],
    [
      'a channel of Google Cloud alone, of an environment on AWS',
      told(
        '[chat]',
        '  chat: { kind: chat, google: [projects/acme-prod/notificationChannels/1] }\n',
      ),
      'estate.yaml:13:3: channel chat must have a topic in region ap-northeast-1, where alerts of prod arise, got none. Add one that exists there, or take the channel out of the `notify` of prod.',
    ],
    [
      'a channel that is of another project',
      onGoogle('projects/acme-dev/notificationChannels/1'),
      'estate.yaml:13:23: channel chat must have a notification channel in project acme-prod, where alerts of prod arise, got acme-dev. Add one that exists there, or take the channel out of the `notify` of prod.',
    ],
    [
      'a channel that is not of an isolated service’s project',
      {
        ...onGoogle(
          'projects/acme-prod/notificationChannels/1',
          belowCloud(
            GOOGLE,
            'isolated: { web: { project: acme-pci, network: { cidr: 10.40.0.0/20 } } }',
          ),
        ),
        'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml'])}placement: isolated\n`,
      },
      'estate.yaml:14:23: channel chat must have a notification channel in project acme-pci, where alerts of prod arise, got acme-prod. Add one that exists there, or take the channel out of the `notify` of prod.',
    ],
    [
      'a pager in development',
      development('[night]', NIGHT),
      'estate.yaml:11:14: development must wake nobody, got the pager "night". Take it out, or write `warning:`, `critical:` and `pagesInDevelopment: true` below `notify`.',
    ],
    [
      'leave to page in production',
      told('{ warning: [a@acme.example], critical: [night], pagesInDevelopment: true }', NIGHT),
      'estate.yaml:11:61: pagesInDevelopment must stand only where development wakes a pager, got preset production. Take it out.',
    ],
    [
      'leave to page in development without a pager',
      development(
        '{ warning: [a@acme.example], critical: [chat], pagesInDevelopment: true }',
        CHAT,
      ),
      'estate.yaml:11:60: pagesInDevelopment must stand only where development wakes a pager, got no pager. Take it out.',
    ],
    [
      'leave to page that is none',
      development(
        '{ warning: [a@acme.example], critical: [night], pagesInDevelopment: false }',
        NIGHT,
      ),
      'estate.yaml:11:61: environments.prod.notify.pagesInDevelopment must be true, got false. Leave it out where no pager is named.',
    ],
    [
      'leave to page as YAML once wrote it',
      development(
        '{ warning: [a@acme.example], critical: [night], pagesInDevelopment: yes }',
        NIGHT,
      ),
      'estate.yaml:11:61: environments.prod.notify.pagesInDevelopment must be true, got "yes". Leave it out where no pager is named.',
    ],
    [
      'a channel with Kura’s own topic',
      channel(`kind: chat, aws: [${topic('ap-northeast-1', 'acme-prod-warning')}]`),
      `estate.yaml:13:29: ${OWN} acme-prod-warning in ap-northeast-1. ${OWN_CURE}`,
    ],
    [
      'a channel with Kura’s own topic in the recovery region',
      told(
        '[chat]',
        `  chat: { kind: pager, aws: [${topic('ap-northeast-1')}, '${topic('ap-northeast-3', 'acme-prod-recovery-critical')}'] }\n`,
      ),
      `estate.yaml:13:76: ${OWN} acme-prod-recovery-critical in ap-northeast-3. ${OWN_CURE}`,
    ],
    [
      'more topics than an alarm tells',
      told(
        `[${five.join(', ')}]`,
        five.map((name) => `  ${name}: { kind: chat, aws: ${both(name)} }\n`).join(''),
      ),
      'estate.yaml:11:5: notify of prod must name at most 4 channels: an alarm of CloudWatch tells five topics, and one is Kura’s own, got 5. Subscribe several to one topic, and name that.',
    ],
    [
      'more than an alerting policy tells',
      googleEstate({
        'estate.yaml': GOOGLE.replace(
          NOTIFY,
          `    notify: [${Array.from({ length: 17 }, (_, i) => `a${String(i)}@acme.example`).join(', ')}]\n`,
        ),
      }),
      'estate.yaml:11:5: notify of prod must name at most 16 addresses and channels: an alerting policy of Google Cloud tells no more, got 17. Name a mailing list in place of addresses.',
    ],
  ])('%s', expectRefusal);
});

const NO_URL =
  'must be no URL: a webhook has its key inside the URL, got a value that is not shown. Name the SNS topic or notification channel that exists already: whoever made it keeps the key.';

describe('a topic of Kura’s own', () => {
  /** A channel with one topic, beside an isolated service with an account of its own. */
  const withTopic = (arn: string, lines = ''): EstateFiles => {
    const { 'services/order.yaml': order } = orderWith(`placement: isolated${lines}`);
    const estate = belowCloud(
      ESTATE,
      "isolated: { order: { account: '444444444444', network: { cidr: 10.40.0.0/20 } } }",
    );
    const channels = `  chat: { kind: chat, aws: ['${arn}'] }\n`;
    return { ...told('[oncall@acme.example]', channels, estate), 'services/order.yaml': order };
  };
  const own = (region: string, name: string): string =>
    `arn:aws:sns:${region}:444444444444:${name}`;

  test.each([
    own('ap-northeast-1', 'acme-prod-order-warning'),
    own('ap-northeast-1', 'acme-prod-order-critical'),
    own('ap-northeast-3', 'acme-prod-order-recovery-warning'),
    own('ap-northeast-3', 'acme-prod-order-recovery-critical'),
    topic('ap-northeast-1', 'acme-prod-critical'),
    topic('ap-northeast-3', 'acme-prod-recovery-warning'),
  ])('is refused, also where no environment names the channel: %s', (arn) => {
    const [, , , region = '', , name = ''] = arn.split(':');
    expect(resolveFiles(withTopic(arn)).problems).toEqual([
      `estate.yaml:14:29: ${OWN} ${name} in ${region}. ${OWN_CURE}`,
    ]);
  });

  test.each([
    own('ap-northeast-1', 'acme-prod-critical'),
    own('us-east-1', 'acme-prod-order-warning'),
    own('ap-northeast-1', 'acme-prod-order-recovery-warning'),
    topic('ap-northeast-1', 'acme-prod-order-warning'),
    topic('ap-northeast-1', 'acme-prod-chat-critical'),
    topic('ap-northeast-1', 'acme-prod-info'),
  ])('is none of another account, region or name: %s', (arn) => {
    expect(resolveFiles(withTopic(arn)).problems).toEqual([]);
  });

  test('goes by the id of an isolated service', () => {
    const loaded = loadEstate(
      estateFolder(withTopic(own('ap-northeast-1', 'acme-prod-sales-warning'), '\nid: sales')),
    );
    if (!loaded.ok) throw new Error('the estate does not load');
    const { estate, services } = loaded.value;
    expect(refusedChannels(estate, services)).toHaveLength(1);
  });
});

describe('a key that somebody pastes is never shown', () => {
  const KEY = 'kR7xQ2mZ9vT4bN8c';
  const URLS = [
    `https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/${KEY}`,
    `https://events.pagerduty.com/integration/${KEY}/enqueue`,
    `hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/${KEY}`,
    `https://x:${KEY}@alerts.acme.example/`,
  ];
  const TOKENS = [`xoxb-111111111111-${KEY}`, `${KEY}${KEY}`, KEY.toLowerCase()];
  /** Everywhere a key may be pasted. */
  const SPOTS: readonly (readonly [where: string, files: (key: string) => EstateFiles])[] = [
    ['a list of notify', (key) => told(`['${key}']`)],
    ['warning', (key) => told(`{ warning: ['${key}'], critical: [a@acme.example] }`)],
    [
      'critical in place of a list',
      (key) => told(`{ warning: [a@acme.example], critical: '${key}' }`),
    ],
    ['notify itself', (key) => told(`'${key}'`)],
    ['a mapping in notify', (key) => told(`[{ '${key}': '${key}' }]`)],
    ['an unknown key of notify', (key) => told(`{ '${key}': [a@acme.example] }`)],
    ['the topics of a channel', (key) => channel(`kind: chat, aws: ['${key}']`)],
    ['topics in place of a list', (key) => channel(`kind: chat, aws: '${key}'`)],
    ['the notification channels of a channel', (key) => channel(`kind: chat, google: ['${key}']`)],
    [
      'leave to page',
      (key) =>
        told(
          `{ warning: [a@acme.example], critical: [b@acme.example], pagesInDevelopment: '${key}' }`,
        ),
    ],
    ['the kind of a channel', (key) => channel(`kind: '${key}', aws: [x]`)],
    ['an unknown key’s value', (key) => channel(`kind: pager, integrationKey: '${key}'`)],
    ['an unknown key', (key) => channel(`kind: pager, '${key}': x`)],
    ['a channel itself', (key) => told('[a@acme.example]', `  chat: '${key}'\n`)],
    ['all channels', (key) => told('[a@acme.example]', `  '${key}'\n`)],
    [
      'a channel’s name',
      (key) =>
        told('[a@acme.example]', `  '${key.toUpperCase()}': { kind: chat, aws: ['${key}'] }\n`),
    ],
  ];

  test.each(SPOTS)('in %s', (_, filesOf) => {
    for (const key of [...URLS, ...TOKENS]) {
      const { deployment, problems } = resolveFiles(filesOf(key));
      expect(deployment).toBeUndefined();
      const text = problems.join('\n').toLowerCase();
      expect(text).not.toContain(KEY.toLowerCase());
      expect(text).not.toMatch(/hooks\.slack|pagerduty|xoxb/);
    }
  });

  test.each(URLS)('and a URL is told from a mistake: %s', (url) => {
    expect(resolveFiles(told(`['${url}']`)).problems).toEqual([
      `estate.yaml:11:14: environments.prod.notify[0] ${NO_URL}`,
    ]);
    expect(resolveFiles(channel(`kind: chat, aws: ['${url}']`)).problems).toEqual([
      `estate.yaml:13:29: channels.chat.aws[0] ${NO_URL}`,
    ]);
    expect(resolveFiles(told(`'${url}'`)).problems).toEqual([
      `estate.yaml:11:5: environments.prod.notify ${NO_URL}`,
    ]);
  });

  test('and a key that people look for has a cure', () => {
    expect(resolveFiles(channel('kind: pager, integrationKey: x')).problems).toContain(
      'estate.yaml:13:24: only known keys are allowed in channels.chat, got "integrationKey". Take it out: a key has no place in code and state. Name what exists already, which has it. Known here: kind, aws, google.',
    );
  });
});

test('all that is wrong with the routes is told at once', () => {
  const { problems } = resolveFiles(
    told(
      '{ warning: [chat, caht], critical: [chat] }',
      `  chat: { kind: chat, aws: ['${topic('us-east-1')}', '${topic('us-east-1', 'b')}'] }\n`,
    ),
  );
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
    'estate.yaml:11:31',
    'estate.yaml:11:49',
    'estate.yaml:13:23',
    'estate.yaml:13:23',
    'estate.yaml:13:72',
  ]);
});

test('a channel that no environment names is none of theirs', () => {
  const files = told(
    '[oncall@acme.example]',
    `  chat: { kind: chat, aws: ['${topic('us-east-1')}'] }\n`,
  );
  expect(resolveFiles(files).problems).toEqual([]);
});
