import type { DeclaredState } from '../../model/sql/declared-state';
import type { AccountFacts, Facts } from './facts';
import { planMysql } from './plan';
import { NOTHING_RECORDED } from './record';
import type { Step } from './step';

/**
 * The SQL that brings an empty server to what is declared, for somebody to read: no clock, no password. Where one belongs, the server
 * takes no statement that somebody left as it is.
 */
export function reviewableMysql(state: DeclaredState): string {
  const { steps } = planMysql(state, imagined(state));
  const ends = state.logins.flatMap(({ name, access }) =>
    access.flatMap(({ database, role, until }) =>
      until === undefined ? [] : [`-- ${name}: ${role} of ${database} until ${until}\n`],
    ),
  );
  return `${ends.join('')}${steps.map(sayStep).join('')}`;
}

function sayStep({ sql, password, answers }: Step): string {
  if (answers) return `${sql};\nSELECT @rc, @msg; -- 0 where it is done\n`;
  if (password === undefined) return `${sql};\n`;
  const { login, secret } = password;
  const [from, place] =
    secret === null
      ? ['gets a password that nobody keeps.', 'BY <a password>']
      : [`gets a password, which secret ${secret} holds.`, 'BY <the password from the secret>'];
  return `-- ${login}: ${from}\n${sql.replace(/\bBY '[^']*'/, place)};\n`;
}

/** A server without anything but what others make: the accounts of the cloud, and the tables that accesses name. */
function imagined({ logins, auditRules }: DeclaredState): Facts {
  const accounts: readonly AccountFacts[] = logins
    .filter(({ made }) => !made)
    .map(({ name, connections }) => ({
      user: name,
      host: '%',
      plugin: '',
      tls: true,
      connections: connections ?? 0,
      locked: false,
    }));
  return {
    now: new Date(0),
    flavour: 'mysql',
    accounts,
    grants: [],
    memberships: [],
    defined: [],
    databases: new Map(),
    columns: namedColumns(logins),
    connected: new Set(),
    recorded: NOTHING_RECORDED,
    audit: auditRules === undefined ? null : { active: true, rules: [] },
    secrets: null,
  };
}

function namedColumns(logins: DeclaredState['logins']): Facts['columns'] {
  const databases = new Map<string, Map<string, Set<string>>>();
  const named = logins.flatMap(({ access }) => access.flatMap(({ tables = [] }) => tables));
  for (const { schema, table, columns } of named) {
    const tables = databases.get(schema) ?? new Map<string, Set<string>>();
    const parts = tables.get(table) ?? new Set<string>();
    for (const column of columns ?? []) parts.add(column);
    databases.set(schema, tables.set(table, parts));
  }
  return databases;
}
