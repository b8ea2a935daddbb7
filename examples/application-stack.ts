import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { TERRAFORM } from '../stacks/labels';
import type { Connection } from './connection';

/** Who deploys applications: in each account a role, in each project a service account, of this name. Never Kura’s own. */
const DEPLOYER = 'app-deploy';

/** A stack of an application team. Its provider is pinned to the database’s account or project, its state is its own. */
export class ApplicationStack extends TerraformStack {
  constructor(scope: Construct, id: string, connection: Connection) {
    super(scope, id);
    this.addOverride('terraform.required_version', TERRAFORM);
    pinProvider(this, connection);
    // Outside the output, and apart from Kura's states: see stacks/backend.ts.
    new LocalBackend(this, { path: `../../../state/examples/${id}.tfstate` });
  }
}

function pinProvider(stack: TerraformStack, connection: Connection): void {
  const { organisation, environment } = connection;
  const labels = { organisation, environment, stack: stack.node.id };
  if (connection.cloud === 'aws') {
    const { account, region } = connection.target;
    const roleArn = `arn:aws:iam::${account}:role/${DEPLOYER}`;
    new AwsProvider(stack, 'aws', {
      region,
      allowedAccountIds: [account],
      assumeRole: [{ roleArn, sessionName: DEPLOYER }],
      defaultTags: [{ tags: labels }],
    });
    return;
  }
  const { project, region } = connection.target;
  new GoogleProvider(stack, 'google', {
    project,
    region,
    impersonateServiceAccount: `${DEPLOYER}@${project}.iam.gserviceaccount.com`,
    defaultLabels: labels,
    addTerraformAttributionLabel: false,
  });
}
