import { auditRulesOf } from '../audit/audit-rules';
import type { AwsInstance } from '../deployment/aws-deployment';
import type { Instance } from '../deployment/deployment';
import type { Access, DeployedService } from '../deployment/facts';
import type { GoogleInstance } from '../deployment/google-deployment';
import type {
  Admin,
  DeclaredAccess,
  DeclaredDatabase,
  DeclaredLogin,
  DeclaredState,
} from './declared-state';
import { runnerAccountId } from './runner-account';

/** What an instance is to hold inside: what its runner is given. */
export function declareState(instance: Instance): DeclaredState {
  const { stack, cloud, engine, decisions, services } = instance;
  return {
    format: 1,
    stack,
    platform: cloud === 'aws' ? 'rds' : 'cloud-sql',
    engine,
    version: decisions.engineVersion.value,
    admin: adminOf(instance),
    databases: services.map(declareDatabase),
    logins: declareLogins(instance),
    ...(cloud === 'google' && engine === 'mysql' ? { auditRules: auditRulesOf(services) } : {}),
  };
}

/** The declared state as the runner takes it: one line of JSON. */
export function declaredText(state: DeclaredState): string {
  return JSON.stringify(state);
}

/** What says who the administrator of an instance is. */
export type AdministeredInstance =
  | Pick<AwsInstance, 'cloud' | 'engine' | 'identifier'>
  | (Pick<GoogleInstance, 'cloud' | 'engine' | 'identifier'> & {
      readonly target: Pick<GoogleInstance['target'], 'project'>;
    });

/** As whom the runner works on an instance. */
export function adminOf(instance: AdministeredInstance): Admin {
  const { engine, identifier } = instance;
  if (instance.cloud === 'google') {
    const id = runnerAccountId(identifier);
    const login = engine === 'postgres' ? `${id}@${instance.target.project}.iam` : id;
    return { login, role: 'cloudsqlsuperuser' };
  }
  // RDS's own administrator of PostgreSQL may log in by IAM; that of MySQL may not, and makes a user that does.
  return engine === 'postgres'
    ? { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' }
    : { login: 'kura_runner', role: 'kura_runner', bootstrap: 'kura_admin' };
}

function declareDatabase({ id, database, contents, limits }: DeployedService): DeclaredDatabase {
  const timeouts = Object.entries(limits.value).flatMap(([role, { timeouts: each }]) =>
    Object.keys(each).length > 0 ? [[role, each] as const] : [],
  );
  return {
    service: id,
    name: database.value,
    ...contents.value,
    timeouts: Object.fromEntries(timeouts),
  };
}

/** One for each database user: an identity may stand in several of the instance's services. */
function declareLogins({ cloud, services }: Instance): readonly DeclaredLogin[] {
  const logins = new Map<string, DeclaredLogin>();
  for (const service of services) {
    for (const access of service.access) {
      const { login: name, identity, via, secret } = access;
      const known = logins.get(name);
      const connections = service.limits.value[access.role]?.connections ?? 0;
      logins.set(name, {
        name,
        identity,
        via,
        ...(secret === undefined ? {} : { secret }),
        made: cloud === 'aws' || via === 'secret',
        connections: (known?.connections ?? 0) + connections,
        access: [...(known?.access ?? []), declareAccess(access, service)],
      });
    }
  }
  return [...logins.values()];
}

function declareAccess({ role, tables, until }: Access, service: DeployedService): DeclaredAccess {
  return {
    database: service.database.value,
    role,
    ...(tables === undefined ? {} : { tables }),
    ...(until === undefined ? {} : { until }),
  };
}
