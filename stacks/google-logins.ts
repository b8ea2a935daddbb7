import type { Construct } from 'constructs';
import { loginId, Login, loginRoles } from '../constructs/google/login';
import { Secret, type SecretWiring } from '../constructs/google/secret';
import type { Access } from '../model/deployment/facts';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import type { WayIn } from './contract';

export interface LoginsWiring extends SecretWiring {
  readonly instance: { readonly name: string };
}

/** Whether somebody logs in to the instance by password. */
export function keepsSecrets({ services }: GoogleInstance): boolean {
  return services.some(({ access }) => access.some(({ via }) => via === 'secret'));
}

/** For each identity its roles and its database user; for a password also the secret, read by that identity alone. */
export function createGoogleLogins(
  scope: Construct,
  instance: GoogleInstance,
  wiring: LoginsWiring,
): (access: Access) => WayIn | undefined {
  const { id: address, identifier, engine, target, decisions } = instance;
  const ways = new Map(
    loginsOf(instance).map((access): [string, WayIn] => {
      const { identity, login, via, secret: secretId, attach } = access;
      const { project, region } = target;
      const bound = new Login(
        scope,
        `login-${loginId({ identity, project })}`,
        {
          address,
          engine,
          project,
          identifier,
          identity,
          login,
          via,
          // Who reads a password still needs the connector.
          attach: attach || via === 'secret',
        },
        { instance: wiring.instance },
      );
      const rights = { roles: loginRoles(via), condition: bound.condition };
      if (secretId === undefined) {
        return [login, rights];
      }
      const secret = new Secret(
        scope,
        `secret-${login}`,
        {
          address,
          secretId,
          login,
          readers: [identity],
          replicas: [{ location: region }],
          preventDestroy: decisions.preventDestroy.value,
        },
        wiring,
      );
      return [login, { secret: secret.id, ...rights }];
    }),
  );
  return ({ login }) => ways.get(login);
}

/** One way in for each database user: an identity may stand in several of the instance's services. */
function loginsOf({ services }: GoogleInstance): readonly Access[] {
  const entries = new Map<string, Access>();
  for (const access of services.flatMap((service) => service.access)) {
    const known = entries.get(access.login);
    entries.set(access.login, { ...access, attach: access.attach || known?.attach === true });
  }
  return [...entries.values()];
}
