import { z } from 'zod';
import type { Mirrors } from '../model/deployment/mirrors';
import { quote, type Problem } from '../model/problem';
import type { DeclaredDatabase, DeclaredLogin, DeclaredState } from '../model/sql/declared-state';
import { EXTENSION_NAMES } from '../model/sql/extensions';
import { ROLE_FACTS } from '../model/sql/role-limits';

/** What was declared, or what is wrong with it. */
export type ReadState =
  { readonly state: DeclaredState } | { readonly problems: readonly Problem[] };

const FORMAT = 1;
const CURE = 'Apply what this version of Kura writes: nobody writes the state by hand.';

/** What stands in a comment, a log line or a request: never two lines. */
const text = z
  .string()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'no control characters');

/** PostgreSQL cuts a longer name without a word, so that it would be another one's. */
const LONGEST_NAME = 63;
const name = text.refine((value) => Buffer.byteLength(value) <= LONGEST_NAME, {
  error: `${LONGEST_NAME} bytes at most`,
});
const count = z.int().min(0);
const role = z.enum(Object.keys(ROLE_FACTS) as [keyof typeof ROLE_FACTS]);

const timeouts = z
  .strictObject({ statement: count, lock: count, idleInTransaction: count, idle: count })
  .partial();

const database = z.strictObject({
  service: text,
  name,
  schemas: z.array(z.strictObject({ name, holds: z.enum(['data', 'audit']) })),
  searchPath: z.array(name),
  extensions: z.array(z.enum(EXTENSION_NAMES)),
  audit: z.string().nullable(),
  partitions: z.array(
    z.strictObject({
      schema: name,
      table: name,
      column: name,
      keep: count,
      expired: z.enum(['detach', 'drop']),
    }),
  ),
  timeouts: z.partialRecord(role, timeouts),
});

const login = z.strictObject({
  name,
  identity: text,
  via: z.enum(['iam', 'secret']),
  secret: text.optional(),
  made: z.boolean(),
  connections: count.nullable(),
  access: z.array(
    z.strictObject({
      database: name,
      role,
      tables: z
        .array(z.strictObject({ schema: name, table: name, columns: z.array(name).nullable() }))
        .optional(),
      until: z.iso.datetime().optional(),
    }),
  ),
});

const auditRule = z.strictObject({
  ...{ user: text, database: text, object: text, operations: text },
  result: z.enum(['B', 'E']),
});

const state = z.strictObject({
  format: z.literal(FORMAT),
  stack: text,
  platform: z.enum(['rds', 'cloud-sql', 'local']),
  engine: z.enum(['postgres', 'mysql']),
  version: text,
  admin: z.strictObject({ login: name, role: name, bootstrap: name.optional() }),
  databases: z.array(database),
  logins: z.array(login),
  auditRules: z.array(auditRule).optional(),
});

true satisfies Mirrors<typeof database, DeclaredDatabase>;
true satisfies Mirrors<typeof login, DeclaredLogin>;
true satisfies Mirrors<typeof state, DeclaredState>;

/** Reads a declared state from the text of a file. */
export function parseState(text: string): ReadState {
  try {
    return readState(JSON.parse(text));
  } catch {
    return { problems: [wrong('the state', 'must be JSON', quote(text))] };
  }
}

/** Reads a declared state: a key too many or too few is another version's, and nothing is done by halves. */
export function readState(value: unknown): ReadState {
  const read = state.safeParse(value);
  if (read.success) return { state: read.data };
  return { problems: read.error.issues.map((issue) => problemOf(issue, value)) };
}

function problemOf({ path, message }: z.core.$ZodIssue, value: unknown): Problem {
  const found = path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return wrong(
    ['the state', ...path.map(String)].join('.'),
    `must be right (${message})`,
    quote(found),
  );
}

const wrong = (place: string, required: string, got: string): Problem => ({
  ...{ place, required, got },
  cure: CURE,
});
