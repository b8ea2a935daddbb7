import { ServiceAccount as Account } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface ServiceAccountSettings {
  readonly address: string;
  /** What it is: its address below the other. */
  readonly part: string;
  readonly accountId: string;
  readonly project: string;
  readonly description: string;
}

/** The e-mail address of a service account, as another stack knows it. */
export function emailOf(accountId: string, project: string): string {
  return `${accountId}@${project}.iam.gserviceaccount.com`;
}

/** An account that a machine works as. Nobody gets a key of it. */
export class ServiceAccount extends Construct {
  readonly email: string;
  /** What uses the account by its address depends on it. */
  readonly account: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: ServiceAccountSettings) {
    super(scope, id);
    const { address, part, accountId, project, description } = settings;
    const account = new Account(this, 'Resource', {
      project,
      accountId,
      displayName: accountId,
      description,
    });
    pin(account, address, part);
    this.email = emailOf(accountId, project);
    this.account = account;
  }
}
