import type { Instance } from '../../model/deployment/deployment';
import { declareState } from '../../model/sql/declare';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Engine } from '../../model/tables/engines';

/**
 * Who administers a server of one’s own: `kura local` makes the one, who is no superuser, as on a cloud; the image of MySQL has the
 * other.
 */
export const LOCAL_ADMINS: Readonly<Record<Engine, string>> = {
  postgres: 'kura_admin',
  mysql: 'root',
};

/** The declared state for such a server: no IAM and no secrets, every login made by who administers it. */
export function localState(instance: Instance): DeclaredState {
  const state = declareState(instance);
  const admin = LOCAL_ADMINS[instance.engine];
  return {
    ...state,
    platform: 'local',
    admin: { login: admin, role: admin },
    logins: state.logins.map(({ name, identity, connections, access }) => ({
      ...{ name, identity, connections, access },
      ...{ via: 'iam', made: true },
    })),
  };
}

/** Of one database alone. */
export function onlyDatabase(state: DeclaredState, name: string): DeclaredState {
  return {
    ...state,
    databases: state.databases.filter((database) => database.name === name),
    logins: state.logins.flatMap((login) => {
      const access = login.access.filter(({ database }) => database === name);
      return access.length > 0 ? [{ ...login, access }] : [];
    }),
  };
}
