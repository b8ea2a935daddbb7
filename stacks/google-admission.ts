import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Login } from '../constructs/google/login';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { declareState } from '../model/sql/declare';
import type { GoogleDatabase, GoogleDatabases } from './google-databases';
import { createGoogleLogins, type Logins } from './google-logins';

export interface Admission {
  /** The ways in to the instance that serves; of the primary where none here does. */
  readonly logins: Logins;
  /** What there is once the runner may log in to it. */
  readonly runner: readonly ITerraformDependable[];
}

/**
 * Lets everybody in to the database that serves, and operators to the others, which they compare with it. Each database has bindings
 * of its own, so that no other’s change with it: when another serves, the clients’ bindings to the one before are removed, and of
 * the database itself nothing changes. Users stay; those of a restored database came with its data.
 */
export function admitLogins(
  stack: TerraformStack,
  instance: GoogleInstance,
  { primary, restored, serving }: GoogleDatabases,
  account: { readonly email: string; readonly account: ITerraformDependable },
): Admission {
  const ways = [primary, ...restored].map((database) => {
    const itself = database === primary;
    const logins = createGoogleLogins(
      itself ? stack : new Construct(stack, `at-${database.name}`),
      instance,
      {
        address: itself ? primary.address : loginAddress(instance, database),
        identifier: database.identifier,
        admits: database === serving ? 'everybody' : 'operators',
        users: itself ? 'made' : 'copied',
      },
      { instance: { name: database.instance.identifier } },
    );
    return { database, logins };
  });
  const { logins } = ways.find(({ database }) => database === (serving ?? primary)) ?? {};
  if (!logins) throw new Error(`${instance.stack}: nothing of it serves`);
  const elsewhere = serving !== undefined && serving !== primary;
  return { logins, runner: elsewhere ? admitRunner(stack, instance, serving, account) : [] };
}

/** No login begins with a capital: in its address one stands for a sign. */
const loginAddress = ({ id }: GoogleInstance, { name }: GoogleDatabase): string =>
  `${id}_AT_${name}`;

/** The runner’s own user came with the data; its account is bound to the primary wherever it works. */
function admitRunner(
  stack: TerraformStack,
  instance: GoogleInstance,
  serving: GoogleDatabase,
  { email, account }: { readonly email: string; readonly account: ITerraformDependable },
): readonly ITerraformDependable[] {
  const { engine, target } = instance;
  const login = new Login(
    stack,
    `at-${serving.name}-runner`,
    {
      address: loginAddress(instance, serving),
      ...{ engine, project: target.project, identifier: serving.identifier },
      ...{ identity: `serviceAccount:${email}`, login: declareState(instance).admin.login },
      ...{ via: 'iam', attach: true, user: 'copied' },
    },
    { instance: { name: serving.instance.identifier }, account },
  );
  return login.parts;
}
