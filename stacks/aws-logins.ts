import type { Construct } from 'constructs';
import { LoginPolicy, type LoginPolicyWiring } from '../constructs/aws/login-policy';
import { Secret, type SecretWiring } from '../constructs/aws/secret';
import type { AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import type { Access } from '../model/deployment/facts';
import type { WayIn } from './contract';
import { latestEnd } from './latest-end';

/** One database user of an instance, with the IAM roles that log in as it. */
interface Login {
  readonly login: string;
  readonly via: Access['via'];
  /** The name of the secret, of a login by password. */
  readonly secret: string | undefined;
  readonly identities: readonly string[];
  /** Names of the roles that get the login policy here. */
  readonly attachTo: readonly string[];
  /** When the last of its rights ends; absent where one does not. */
  readonly until?: string;
  /** Where it is an operator's: when the last of those rights ends. */
  readonly operator: { readonly until?: string } | undefined;
}

/** ARNs of the roles that read a password of the instance. */
export function awsSecretReadersOf(instance: AwsInstance): readonly string[] {
  const readers = loginsOf(instance).flatMap(({ via, identities }) =>
    via === 'secret' ? identities : [],
  );
  return [...new Set(readers)].sort();
}

export interface AwsLogins {
  /** By login. */
  readonly waysIn: ReadonlyMap<string, WayIn>;
  readonly secrets: readonly Secret[];
}

/** Where the logins are for. */
export interface AwsLoginsHome {
  /** How the names of policies begin. */
  readonly identifier: string;
  readonly target: AwsTarget;
  /** How the names of the network begin. */
  readonly network: string;
  /** The identifier of the instance that serves. */
  readonly database: string;
  /** Whether another region serves: what is made stays, and opens nothing. */
  readonly fenced: boolean;
}

/** A policy or a secret for each database user. */
export function createAwsLogins(
  scope: Construct,
  instance: AwsInstance,
  { identifier, target, network, database, fenced }: AwsLoginsHome,
  wiring: LoginPolicyWiring & SecretWiring,
): AwsLogins {
  const { id: address, decisions } = instance;
  const { account, region } = target;
  const preventDestroy = decisions.preventDestroy.value;
  const secrets: Secret[] = [];
  const waysIn = new Map(
    loginsOf(instance).map((entry): [string, WayIn] => {
      const { login, secret: name, identities: readers, attachTo, until } = entry;
      if (name !== undefined) {
        const settings = { address, name, login, readers, preventDestroy };
        const secret = new Secret(scope, `secret-${login}`, settings, wiring);
        secrets.push(secret);
        return [login, { secret: secret.arn }];
      }
      const operator = entry.operator && { ...entry.operator, prefix: network, database };
      const own = { address, identifier, account, region, login, attachTo, until, operator };
      const policy = new LoginPolicy(scope, `login-${login}`, { ...own, fenced }, wiring);
      return [login, { policy: policy.arn }];
    }),
  );
  return { waysIn, secrets };
}

/** The database users of an instance: one each, however many of its services use it. */
function loginsOf({ services }: AwsInstance): readonly Login[] {
  const entries = new Map<string, Access[]>();
  for (const access of services.flatMap((service) => service.access)) {
    entries.set(access.login, [...(entries.get(access.login) ?? []), access]);
  }
  return [...entries].map(([login, accesses]) => ({
    login,
    via: accesses.some(({ via }) => via === 'secret') ? 'secret' : 'iam',
    secret: accesses.find(({ secret }) => secret !== undefined)?.secret,
    identities: distinct(accesses.map(({ identity }) => identity)),
    attachTo: distinct(
      accesses.flatMap(({ attach, identity }) => (attach ? [nameOf(identity)] : [])),
    ),
    ...latestEnd(accesses),
    operator: operatorOf(accesses.filter(({ role }) => role === 'operator')),
  }));
}

const operatorOf = (accesses: readonly Access[]): Login['operator'] =>
  accesses.length === 0 ? undefined : latestEnd(accesses);

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** A role's name is what follows the last slash of its ARN. */
const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);
