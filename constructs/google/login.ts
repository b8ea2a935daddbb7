import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Access } from '../../model/deployment/facts';
import type { Engine } from '../../model/tables/engines';
import { pin } from '../address';
import { spelled } from './spelled';
import { untilOf } from './until';

export interface LoginSettings {
  readonly address: string;
  readonly engine: Engine;
  readonly project: string;
  readonly identifier: string;
  /** The IAM member: `serviceAccount:…`, `user:…` or `group:…`. */
  readonly identity: string;
  /** The database user. */
  readonly login: string;
  readonly via: Access['via'];
  /** Whether the member gets its roles here. */
  readonly attach: boolean;
  /** Whether its database user is made here, or was copied with the instance that this is a copy of. Made where nothing is said. */
  readonly user?: 'made' | 'copied';
  /** UTC: when its roles lapse. */
  readonly until?: string;
}

export interface LoginWiring {
  readonly instance: { readonly name: string };
  /** Where the identity is made in the same stack. */
  readonly account?: ITerraformDependable;
}

/** The way of one identity into one instance and its readers, as one database user, and nothing else. */
export class Login extends Construct {
  /** What the roles are bound to. */
  readonly condition: string;
  /** What there is once it may log in. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: LoginSettings, wiring: LoginWiring) {
    super(scope, id);
    const { project, identifier, via, attach, user = 'made', until } = settings;
    this.condition = [conditionOf(project, identifier), ...untilOf(until)].join(' && ');
    const roles = attach ? partsOf(via) : [];
    this.parts = [
      ...(via === 'iam' && user === 'made' ? [createUser(this, settings, wiring)] : []),
      ...roles.map((role) => grant(this, settings, wiring, role, this.condition)),
    ];
  }
}

/**
 * A name that no other identity of an instance has, as an address takes it: a service account of the same project by its name,
 * everybody else by the whole address. Addresses are in lower case, so capitals stand for the signs that an address lacks.
 */
export function loginId({
  identity,
  project,
}: Pick<LoginSettings, 'identity' | 'project'>): string {
  const email = emailOf(identity);
  const home = `@${project}.iam.gserviceaccount.com`;
  return spelled(email.endsWith(home) ? email.slice(0, -home.length) : email);
}

/**
 * One instance and its readers, however many there are: a condition that named each would be replaced with every reader that
 * comes or goes, and all logins with it ("Attribute reference for IAM Conditions", 2026-05). The resolver sees to it that no
 * other instance begins with these names.
 */
export function conditionOf(project: string, identifier: string): string {
  const name = `projects/${project}/instances/${identifier}`;
  return `resource.type == "sqladmin.googleapis.com/Instance" && (resource.name == "${name}" || resource.name.startsWith("${name}-reader-"))`;
}

/** The part of a member after its kind. */
const emailOf = (identity: string): string => identity.slice(identity.indexOf(':') + 1);

/**
 * What Cloud SQL takes as a member's user name. PostgreSQL: the database user itself. MySQL: the member's whole address, of
 * which it keeps what precedes the @, save a group's (google_sql_user, provider 6.50.0: documentation and source).
 */
const userNameOf = ({ engine, identity, login }: LoginSettings): string =>
  engine === 'postgres' ? login : emailOf(identity);

const USER_TYPES: Readonly<Record<string, string>> = {
  serviceAccount: 'CLOUD_IAM_SERVICE_ACCOUNT',
  user: 'CLOUD_IAM_USER',
  group: 'CLOUD_IAM_GROUP',
};

/** Never absent: Cloud SQL would then make a user with a password, and that without one. */
function userTypeOf(identity: string): string {
  const type = USER_TYPES[identity.slice(0, identity.indexOf(':'))];
  if (type === undefined) throw new Error(`No database user can be made for ${identity}`);
  return type;
}

function createUser(scope: Construct, settings: LoginSettings, wiring: LoginWiring): SqlUser {
  const { address, engine, project, identity } = settings;
  const user = new SqlUser(scope, 'Resource', {
    project,
    instance: wiring.instance.name,
    name: userNameOf(settings),
    type: userTypeOf(identity),
    // PostgreSQL drops no user that owns or was granted anything. What shuts one out is the loss of its IAM roles.
    ...(engine === 'postgres' ? { deletionPolicy: 'ABANDON' } : {}),
    ...onceThereIs(wiring),
  });
  return pin(user, address, loginId(settings));
}

/** IAM refuses a binding, and Cloud SQL a user, of an account that is not there. */
const onceThereIs = ({ account }: LoginWiring) => (account ? { dependsOn: [account] } : {});

const ROLES = {
  /** To reach it through a connector. */
  client: 'roles/cloudsql.client',
  /** To log in by IAM. */
  instanceUser: 'roles/cloudsql.instanceUser',
} as const;

/** The roles that a way in needs. */
export function loginRoles(via: Access['via']): readonly string[] {
  return partsOf(via).map((part) => ROLES[part]);
}

const partsOf = (via: Access['via']): readonly (keyof typeof ROLES)[] =>
  via === 'iam' ? ['client', 'instanceUser'] : ['client'];

/** Additive: others bind members of the project too. The words of a condition are part of the binding's identity. */
function grant(
  scope: Construct,
  settings: LoginSettings,
  wiring: LoginWiring,
  role: keyof typeof ROLES,
  expression: string,
): ProjectIamMember {
  const { address, project, identifier, identity, login } = settings;
  const member = new ProjectIamMember(scope, role, {
    project,
    role: ROLES[role],
    member: identity,
    condition: {
      title: `${identifier}: ${login}`.slice(0, LONGEST_TITLE),
      description: `Connects to ${identifier} and its readers as ${login}`,
      expression,
    },
    ...onceThereIs(wiring),
  });
  return pin(member, address, loginId(settings), role);
}

/** Characters that a condition's title may have; nowhere documented, so on the safe side. */
const LONGEST_TITLE = 100;
