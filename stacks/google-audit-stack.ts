import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { createBackend } from './backend';
import { createGoogleProvider } from './google-provider';

/** What keeps an environment’s trail in one region: none of its principals makes, changes or deletes any of it. */
export class GoogleAuditStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: GoogleFoundation,
    region: 'primary' | 'recovery',
    organisation: string,
  ) {
    const { environment, audit } = foundation;
    const store = audit[region];
    if (!store) throw new Error(`${environment} has no trail in its ${region} region`);
    super(scope, store.stack);
    createGoogleProvider(this, store.target, { organisation, environment, owners: [] });
    createBackend(this, store.state);
  }
}
