import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { AwsFoundation } from '../model/deployment/aws-deployment';
import { createBackend } from './backend';
import { createAwsProvider } from './aws-provider';

/** What keeps an environment’s trail in one region: none of its principals makes, changes or deletes any of it. */
export class AwsAuditStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: AwsFoundation,
    region: 'primary' | 'recovery',
    organisation: string,
  ) {
    const { environment, audit } = foundation;
    const store = audit[region];
    if (!store) throw new Error(`${environment} has no trail in its ${region} region`);
    super(scope, store.stack);
    createAwsProvider(this, store.target, { organisation, environment, owners: [] });
    createBackend(this, store.state);
  }
}
