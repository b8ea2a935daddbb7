import type { Access } from '../deployment/facts';
import { ROLES } from '../language/roles';
import type { ServiceFile } from '../language/load-estate';
import { databaseOf } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import type { Engine } from '../tables/engines';
import { groupRole } from './role-names';

/** Logins that would be a group role of a database of their instance: one server has one name for either. */
export function loginsLikeGroupRoles(
  services: readonly ServiceFile[],
  engine: Engine,
  access: readonly Access[],
): Problem[] {
  if (engine === 'mysql') return [];
  const groups = new Map(
    services.flatMap((service) => {
      const database = databaseOf(service);
      return ROLES.map((role) => [groupRole(database, role), database] as const);
    }),
  );
  return access.flatMap(({ login, place, identity }) => {
    const database = groups.get(login);
    return database === undefined
      ? []
      : [
          {
            place,
            required: `an identity must not make a database user that is a role of ${database}`,
            got: `${quote(identity)}, which makes ${login}`,
            cure: 'Name the role or account otherwise, as order-api.',
          },
        ];
  });
}
