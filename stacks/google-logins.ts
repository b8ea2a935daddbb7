import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { loginId, Login, loginRoles } from '../constructs/google/login';
import { Secret, type SecretWiring } from '../constructs/google/secret';
import type { Access } from '../model/deployment/facts';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import type { WayIn } from './contract';
import { latestEnd } from './latest-end';

/** To which instance there is a way in, and for whom. */
export interface LoginsChoice {
  /** How addresses begin. */
  readonly address: string;
  /** The instance’s name, which conditions name. */
  readonly identifier: string;
  /** `everybody` where it serves; `operators` where it is looked at; `nobody` else. */
  readonly admits: 'everybody' | 'operators' | 'nobody';
  /** Whether database users are made here, or came with the data that was copied. */
  readonly users: 'made' | 'copied';
}

/** The rights of each login. */
export type Logins = ReadonlyMap<string, WayIn>;

/** For each identity its roles, bound to one instance and its readers, and its database user. */
export function createGoogleLogins(
  scope: Construct,
  instance: GoogleInstance,
  { address, identifier, admits, users: user }: LoginsChoice,
  wiring: { readonly instance: { readonly name: string } },
): Logins {
  const { engine, target } = instance;
  const { project } = target;
  return new Map(
    loginsOf(instance).map(({ identity, login, via, role, attach, until }): [string, WayIn] => {
      const admitted = admits === 'everybody' || (admits === 'operators' && role === 'operator');
      const bound = new Login(
        scope,
        `login-${loginId({ identity, project })}`,
        {
          ...{ address, engine, project, identifier, identity, login, via, user },
          // Who reads a password still needs the connector.
          attach: admitted && (attach || via === 'secret'),
          ...(until === undefined ? {} : { until }),
        },
        wiring,
      );
      return [login, { roles: loginRoles(via), condition: bound.condition }];
    }),
  );
}

export interface SecretsChoice {
  readonly address: string;
  readonly region: string;
  /** The secret’s id in this region, from the one that the access names. */
  readonly secretId: (secret: string) => string;
}

export interface SecretsWiring extends Pick<SecretWiring, 'key'> {
  /** As what the runner works, which writes passwords; the account itself where the same stack makes it. */
  readonly runner: { readonly email: string; readonly account?: ITerraformDependable };
}

export interface Secrets {
  /** The secret of each login that has one. */
  readonly ids: ReadonlyMap<string, string>;
  /** What there is once the runner may write passwords. */
  readonly writing: readonly ITerraformDependable[];
}

/** Whether somebody logs in to the instance by password. */
export function keepsSecrets({ services }: GoogleInstance): boolean {
  return services.some(({ access }) => access.some(({ via }) => via === 'secret'));
}

/** For each password its secret, read by its identity and written by the runner alone. It is the same whichever instance serves. */
export function createGoogleSecrets(
  scope: Construct,
  instance: GoogleInstance,
  { address, region, secretId }: SecretsChoice,
  { key, runner }: SecretsWiring,
): Secrets {
  const made = loginsOf(instance).flatMap(({ identity, login, secret }) => {
    if (secret === undefined) return [];
    const settings = {
      ...{ address, login, readers: [identity], replicas: [{ location: region }] },
      secretId: secretId(secret),
      writer: `serviceAccount:${runner.email}`,
      preventDestroy: instance.decisions.preventDestroy.value,
    };
    const account = runner.account ? { account: runner.account } : {};
    const kept = new Secret(scope, `secret-${login}`, settings, { key, ...account });
    return [{ login, kept }];
  });
  return {
    ids: new Map(made.map(({ login, kept }) => [login, kept.id])),
    writing: made.flatMap(({ kept }) => kept.writing),
  };
}

/** The way in of each login, its password’s secret included. */
export function waysIn(
  logins: Logins,
  { ids }: Pick<Secrets, 'ids'>,
): (access: Access) => WayIn | undefined {
  return ({ login }) => {
    const rights = logins.get(login);
    const secret = ids.get(login);
    return rights && secret !== undefined ? { secret, ...rights } : rights;
  };
}

/** One way in for each database user: an identity may stand in several of the instance's services. */
function loginsOf({ services }: GoogleInstance): readonly Access[] {
  const entries = new Map<string, Access>();
  for (const access of services.flatMap((service) => service.access)) {
    const known = entries.get(access.login);
    const { until, ...rest } = access;
    entries.set(access.login, {
      ...rest,
      // Who is more than an operator in one of the services is no operator.
      role: known && known.role !== 'operator' ? known.role : access.role,
      attach: access.attach || known?.attach === true,
      ...latestEnd(known ? [known, access] : [access]),
    });
  }
  return [...entries.values()];
}
