import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { loginId, Login, loginRoles } from '../constructs/google/login';
import { Secret, type SecretWiring } from '../constructs/google/secret';
import type { Access } from '../model/deployment/facts';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import type { WayIn } from './contract';
import { latestEnd } from './latest-end';

export interface LoginsWiring extends Pick<SecretWiring, 'key'> {
  readonly instance: { readonly name: string };
  /** As what the runner works, which writes passwords. */
  readonly runner: { readonly email: string; readonly account: ITerraformDependable };
}

export interface Logins {
  readonly wayIn: (access: Access) => WayIn | undefined;
  /** What there is once the runner may write passwords. */
  readonly writing: readonly ITerraformDependable[];
}

/** Whether somebody logs in to the instance by password. */
export function keepsSecrets({ services }: GoogleInstance): boolean {
  return services.some(({ access }) => access.some(({ via }) => via === 'secret'));
}

/**
 * For each identity its roles and its database user; for a password also the secret, read by that identity and written by the runner
 * alone.
 */
export function createGoogleLogins(
  scope: Construct,
  instance: GoogleInstance,
  wiring: LoginsWiring,
): Logins {
  const { id: address, identifier, engine, target, decisions } = instance;
  const writing: ITerraformDependable[] = [];
  const ways = new Map(
    loginsOf(instance).map((access): [string, WayIn] => {
      const { identity, login, via, secret: secretId, attach, until } = access;
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
          ...(until === undefined ? {} : { until }),
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
          writer: `serviceAccount:${wiring.runner.email}`,
          replicas: [{ location: region }],
          preventDestroy: decisions.preventDestroy.value,
        },
        { key: wiring.key, account: wiring.runner.account },
      );
      writing.push(...secret.writing);
      return [login, { secret: secret.id, ...rights }];
    }),
  );
  return { wayIn: ({ login }) => ways.get(login), writing };
}

/** One way in for each database user: an identity may stand in several of the instance's services. */
function loginsOf({ services }: GoogleInstance): readonly Access[] {
  const entries = new Map<string, Access>();
  for (const access of services.flatMap((service) => service.access)) {
    const known = entries.get(access.login);
    const { until, ...rest } = access;
    entries.set(access.login, {
      ...rest,
      attach: access.attach || known?.attach === true,
      ...latestEnd(known ? [known, access] : [access]),
    });
  }
  return [...entries.values()];
}
