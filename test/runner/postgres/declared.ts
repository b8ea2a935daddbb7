import type {
  DeclaredAccess,
  DeclaredDatabase,
  DeclaredLogin,
  DeclaredState,
  Platform,
} from '../../../model/sql/declared-state';

/** A database of a service, with one schema of data and one of audit. */
export function database(name: string, more: Partial<DeclaredDatabase> = {}): DeclaredDatabase {
  return {
    service: name.replace(/_db$/, ''),
    name,
    schemas: [
      { name: 'app', holds: 'data' },
      { name: 'log', holds: 'audit' },
    ],
    searchPath: ['app', 'log'],
    extensions: [],
    audit: null,
    partitions: [],
    timeouts: {},
    ...more,
  };
}

export function login(
  name: string,
  access: readonly DeclaredAccess[],
  more: Partial<DeclaredLogin> = {},
): DeclaredLogin {
  return {
    ...{ name, identity: `role/${name}`, via: 'iam', made: true, connections: null, access },
    ...more,
  };
}

/** What a server of this major version is to hold. */
export function declared(
  version: number,
  databases: readonly DeclaredDatabase[],
  logins: readonly DeclaredLogin[] = [],
  platform: Platform = 'local',
): DeclaredState {
  const admin = { login: 'kura_admin', role: 'kura_admin', bootstrap: 'postgres' };
  return {
    ...{ format: 1, stack: 'prod-aws-order', platform, engine: 'postgres' },
    ...{ version: String(version), admin, databases, logins },
  };
}
