import { z } from 'zod';
import { readIdentity } from '../access/identity';
import { columnName, tableName } from './database-language';
import { ROLES } from './roles';
import { list, mapping, must, named, text, word } from './words';

const IDENTITY_CURE =
  'On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….';

const identity = z
  .string({ error: must('be an identity', IDENTITY_CURE) })
  .max(300, { error: must('be an identity, 300 characters at most', IDENTITY_CURE) })
  .refine((value) => readIdentity(value) !== undefined, {
    error: must('be an identity', IDENTITY_CURE),
  })
  .describe(
    'Who logs in: an IAM role by name in the environment’s account (role/order-api) or by ARN; on Google serviceAccount:NAME, user:EMAIL or group:EMAIL.',
  )
  .meta({ examples: ['role/order-api', 'serviceAccount:suzumina-web'] });

const tables = named(
  tableName,
  z.union([z.literal('all'), list(columnName, 1, 'Columns of the table.')], {
    error: must('be all, or a list of columns', 'Write `orders: all` or `orders: [id, status]`.'),
  }),
  'Only these tables, each with `all` its columns or a list of them, in place of the whole database. For readers and writers. A table outside the first schema of the search path is written with its schema, as audit.events.',
).meta({ examples: [{ orders: ['id', 'status'], order_items: 'all' }] });

export const access = mapping(
  {
    identity,
    role: word(ROLES, 'What it may do in the database.'),
    via: word(
      ['iam', 'secret'],
      'How it logs in: with a short-lived IAM token (the default), or with a rotated password for clients that cannot.',
    ).optional(),
    attach: z
      .boolean({ error: must('be true or false', 'Write true or false, without quotes.') })
      .describe(
        'Give the identity the right to log in here (the default): on AWS its policy is attached to the role, on Google its roles are bound. Write false for a role that is made later, or where another hand gives rights, and use the exported policy or roles there. On Google the account must exist all the same.',
      )
      .optional(),
    tables: tables.optional(),
    until: text(
      /^\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$/,
      'be a day, or a day and a time',
      'Write it in quotes, as "2026-12-01" or "2026-12-01 09:00".',
      'When an operator’s access ends, in the estate’s time zone; a day ends with it. Required for the role operator, which IAM and the database then both refuse.',
    )
      .meta({ examples: ['2026-12-01', '2026-12-01 09:00'] })
      .optional(),
  },
  'One identity, its role and its way in.',
)
  .refine(({ via, attach }) => via !== 'secret' || attach === undefined, {
    path: ['attach'],
    error: must(
      'be left out with via: secret',
      'Take it out: the secret’s own policy names its reader, which must exist.',
    ),
  })
  .refine(
    ({ role, tables: some }) => some === undefined || role === 'reader' || role === 'writer',
    {
      path: ['tables'],
      error: must('be left out but for readers and writers', 'Take it out, or change the role.'),
    },
  )
  .refine(({ role, until }) => (role === 'operator') === (until !== undefined), {
    path: ['until'],
    error: must(
      'be written for an operator, and for nobody else',
      'An operator’s way in ends: write `until: "2026-12-01"` beside `role: operator`, and take it from other roles.',
    ),
  })
  .refine(({ role, via }) => role !== 'operator' || via !== 'secret', {
    path: ['via'],
    error: must('be iam for an operator', 'Take it out: a person logs in as themselves.'),
  });
