import type { Platform } from '../../model/sql/declared-state';
import { postgresSession } from '../../runner/hosts/postgres-session';
import type { Host, SecretVersion } from '../../runner/host';
import { tokenOf, type PostgresServer } from './postgres-server';

export interface FakeHost extends Host {
  /** What its log says. */
  readonly lines: readonly string[];
  /** What was asked of the cloud's API, without passwords. */
  readonly calls: readonly string[];
  /** Versions of each secret, oldest first. */
  readonly secrets: Readonly<Record<string, (SecretVersion & { readonly password: string })[]>>;
}

/** A host on an emulated server: the cloud's API is the server's superuser, and its secrets are in memory. */
export function postgresHost(server: PostgresServer, platform: Platform): FakeHost {
  const lines: string[] = [];
  const calls: string[] = [];
  const secrets: Record<string, (SecretVersion & { readonly password: string })[]> = {};
  return {
    lines,
    calls,
    secrets,
    connect: (database, { user, password }) =>
      postgresSession({
        ...{ host: '127.0.0.1', port: server.port, database },
        ...{ user, password: password ?? tokenOf(user) },
      }),
    ...(platform === 'rds' && {
      setBootstrapPassword: async (user: string, password: string) => {
        calls.push(`password of ${user}`);
        await server.setPassword(user, password);
      },
    }),
    ...(platform === 'cloud-sql' && {
      assignAdminRole: async (user: string, role: string) => {
        calls.push(`${role} for ${user}`);
        await server.assignRole(user, role);
      },
    }),
    newestVersion: (secret) => Promise.resolve(secrets[secret]?.at(-1)),
    addVersion: (secret, password) => {
      const versions = (secrets[secret] ??= []);
      const id = String(versions.length + 1);
      versions.push({ id, created: new Date(), password });
      return Promise.resolve(id);
    },
    log: (line) => lines.push(line),
  };
}
