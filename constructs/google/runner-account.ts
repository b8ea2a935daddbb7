import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Engine } from '../../model/tables/engines';
import { pin } from '../address';
import { Login, loginId } from './login';
import { ServiceAccount } from './service-account';

export interface RunnerAccountSettings {
  readonly address: string;
  readonly engine: Engine;
  readonly project: string;
  readonly identifier: string;
  readonly accountId: string;
  /** Its database user. */
  readonly login: string;
  /**
   * The custom role with which it makes itself the database's administrator: `cloudsql.users.update`, of every user of the project,
   * since a condition cannot name one instance's ("IAM Conditions", Cloud SQL, 2026-05: of instances and backups alone). Bootstrap
   * makes it.
   */
  readonly administers: string;
}

export interface RunnerAccountWiring {
  readonly instance: { readonly name: string };
}

/** As what an instance's runner works: an account of its own, its user in this database, and its rights to reach that. */
export class RunnerAccount extends Construct {
  readonly email: string;
  readonly account: ITerraformDependable;
  /** What there is once it may do its work. */
  readonly parts: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    settings: RunnerAccountSettings,
    wiring: RunnerAccountWiring,
  ) {
    super(scope, id);
    const { address, project, identifier, accountId, administers } = settings;
    const { email, account } = new ServiceAccount(this, 'account', {
      ...{ address, part: 'runner', accountId, project },
      description: `The runner of ${identifier} works as it`,
    });
    const identity = `serviceAccount:${email}`;
    const way = { ...settings, identity, via: 'iam', attach: true } as const;
    const login = new Login(this, 'login', way, { instance: wiring.instance, account });
    const admin = new ProjectIamMember(this, 'administers', {
      project,
      role: administers,
      member: identity,
      dependsOn: [account],
    });
    pin(admin, address, loginId(way), 'administers');
    this.email = email;
    this.account = account;
    this.parts = [...login.parts, admin];
  }
}
