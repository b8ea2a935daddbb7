import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { ServiceAccount } from './service-account';

export interface WatchRightsSettings {
  readonly address: string;
  /** Whose databases it watches. */
  readonly name: string;
  readonly project: string;
  readonly accountId: string;
  /**
   * The custom role of who watches, which bootstrap makes: `cloudsql.instances.list`, `cloudsql.instances.get`, `cloudsql.backupRuns.list`,
   * `secretmanager.secrets.list`, `secretmanager.versions.list`, `monitoring.timeSeries.create` and, for the first point of a metric,
   * `monitoring.metricDescriptors.create`.
   */
  readonly role: string;
}

/**
 * As what a project's databases are watched: an account that may list them, their backups and the versions of secrets, read no secret, log
 * in to nothing and write time series. Google's own roles for it hold more (`roles/cloudsql.viewer`, `roles/secretmanager.viewer`,
 * `roles/monitoring.metricWriter`: IAM, "Roles and permissions", 2026). A list is asked of the project, so that no condition can leave out
 * what is another environment's in it.
 */
export class WatchRights extends Construct {
  readonly email: string;
  /** What there is once it may watch. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: WatchRightsSettings) {
    super(scope, id);
    const { address, name, project, accountId, role } = settings;
    const { email, account } = new ServiceAccount(this, 'account', {
      ...{ address, part: 'watch', accountId, project },
      description: `The databases of ${name} are watched as it`,
    });
    const member = new ProjectIamMember(this, 'sees', {
      project,
      role,
      member: `serviceAccount:${email}`,
      dependsOn: [account],
    });
    this.email = email;
    this.parts = [account, pin(member, address, 'watch')];
  }
}
