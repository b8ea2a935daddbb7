import { z } from 'zod';
import { EXTENSION_NAMES } from '../sql/extensions';
import { OPS_SCHEMA } from '../sql/declared-state';
import { oneOf } from '../problem';
import { ROLES } from './roles';
import { RESERVED_WORDS } from '../tables/reserved-words';
import { count, duration, list, mapping, must, named, text, word } from './words';

/** A name that PostgreSQL takes as it stands; with capitals too, since migrations may quote. */
const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]{0,62}';

export const columnName = text(
  new RegExp(`^${IDENTIFIER}$`),
  'be a column’s name in letters, digits and underscores, 63 at most',
  'Write it as the migration does: created_at.',
  'A column.',
);

export const tableName = text(
  new RegExp(`^(?:[a-z][a-z0-9_]{0,62}\\.)?${IDENTIFIER}$`),
  'be a table’s name, or a schema’s and a table’s with a dot between, in letters, digits and underscores, 63 each at most',
  'Write it as orders or audit.events.',
  'A table.',
);

const schemaName = z
  .string()
  .max(63, { error: must('be a schema’s name, 63 characters at most', 'Shorten it.') })
  .regex(/^(?!pg_)[a-z][a-z0-9_]*$/, {
    error: must(
      'be a schema’s name in lower-case letters, digits and underscores, with a letter first, and not begin with pg_',
      'Write it as user_management.',
    ),
  })
  .refine(
    (value) => value !== OPS_SCHEMA && value !== 'information_schema' && !RESERVED_WORDS.has(value),
    {
      error: must(
        `not be ${OPS_SCHEMA}, information_schema or a reserved word of SQL`,
        'Write it as user_management.',
      ),
    },
  )
  .describe('A schema.');

export const schemas = named(
  schemaName,
  word(
    ['data', 'audit'],
    'What it holds: data, which writers write and readers read; or audit records, to which writers append and which auditors alone read.',
  ),
  `PostgreSQL: the database’s schemas; app by default (seed 002 §3.3: user_management, user_audit). Beside them is ${OPS_SCHEMA}, for extensions.`,
).meta({ examples: [{ user_management: 'data', user_audit: 'audit' }] });

const isDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
const DISTINCT = { error: must('name each once', 'Take the second out.') };

export const searchPath = list(
  schemaName,
  1,
  'PostgreSQL: where names without a schema are looked for; the data schemas by default.',
)
  .refine(isDistinct, DISTINCT)
  .meta({ examples: [['user_management']] });

export const extensions = list(
  word(EXTENSION_NAMES, 'An extension of docs/reference/extensions.md.'),
  1,
  'PostgreSQL: extensions beside pg_stat_statements and pgaudit, which every database has.',
)
  .refine(isDistinct, DISTINCT)
  .meta({ examples: [['pg_trgm', 'citext']] });

/** How many tables a service may mark: each has a filter of its own on a log group, which has a hundred. */
const MOST_PERSONAL_TABLES = 20;

export const personalTables = list(
  text(
    /^(?:[a-z][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/,
    'be a table’s name, or a schema’s and a table’s with a dot between, in lower-case letters, digits and underscores, 63 each at most',
    'Write it as users or user_management.addresses.',
    'A table.',
    127,
  ),
  1,
  'PostgreSQL: tables that hold what is known about people. Somebody is told where one is copied out, or read more than usual. Of data: personal or payment alone, whose reads are recorded. A table outside the first schema of the search path is written with its schema.',
)
  .max(MOST_PERSONAL_TABLES, {
    error: must(
      `be ${String(MOST_PERSONAL_TABLES)} tables at most`,
      'Mark those from which people are known.',
    ),
  })
  .refine(isDistinct, DISTINCT)
  .meta({ examples: [['users', 'user_management.addresses']] });

export const partitions = named(
  tableName,
  mapping({
    column: columnName.describe('The date or time that decides a row’s month.'),
    keepMonths: count(
      1,
      600,
      'Whole months that stay, beside the current one (seed 001: 3ヶ月以上前は削除).',
    ),
    expired: word(
      ['detach', 'drop'],
      'What becomes of a month past them: a table of its own (the default), or nothing: its rows are deleted.',
    ).optional(),
  }),
  'PostgreSQL: tables in monthly partitions. A migration makes the table `PARTITION BY RANGE` of the column; the runner makes its months, three ahead.',
).meta({ examples: [{ events: { column: 'created_at', keepMonths: 3 } }] });

/** PostgreSQL keeps milliseconds in 32 bits: a timeout of more than 24 days is none. */
const LONGEST_TIMEOUT = 24 * 24 * 60 * 60 * 1000;

const timeout = (what: string) =>
  z
    .union([z.literal('none'), duration(what, '30s')], {
      error: must('be a duration such as 30s, or none', 'Write it as 30s, 5m or none.'),
    })
    .refine((value) => value === 'none' || value <= LONGEST_TIMEOUT, {
      error: must('be 24d at most, or none', 'Write none for no limit.'),
    });

const limit = mapping({
  statement: timeout('The longest statement.').optional(),
  lock: timeout('The longest wait for a lock.').optional(),
  idleInTransaction: timeout('How long a transaction may do nothing.').optional(),
  idle: timeout('How long a session may do nothing.').optional(),
  connections: count(1, 5000, 'Most sessions of one login.').optional(),
});

export const limits = named(
  text(
    new RegExp(`^(?:${ROLES.join('|')})$`),
    `be ${oneOf(ROLES)}`,
    'Choose one of these words.',
    'A role.',
  ),
  limit,
  'What sessions of a role may take (docs/reference/roles.md has the defaults). On MySQL connections only.',
).meta({ examples: [{ reader: { statement: '10m', connections: 20 } }] });
