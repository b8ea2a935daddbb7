import { z } from 'zod';
import { mapping, must, name, named, word } from './words';

/** A key as people paste it: the URL of a webhook, with its scheme or without. */
const IS_URL = /:\/\/|^[\w-]+(?:\.[\w-]+)+\//;

/** What is said of a value that is not of its form; of a URL that it has a key inside. */
const refused =
  (required: string, cure: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    typeof input === 'string' && IS_URL.test(input)
      ? must(
          'be no URL: a webhook has its key inside the URL',
          'Name the SNS topic or notification channel that exists already: whoever made it keeps the key.',
        )
      : must(required, cure);

const formed = (pattern: RegExp, required: string, cure: string, description: string) => {
  const error = refused(required, cure);
  return z.string({ error }).max(320, { error }).regex(pattern, { error }).describe(description);
};

const listOf = <Item extends z.ZodType>(
  item: Item,
  required: string,
  cure: string,
  description: string,
) => {
  const error = refused(required, cure);
  return z.array(item, { error }).min(1, { error }).describe(description);
};

/** Nothing but standard topics: RDS publishes to no FIFO topic, and nobody reads one by e-mail ("CreateEventSubscription", read 2026-11). */
const topic = formed(
  /^arn:aws:sns:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:[\w-]{1,256}$/,
  'be the ARN of a standard SNS topic',
  'Write it as arn:aws:sns:ap-northeast-1:123456789012:database-chat; a FIFO topic will not do.',
  'A standard SNS topic.',
);

const notificationChannel = formed(
  /^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/notificationChannels\/\d{1,20}$/,
  'be the name of a notification channel',
  'Write it as projects/suzumina-prod/notificationChannels/1234567890, with the project’s id.',
  'A notification channel of Cloud Monitoring.',
);

const channel = mapping(
  {
    kind: word(['chat', 'pager'], 'What it reaches: a `pager` wakes people.'),
    aws: listOf(
      topic,
      'be a list of ARNs of SNS topics',
      'Write it as [arn:aws:sns:ap-northeast-1:123456789012:database-chat].',
      'Standard SNS topics that lead there, one in each region. A topic’s policy must let cloudwatch.amazonaws.com and events.amazonaws.com publish for each account that it hears of, and so must its key: an isolated service may have an account of its own. To a topic of another account EventBridge publishes as the role `<organisation>-<environment>-events` of the account that hears (for an isolated service `<its identifier>-events`): let that publish, too.',
    ).optional(),
    google: listOf(
      notificationChannel,
      'be a list of names of notification channels',
      'Write it as [projects/suzumina-prod/notificationChannels/1234567890].',
      'Notification channels of Cloud Monitoring that lead there, one in each project.',
    ).optional(),
  },
  'One channel.',
).refine(({ aws, google }) => aws !== undefined || google !== undefined, {
  error: must(
    'name a topic of AWS or a notification channel of Google Cloud',
    'Write `aws:` or `google:` below it, with what exists already.',
  ),
});

/** The ways to people that exist already, since it would take a token to make them. */
export const channels = named(
  name('a channel’s name', 'A channel.'),
  channel,
  'Ways to people that would take a token to make: a chat, a pager. They exist already and are named here, so that no token stands in code or state.',
);

const recipients = (description: string) =>
  listOf(
    formed(
      /^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/,
      'be an e-mail address or the name of a channel',
      'Write it as oncall@suzumina.example, or as it stands below `channels`.',
      'An e-mail address, or the name of a channel.',
    ),
    'be a list of one or more addresses and channels',
    'Name who is told: a severity without a route reaches nobody. Where the same are told of everything, write `notify` as one list.',
    description,
  );

/** Who is told of alerts: of everything, or by severity. */
export const notify = z
  .union(
    [
      recipients('Who is told of warnings, and so of all that is critical.'),
      mapping({
        warning: recipients('Who is told of warnings, and so of all that is critical.'),
        critical: recipients('Who is told of what is critical besides.'),
        pagesInDevelopment: z
          .literal(true, { error: must('be true', 'Leave it out where no pager is named.') })
          .describe('That a pager may be woken by an environment of preset `development`.')
          .optional(),
      }),
    ],
    {
      error: refused(
        'be a list of addresses and channels, or warning and critical',
        'Write [dba@suzumina.example] or { warning: [dba@suzumina.example], critical: [night-shift] }.',
      ),
    },
  )
  .describe(
    'Who is told of alerts: e-mail addresses and names of `channels`. Only development may leave it out: its alerts stand on dashboards. On AWS each address must confirm its subscriptions: one for each severity and region.',
  );

export type NotifyStatement = z.output<typeof notify>;

/** What people paste keys into: nothing that is wrong below is shown, but for what is too short for one. */
export const mayHoldKeys = ([first, , third]: readonly PropertyKey[]): boolean =>
  first === 'channels' || (first === 'environments' && third === 'notify');
